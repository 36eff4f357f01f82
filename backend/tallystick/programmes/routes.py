"""/v1/programmes"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from tallystick.programmes.schemas import ProgrammeList, ProgrammeTerms, ProgrammeView
from tallystick.programmes.service import ProgrammeService
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, Role, Viewer

router = APIRouter(prefix="/v1/programmes", tags=["programmes"])


async def service(request: Request) -> ProgrammeService:
    found: ProgrammeService = request.app.state.programmes
    return found


Service = Annotated[ProgrammeService, Depends(service)]
ProgrammePath = Annotated[int, Path(ge=1, le=2**32 - 1, description="The programme's number.", examples=[1])]
Anybody = Annotated[Viewer, Depends(Allowed(*PARTY_ROLES))]


@router.post(
    "",
    operation_id="open_programme",
    status_code=201,
    response_model=ProgrammeView,
    responses=COMMAND_RESPONSES,
)
def open_programme(
    terms: ProgrammeTerms,
    programmes: Service,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.OPERATOR))],
    dry_run: DryRun = False,
) -> Response:
    """Opens a programme. Its rules are on the chain, where they bind, and final."""
    return respond(programmes.open(terms, requester, dry_run))


@router.get("", operation_id="list_programmes")
def list_programmes(programmes: Service, _viewer: Anybody) -> ProgrammeList:
    """Every programme."""
    return ProgrammeList(programmes=programmes.all())


@router.get("/{programme}", operation_id="get_programme")
def get_programme(programme: ProgrammePath, programmes: Service, _viewer: Anybody) -> ProgrammeView:
    """One programme and its rules."""
    return programmes.get(programme)
