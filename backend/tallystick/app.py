"""The HTTP application: routes of the capabilities, and what all of them share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import Depends, FastAPI
from starlette.responses import RedirectResponse

from tallystick import __version__
from tallystick.audit.routes import router as audit
from tallystick.backend import Backend
from tallystick.crossborder.return_routes import router as returns
from tallystick.crossborder.routes import router as crossborder
from tallystick.crossborder.value_routes import router as valuations
from tallystick.database.store import POOL_SIZE
from tallystick.discount.routes import router as discount
from tallystick.disputes.routes import router as disputes
from tallystick.early_payment.routes import router as early_payment
from tallystick.evidence.routes import router as evidence
from tallystick.feeds.routes import router as feeds
from tallystick.financing.agreement_routes import router as agreements
from tallystick.financing.routes import router as financing
from tallystick.governance.routes import router as governance
from tallystick.identities.routes import router as identities
from tallystick.imports.routes import router as imports
from tallystick.market.routes import router as market
from tallystick.metrics.distribution import router as distribution
from tallystick.metrics.routes import router as metrics
from tallystick.monitoring.routes import router as monitoring
from tallystick.notes.agency_routes import router as note_agency
from tallystick.notes.routes import router as notes
from tallystick.offers.routes import router as offers
from tallystick.operations.routes import POLL_SECONDS
from tallystick.operations.routes import router as operations
from tallystick.operations.streams import Streams
from tallystick.parties.routes import offices_router as offices
from tallystick.parties.routes import router as parties
from tallystick.portal.pages import portal_routes
from tallystick.programmes.routes import router as programmes
from tallystick.rail.routes import router as rail
from tallystick.rates.routes import router as rates
from tallystick.receivables.issuing_routes import router as issuing
from tallystick.receivables.moving_routes import router as moving
from tallystick.receivables.reading_routes import router as reading
from tallystick.reports.routes import router as reports
from tallystick.restraints.routes import router as restraints
from tallystick.settlement.routes import router as settlement
from tallystick.wallets.routes import router as wallets
from tallystick.web.description import Health, describe
from tallystick.web.limits import BodyLimits
from tallystick.web.parameters import known_parameters, only_known_parameters
from tallystick.web.problems import PROBLEM_RESPONSES, handle_refusals
from tallystick.web.timing import ServerTiming

DESCRIPTION = """A ledger for receivables that can be split, passed on and traced back to their issue.

Amounts are integers of minor units (fen, cents). Claims are written `receivable-serial`, as in `7-31`. Every request
carries the API key of a party; every command carries an `Idempotency-Key` of yours and can be tried first with
`dry_run=true`. A refusal is a problem document (RFC 9457) with a stable `code` and the way out.
"""

OTHER_THREADS = 4
"""Connections kept back from requests for what works in the background."""


def create_app(backend: Backend, described: FastAPI | None = None) -> FastAPI:
    """The application over an open backend. `described` is one that was described before, which takes seconds."""
    app = described or described_app()
    provide(app, backend)
    return app


def described_app() -> FastAPI:
    """The application without a backend: it answers nothing yet, and can describe itself."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = POOL_SIZE - OTHER_THREADS
        yield

    app = FastAPI(
        title="Tallystick",
        version=__version__,
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=PROBLEM_RESPONSES,
        dependencies=[Depends(only_known_parameters)],
    )
    handle_refusals(app)
    app.add_middleware(BodyLimits)
    app.add_middleware(ServerTiming)
    for router in (
        parties,
        offices,
        governance,
        programmes,
        evidence,
        issuing,
        reading,
        moving,
        imports,
        offers,
        restraints,
        wallets,
        settlement,
        financing,
        agreements,
        disputes,
        discount,
        identities,
        note_agency,
        notes,
        market,
        early_payment,
        crossborder,
        valuations,
        feeds,
        returns,
        monitoring,
        rail,
        distribution,
        metrics,
        rates,
        reports,
        operations,
        audit,
    ):
        app.include_router(router)

    app.mount("/portal", portal_routes())

    @app.get("/", include_in_schema=False)
    async def to_portal() -> RedirectResponse:
        """Whoever opens the address of the backend wants to look, and can."""
        return RedirectResponse("/portal/")

    @app.get("/v1/health", operation_id="get_health", tags=["health"])
    async def get_health() -> Health:  # not among the threads that commands may all be waiting in
        """Whether the backend runs. The one answer that needs no API key."""
        return Health(status="ok", version=__version__, ledger="0x" + app.state.directory.hex())

    describe(app)
    app.state.known_parameters = known_parameters(app.openapi())
    return app


def provide(app: FastAPI, backend: Backend) -> None:
    """Gives the routes of an application that was only described the services of a backend."""
    app.state.stopping = lambda: False
    app.state.authenticate = backend.viewer
    app.state.directory = backend.contracts.directory
    app.state.portal_parties = backend.settings.portal_parties
    app.state.parties = backend.parties
    app.state.programmes = backend.programmes
    app.state.evidence = backend.evidence
    app.state.receivables = backend.receivables
    app.state.imports = backend.imports
    app.state.offices = backend.offices
    app.state.groups = backend.groups
    app.state.note_figures = backend.note_figures
    app.state.wallets = backend.wallets
    app.state.settlement = backend.settlement
    app.state.border = backend.border
    app.state.border_rates = backend.border_rates
    app.state.valuations = backend.valuations
    app.state.feeds = backend.feeds
    app.state.returns = backend.returns
    app.state.monitoring = backend.monitoring
    app.state.financing = backend.financing
    app.state.agreements = backend.agreements
    app.state.disputes = backend.disputes
    app.state.instructions = backend.instructions
    app.state.governance = backend.governance
    app.state.deployment = backend.deployment
    app.state.offers = backend.offers
    app.state.allowances = backend.allowances
    app.state.delegates = backend.delegates
    app.state.orders = backend.orders
    app.state.restraints = backend.restraints
    app.state.discount = backend.discount
    app.state.identities = backend.identities
    app.state.notes = backend.notes
    app.state.note_agency = backend.note_agency
    app.state.market = backend.market
    app.state.early_payment = backend.early_payment
    app.state.distribution = backend.distribution
    app.state.figures = backend.figures
    app.state.statements = backend.statements
    app.state.reports = backend.reports
    app.state.rates = backend.rates
    app.state.dispatcher = backend.dispatcher
    app.state.streams = Streams(backend.dispatcher.state, POLL_SECONDS)
    app.state.audit = backend.audit
