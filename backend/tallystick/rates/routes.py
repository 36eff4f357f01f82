"""/v1/rates and /v1/terms"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.programmes.schemas import DayCount
from tallystick.rates.file import HEADING
from tallystick.rates.published import CurveName
from tallystick.rates.schemas import CurveList, PublishedRates, TermsView
from tallystick.rates.service import RateService
from tallystick.receivables.schemas import MILLION
from tallystick.web.bodies import PlainDate
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["rates"])

_EXAMPLE = f"{','.join(HEADING)}\n2026-11-20,LPR,1Y,3.00\n2026-11-20,LPR,5Y,3.50\n"
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {
                    "type": "string",
                    "description": f"CSV in UTF-8 with the heading {','.join(HEADING)}: one row a tenor, a day's rows "
                    "together, days ascending, nothing left out.",
                },
                "example": _EXAMPLE,
            }
        },
    }
}


async def service(request: Request) -> RateService:
    found: RateService = request.app.state.rates
    return found


async def content(request: Request) -> bytes:
    """The file as it came."""
    return await request.body()


Service = Annotated[RateService, Depends(service)]


@router.post(
    "/rates",
    operation_id="publish_rates",
    status_code=201,
    response_model=PublishedRates,
    responses=COMMAND_RESPONSES,
    openapi_extra=_BODY,
)
def publish_rates(
    file: Annotated[bytes, Depends(content)],
    rates: Service,
    requester: Requesting,
    _viewer: Annotated[Viewer, Depends(Allowed(Role.OPERATOR))],
    dry_run: DryRun = False,
) -> Response:
    """Takes a file of published rates in: all of it or nothing. What is known already stays as it is."""
    return respond(rates.publish(file, requester, dry_run))


@router.get("/rates", operation_id="list_rates")
def list_rates(
    rates: Service,
    _viewer: Annotated[Viewer, Depends(Allowed(*PARTY_ROLES))],
    curve: Annotated[CurveName, Query(description="Which curve.")] = "SHIBOR",
) -> CurveList:
    """Published curves, the latest first."""
    return rates.all(curve)


@router.get("/terms", operation_id="get_terms")
def get_terms(  # noqa: PLR0913, PLR0917 (FastAPI passes them by name)
    rates: Service,
    _viewer: Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))],
    face: Annotated[
        int, Query(ge=1, le=LARGEST_AMOUNT, description="Minor units of the claim.", examples=[MILLION])
    ],
    due_date: Annotated[PlainDate, Query(description="The last day to pay.", examples=["2027-05-27"])],
    value_date: Annotated[
        PlainDate | None,
        Query(description="The day on which money comes; today without it.", examples=["2026-11-27"]),
    ] = None,
    day_count: Annotated[DayCount, Query(description="The basis of a year.")] = "ACT/360",
    curve: Annotated[CurveName, Query(description="By which curve.")] = "SHIBOR",
    spread_ppm: Annotated[
        int,
        Query(
            ge=-2_000_000, le=2_000_000, description="Added for the debtor's credit, in millionths a year."
        ),
    ] = 0,
    expected_loss_ppm: Annotated[
        int, Query(ge=0, le=1_000_000, description="Added for its default, in millionths a year.")
    ] = 0,
) -> TermsView:
    """What a claim should bring by a published curve, and the discount rate of such a quote. Nothing is promised."""
    return rates.terms(face, value_date, due_date, day_count, curve, spread_ppm, expected_loss_ppm)
