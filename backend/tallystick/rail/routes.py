"""/v1/instructions: what banks have to carry out where the money really is"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tallystick.rail.schemas import InstructionList, InstructionReport, InstructionView
from tallystick.rail.service import InstructionService
from tallystick.web import forms
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import Role, Viewer

router = APIRouter(prefix="/v1/instructions", tags=["money"])

LARGEST_PAGE = 500


async def service(request: Request) -> InstructionService:
    found: InstructionService = request.app.state.instructions
    return found


Service = Annotated[InstructionService, Depends(service)]
Bank = Annotated[Viewer, Depends(Allowed(Role.BANK))]
Reader = Annotated[Viewer, Depends(Allowed(Role.BANK, Role.SUPERVISOR))]
InstructionPath = Annotated[
    str, Path(pattern=forms.EVENT, description="The instruction's id.", examples=["42-3"])
]


@router.get("", operation_id="list_instructions")
def list_instructions(
    instructions: Service,
    viewer: Reader,
    state: Annotated[
        Literal["open", "carried_out", "refused"] | None, Query(description="Only those in this state.")
    ] = None,
    after: Annotated[
        str | None, Query(pattern=forms.EVENT_CURSOR, description="Cursor: `next` of the page before.")
    ] = None,
    size: Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows a page at most.")] = 100,
) -> InstructionList:
    """What moved in your customers' wallets, for you to carry out; where the ledger is set to instruct banks."""
    return instructions.all(viewer, size, None if after is None else _place(after), state)


@router.post(
    "/{instruction}/report",
    operation_id="report_instruction",
    status_code=201,
    response_model=InstructionView,
    responses=COMMAND_RESPONSES,
)
def report_instruction(
    instruction: InstructionPath,
    report: InstructionReport,
    instructions: Service,
    viewer: Bank,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """Says that an instruction was carried out, or refused."""
    return respond(instructions.report(_place(instruction), report, viewer, requester, dry_run))


def _place(text: str) -> tuple[int, int]:
    block, _, log_index = text.partition("-")
    return int(block), int(log_index)
