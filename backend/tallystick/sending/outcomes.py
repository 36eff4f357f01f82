"""What is told of an operation at each of its stages."""

import json
from collections.abc import Sequence
from typing import Any

from tallystick.refusal import Refusal
from tallystick.sending.command import Outcome
from tallystick.sending.outbox import in_progress
from tallystick.sending.preparation import Step
from tallystick.sending.tables import Operation


class ReplayedRefusal(Refusal):
    """The refusal that this very request met before."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        super().__init__(told["code"], told["detail"], told["way_out"], told["values"])
        self.status = status


def replayed(operation: Operation) -> Outcome:
    """The answer of then. Raises the refusal of then, or `Conflict` where there is no answer yet."""
    if operation.answer is None or operation.answer_status is None:
        raise in_progress(operation.idempotency_key)
    if operation.stage == "failed":
        raise ReplayedRefusal(operation.answer_status, json.loads(operation.answer))
    return Outcome(operation.answer_status, operation.answer, operation.id, replayed=True)


def on_its_way(operation: str) -> Outcome:
    told = {
        "operation": operation,
        "stage": "pending",
        "way_out": "Poll GET /v1/operations/<operation>, or stream its /events; once done, a repeat is answered too.",
    }
    return Outcome(202, json.dumps(told), operation)


def prepared(operation: str, transactions: Sequence[dict[str, Any]]) -> Outcome:
    told = {
        "operation": operation,
        "stage": "prepared",
        "transactions": transactions,
        "way_out": "Sign the transactions with your wallet and PUT them to "
        "/v1/operations/<operation>/transactions.",
    }
    return Outcome(202, json.dumps(told), operation)


def dry_run_of(kind: str, steps: Sequence[Step]) -> Outcome:
    told = {
        "dry_run": True,
        "command": kind,
        "would": "succeed",
        "gas": sum(step.gas for step in steps),
    }
    return Outcome(200, json.dumps(told), None)
