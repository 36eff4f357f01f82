"""How far an operation has come, in the words that its party is told."""

from typing import Literal

from tallystick.sending.tables import Operation

Stage = Literal["prepared", "pending", "posted", "final", "failed"]


def stage_of(operation: Operation) -> Stage:
    """One that a reorganisation has taken back is on its way again, and keeps its answer: it was posted."""
    if operation.stage == "done" or (operation.stage == "signed" and operation.answer is not None):
        return "final" if operation.final_at is not None else "posted"
    if operation.stage == "failed":
        return "failed"
    return "prepared" if operation.stage == "prepared" else "pending"
