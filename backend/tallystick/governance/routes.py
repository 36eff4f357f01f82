"""/v1/contracts for everybody; /v1/desks and the term rules of /v1/programmes for the host"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from tallystick.governance.deployment import DeploymentService
from tallystick.governance.schemas import DeploymentView, DeskView, NewDesk, NewTermRule, TermRuleView
from tallystick.governance.service import GovernanceService
from tallystick.programmes.routes import ProgrammePath
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["governance"])


async def service(request: Request) -> GovernanceService:
    found: GovernanceService = request.app.state.governance
    return found


async def deployment_service(request: Request) -> DeploymentService:
    found: DeploymentService = request.app.state.deployment
    return found


Service = Annotated[GovernanceService, Depends(service)]
Deployment = Annotated[DeploymentService, Depends(deployment_service)]
Host = Annotated[Viewer, Depends(Allowed(Role.HOST))]
Anybody = Annotated[Viewer, Depends(Allowed(*PARTY_ROLES, Role.HOST))]


@router.get("/contracts", operation_id="get_contracts")
def get_contracts(deployment: Deployment, _viewer: Anybody) -> DeploymentView:
    """The contracts that this ledger consists of, for whoever signs with a wallet of its own or names one of them, as a
    programme names its policy."""
    return deployment.view()


@router.post(
    "/desks",
    operation_id="decide_on_desk",
    status_code=201,
    response_model=DeskView,
    responses=COMMAND_RESPONSES,
)
def decide_on_desk(
    new: NewDesk, governance: Service, requester: Requesting, _viewer: Host, dry_run: DryRun = False
) -> Response:
    """Admits a contract as a desk, or dismisses it."""
    return respond(governance.decide_on_desk(new, requester, dry_run))


@router.post(
    "/programmes/{programme}/term-rules",
    operation_id="set_term_rule",
    status_code=201,
    response_model=TermRuleView,
    responses=COMMAND_RESPONSES,
)
def set_term_rule(
    programme: ProgrammePath,
    new: NewTermRule,
    governance: Service,
    requester: Requesting,
    _viewer: Host,
    dry_run: DryRun = False,
) -> Response:
    """Sets the longest term of what is issued under a programme from a day on."""
    return respond(governance.set_term_rule(programme, new, requester, dry_run))
