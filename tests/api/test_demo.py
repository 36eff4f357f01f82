"""`tallystick demo` plays the three models, writes down every figure, and fails where one is not what it must be.

It shows every function of the ledger that a person may call, read off the chains that it made.
"""

import json
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.console import Console
from typer.testing import CliRunner

from tallystick.backend import opened_backend
from tallystick.chain.interface import interface
from tallystick.cli import application
from tallystick.demo import story
from tallystick.demo.model3.ninety_days import NinetyDays
from tallystick.demo.portal import Portal
from tallystick.demo.process import BackendProcess
from tallystick.demo.screen import Screen
from tallystick.demo.stage import Stage
from tallystick.settings import Settings
from tests.api.chain_calls import Sent, sent_transactions
from tests.api.contract_functions import ACCESS_MANAGED, CHANGING, IN_OTHER_WORDS, Function
from tests.api.program import Ended, tallystick
from tests.api.running_ledger import RunningLedger
from tests.api.trade import Trade, pass_value

pytestmark = pytest.mark.timeout(900)
"""In seconds: the first test that asks for what was played waits for all three models, on a busy machine too."""

PLACE_HOLD = "placeHold(uint256,address,address,uint64,bytes32)"
BY_CONTRACTS_ALONE: dict[Function, tuple[str, Function, str]] = {
    ("ReceivableLedger", "mint((uint64,address,address,uint64,uint32,uint32,uint8,address))"): (
        "the issuance mints what a creditor accepts",
        ("Issuance", "accept(uint64)"),
        "TransferValue",
    ),
    ("ReceivableLedger", "burnClaims(uint64,uint256[],address)"): (
        "the issuance burns what both sides cancel",
        ("Issuance", "cancel(uint64,uint256[],bytes32[])"),
        "TransferValue",
    ),
    ("EvidenceRegistry", "draw((bytes32,uint64)[],address,address,bytes3,uint256)"): (
        "issuance and ledger draw for what is issued and passed on",
        ("Issuance", "issue((uint32,address,uint64,uint32,uint32,(bytes32,uint64)[]))"),
        "EvidenceDrawn",
    ),
    ("EvidenceRegistry", "release(bytes32[],uint256)"): (
        "the issuance gives back what an ended receivable has drawn",
        ("Issuance", "lapse(uint64,bytes32[])"),
        "EvidenceReleased",
    ),
    ("ReceivableLedger", "retire(uint256,uint64,uint8)"): (
        "the settlement has paid a claim's holder",
        ("Settlement", "collect(uint256[])"),
        "RoundsTaken",
    ),
    ("Settlement", "collectFor(uint256[],(address,uint64,uint8)[])"): (
        "the note desk has the holders of notes paid",
        ("NoteDesk", "collect(uint256[],address[])"),
        "CollectedFor",
    ),
    ("NoteDesk", "onSale(address,uint256,uint256,uint64,bytes)"): (
        "the ledger asks the note desk about what is wrapped",
        ("ReceivableLedger", "sell(uint256,uint64,address,bytes)"),
        "Wrapped",
    ),
    ("EarlyPayment", "onHoldPlaced(uint256,address,address,uint256,uint64,bytes32)"): (
        "the money asks it whether it will pay out a hold",
        ("ECny", PLACE_HOLD),
        "AuctionOpened",
    ),
    ("EarlyPayment", "deliver(uint64,address,uint64,address,uint64,uint64)"): (
        "it calls itself, so that notes and money change hands together",
        ("EarlyPayment", "clear(uint64)"),
        "OfferPaid",
    ),
    ("IdentityRegistry", "onSuspensionChanged(address,bool)"): (
        "the ledger tells the registry whom an authority has stopped",
        ("ReceivableLedger", "suspend(address,bytes32)"),
        "ReceivableLedger.AccountSuspended",
    ),
    ("CrossBorderPolicy", "onTransfer(address,uint64,address,address,uint64)"): (
        "the ledger asks the policy before a claim changes hands",
        ("ReceivableLedger", "transferFrom(uint256,address,uint256)"),
        "Crossed",
    ),
    ("CrossBorderPolicy", "onRelease(uint64,address,uint64,uint64)"): (
        "the settlement asks the policy before anybody is paid",
        ("Settlement", "collect(uint256[])"),
        "Released",
    ),
    ("Issuance", "recordFunding(uint64,bool)"): (
        "the settlement has money for a receivable",
        ("ECny", PLACE_HOLD),
        "ReceivableFunded",
    ),
    ("Settlement", "onHoldPlaced(uint256,address,address,uint256,uint64,bytes32)"): (
        "the money asks the settlement whether it will pay out a hold",
        ("ECny", PLACE_HOLD),
        "RoundOpened",
    ),
    ("FinancingDesk", "onSale(address,uint256,uint256,uint64,bytes)"): (
        "the ledger asks the desk about a sale",
        ("ReceivableLedger", "sell(uint256,uint64,address,bytes)"),
        "ClaimSold",
    ),
    ("FinancingDesk", "onPledge(address,uint256,uint256,uint64,uint256,bytes)"): (
        "the ledger asks the desk about a pledge",
        ("ReceivableLedger", "pledge(uint256,uint64,address,bytes)"),
        "LoanMade",
    ),
    ("FinancingDesk", "onCollection(uint256,address,uint64,uint32)"): (
        "the settlement asks the desk whose what is collected is",
        ("Settlement", "collect(uint256[])"),
        "DebtPaid",
    ),
    ("ReceivableLedger", "surrender(uint256,address)"): (
        "the desk hands over what was pledged, or bought back",
        ("FinancingDesk", "repurchase(uint256)"),
        "RecourseEnded",
    ),
    ("ReceivableLedger", "dispute(uint256,uint64,bytes32)"): (
        "the contract of disputes has seen who may",
        ("Disputes", "raise(uint256,uint64,bytes32)"),
        "ClaimDisputed",
    ),
    ("ReceivableLedger", "endDispute(uint256)"): (
        "the contract of disputes has seen who may",
        ("Disputes", "withdraw(uint256)"),
        "DisputeEnded",
    ),
}
"""Why no person may call it, and where it happens: which function of a person leads to it, by which event it is
seen there (of its own contract, unless another one is named)."""


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ended, Path]:
    directory = tmp_path_factory.mktemp("demo")
    return tallystick("demo", "--directory", str(directory)), directory


@pytest.fixture(scope="module")
def sent(played: tuple[Ended, Path]) -> list[Sent]:
    """What the demo's people sent to the contracts: the ledger that matured is a copy of the other one as it was before
    its last days passed."""
    found: list[Sent] = []
    for home in ("matured", "ledger", "notes", "border"):
        with opened_backend(Settings(home=played[1] / home), only_if_begun=True) as backend:
            found += sent_transactions(backend)
    return found


def _figures(directory: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((directory / "model1.json").read_text("utf-8"))
    return figures


def test_the_demo_ends_well_and_writes_its_figures_down(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    assert ended.code == 0, ended
    figures = _figures(directory)
    assert figures["holdings"] == {
        "tier1": 5_000_000_000,
        "A": 2_000_000_000,
        "B": 2_000_000_000,
        "C": 1_000_000_000,
    }
    assert (figures["hhi"], figures["mean_depth"]) == (0.34, 1.6)
    assert figures["verify"] == "equal"
    assert (figures["declined"]["status"], figures["declined"]["left"]) == ("declined", 10_000_000_000)
    assert figures["claims"] == {"count": 100, "face": 100_000_000}
    assert figures["merged"] == {"claims": 30, "face": 3_000_000_000}
    assert figures["distributed"] == {"A": 1_000_000_000, "B": 2_000_000_000}
    assert [refusal["code"] for refusal in figures["refusals"]] == [
        "evidence_exceeded",
        "claim_already_passed_on",
        "not_your_claim",
    ]


def test_the_demo_shows_what_it_writes_down(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    for shown in (
        "HHI 0.34, mean depth 1.60",
        "¥100,000,000.00",
        "¥50,000,000.00",
        "¥10,000,000.00",
        "evidence_exceeded",
        "claim_already_passed_on",
        "not_your_claim",
        "equal: the mirror equals the chain",
    ):
        assert shown in ended.out, shown
    verified = " ".join(ended.out.split()).count("equal: the mirror equals the chain")
    assert verified == 7, (
        "before and after the restart, at the end, when everybody was paid, after default, after the notes, and "
        "after ninety days"
    )
    assert "Traceback" not in ended.err
    assert {path.name for path in directory.iterdir()} >= {
        "model1.json",
        "model2.json",
        "model3.json",
        "monitoring",
        "money.json",
        "ledger",
        "matured",
        "notes",
        "border",
    }


@pytest.mark.parametrize(
    ("figure", "wrong"),
    [("hhi", 0.35), ("mean_depth", 1.61), ("holdings", {"tier1": 4_999_999_999, "A": 2_000_000_001})],
)
def test_the_demo_fails_where_a_figure_is_off(
    played: tuple[Ended, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: str, wrong: object
) -> None:
    figures = _figures(played[1])

    def play(self: story.Story, _matured: Path) -> None:
        self.figures |= figures | {figure: wrong}

    monkeypatch.setattr(story.Story, "play", play)
    result = CliRunner().invoke(application, ["demo", "--directory", str(tmp_path)])
    assert result.exit_code != 0
    assert figure in str(result.exception)
    assert not (tmp_path / "model1.json").exists()


# What else it shows


def test_every_chapter_leaves_its_figures_and_its_refusals(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    figures = _figures(directory)
    chapters = {
        chapter.__name__.rpartition(".")[2]: chapter for _, group in story.FURTHER for chapter in group
    }
    assert figures["chapters"].keys() == chapters.keys()
    shown = " ".join(ended.out.split())
    for name, chapter in chapters.items():
        assert chapter.TITLE in shown, name
        for refusal in figures["chapters"][name]["refusals"]:
            assert f"refused, {refusal['code']}:" in shown, (name, refusal)
    assert figures["end"]["verify"] == "equal"
    assert figures["end"]["receivables"].keys() == {"active", "declined", "withdrawn", "lapsed", "cancelled"}


MILLION = 100_000_000


def test_everybody_is_paid_at_maturity_and_c_the_same_day(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    money = json.loads((directory / "money.json").read_text("utf-8"))
    quote = money["quote"]
    days = quote["days"]
    assert quote["discount"] == (10 * MILLION * 60_000 * days + 180_000_000) // 360_000_000
    assert quote["proceeds"] == 10 * MILLION - quote["discount"]
    assert money["changes"] == {
        "car_maker": -100 * MILLION,
        "tier1": 50 * MILLION,
        "A": 20 * MILLION,
        "B": 20 * MILLION,
        "C": quote["proceeds"],
        "bank": quote["discount"],
    }
    assert money["financed"]["C"] - money["before"]["C"] == quote["proceeds"]
    assert {owner: money["after"][owner] - money["before"][owner] for owner in money["after"]} == money[
        "changes"
    ]
    assert (money["status"], money["verify"]) == ("settled", "equal")
    ((amount, paid),) = ((round_["amount"], round_["paid"]) for round_ in money["rounds"])
    assert amount == paid == 100 * MILLION
    shown = " ".join(ended.out.split())
    assert [refusal["code"] for refusal in money["refusals"]] == [
        "lien_receipt_missing",
        "not_your_claim",
        "funding_exceeds_debt",
    ]
    for refusal in money["refusals"]:
        assert f"refused, {refusal['code']}:" in shown


def test_what_it_cost_c_is_told_to_the_fen(played: tuple[Ended, Path]) -> None:
    """6 % against an evidenced baseline of 12 %, the saving, the effective rate; and that 8 % do not come out of it."""
    ended, directory = played
    money = json.loads((directory / "money.json").read_text("utf-8"))
    quote, cost = money["quote"], money["cost"]
    paid, days = quote["proceeds"], quote["days"]
    before = round(Fraction(paid * 12 * days, 100 * 360))
    claimed = round(Fraction(paid * 8 * days, 100 * 360))
    assert cost["cost"] == quote["discount"]
    assert (cost["baseline"]["cost"], cost["baseline"]["saving"]) == (before, before - quote["discount"])
    effective = (10 * MILLION / paid) ** (365 / days) - 1
    assert float(cost["effective_annual_cost"]) == pytest.approx(effective, abs=1e-6)
    assert cost["claimed_unexplained"] == quote["discount"] - claimed < 0
    assert (cost["statement"]["stated"], cost["statement"]["unexplained"]) == (True, 0)
    assert cost["seconds_to_cash"] < 86_400
    shown = " ".join(ended.out.split())
    for amount in (before, before - quote["discount"], claimed - quote["discount"]):
        assert f"¥{amount // 100:,}.{amount % 100:02d}" in shown


def test_the_programmes_report_lies_beside_its_figures(played: tuple[Ended, Path]) -> None:
    report = played[1] / "report"
    money = json.loads((played[1] / "money.json").read_text("utf-8"))
    together = money["programme"]["financing"]
    page = (report / "report.html").read_text("utf-8")
    assert f"{Decimal(together['simple_cost']) * 100:.4f} %" in page
    (row,) = pl.read_parquet(report / "parquet" / "financings.parquet").to_dicts()
    assert row["saving"] * 100 == money["cost"]["baseline"]["saving"]
    assert (report / "report.xlsx").exists()
    assert {path.name for path in (report / "csv").iterdir()} == {
        f"{path.stem}.csv" for path in (report / "parquet").iterdir()
    }


def _model_2(directory: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((directory / "model2.json").read_text("utf-8"))
    return figures


def test_forty_distributors_are_paid_by_investors_and_those_by_the_company(
    played: tuple[Ended, Path],
) -> None:
    ended, directory = played
    told = _model_2(directory)
    assert (told["committed"], told["market"]["primary"]["sellers"]) == (50 * MILLION, 24)
    assert told["market"]["primary"]["paid"] < told["market"]["primary"]["face"] == told["wrapped"]
    for auction in told["market"]["auctions"]:
        assert auction["paid"] + auction["returned"] == auction["budget"]
    assert [auction["pricing"] for auction in told["market"]["auctions"]] == ["uniform", "as_bid"]
    assert told["maturity"]["verify"] == "equal"
    shown = " ".join(ended.out.split())
    for refusal in told["refusals"]:
        assert f"refused, {refusal['code']}:" in shown


def test_the_markets_figures_stand_beside_what_is_claimed(played: tuple[Ended, Path]) -> None:
    """None of them is in the band that is claimed, and each claim that cannot hold is told with its reason."""
    ended, directory = played
    told = _model_2(directory)
    figures = told["figures"]["told"]
    change = figures["discount_rate"]
    assert Decimal(change["after"]) - Decimal(change["before"]) < 0
    assert float(change["rate_effect"]) + float(change["mix_effect"]) == pytest.approx(
        float(change["after"]) - float(change["before"]), abs=2e-6
    )
    assert (
        figures["turnover"]["primary_volume"] + figures["turnover"]["secondary_volume"]
        == (told["market"]["paid"])
    )
    assert Decimal(figures["premium_to_face"]["mean"]) < 0 < Decimal(figures["holding_return"]["mean"])
    shown = " ".join(ended.out.split())
    assert len(told["figures"]["contradictions"]) == 5
    for reason in told["figures"]["contradictions"]:
        assert reason in shown


def _model_3(directory: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((directory / "model3.json").read_text("utf-8"))
    return figures


CAP = 50_000_000
ON_DAY_30, ON_DAY_60, ON_DAY_90 = 71_180, 71_333, 71_150
"""Yuan for a dollar, with four decimals."""

FIXED = {
    "saigon": (ON_DAY_30, 854_160_000),
    "mekong": (ON_DAY_30, 569_440_000),
    "lion": (ON_DAY_30, 1_067_700_000),
    "penang": (ON_DAY_30, 1_779_500_000),
    "stuttgart": (ON_DAY_30, 1_361_207_648),
    "hamburg": (ON_DAY_30, 1_423_599_993),
    "hanoi": (ON_DAY_60, 1_426_660_000),
    "straits": (ON_DAY_60, 1_034_364_166),
    "marina": (ON_DAY_60, 1_390_993_500),
    "johor": (ON_DAY_60, 1_284_068_429),
    "klang": (ON_DAY_60, 1_711_992_000),
    "bremen": (ON_DAY_90, 346_856_250),
}
"""US$1,450,050.00 of Straits Foods at 7.1333 are ¥10,343,641.665, of which half to even makes ¥10,343,641.66."""


def test_twenty_million_dollars_are_paid_in_yuan_to_the_fen(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    told = _model_3(directory)
    committed, payments = told["committed"], told["payments"]
    assert (len(committed), sum(committed.values()), told["days"]) == (12, 2_000_000_000, 90)
    assert {key: (one["answer"], one["owed"]) for key, one in told["fixings"].items()} == FIXED
    for number, (key, face) in enumerate(committed.items(), start=1):
        of = [payment for payment in payments if payment["receivable"] == str(number)]
        assert sum(payment["amount"] for payment in of) == face, key
        assert sum(payment["money"] for payment in of) == FIXED[key][1], key
    assert sum(payment["money"] for payment in payments) == 14_250_541_986 == told["figures"]["paid"]
    assert told["figures"]["verify"] == "equal"
    assert "¥142,505,419.86" in ended.out


def test_it_takes_more_than_forty_transactions_below_the_caps(played: tuple[Ended, Path]) -> None:
    _, directory = played
    payments = _model_3(directory)["payments"]
    assert len({payment["transaction"] for payment in payments}) == len(payments) == 42
    assert max(payment["amount"] for payment in payments) == CAP
    owners = {"mekong": "saigon", "johor": "lion", "bremen": "stuttgart"}
    together: dict[tuple[int, str], int] = {}
    for payment in payments:
        day = payment["day"], owners.get(payment["payee"], payment["payee"])
        together[day] = together.get(day, 0) + payment["amount"]
    assert max(together.values()) == CAP
    assert together[33, "saigon"] == CAP, "what is left of the one and a part of the other"


def test_what_was_stopped_is_told_with_its_rule_and_the_way_out(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    stopped = _model_3(directory)["stopped"]
    assert [(stop["day"], stop["code"]) for stop in stopped] == [
        (0, "purpose_not_declared"),
        (0, "purpose_not_allowed"),
        (0, "transaction_cap_exceeded"),
        (0, "window_cap_exceeded"),
        (0, "window_cap_exceeded"),
        (0, "window_cap_exceeded"),
        (0, "transaction_cap_exceeded"),
        (0, "country_not_listed"),
        (0, "wallet_not_admitted"),
        (15, "not_a_carrier"),
        (15, "attestation_not_signed"),
        (15, "milestone_out_of_order"),
        (29, "not_yet_to_fix"),
        (29, "not_fixed"),
        (31, "window_cap_exceeded"),
        (31, "window_cap_exceeded"),
        (31, "not_released"),
        (33, "programme_suspended"),
        (33, "role_not_allowed"),
        (60, "rate_stale"),
        (60, "rate_out_of_bounds"),
        (60, "rates_deviate"),
        (86, "rate_stale"),
    ]
    assert "500,000.01" in stopped[2]["attempt"]
    assert all("250,000.01" in stop["rule"] for stop in stopped[3:7]), stopped[3:7]
    assert "713330, which is not from 65000 to 78000" in stopped[20]["rule"]
    shown, table = " ".join(ended.out.split()), ended.out.partition("Stopped\n")[2]
    for stop in stopped:
        assert f"stopped, {stop['code']}: {stop['attempt']}" in shown
        assert stop["code"] in table
        assert stop["rule"]
        assert stop["way_out"]


def test_a_late_shipment_waits_and_a_silent_feed_ends_in_the_fallback(played: tuple[Ended, Path]) -> None:
    told = _model_3(played[1])
    assert {key for key, one in told["fixings"].items() if one["fallback"]} == {"bremen"}
    assert {key: one["day"] for key, one in told["fixings"].items() if key in {"hamburg", "bremen"}} == {
        "hamburg": 30,
        "bremen": 90,
    }
    days = {payee: [row["day"] for row in told["payments"] if row["payee"] == payee] for payee in FIXED}
    assert days["hamburg"] == [61, 62, 63, 64], "due on day 30, delivered on day 61"
    assert days["lion"] == [31, 32, 33, 34]
    assert days["bremen"] == [90]


def test_a_shipments_value_moves_with_rate_and_goods_and_its_face_does_not(
    played: tuple[Ended, Path],
) -> None:
    """US$1,999,999.99 not shipped at 7.1234, at sea at 7.1302, through customs at 7.1180, and delivered."""
    ended, directory = played
    told = _model_3(directory)
    values = [(one["day"], one["goods"], one["fixed"], one["value"]) for one in told["values"]]
    assert values == [
        (0, "none", False, 569_871_997),
        (15, "shipped", False, 998_227_995),
        (29, "customs", False, 1_210_059_994),
        (30, "customs", True, 1_210_059_994),
        (61, "delivered", True, 1_423_599_993),
    ]
    assert (told["late"], told["committed"]["hamburg"]) == ("hamburg", 199_999_999)
    assert "¥12,100,599.94" in ended.out


def test_what_stayed_below_the_caps_in_parts_is_seen_by_the_supervisor(played: tuple[Ended, Path]) -> None:
    ended, directory = played
    alerts = {alert["group"]: (alert["rule"], alert["amount"]) for alert in _model_3(directory)["alerts"]}
    assert alerts["Lim family"] == ("parts_below_the_cap", CAP)
    assert alerts["Petersen family"] == ("just_under_the_cap", CAP - 1), "what was left of US$1,999,999.99"
    assert "Lim family" in ended.out.partition("Signs of structuring")[2]
    messages = [path.name for path in (directory / "monitoring").rglob("*.xml")]
    assert len(messages) == 2 * 42


def test_what_comes_back_is_told_three_times_and_is_not_always_all(played: tuple[Ended, Path]) -> None:
    """¥5,000,000.00 were redeemed within thirty days of the ¥56,320,076.48 that were paid until day 60."""
    ended, directory = played
    returns = _model_3(directory)["returns"]
    assert {name: one["ratio"] for name, one in returns.items() if name != "money"} == {
        "settled_in_ecny": "1.000000",
        "settled_in_time": "0.897501",
        "kept_onshore": "0.911221",
    }
    kept = returns["kept_onshore"]
    assert (kept["numerator"], kept["denominator"]) == (5_132_007_648, 5_632_007_648)
    assert returns["money"] == {
        "paid": 14_250_541_986,
        "kept": 13_350_541_986,
        "spent": 100_000_000,
        "purchased": 300_000_000,
        "redeemed": 500_000_000,
    }
    for shown in ("89.75 %", "91.12 %"):
        assert shown in ended.out


def test_what_should_have_been_stopped_and_was_not_ends_the_story(
    sqlite_ledger: RunningLedger, tmp_path: Path
) -> None:
    trade, taker = Trade.opened(sqlite_ledger), sqlite_ledger.open_party()
    claim = trade.claim(1_000)
    printed = StringIO()
    border = NinetyDays(Stage(BackendProcess(tmp_path), Screen(Console(file=printed, width=80))))
    holder = trade.supplier
    assert holder.api_key is not None
    portal = Portal(sqlite_ledger.http, sqlite_ledger.url, holder.api_key, holder.party, holder.name)
    path, too_much = f"/v1/claims/{claim}/transfers", {"to": taker.party, "value": 1_001}

    border.stopped("value_exceeded", "more than it has", portal, path, too_much)
    assert [(stop["day"], stop["code"]) for stop in border.told()] == [(0, "value_exceeded")]
    assert printed.getvalue().strip() == "stopped, value_exceeded: more than it has"
    with pytest.raises(SystemExit, match="came out as value_exceeded, and must be window_cap_exceeded"):
        border.stopped("window_cap_exceeded", "more than it has", portal, path, too_much)
    with pytest.raises(SystemExit, match="should have been stopped"):
        border.stopped("value_exceeded", "what it has", portal, path, too_much | {"value": 1_000})


def test_a_report_is_written_for_its_party_and_for_the_host(
    played: tuple[Ended, Path], tmp_path: Path
) -> None:
    home, keys = played[1] / "matured", json.loads((played[1] / "parties.json").read_text("utf-8"))
    own = tallystick(
        "report", "--directory", str(tmp_path / "c"), home=str(home), api_key=keys["C"]["api_key"]
    )
    assert own.code == 0, own
    assert str(tmp_path / "c" / "report.html") in own.out.splitlines()
    assert "丙 C Alloys" in (tmp_path / "c" / "report.html").read_text("utf-8")
    words = ("report", "--party", keys["bank"]["party"], "--directory", str(tmp_path / "bank"))
    assert tallystick(*words, home=str(home)).code == 0
    assert "江南银行" in (tmp_path / "bank" / "report.html").read_text("utf-8")
    foreign = tallystick(*words, home=str(home), api_key=keys["C"]["api_key"])
    assert (foreign.code, foreign.err.split(":")[0]) == (2, "figures_not_yours")
    unknown = tallystick("report", "--programme", "99", home=str(home))
    assert (unknown.code, unknown.err.split(":")[0]) == (2, "programme_not_found")
    nowhere = tallystick("report", home=str(tmp_path / "nowhere"))
    assert (nowhere.code, nowhere.err.split(":")[0]) == (2, "ledger_not_found")
    assert not (tmp_path / "nowhere").exists()


def test_what_a_chapter_claims_of_holders_must_be_so(sqlite_ledger: RunningLedger, tmp_path: Path) -> None:
    trade, taker = Trade.opened(sqlite_ledger), sqlite_ledger.open_party()
    claim = trade.claim(1_000)
    pass_value(trade.supplier, taker, claim, 250)
    printed = StringIO()
    stage = Stage(BackendProcess(tmp_path), Screen(Console(file=printed, width=80)))
    for key, firm in (("car_maker", trade.debtor), ("B", trade.supplier), ("C", taker)):
        assert firm.api_key is not None
        stage.portals[key] = Portal(
            sqlite_ledger.http, sqlite_ledger.url, firm.api_key, firm.party, firm.name
        )
    receivable = claim.split("-")[0]

    stage.holdings(receivable, {"B": 750, "C": 250})
    assert printed.getvalue().strip() == f"Who holds receivable {receivable}: B ¥7.50, C ¥2.50."
    for wrong in ({"B": 750, "C": 249}, {"B": 750}, {"B": 1_000}, {"B": 750, "A": 250}, {}):
        with pytest.raises(SystemExit, match=f"Who holds receivable {receivable}"):
            stage.holdings(receivable, wrong)


def test_the_demo_plays_in_its_own_home_whatever_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALLYSTICK_CHAIN", "http://127.0.0.1:9")
    monkeypatch.setenv("TALLYSTICK_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    backend = BackendProcess(tmp_path / "ledger")
    try:
        backend.start()
    finally:
        backend.stop()
    assert (tmp_path / "ledger" / "ledger.sqlite").exists()
    assert not (tmp_path / "elsewhere.sqlite").exists()


# What of the ledger it reaches


@pytest.mark.parametrize("function", sorted(CHANGING), ids=".".join)
def test_the_demo_calls_every_function_that_a_person_may_call(sent: list[Sent], function: Function) -> None:
    called = any(function in transaction.called for transaction in sent)
    excused = function in BY_CONTRACTS_ALONE.keys() | IN_OTHER_WORDS.keys() | ACCESS_MANAGED
    assert called is not excused


@pytest.mark.parametrize("function", BY_CONTRACTS_ALONE, ids=".".join)
def test_what_only_contracts_may_call_has_happened(sent: list[Sent], function: Function) -> None:
    _reason, leads_to_it, event = BY_CONTRACTS_ALONE[function]
    contract, _, name = event.rpartition(".")
    topic = interface(contract or function[0]).topic(name)
    assert any(
        topic in {log.topics[0] for log in transaction.logs if log.topics}
        for transaction in sent
        if leads_to_it in transaction.called
    )


def test_no_function_is_excused_that_does_not_exist() -> None:
    assert BY_CONTRACTS_ALONE.keys() | ACCESS_MANAGED <= CHANGING
