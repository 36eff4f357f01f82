"""The three return ratios, reckoned by hand beside the API, and what of it an overseas supplier sees of its own."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tallystick.chain.interface import interface
from tallystick.mirror.verification import verify
from tallystick.money.calendar import date_of_day, day_of_moment
from tallystick.settings import Settings
from tests.api.border_trade import CHINA, BorderTrade, quote
from tests.api.note_market import MONEY, NoteMarket
from tests.api.running_ledger import Firm, RunningLedger, problem
from tests.api.trade import Trade, commitment, document, pass_value
from tests.postgresql import postgresql_database

DAY = 86_400
FACE, PAID = 100_000, 712_340
"""US$1,000.00 at 7.1234 yuan for a dollar are ¥7,123.40."""

ELSEWHERE = 50_000
NOTHING = {"numerator": 0, "denominator": 0, "ratio": None}


def new_ledger(folder: Path, **settings: Any) -> RunningLedger:
    """On its own, so that its clock may be set."""
    ledger = RunningLedger(Settings(home=folder, port=0, collect_seconds=0, **settings))
    ledger.start()
    return ledger


@pytest.fixture
def own_ledger(tmp_path: Path) -> Iterator[RunningLedger]:
    with closing(new_ledger(tmp_path)) as ledger:
        yield ledger


@pytest.fixture(params=["sqlite", "postgresql"])
def each_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningLedger]:
    with ExitStack() as opened:
        settings: dict[str, Any] = {}
        if request.param == "postgresql":
            server = request.getfixturevalue("postgresql_url")
            settings["database_url"] = opened.enter_context(postgresql_database(server))
        yield opened.enter_context(closing(new_ledger(tmp_path, **settings)))


def day(ledger: RunningLedger, ago: int = 0) -> str:
    """The ledger's, or so many days before it."""
    return date_of_day(day_of_moment(ledger.backend.node.clock()) - ago).isoformat()


def returns(caller: Any, trade: Trade, **query: Any) -> dict[str, Any]:
    """The one currency's of the trade's programme."""
    (found,) = caller.read("/v1/returns", programme=trade.programme, **query)["currencies"]
    return dict(found)


def ratio(told: dict[str, Any]) -> tuple[int, int, str | None]:
    return told["numerator"], told["denominator"], told["ratio"]


@dataclass(frozen=True)
class Loop:
    """Four overseas suppliers with US$1,000.00 each, due tomorrow; a fifth without, and a workshop at home."""

    border: BorderTrade
    bank: Firm
    keeps: Firm
    buys: Firm
    redeems: Firm
    spends: Firm
    fifth: Firm
    workshop: Firm
    receivable: str

    @classmethod
    def opened(cls, ledger: RunningLedger, **limits: Any) -> "Loop":
        border = BorderTrade.opened(ledger, released_at="none", **limits)
        bank, keeps = ledger.open_bank(), border.trade.supplier
        buys, redeems, spends, fifth, workshop = (ledger.open_party() for _ in range(5))
        for number, firm in enumerate((buys, redeems, spends, fifth)):
            border.admit(firm, f"owners {number}")
        for firm in (border.trade.debtor, keeps, buys, redeems, spends, fifth, workshop):
            bank.command("/v1/wallets", {"party": firm.party})
        bank.command(f"/v1/wallets/{border.trade.debtor.party}/issues", {"amount": 10 * PAID})
        claim = border.claim(4 * FACE, due_in=1)
        for firm in (buys, redeems, spends):
            pass_value(keeps, firm, claim, FACE)
        return cls(border, bank, keeps, buys, redeems, spends, fifth, workshop, claim.split("-")[0])

    @property
    def ledger(self) -> RunningLedger:
        return self.border.ledger

    def fund(self, body: Any = None) -> None:
        """On the due day, at that day's rate."""
        self.ledger.let_days_pass(1)
        quote(self.ledger)
        self.keeps.command(f"/v1/receivables/{self.receivable}/fixing")
        self.border.trade.debtor.command(f"/v1/receivables/{self.receivable}/fundings", body)

    def collect(self) -> None:
        """On the day after."""
        self.ledger.let_days_pass(1)
        self.ledger.backend.keeper.collect_what_is_due()

    def redeem(self, firm: Firm, amount: int) -> None:
        firm.command("/v1/payment-approvals", {"spender": self.bank.party, "amount": amount})
        self.bank.command(f"/v1/wallets/{firm.party}/redemptions", {"amount": amount})

    def loop(self, firm: Firm, **query: Any) -> dict[str, Any]:
        return firm.read(f"/v1/wallets/{firm.party}/loop", **query)


def pay(giver: Firm, taker: Firm, amount: int) -> None:
    giver.command("/v1/payments", {"to": taker.party, "amount": amount})


def test_four_suppliers_one_keeps_one_buys_one_redeems_one_spends(each_store: RunningLedger) -> None:
    loop = Loop.opened(each_store)
    trade, host = loop.border.trade, each_store.host
    before = returns(host, trade)
    assert before["settled_in_ecny"] == NOTHING | {"missing": "nothing_settled"}
    assert before["settled_in_time"] == NOTHING | {"missing": "nothing_due"}
    assert before["kept_onshore"] == NOTHING | {"missing": "nothing_settled"}
    loop.fund()
    loop.collect()
    pay(loop.buys, loop.workshop, PAID)
    pay(loop.spends, loop.fifth, PAID)
    assert returns(host, trade, kept_days=0)["kept_onshore"] == NOTHING | {
        "missing": "nothing_paid_long_enough_ago"
    }
    each_store.let_days_pass(1)
    loop.redeem(loop.redeems, PAID)
    each_store.let_days_pass(9)
    loop.redeem(loop.fifth, PAID)
    each_store.let_days_pass(21)
    told = {days: returns(host, trade, kept_days=days)["kept_onshore"] for days in (0, 1, 9, 10, 30)}
    assert {days: ratio(one) for days, one in told.items()} == {
        0: (4 * PAID, 4 * PAID, "1.000000"),
        1: (3 * PAID, 4 * PAID, "0.750000"),
        9: (3 * PAID, 4 * PAID, "0.750000"),
        10: (2 * PAID, 4 * PAID, "0.500000"),
        30: (2 * PAID, 4 * PAID, "0.500000"),
    }
    now = returns(host, trade)
    assert now["kept_onshore"] == told[30]
    assert now["money"] == {
        "paid": 4 * PAID,
        "kept": PAID,
        "spent": 0,
        "purchased": PAID,
        "redeemed": 2 * PAID,
    }
    then = returns(host, trade, as_of=day(each_store, ago=26))
    assert then["money"] == now["money"] | {"spent": PAID, "redeemed": PAID}
    assert then["kept_onshore"]["missing"] == "nothing_paid_long_enough_ago"
    payday = returns(host, trade, as_of=day(each_store, ago=31), kept_days=0)
    assert ratio(payday["kept_onshore"]) == (4 * PAID, 4 * PAID, "1.000000")
    assert payday["money"]["redeemed"] == 0
    due_day = returns(host, trade, as_of=day(each_store, ago=32))
    assert due_day["settled"] == {"in_ecny": 0, "own": 0, "otherwise": 0}
    assert (now["settled"]["in_ecny"], now["due"]["in_time"]) == (4 * FACE, 4 * FACE)
    assert verify(each_store.backend.store, each_store.backend.node, each_store.backend.contracts).equal


def test_money_from_elsewhere_is_no_return(own_ledger: RunningLedger) -> None:
    loop = Loop.opened(own_ledger)
    trade = loop.border.trade
    loop.bank.command(f"/v1/wallets/{loop.redeems.party}/issues", {"amount": ELSEWHERE})
    loop.fund()
    loop.collect()
    pay(trade.debtor, loop.keeps, ELSEWHERE)
    loop.redeem(loop.redeems, PAID)
    loop.redeem(loop.keeps, PAID + ELSEWHERE)
    own_ledger.let_days_pass(1)
    told = returns(own_ledger.host, trade, kept_days=0)
    assert ratio(told["kept_onshore"]) == (2 * PAID + ELSEWHERE, 4 * PAID, "0.517547")
    assert (told["money"]["paid"], told["money"]["kept"]) == (4 * PAID, 2 * PAID + ELSEWHERE)
    assert told["money"]["redeemed"] == 2 * PAID - ELSEWHERE
    assert {one["missing"] for one in (told["settled_in_ecny"], told["kept_onshore"])} == {None}


def test_a_supplier_sees_its_own_loop_and_nobody_elses(own_ledger: RunningLedger) -> None:
    loop = Loop.opened(own_ledger)
    owner = loop.spends
    loop.bank.command(f"/v1/wallets/{owner.party}/issues", {"amount": ELSEWHERE})
    loop.fund()
    loop.collect()
    payday = day(own_ledger)
    pay(owner, loop.fifth, 300_000)
    pay(owner, loop.workshop, 200_000)
    pay(loop.fifth, owner, 1_000)
    own_ledger.let_days_pass(1)
    loop.redeem(owner, 100_000)
    loop.redeem(loop.fifth, 200_000)
    told = loop.loop(owner)
    parts = {"kept": 162_340, "spent": 250_000, "purchased": 200_000, "redeemed": 100_000}
    assert {part: told[part] for part in parts} == parts
    assert (told["owner"]["id"], told["settled"]) == (owner.party, PAID)
    assert [(one["kind"], one["amount"], one["settled"]) for one in told["outflows"]] == [
        ("redemption", 100_000, 100_000),
        ("purchase", 200_000, 200_000),
        ("spending", 300_000, 250_000),
    ]
    assert [one["payee"] and one["payee"]["id"] for one in told["outflows"]] == [
        None,
        loop.workshop.party,
        loop.fifth.party,
    ]
    assert told["next"] is None
    first = loop.loop(owner, size=1)
    assert first["outflows"] == told["outflows"][:1]
    rest = loop.loop(owner, size=2, before=first["next"])
    assert (rest["outflows"], rest["next"], rest["kept"]) == (told["outflows"][1:], None, told["kept"])
    then = loop.loop(owner, as_of=payday)
    assert (then["redeemed"], then["kept"], then["outflows"]) == (0, 262_340, told["outflows"][1:])
    assert own_ledger.open_party("supervisor").read(f"/v1/wallets/{owner.party}/loop") == told
    for other in (loop.keeps, loop.border.trade.debtor):
        refused = problem(other.get(f"/v1/wallets/{owner.party}/loop"))
        assert refused["code"] == "wallet_not_found"
    at_home = problem(loop.workshop.get(f"/v1/wallets/{loop.workshop.party}/loop"))
    assert at_home["code"] == "wallet_not_overseas"
    loop.border.admit(loop.workshop, "workshop", CHINA)
    assert problem(loop.workshop.get(f"/v1/wallets/{loop.workshop.party}/loop"))["code"] == at_home["code"]
    assert loop.loop(owner)["purchased"] == told["purchased"]


def test_a_debtor_sees_what_it_owes_and_not_what_suppliers_do_with_the_money(
    own_ledger: RunningLedger,
) -> None:
    loop = Loop.opened(own_ledger)
    debtor, other = loop.border.trade.debtor, own_ledger.open_party("debtor")
    loop.fund()
    loop.collect()
    told = debtor.read("/v1/returns", programme=loop.border.trade.programme, kept_days=0)
    assert told["debtor"]["id"] == debtor.party
    (own,) = told["currencies"]
    assert ratio(own["settled_in_ecny"]) == (4 * FACE, 4 * FACE, "1.000000")
    assert own["money"] is None
    assert own["kept_onshore"] == {
        "numerator": None,
        "denominator": None,
        "ratio": None,
        "missing": "not_for_the_debtor",
    }
    nothing = returns(other, loop.border.trade)
    assert nothing["settled_in_ecny"]["missing"] == "nothing_settled"
    everything = own_ledger.open_party("supervisor").read("/v1/returns")
    assert (everything["programme"], everything["debtor"], everything["kept_days"]) == (None, None, 30)
    assert [one["currency"] for one in everything["currencies"]] == ["USD"]
    assert everything["currencies"][0]["settled"]["in_ecny"] == 4 * FACE


def test_what_waits_for_a_cap_is_neither_settled_nor_overdue(own_ledger: RunningLedger) -> None:
    loop = Loop.opened(own_ledger)
    trade, host, at_a_time = loop.border.trade, own_ledger.host, FACE * 6 // 10
    limits = trade.supplier.read(loop.border.path())["limits"]
    host.command(loop.border.path("limits"), limits | {"window_cap": at_a_time})
    loop.fund()
    nothing = dict.fromkeys(("in_time", "late", "waiting", "unfunded", "in_grace"), 0)
    assert returns(host, trade, grace_days=1)["due"] == nothing
    loop.collect()
    assert returns(host, trade)["due"] == nothing | {"in_grace": 4 * FACE}
    own_ledger.let_days_pass(1)
    told = returns(host, trade, grace_days=1)
    assert told["due"] == nothing | {"in_time": 4 * at_a_time, "waiting": 4 * (FACE - at_a_time)}
    assert ratio(told["settled_in_time"]) == (4 * at_a_time, 4 * FACE, "0.600000")
    for firm in (loop.keeps, loop.buys, loop.redeems, loop.spends):
        firm.command("/v1/collections", {"claims": [claim["id"] for claim in firm.claims()]})
    own_ledger.let_days_pass(5)
    told = returns(host, trade, grace_days=1)
    assert told["due"] == nothing | {"in_time": 4 * at_a_time, "late": 4 * (FACE - at_a_time)}
    in_time = returns(host, trade, grace_days=2)["settled_in_time"]
    assert ratio(in_time) == (4 * FACE, 4 * FACE, "1.000000")


def test_dollars_are_funded_by_fen_as_the_contract_has_it(own_ledger: RunningLedger) -> None:
    loop = Loop.opened(own_ledger)
    trade, backend = loop.border.trade, own_ledger.backend
    loop.fund({"amount": PAID})
    trade.debtor.command(f"/v1/receivables/{loop.receivable}/fundings", {"amount": 1_234})
    own_ledger.let_days_pass(2)
    told = returns(own_ledger.host, trade, grace_days=1)
    retired = 0
    for number in (1, 2):
        question = interface("Settlement").encode("retiredBy(uint64,uint8)", int(loop.receivable), number)
        retired += int.from_bytes(backend.node.call(backend.contracts.settlement, question), "big")
    assert told["due"]["waiting"] == retired == FACE + 173
    assert told["due"]["unfunded"] == 4 * FACE - retired
    assert ratio(told["settled_in_time"]) == (0, 4 * FACE, "0.000000")


def at_home(ledger: RunningLedger) -> tuple[Trade, Firm]:
    """A programme in yuan without days of grace, and a bank."""
    trade, bank = Trade.opened(ledger, grace_days=0), ledger.open_bank()
    for firm in (trade.debtor, trade.supplier):
        bank.command("/v1/wallets", {"party": firm.party})
    bank.command(f"/v1/wallets/{trade.debtor.party}/issues", {"amount": 10 * FACE})
    return trade, bank


def due_tomorrow(trade: Trade, face: int) -> str:
    """A claim on the trade's debtor."""
    invoice = trade.supplier.command("/v1/documents", document(trade.debtor, trade.supplier, face))
    body = commitment(trade.programme, trade.supplier, face, invoice["fingerprint"])
    body["due_date"] = (date_of_day(day_of_moment(trade.ledger.backend.node.clock()) + 1)).isoformat()
    number = trade.debtor.command("/v1/receivables", body)["receivable"]["id"]
    claim: str = trade.supplier.command(f"/v1/receivables/{number}/acceptance")["claim"]["id"]
    return claim


def receivable_of(claim: str) -> str:
    return claim.split("-", maxsplit=1)[0]


def fund(trade: Trade, claim: str) -> None:
    trade.debtor.command(f"/v1/receivables/{receivable_of(claim)}/fundings")


def test_late_payment_and_none_lower_what_was_settled_in_time(each_store: RunningLedger) -> None:
    trade, _ = at_home(each_store)
    in_time, late, never = (due_tomorrow(trade, face) for face in (500, 300, 200))
    fund(trade, in_time)
    each_store.let_days_pass(1)
    assert returns(trade.debtor, trade)["settled_in_time"] == NOTHING | {"missing": "nothing_due"}
    each_store.let_days_pass(1)
    each_store.backend.keeper.collect_what_is_due()
    assert returns(trade.debtor, trade)["due"]["in_grace"] == 1_000
    each_store.let_days_pass(1)
    fund(trade, late)
    each_store.backend.keeper.collect_what_is_due()
    told = returns(trade.debtor, trade)
    assert ratio(told["settled_in_time"]) == (500, 1_000, "0.500000")
    assert told["due"] == {"in_time": 500, "late": 300, "waiting": 0, "unfunded": 200, "in_grace": 0}
    assert ratio(told["settled_in_ecny"]) == (800, 800, "1.000000")
    assert returns(trade.debtor, trade, grace_days=2)["due"]["in_grace"] == 1_000
    each_store.let_days_pass(1)
    assert ratio(returns(trade.debtor, trade, grace_days=2)["settled_in_time"]) == (800, 1_000, "0.800000")
    before = returns(trade.debtor, trade, as_of=day(each_store, ago=2))
    assert (before["settled"]["in_ecny"], before["due"]["in_grace"]) == (500, 0)
    assert ratio(before["settled_in_time"]) == (500, 1_000, "0.500000")
    fund(trade, never)
    assert returns(trade.debtor, trade)["due"]["waiting"] == 200


def test_what_is_undone_or_was_the_debtors_own_is_settled_without_ecny(own_ledger: RunningLedger) -> None:
    trade, _ = at_home(own_ledger)
    paid, undone = due_tomorrow(trade, 1_000), due_tomorrow(trade, 400)
    pass_value(trade.supplier, trade.debtor, paid, 350)
    for firm in (trade.debtor, trade.supplier):
        firm.command(f"/v1/receivables/{receivable_of(undone)}/cancellation")
    told = returns(trade.debtor, trade)
    assert ratio(told["settled_in_ecny"]) == (0, 400, "0.000000")
    fund(trade, paid)
    own_ledger.let_days_pass(2)
    own_ledger.backend.keeper.collect_what_is_due()
    own_ledger.let_days_pass(1)
    told = returns(trade.debtor, trade)
    assert told["settled"] == {"in_ecny": 650, "own": 350, "otherwise": 400}
    assert ratio(told["settled_in_ecny"]) == (650, 1_400, "0.464285")
    assert ratio(told["settled_in_time"]) == (1_000, 1_000, "1.000000")


def test_a_day_that_has_not_come_is_not_told(sqlite_ledger: RunningLedger) -> None:
    tomorrow = day(sqlite_ledger, ago=-1)
    refused = problem(sqlite_ledger.host.get("/v1/returns", as_of=tomorrow))
    assert (refused["status"], refused["code"]) == (400, "day_has_not_come")
    nowhere = problem(sqlite_ledger.host.get("/v1/returns", programme=999))
    assert nowhere["code"] == "programme_not_found"
    for query in ({"grace_days": 0}, {"kept_days": -1}):
        wrong = problem(sqlite_ledger.host.get("/v1/returns", **query))
        assert wrong["code"] == "malformed_request", query


def test_notes_that_a_debtor_holds_when_they_are_due_are_its_own(own_ledger: RunningLedger) -> None:
    market = NoteMarket.opened(own_ledger)
    trade = market.notes.trade
    receivable = market.wrapped(FACE)
    give = {"to": trade.debtor.party, "amount": 30_000}
    trade.supplier.command(f"/v1/receivables/{receivable}/notes/transfers", give)
    due = date.fromisoformat(trade.debtor.read(f"/v1/receivables/{receivable}")["due_date"])
    trade.debtor.command(f"/v1/receivables/{receivable}/fundings")
    own_ledger.let_days_pass((due - date.fromisoformat(day(own_ledger))).days + 1)
    own_ledger.backend.note_keeper.pay_what_is_due()
    told = returns(trade.debtor, trade)
    assert told["settled"] == {"in_ecny": 70_000, "own": 30_000, "otherwise": 0}
    assert ratio(told["settled_in_ecny"]) == (70_000, FACE, "0.700000")
    assert market.balance(trade.supplier) == MONEY + 70_000
