"""Which role may use which route: a table that a new route must be entered in."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import update

from tallystick.app import create_app
from tallystick.parties.tables import ApiKey
from tallystick.web.security import Allowed
from tallystick.web.viewer import PARTY_ROLES, Role
from tests.api.running_ledger import Caller, RunningLedger, problem

TRADERS = {"debtor", "supplier", "financier", "investor"}
READERS = TRADERS | {"supervisor"}
ORDER_READERS = READERS | {"authority"}
OFFICES = {"operator", "bank", "verifier", "transfer_agent"}
EVERYBODY = ORDER_READERS | OFFICES

ALLOWED: dict[str, set[str]] = {
    "POST /v1/parties": {"operator"},
    "GET /v1/parties": EVERYBODY,
    "GET /v1/parties/me": EVERYBODY,
    "GET /v1/contracts": EVERYBODY | {"host"},
    "GET /v1/parties/{party}": EVERYBODY,
    "POST /v1/authorities": {"host"},
    "POST /v1/banks": {"host"},
    "POST /v1/verifiers": {"host"},
    "POST /v1/verifiers/{party}/topics": {"host"},
    "POST /v1/transfer-agents": {"host"},
    "GET /v1/verification-rules": EVERYBODY,
    "POST /v1/verification-rules": {"host"},
    "POST /v1/note-wallets": {"operator"},
    "GET /v1/note-wallets": READERS | {"operator", "verifier", "transfer_agent"},
    "POST /v1/note-wallets/renewal": {"operator"},
    "POST /v1/note-wallets/{party}/country": {"operator"},
    "POST /v1/note-wallets/{party}/removal": {"operator"},
    "POST /v1/statements": {"verifier"},
    "POST /v1/statements/withdrawal": {"verifier"},
    "GET /v1/programmes/{programme}/border": EVERYBODY,
    "POST /v1/programmes/{programme}/border/limits": {"host"},
    "POST /v1/programmes/{programme}/border/purposes": {"host"},
    "POST /v1/programmes/{programme}/border/fallback": {"host"},
    "POST /v1/programmes/{programme}/border/stop": {"authority"},
    "POST /v1/programmes/{programme}/border/resumption": {"authority"},
    "POST /v1/border-wallets": {"operator"},
    "GET /v1/border-wallets": {"operator", "supervisor"},
    "GET /v1/border-movements": READERS,
    "GET /v1/returns": {"debtor", "supervisor", "host"},
    "GET /v1/wallets/{party}/loop": READERS,
    "GET /v1/border-movements/{movement}/pacs008": READERS | {"host"},
    "GET /v1/border-movements/{movement}/camt054": READERS | {"host"},
    "GET /v1/monitoring": READERS | {"host"},
    "GET /v1/monitoring/report": READERS | {"host"},
    "POST /v1/receivables/{receivable}/purpose": {"debtor"},
    "POST /v1/receivables/{receivable}/fixing": TRADERS,
    "POST /v1/receivables/{receivable}/milestones": TRADERS,
    "POST /v1/carriers": {"host"},
    "POST /v1/exchange-feeds": {"host"},
    "POST /v1/exchange-rates": TRADERS,
    "GET /v1/exchange-rates/{currency}": EVERYBODY,
    "POST /v1/programmes/{programme}/border/factors": {"host"},
    "GET /v1/receivables/{receivable}/value": READERS,
    "POST /v1/receivables/{receivable}/value": TRADERS,
    "POST /v1/local-feeds": {"host"},
    "GET /v1/local-feeds": {"host", "supervisor"},
    "POST /v1/local-feeds/{feed}/reading": {"host"},
    "POST /v1/country-lists": {"host"},
    "GET /v1/country-lists": EVERYBODY,
    "GET /v1/offerings": EVERYBODY,
    "POST /v1/programmes/{programme}/offering": {"host"},
    "POST /v1/programmes/{programme}/offering/agent": {"host"},
    "POST /v1/programmes/{programme}/offering/rules": {"host"},
    "POST /v1/claims/{claim}/notes": TRADERS,
    "POST /v1/receivables/{receivable}/notes": TRADERS,
    "GET /v1/receivables/{receivable}/notes": READERS | {"transfer_agent"},
    "GET /v1/receivables/{receivable}/notes/transfer-check": TRADERS,
    "POST /v1/receivables/{receivable}/notes/agents": {"host"},
    "POST /v1/receivables/{receivable}/notes/approvals": TRADERS,
    "POST /v1/receivables/{receivable}/notes/collections": TRADERS,
    "POST /v1/receivables/{receivable}/notes/consolidation": TRADERS,
    "POST /v1/receivables/{receivable}/notes/forced-transfers": {"transfer_agent"},
    "POST /v1/receivables/{receivable}/notes/freezes": {"transfer_agent"},
    "POST /v1/receivables/{receivable}/notes/pauses": {"transfer_agent"},
    "POST /v1/receivables/{receivable}/notes/recoveries": {"transfer_agent"},
    "POST /v1/receivables/{receivable}/notes/transfers": TRADERS,
    "POST /v1/receivables/{receivable}/notes/unwrapping": TRADERS,
    "POST /v1/receivables/{receivable}/notes/wallet-freezes": {"transfer_agent"},
    "GET /v1/notes": READERS,
    "GET /v1/note-movements": READERS,
    "GET /v1/note-payments": READERS,
    "POST /v1/receivables/{receivable}/notes/orders": TRADERS,
    "GET /v1/orders": READERS,
    "GET /v1/orders/{order}": READERS,
    "GET /v1/orders/{order}/fill-check": TRADERS,
    "POST /v1/orders/{order}/fills": TRADERS,
    "POST /v1/orders/{order}/cancellation": TRADERS,
    "POST /v1/orders/expiry": TRADERS,
    "GET /v1/trades": READERS,
    "GET /v1/programmes/{programme}/note-figures": READERS | {"host"},
    "POST /v1/parties/{party}/group": {"operator"},
    "GET /v1/groups": {"operator", "supervisor"},
    "POST /v1/auctions": {"debtor"},
    "GET /v1/auctions": READERS,
    "GET /v1/auctions/{auction}": READERS,
    "POST /v1/auctions/{auction}/offers": TRADERS,
    "POST /v1/auctions/{auction}/cancellation": {"debtor"},
    "POST /v1/auctions/{auction}/clearing": TRADERS,
    "POST /v1/early-offers/{early_offer}/withdrawal": TRADERS,
    "POST /v1/wallets": {"bank"},
    "GET /v1/wallets": READERS | {"bank"},
    "GET /v1/wallets/{party}": READERS | {"bank"},
    "GET /v1/wallets/{party}/movements": READERS | {"bank"},
    "POST /v1/wallets/{party}/tier": {"bank"},
    "POST /v1/wallets/{party}/issues": {"bank"},
    "POST /v1/wallets/{party}/redemptions": {"bank"},
    "POST /v1/payments": TRADERS,
    "POST /v1/payment-approvals": TRADERS,
    "GET /v1/payment-approvals": READERS | {"bank"},
    "POST /v1/holds": TRADERS,
    "GET /v1/holds": READERS,
    "GET /v1/holds/{hold}": READERS,
    "POST /v1/holds/{hold}/payments": TRADERS,
    "POST /v1/holds/{hold}/return": TRADERS,
    "GET /v1/receivables/{receivable}/settlement": READERS,
    "POST /v1/receivables/{receivable}/fundings": {"debtor"},
    "GET /v1/receivables/{receivable}/notices": {"debtor", "supervisor"},
    "POST /v1/claims/{claim}/quote-requests": TRADERS,
    "GET /v1/quote-requests": READERS,
    "POST /v1/quote-requests/{request}/quotes": {"financier"},
    "GET /v1/quotes": READERS,
    "GET /v1/quotes/{quote}": READERS,
    "POST /v1/quotes/{quote}/acceptance": TRADERS,
    "POST /v1/quotes/{quote}/revocation": {"financier"},
    "POST /v1/claims/{claim}/liens": {"financier"},
    "GET /v1/sales": READERS,
    "GET /v1/figures": READERS | {"host"},
    "GET /v1/report": READERS | {"host"},
    "GET /v1/financings": READERS,
    "POST /v1/financings/{financing}/statements": {"financier"},
    "POST /v1/baselines": TRADERS,
    "GET /v1/baselines": READERS,
    "POST /v1/rates": {"operator"},
    "GET /v1/rates": EVERYBODY,
    "GET /v1/terms": READERS,
    "GET /v1/agreements": READERS,
    "GET /v1/agreements/{agreement}": READERS,
    "POST /v1/agreements/{agreement}/repayments": TRADERS,
    "POST /v1/agreements/{agreement}/enforcement": {"financier"},
    "POST /v1/claims/{claim}/recourse/demand": TRADERS,
    "POST /v1/claims/{claim}/recourse/repurchase": TRADERS,
    "POST /v1/claims/{claim}/recourse/waiver": TRADERS,
    "POST /v1/claims/{claim}/disputes": {"debtor"},
    "POST /v1/claims/{claim}/disputes/withdrawal": {"debtor"},
    "GET /v1/disputes": READERS,
    "GET /v1/instructions": {"bank", "supervisor"},
    "POST /v1/instructions/{instruction}/report": {"bank"},
    "POST /v1/collections": TRADERS,
    "GET /v1/collections": READERS,
    "POST /v1/claims/{claim}/write-offs": TRADERS,
    "GET /v1/write-offs": TRADERS,
    "POST /v1/parties/{party}/suspension": {"authority"},
    "POST /v1/parties/{party}/reinstatement": {"authority"},
    "GET /v1/suspensions": ORDER_READERS,
    "POST /v1/desks": {"host"},
    "POST /v1/programmes": {"operator"},
    "POST /v1/programmes/{programme}/term-rules": {"host"},
    "POST /v1/programmes/{programme}/curves": {"host"},
    "GET /v1/programmes/{programme}/curves": EVERYBODY,
    "GET /v1/claims/{claim}/early-price": READERS,
    "GET /v1/programmes": EVERYBODY,
    "GET /v1/programmes/{programme}": EVERYBODY,
    "POST /v1/documents": TRADERS,
    "GET /v1/documents": READERS,
    "GET /v1/documents/{fingerprint}": READERS,
    "POST /v1/documents/{fingerprint}/credit-notes": TRADERS,
    "POST /v1/receivables": {"debtor"},
    "POST /v1/receivables/{receivable}/acceptance": TRADERS,
    "POST /v1/receivables/{receivable}/decline": TRADERS,
    "POST /v1/receivables/{receivable}/withdrawal": TRADERS,
    "POST /v1/receivables/{receivable}/lapse": TRADERS,
    "POST /v1/receivables/{receivable}/cancellation": TRADERS,
    "POST /v1/receivables/{receivable}/cancellation/retraction": TRADERS,
    "GET /v1/receivables": READERS,
    "GET /v1/receivables/{receivable}": READERS,
    "GET /v1/receivables/{receivable}/lineage": READERS,
    "GET /v1/receivables/{receivable}/holders": READERS,
    "GET /v1/receivables/{receivable}/distribution": {"debtor", "supervisor"},
    "GET /v1/claims": READERS,
    "GET /v1/claims/{claim}": READERS,
    "GET /v1/claims/{claim}/lineage": READERS,
    "POST /v1/claims/{claim}/splits": TRADERS,
    "POST /v1/claims/{claim}/transfers": TRADERS,
    "POST /v1/claims/{claim}/distributions": TRADERS,
    "POST /v1/claims/{claim}/merges": TRADERS,
    "POST /v1/transfers": TRADERS,
    "POST /v1/transfers/batch": TRADERS,
    "POST /v1/imports": TRADERS,
    "POST /v1/claims/{claim}/offers": TRADERS,
    "GET /v1/offers": READERS,
    "GET /v1/offers/{offer}": READERS,
    "POST /v1/offers/{offer}/acceptance": TRADERS,
    "POST /v1/offers/{offer}/decline": TRADERS,
    "POST /v1/offers/{offer}/withdrawal": TRADERS,
    "POST /v1/claims/{claim}/allowances": TRADERS,
    "POST /v1/claims/{claim}/allowances/renunciation": TRADERS,
    "POST /v1/claims/{claim}/takings": TRADERS,
    "GET /v1/allowances": READERS,
    "POST /v1/claims/{claim}/delegate": TRADERS,
    "POST /v1/delegates": TRADERS,
    "POST /v1/freezes": {"authority"},
    "POST /v1/freezes/lifting": {"authority"},
    "GET /v1/freezes": ORDER_READERS,
    "POST /v1/receivables/{receivable}/pause": {"operator"},
    "POST /v1/receivables/{receivable}/resumption": {"operator"},
    "POST /v1/claims/{claim}/encumbrance": TRADERS,
    "POST /v1/claims/{claim}/encumbrance/release": TRADERS,
    "GET /v1/encumbrances": READERS,
    "GET /v1/changes": EVERYBODY | {"host"},
    "GET /v1/operations": EVERYBODY | {"host"},
    "GET /v1/operations/{operation}": EVERYBODY | {"host"},
    "GET /v1/operations/{operation}/events": EVERYBODY | {"host"},
    "PUT /v1/operations/{operation}/transactions": EVERYBODY | {"host"},
    "GET /v1/senders": {"operator", "host"},
    "GET /v1/verification": {"supervisor", "host"},
    "PUT /v1/rebuild": {"host"},
}

PUBLIC = {"GET /", "GET /v1/health", "GET /openapi.json"}
"""What is told without an API key."""

ENDLESS = {"GET /v1/changes"}
"""Streams that end when their reader goes."""

NOTHING = {
    "party": "nobody",
    "programme": "999",
    "fingerprint": "0x" + "00" * 32,
    "receivable": "999999",
    "claim": "999999-1",
    "offer": "0x" + "00" * 32,
    "hold": "999999",
    "movement": "999999-0",
    "order": "999999",
    "auction": "999999",
    "early_offer": "999999",
    "request": "none",
    "instruction": "999999-0",
    "quote": "0x" + "00" * 32,
    "financing": "0x" + "00" * 32,
    "agreement": "999999",
    "operation": "none",
    "currency": "USD",
    "feed": "0x" + "00" * 20,
}
"""Path parameters that are well formed and name nothing."""

ROLES = [str(role) for role in Role]
ROUTES = sorted(ALLOWED)


@pytest.fixture(scope="session")
def caller_as() -> Callable[[RunningLedger, str], Caller]:
    """A party that has exactly this role, on this ledger."""

    opened = cache(RunningLedger.open_party)
    opened_authority = cache(RunningLedger.open_authority)
    opened_bank = cache(RunningLedger.open_bank)
    opened_verifier = cache(RunningLedger.open_verifier)
    opened_agent = cache(RunningLedger.open_transfer_agent)

    def caller(ledger: RunningLedger, role: str) -> Caller:
        if role == "operator":
            return ledger.operator
        if role == "host":
            return ledger.host
        if role == "authority":
            return opened_authority(ledger)
        if role == "bank":
            return opened_bank(ledger)
        if role == "verifier":
            return opened_verifier(ledger)
        if role == "transfer_agent":
            return opened_agent(ledger)
        return opened(ledger, role)

    return caller


def _ask(caller: Caller, route: str) -> tuple[int, str]:
    """Status and code of a request to the route that names nothing."""
    method, path = route.split(" ")
    if route in ENDLESS:
        return caller.begun(path)
    response = caller.ask(method, path.format(**NOTHING), {"Idempotency-Key": "table"}, json=None)
    return response.status_code, response.json()["code"] if response.is_error else ""


def test_every_route_of_the_application_is_in_the_table(sqlite_ledger: RunningLedger) -> None:
    app = create_app(sqlite_ledger.backend)
    found = {
        f"{method} {context.path}"
        for context in iter_route_contexts(app.routes)
        for method in context.methods or ()
        if method != "HEAD"
    }
    assert found == ALLOWED.keys() | PUBLIC


def test_the_application_lets_in_the_roles_of_the_table(sqlite_ledger: RunningLedger) -> None:
    app = create_app(sqlite_ledger.backend)
    found = {}
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if not isinstance(route, APIRoute):
            continue
        gates = list(_gates(route.dependant))
        for method in context.methods or ():
            if f"{method} {context.path}" not in PUBLIC:
                (gate,) = gates
                found[f"{method} {context.path}"] = {str(role) for role in gate.roles}
    assert found == ALLOWED


def _gates(dependant: Dependant) -> Iterator[Allowed]:
    if isinstance(dependant.call, Allowed):
        yield dependant.call
    for dependency in dependant.dependencies:
        yield from _gates(dependency)


def test_the_table_names_every_role_of_a_party() -> None:
    assert {str(role) for role in PARTY_ROLES} == EVERYBODY


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_let_in_where_the_table_says_so_and_nowhere_else(
    sqlite_ledger: RunningLedger, caller_as: Callable[[RunningLedger, str], Caller], role: str
) -> None:
    caller = caller_as(sqlite_ledger, role)
    for route in ROUTES:
        status, code = _ask(caller, route)
        if role in ALLOWED[route]:
            assert status not in {401, 403}, (route, code)
            assert status < 500, (route, code)
        else:
            assert (status, code) == (403, "role_not_allowed"), route


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_gets_in_without_a_valid_key(ledger: RunningLedger, revoked: Caller, route: str) -> None:
    known = ledger.backend.operator_api_key
    assert _ask(ledger.stranger(None), route) == (401, "api_key_missing")
    for key in ("tally_operator_" + "0" * 64, "tally_x_y", "x", known + "0", known.upper(), known[:-1]):
        assert _ask(ledger.stranger(key), route) == (401, "api_key_unknown"), key
    assert _ask(revoked, route) == (401, "api_key_unknown")


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_what_is_public_is_told_without_a_key(ledger: RunningLedger, route: str) -> None:
    status, code = _ask(ledger.stranger(None), route)
    assert (status, code) == (307 if route == "GET /" else 200, "")


def test_whoever_is_not_let_in_is_told_how_to_identify(sqlite_ledger: RunningLedger) -> None:
    for headers in ({}, {"Authorization": "Basic b3BlcmF0b3I6"}, {"Authorization": "Bearer"}):
        response = sqlite_ledger.stranger(None).ask("GET", "/v1/parties", headers)
        assert problem(response)["code"] == "api_key_missing"
        assert response.headers["www-authenticate"] == "Bearer"


def test_a_party_with_several_roles_may_do_what_any_of_them_may(sqlite_ledger: RunningLedger) -> None:
    both = sqlite_ledger.open_party("debtor", "supplier")
    assert both.read("/v1/parties/me")["roles"] == ["debtor", "supplier"]
    assert _ask(both, "POST /v1/receivables")[1] == "malformed_request"


@pytest.fixture(scope="session")
def revoked_on() -> Callable[[RunningLedger], Caller]:
    @cache
    def revoke(ledger: RunningLedger) -> Caller:
        firm = ledger.open_party("debtor", "supplier", "financier", "investor")
        assert firm.get("/v1/parties/me").is_success
        assert firm.api_key is not None
        with ledger.backend.store.writing() as session:
            session.execute(
                update(ApiKey).where(ApiKey.id == firm.api_key.split("_")[1]).values(revoked_at=1)
            )
        return firm

    return revoke


@pytest.fixture
def revoked(ledger: RunningLedger, revoked_on: Callable[[RunningLedger], Caller]) -> Caller:
    """Somebody whose key was valid and was revoked."""
    return revoked_on(ledger)
