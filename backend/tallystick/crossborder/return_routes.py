"""/v1/returns and /v1/wallets/{party}/loop"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from tallystick.crossborder.return_schemas import ReturnFigures, WalletLoop
from tallystick.crossborder.returns import KEPT_DAYS, LEAST_GRACE_DAYS, ReturnService
from tallystick.metrics.routes import OfProgramme
from tallystick.parties.routes import PartyPath
from tallystick.receivables.reading_routes import PageSize
from tallystick.web.bodies import PlainDate
from tallystick.web.cursors import EventCursor, event_place
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

MOST_DAYS = 3_650

router = APIRouter(prefix="/v1", tags=["crossborder"])


async def service(request: Request) -> ReturnService:
    found: ReturnService = request.app.state.returns
    return found


Service = Annotated[ReturnService, Depends(service)]
FigureReader = Annotated[Viewer, Depends(Allowed(Role.DEBTOR, Role.SUPERVISOR, Role.HOST))]
LoopReader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
AsOfDay = Annotated[
    PlainDate | None,
    Query(
        description="As it was at the end of this day, in Asia/Shanghai; without it, as it is now. Where a wallet "
        "is at home is always as it is known now.",
        examples=["2027-01-15"],
    ),
]


@router.get("/returns", operation_id="get_returns")
def get_returns(
    returns: Service,
    viewer: FigureReader,
    programme: OfProgramme = None,
    grace_days: Annotated[
        int | None,
        Query(
            ge=LEAST_GRACE_DAYS,
            le=MOST_DAYS,
            description="Until how many days after the due day what is due counts as settled in time. Without it each "
            "programme's own, after which its receivables are in default; one at least, as nobody is paid before the "
            "due day is over.",
            examples=[15],
        ),
    ] = None,
    kept_days: Annotated[
        int,
        Query(
            ge=0,
            le=MOST_DAYS,
            description="After how many days it is asked what is still onshore; 0: at the end of the day of payment.",
            examples=[30],
        ),
    ] = KEPT_DAYS,
    as_of: AsOfDay = None,
) -> ReturnFigures:
    """What comes back: settled in e-CNY / settled, settled by due plus grace / due, kept onshore after some days /
    settled. As a debtor, of what you owe. What lacks what it is reckoned from is null, never 100 %."""
    return returns.figures(viewer, programme, grace_days, kept_days, as_of)


@router.get("/wallets/{party}/loop", operation_id="get_wallet_loop")
def get_wallet_loop(
    party: PartyPath,
    returns: Service,
    viewer: LoopReader,
    as_of: AsOfDay = None,
    before: EventCursor = None,
    size: PageSize = 100,
) -> WalletLoop:
    """What your wallet, at home abroad, was paid on claims, and what you did with it: kept, spent with other overseas
    suppliers, purchased onshore, or redeemed."""
    return returns.loop(party, viewer, size, event_place(before), as_of)
