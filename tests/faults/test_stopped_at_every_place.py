"""Each command is stopped at each place on its way, begun again, and asked for again: it has happened exactly once."""

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from tallystick.mirror.tables import Event
from tallystick.sending.tables import Operation
from tests.api.commands import TAKES_DAYS, every_command, financed, money_for
from tests.api.market_commands import commands_of_another_day
from tests.api.own_wallet import OwnWallet, signed
from tests.api.requests import Request
from tests.api.test_roles import ALLOWED
from tests.api.trade import Trade, commitment, split, today
from tests.faults.conftest import Tell
from tests.faults.stoppable import StoppableLedger, stoppable

ROUTES = sorted(route for route in ALLOWED if route.startswith("POST"))
SUBMISSION = "PUT /v1/operations/{operation}/transactions"
KEY = "stopped"
DAY_SECONDS = 86_400
MIRROR_SECONDS = 20.0
"""So long the mirror may take on a busy machine."""
CHANGES = {"commit", "chain file", "chain file written"}
"""The places at which the disk changes, or has just been changed."""

OF_THE_OTHERS = 40
"""Every so many-th of the other places is tried in each run, all of them by `make fuzz`."""


@dataclass(frozen=True)
class Ready:
    """A ledger at rest, over whose home `requests` would succeed, each once."""

    ledger: StoppableLedger
    home: Path
    requests: list[Request]


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    home = tmp_path_factory.mktemp("ready") / "home"
    with stoppable(home, receipt_timeout_seconds=MIRROR_SECONDS) as ledger:
        trade = Trade.opened(ledger)
        requests = [*every_command(trade), _submission(trade)]
        ledger.stop()
        yield Ready(ledger, home, requests)
        ledger.settings = ledger.settings.model_copy(update={"home": home})


@pytest.fixture(scope="module")
def a_day_later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ready]:
    """For what succeeds only when a day is over."""
    home = tmp_path_factory.mktemp("later") / "home"
    with stoppable(home, receipt_timeout_seconds=MIRROR_SECONDS, collect_seconds=0, feed_seconds=0) as ledger:
        trade = Trade.opened(ledger)
        body = commitment(trade.programme, trade.supplier, 900, trade.invoice(900))
        lapsing = trade.debtor.command("/v1/receivables", body | {"accept_by": today().isoformat()})
        offered = lapsing["receivable"]["id"]
        claim = _due_tomorrow_and_funded(trade)
        lent, sold = _lent_and_sold(trade)
        later = commands_of_another_day(ledger)
        ledger.let_days_pass(20)
        requests = [
            *_of_overdue_debts(trade, lent, sold),
            *later,
            Request(
                "POST /v1/receivables/{receivable}/lapse",
                trade.supplier,
                f"/v1/receivables/{offered}/lapse",
                None,
            ),
            Request("POST /v1/collections", trade.supplier, "/v1/collections", {"claims": [claim]}),
        ]
        assert {request.route for request in requests} == TAKES_DAYS
        ledger.stop()
        yield Ready(ledger, home, requests)


def _due_tomorrow_and_funded(trade: Trade) -> str:
    bank = trade.ledger.open_bank()
    for owner in (trade.debtor, trade.supplier):
        bank.command("/v1/wallets", {"party": owner.party})
    bank.command(f"/v1/wallets/{trade.debtor.party}/issues", {"amount": 500})
    claim = _due_tomorrow(trade, 500)
    trade.debtor.command(f"/v1/receivables/{claim.split('-')[0]}/fundings")
    return claim


def _due_tomorrow(trade: Trade, face: int) -> str:
    body = commitment(trade.programme, trade.supplier, face, trade.invoice(face))
    body["due_date"] = (today() + timedelta(days=1)).isoformat()
    number = trade.debtor.command("/v1/receivables", body)["receivable"]["id"]
    claim: str = trade.supplier.command(f"/v1/receivables/{number}/acceptance")["claim"]["id"]
    return claim


def _lent_and_sold(trade: Trade) -> tuple[dict[str, Any], list[str]]:
    """A loan that is to be repaid today, and two claims sold with recourse that are due tomorrow and not paid."""
    bank = trade.ledger.open_bank()
    pledgor, lender = trade.ledger.open_party(), trade.ledger.open_party("financier")
    for owner in (pledgor, lender):
        money_for(bank, owner, 10_000)
    first = _due_tomorrow(trade, 400)
    claims = [trade.claim(300), *split(trade.supplier, first, [200, 200])]
    trade.supplier.command("/v1/transfers", {"to": pledgor.party, "claims": claims})
    loan = {"principal": 100, "repay_date": today().isoformat(), "reserve_rate_ppm": 900_000}
    lent = financed(pledgor, lender, claims[0], 300, loan=loan) | {"lender": lender, "pledgor": pledgor}
    for claim in claims[1:]:
        financed(pledgor, lender, claim, 200, recourse=True)
    return lent, claims[1:]


def _of_overdue_debts(trade: Trade, lent: dict[str, Any], sold: list[str]) -> list[Request]:
    lender, pledgor, pledged = lent["lender"], lent["pledgor"], lent["claim"]
    buyer = trade.ledger.open_party("financier")
    money_for(trade.ledger.open_bank(), buyer, 10_000)
    asked = {"value": 300, "financiers": [buyer.party]}
    request = lender.command(f"/v1/claims/{pledged}/quote-requests", asked)["id"]
    terms = {"rate_ppm": 60_000, "expires_at": trade.ledger.moment(3_600)}
    quote = buyer.command(f"/v1/quote-requests/{request}/quotes", terms)["id"]
    buyer.command(f"/v1/claims/{pledged}/liens", {"receipt": f"登记 {pledged}"})
    number = lent["agreement"]["id"]
    return [
        Request(
            "POST /v1/agreements/{agreement}/enforcement",
            lender,
            f"/v1/agreements/{number}/enforcement",
            {"quote": quote},
        ),
        Request(
            "POST /v1/claims/{claim}/recourse/demand", lender, f"/v1/claims/{sold[0]}/recourse/demand", None
        ),
        Request(
            "POST /v1/claims/{claim}/recourse/repurchase",
            pledgor,
            f"/v1/claims/{sold[1]}/recourse/repurchase",
            None,
        ),
    ]


def _submission(trade: Trade) -> Request:
    """What a wallet has signed for a command that was prepared."""
    wallet = OwnWallet.opened(trade.ledger)
    claim, _ = split(trade.supplier, trade.claim(100), [60, 40])
    trade.supplier.command("/v1/transfers", {"to": wallet.firm.party, "claims": [claim]})
    told = wallet.prepared(f"/v1/claims/{claim}/splits", {"parts": [20, 40]})
    body = {"transactions": [signed(wallet.account, one) for one in told["transactions"]]}
    return Request(SUBMISSION, wallet.firm, f"/v1/operations/{told['operation']}/transactions", body)


@dataclass(frozen=True)
class Happened:
    """How much there is on the chain, in the mirror and in the outbox."""

    head: int
    events: int
    operations: int

    @classmethod
    def over(cls, ledger: StoppableLedger) -> "Happened":
        with ledger.backend.store.reading() as session:
            counts = [
                session.scalar(select(func.count()).select_from(table)) or 0 for table in (Event, Operation)
            ]
        return cls(ledger.backend.node.head().number, *counts)


def _send(ledger: StoppableLedger, request: Request) -> httpx.Response | None:
    if request.route == SUBMISSION:
        try:
            return request.caller.ask("PUT", request.path, json=request.body)
        except httpx.ReadError:
            assert ledger.injector.stopped
            return None
    return ledger.send(request.caller, request.path, request.body, KEY)


def _undisturbed(ready: Ready, request: Request, home: Path) -> tuple[list[str], Happened]:
    """The places that a command comes to, and what has happened when it is done."""
    ledger = ready.ledger
    ledger.settings = ledger.settings.model_copy(update={"home": ready.home})
    ledger.copied(home)
    ledger.start()
    ledger.injector.arm()
    answer = _send(ledger, request)
    ledger.injector.disarm()
    assert answer is not None
    assert answer.status_code == 201, answer.text
    places, happened = ledger.injector.places, Happened.over(ledger)
    ledger.stop()
    return places, happened


def _stop(ready: Ready, request: Request, home: Path, at: int, place: str) -> None:
    """The process ends there, and the next one begins."""
    ledger = ready.ledger
    ledger.settings = ledger.settings.model_copy(update={"home": ready.home})
    ledger.copied(home)
    ledger.start()
    ledger.injector.arm(at)
    answer = _send(ledger, request)
    assert (answer, ledger.injector.stopped) == (None, True), (place, answer)
    assert ledger.injector.places[-1] == place
    ledger.stop()
    ledger.start()


def _wrong(ledger: StoppableLedger, request: Request, expected: Happened, *, looks_closely: bool) -> str:
    """The first thing that is not as it was where nothing had stopped the command."""
    answers = [_send(ledger, request) for _ in range(2)]
    told = {None if answer is None else (answer.status_code, answer.content) for answer in answers}
    if len(told) != 1 or min(told, key=str) is None:
        return f"answered differently: {told}"
    last = answers[-1]
    assert last is not None
    if (last.status_code, last.headers.get("idempotency-replayed")) != (201, "true"):
        return f"not answered as before: {last.status_code} {last.text}"
    happened = Happened.over(ledger)
    if happened != expected:
        return f"{happened} instead of {expected}"
    if not ledger.nonces_are_whole():
        return "nonces have gaps"
    if looks_closely:
        verdict = ledger.host.read("/v1/verification")["verdict"]
        if verdict != "equal":
            return f"the mirror is {verdict}"
    return ""


def _tried(places: list[str], every: int, turn: int) -> list[int]:
    """The places to stop at: the first, the one after each change on the disk, and every so many-th of the others,
    which find the disk as the last of these did.

    In the short form a route takes every other change, and the next route those between: what they have in common is
    stopped everywhere all the same.
    """
    others, changes = itertools.count(len(places)), itertools.count(turn)
    return [
        at
        for at in range(len(places))
        if at == 0
        or (places[at - 1] in CHANGES and (every == 1 or next(changes) % 2 == 0))
        or next(others) % every == 0
    ]


def _campaign(ready: Ready, route: str, home: Path, every: int) -> list[str]:
    """A line for each request of the route."""
    told = []
    for request in (one for one in ready.requests if one.route == route):
        places, expected = _undisturbed(ready, request, home)
        tried = _tried(places, every, [*ROUTES, SUBMISSION].index(route))
        for at in tried:
            _stop(ready, request, home, at, places[at])
            looks_closely = every == 1 or places[at - 1] == "commit"
            wrong = _wrong(ready.ledger, request, expected, looks_closely=looks_closely)
            ready.ledger.stop()
            assert not wrong, f"{request.route} stopped at {at}, {places[at]}: {wrong}"
        told.append(f"in process: {request.route}, stopped at {len(tried)} of {len(places)} places → once")
    shutil.rmtree(home)
    return told


def _ready_for(route: str, request: pytest.FixtureRequest) -> Ready:
    found: Ready = request.getfixturevalue("a_day_later" if route in TAKES_DAYS else "ready")
    return found


@pytest.mark.parametrize("route", [*ROUTES, SUBMISSION])
def test_a_command_that_is_stopped_anywhere_happens_once(
    request: pytest.FixtureRequest, route: str, tmp_path: Path, tell: Tell
) -> None:
    for line in _campaign(_ready_for(route, request), route, tmp_path / "copy", OF_THE_OTHERS):
        tell(line)


@pytest.mark.fuzz
@pytest.mark.parametrize("route", [*ROUTES, SUBMISSION])
def test_a_command_that_is_stopped_at_each_place_happens_once(
    request: pytest.FixtureRequest, route: str, tmp_path: Path, tell: Tell
) -> None:
    for line in _campaign(_ready_for(route, request), route, tmp_path / "copy", 1):
        tell(line)
