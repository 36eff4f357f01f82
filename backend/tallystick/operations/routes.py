"""/v1/operations"""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, Field

from tallystick.money.calendar import instant_text
from tallystick.refusal import NotFound
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.bodies import Identifier
from tallystick.web.security import EVERYBODY, Allowed
from tallystick.web.viewer import Viewer

router = APIRouter(prefix="/v1/operations", tags=["operations"])


OPERATION_ID = "019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"
INSTANT = "2026-11-23T02:30:00Z"
"""Examples."""


class OperationView(BaseModel):
    """A command and how far it has come."""

    id: str = Field(description="The operation's id.", examples=[OPERATION_ID])
    kind: str = Field(description="What was asked for.", examples=["split_claim"])
    stage: str = Field(description="intent, signed (on its way), done or failed", examples=["done"])
    idempotency_key: str = Field(description="Your own name for it.", examples=["invoice-123-issue"])
    created_at: str = Field(description="When it was asked for (RFC 3339).", examples=[INSTANT])
    finished_at: str | None = Field(
        description="When it was done or failed; null before.", examples=[INSTANT]
    )
    answer_status: int | None = Field(
        description="The HTTP status of its answer; null before there is one.", examples=[201]
    )
    answer: dict[str, Any] | None = Field(
        description="What came of it; the refusal where it failed.",
        examples=[{"transaction": "0x" + "5e" * 32}],
    )


def dispatcher(request: Request) -> Dispatcher:
    found: Dispatcher = request.app.state.dispatcher
    return found


@router.get("/{operation}", operation_id="get_operation")
def get_operation(
    operation: Annotated[Identifier, Path(description="The operation's id.", examples=[OPERATION_ID])],
    commands: Annotated[Dispatcher, Depends(dispatcher)],
    viewer: Annotated[Viewer, Depends(Allowed(*EVERYBODY))],
) -> OperationView:
    """One of your own commands: the Operation-Id of its answer, or of the answer 202."""
    found = commands.operation(operation)
    if found is None or found.party != viewer.party:
        raise NotFound(
            "operation_not_found", f"There is no operation {operation!r} of yours.", "Check the id."
        )
    return OperationView(
        id=found.id,
        kind=found.kind,
        stage=found.stage,
        idempotency_key=found.idempotency_key,
        created_at=instant_text(found.created_at),
        finished_at=None if found.finished_at is None else instant_text(found.finished_at),
        answer_status=found.answer_status,
        answer=None if found.answer is None else json.loads(found.answer),
    )
