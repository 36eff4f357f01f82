"""/v1/operations"""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from tallystick.money.calendar import instant_text
from tallystick.refusal import NotFound
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.security import EVERYBODY, Allowed
from tallystick.web.viewer import Viewer

router = APIRouter(prefix="/v1/operations", tags=["operations"])


class OperationView(BaseModel):
    """A command and how far it has come."""

    id: str
    kind: str
    stage: str = Field(description="intent, signed (on its way), done or failed")
    idempotency_key: str
    created_at: str
    finished_at: str | None
    answer_status: int | None
    answer: dict[str, Any] | None = Field(description="What came of it; the refusal where it failed.")


def dispatcher(request: Request) -> Dispatcher:
    found: Dispatcher = request.app.state.dispatcher
    return found


@router.get("/{operation}", operation_id="get_operation")
def get_operation(
    operation: str,
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
