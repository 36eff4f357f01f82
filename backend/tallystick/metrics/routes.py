"""/v1/figures, /v1/financings, /v1/baselines"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tallystick.metrics.figures import FigureService
from tallystick.metrics.note_figures import NoteFigureService
from tallystick.metrics.note_schemas import NoteMarketFigures
from tallystick.metrics.schemas import (
    BaselineList,
    BaselineView,
    Figures,
    FinancingList,
    NewBaseline,
    NewStatement,
    StatementView,
)
from tallystick.metrics.statements import StatementService
from tallystick.parties.schemas import PARTY_ID
from tallystick.programmes.routes import ProgrammePath
from tallystick.receivables.reading_routes import PageSize
from tallystick.receivables.schemas import HASH
from tallystick.web import forms
from tallystick.web.bodies import Identifier, PlainDate
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1", tags=["metrics"])


async def figure_service(request: Request) -> FigureService:
    found: FigureService = request.app.state.figures
    return found


async def statement_service(request: Request) -> StatementService:
    found: StatementService = request.app.state.statements
    return found


async def note_figure_service(request: Request) -> NoteFigureService:
    found: NoteFigureService = request.app.state.note_figures
    return found


NoteFiguresOf = Annotated[NoteFigureService, Depends(note_figure_service)]
FiguresOf = Annotated[FigureService, Depends(figure_service)]
Statements = Annotated[StatementService, Depends(statement_service)]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Financier = Annotated[Viewer, Depends(Allowed(Role.FINANCIER))]
FigureReader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR, Role.HOST))]
StatementReader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
OfProgramme = Annotated[
    int | None, Query(ge=1, le=2**32 - 1, description="Only what is under this programme.", examples=[1])
]
OfParty = Annotated[
    Identifier | None,
    Query(description="Whose: the supervisor's to choose, your own otherwise.", examples=[PARTY_ID]),
]
FinancingPath = Annotated[
    str, Path(pattern=forms.HASH, description="The quote that was accepted.", examples=[HASH])
]


@router.get("/figures", operation_id="get_figures")
def get_figures(
    figures: FiguresOf, viewer: FigureReader, programme: OfProgramme = None, party: OfParty = None
) -> Figures:
    """Your portfolio's figures: what is due when, how concentrated it is, and what money costs.

    What lacks what it is reckoned from is null, never zero.
    """
    return figures.figures(viewer, programme, party)


@router.get("/programmes/{programme}/note-figures", operation_id="get_note_figures")
def get_note_figures(
    programme: ProgrammePath,
    figures: NoteFiguresOf,
    _viewer: FigureReader,
    changed_on: Annotated[
        PlainDate | None,
        Query(
            description="The day that parts before from after; without it, when the curve that prices was set.",
            examples=["2027-01-15"],
        ),
    ] = None,
) -> NoteMarketFigures:
    """What the market for a programme's notes has been like: discount before and after, time to cash, turnover, and
    four premiums. What lacks what it is reckoned from is null, never zero."""
    return figures.figures(programme, changed_on)


@router.get("/financings", operation_id="list_financings")
def list_financings(
    figures: FiguresOf,
    viewer: StatementReader,
    programme: OfProgramme = None,
    after: Annotated[
        str | None, Query(pattern=forms.HASH, description="Cursor: `next` of the page before.")
    ] = None,
    size: PageSize = 100,
) -> FinancingList:
    """Money that you took or gave before a due date, and what each costs."""
    return figures.financings(viewer, programme, None if after is None else bytes.fromhex(after[2:]), size)


@router.post(
    "/financings/{financing}/statements",
    operation_id="state_financing",
    status_code=201,
    response_model=StatementView,
    responses=COMMAND_RESPONSES,
)
def state_financing(
    financing: FinancingPath,
    new: NewStatement,
    statements: Statements,
    viewer: Financier,
    requester: Requesting,
    dry_run: DryRun = False,
) -> Response:
    """States what becomes of the cost of a financing that you gave, and is told whether that adds up."""
    return respond(statements.state_financing(bytes.fromhex(financing[2:]), new, viewer, requester, dry_run))


@router.post(
    "/baselines",
    operation_id="state_baseline",
    status_code=201,
    response_model=BaselineView,
    responses=COMMAND_RESPONSES,
)
def state_baseline(
    new: NewBaseline, statements: Statements, viewer: Trader, requester: Requesting, dry_run: DryRun = False
) -> Response:
    """States what money has cost you elsewhere, and what shows it: your financings are set beside that."""
    return respond(statements.state_baseline(new, viewer, requester, dry_run))


@router.get("/baselines", operation_id="list_baselines")
def list_baselines(statements: Statements, viewer: StatementReader) -> BaselineList:
    """Baselines that you have stated."""
    return statements.baselines(viewer)
