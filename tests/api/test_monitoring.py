"""What a supervisor watches across the border, over HTTP: the record, goods beside money, limits, alerts, messages."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from lxml import etree
from sqlalchemy import URL

from tallystick.chain.interface import interface
from tallystick.money.calendar import day_of_date, day_of_moment
from tallystick.settings import Settings
from tests.api.border_trade import CAP, CHINA, DAY, GOODS, RATE, SINGAPORE, VIETNAM, BorderTrade, quote
from tests.api.running_ledger import Firm, RunningLedger, problem
from tests.api.terminal import Terminal
from tests.api.trade import credit_note, pass_value, today
from tests.api.watched_border import FACE, ODD_NAME, PASSED, WatchedBorder
from tests.postgresql import postgresql_database


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def watched(
    request: pytest.FixtureRequest, postgresql_url: URL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WatchedBorder]:
    """On a ledger of its own, since its clock goes ahead."""
    settings = Settings(home=tmp_path_factory.mktemp("watched"), port=0, collect_seconds=0)
    if request.param == "sqlite":
        yield from _played(settings)
    else:
        with postgresql_database(postgresql_url) as url:
            yield from _played(settings.model_copy(update={"database_url": url}))


def _played(settings: Settings) -> Iterator[WatchedBorder]:
    with closing(RunningLedger(settings)) as ledger:
        ledger.start()
        yield WatchedBorder.played(ledger)


def _group(name: str) -> bytes:
    return name.encode().ljust(30, b"\0")


def test_every_movement_is_on_record(watched: WatchedBorder) -> None:
    debtor, supplier = watched.border.trade.debtor, watched.border.trade.supplier
    rows = watched.watched()["movements"]
    assert [row["kind"] for row in rows] == ["commit", *["cross"] * 3, *["release"] * 5]
    commit, first, paid = rows[0], rows[1], rows[4]
    assert (commit["sender"]["id"], commit["recipient"]["id"]) == (debtor.party, supplier.party)
    assert (commit["sender_group"], commit["recipient_group"]) == ("长风", "Lim family")
    assert (commit["sender_country"], commit["recipient_country"]) == (CHINA, SINGAPORE)
    assert (commit["amount"], commit["purpose"], commit["milestone"]) == (FACE, GOODS, "none")
    assert (commit["counted"], commit["window_use"], commit["transaction_use"]) == (False, 0, 0)
    assert (first["recipient"]["name"], first["recipient_country"]) == (ODD_NAME, VIETNAM)
    assert (first["money"], first["fixing"], first["claim"]) == (None, None, None)
    assert (paid["sender"]["id"], paid["sender_group"]) == (debtor.party, "长风")
    assert (paid["claim"], paid["milestone"]) == (f"{watched.receivable}-1", "delivered")
    assert (paid["fixing"]["answer"], paid["fixing"]["quotes"]) == (str(RATE), "cny_per_unit")
    assert all(row["matched"] for row in rows)
    assert [row["id"] for row in rows] == [f"{row['block']}-{row['id'].split('-')[1]}" for row in rows]


def test_the_record_says_how_full_the_limits_were(watched: WatchedBorder) -> None:
    """Three parts passed on; then four claims are paid in one transaction up to the cap, and the rest in another."""
    rows = watched.watched()["movements"]
    crossed = rows[1:4]
    assert [row["window_use"] for row in crossed] == [sum(PASSED[: count + 1]) for count in range(3)]
    assert [row["transaction_use"] for row in crossed] == list(PASSED)
    paid = rows[4:]
    rest = FACE - sum(PASSED)
    assert [row["transaction_use"] for row in paid] == [
        rest,
        rest + PASSED[0],
        rest + PASSED[0] + PASSED[1],
        CAP,
        FACE - CAP,
    ]
    assert [row["window_use"] for row in paid][1:] == [
        PASSED[0],
        PASSED[0] + PASSED[1],
        CAP - rest,
        sum(PASSED),
    ]
    assert {(row["transaction_cap"], row["window_cap"], row["window_seconds"]) for row in rows} == {
        (CAP, CAP, DAY)
    }


def test_what_is_paid_adds_up_to_the_fixing(watched: WatchedBorder) -> None:
    payments = watched.payments()
    (goods,) = watched.watched()["goods_and_money"]
    assert sum(row["amount"] for row in payments) == goods["paid"] == goods["face"] == FACE
    owed = payments[0]["fixing"]["owed"]
    assert sum(row["money"] for row in payments) == goods["money"] == owed
    assert (goods["documents"], goods["credited"], goods["outstanding"]) == (FACE, 0, 0)
    assert [one["milestone"] for one in goods["milestones"]] == ["shipped", "customs", "delivered"]
    assert goods["differences"] == []


def test_limit_use_is_what_the_contract_counts(watched: WatchedBorder) -> None:
    backend = watched.border.ledger.backend
    for use in watched.watched()["limit_use"]:
        asked = interface("CrossBorderPolicy").encode(
            "movedInWindow(uint32,bytes30)", int(watched.programme), _group(use["group"])
        )
        told = int.from_bytes(backend.node.call(backend.contracts.cross_border, asked))
        assert use["used"] == told
        assert Decimal(use["cap_share"]) == round(Decimal(told) / CAP, 6)
    (lim, nguyen) = watched.watched()["limit_use"]
    assert (lim["group"], lim["peak"]) == ("Lim family", FACE - sum(PASSED))
    assert (nguyen["group"], nguyen["peak"], nguyen["peak_cap"]) == ("Nguyễn gia", sum(PASSED), CAP)


def test_parts_below_the_cap_are_told_with_their_evidence(watched: WatchedBorder) -> None:
    programme = watched.watched()
    alert = programme["alerts"][0]
    assert (alert["rule"], alert["group"], alert["amount"]) == (
        "parts_below_the_cap",
        "Nguyễn gia",
        sum(PASSED),
    )
    assert alert["movements"] == [row["id"] for row in programme["movements"][1:4]]
    assert [wallet["name"] for wallet in alert["wallets"]] == [ODD_NAME]
    assert {"name": "nearly_ppm", "value": 900_000} in alert["parameters"]


def test_a_party_sees_its_own_and_never_who_is_behind_the_other_side(watched: WatchedBorder) -> None:
    trade = watched.border.trade
    everything = watched.watched()["movements"]
    for firm, own in (
        (trade.debtor, everything),
        (trade.supplier, everything[:5]),
        (watched.taker, everything[1:4] + everything[5:]),
    ):
        told = watched.watched(firm)
        assert [row["id"] for row in told["movements"]] == [row["id"] for row in own]
        assert told["alerts"] is None
        for row in told["movements"]:
            assert (row["sender_group"] is None) == (row["sender"]["id"] != firm.party)
            assert (row["recipient_group"] is None) == (row["recipient"]["id"] != firm.party)
            assert (row["window_use"] is None) == (row["recipient"]["id"] != firm.party)
            assert row["transaction_use"] is None
    assert [one["receivable"] for one in watched.watched(trade.debtor)["goods_and_money"]] == [
        watched.receivable
    ]
    assert watched.watched(trade.supplier)["goods_and_money"] == []
    assert [use["group"] for use in watched.watched(watched.taker)["limit_use"]] == ["Nguyễn gia"]


def test_a_supplier_cannot_read_anothers(watched: WatchedBorder) -> None:
    stranger = watched.border.ledger.open_party()
    told = watched.watched(stranger)
    assert (told["movements"], told["goods_and_money"], told["limit_use"], told["alerts"]) == (
        [],
        [],
        [],
        None,
    )
    files = watched.archive(stranger)
    assert not [name for name in files.namelist() if name.startswith("iso20022/")]
    for name in files.namelist():
        assert ODD_NAME.encode() not in files.read(name), name
    for row in watched.payments():
        for message in ("pacs008", "camt054"):
            for other in (stranger, watched.bank):
                assert other.get(f"/v1/border-movements/{row['id']}/{message}").status_code in {403, 404}


def test_a_payment_is_told_to_both_sides_and_to_nobody_else(watched: WatchedBorder) -> None:
    trade = watched.border.trade
    first, second = watched.payments()[:2]
    assert first["recipient"]["id"] == trade.supplier.party
    for message in ("pacs008", "camt054"):
        path = f"/v1/border-movements/{first['id']}/{message}"
        told = [who.get(path) for who in (watched.supervisor, trade.debtor, trade.supplier)]
        assert {answer.headers["content-type"] for answer in told} == {"application/xml"}
        assert len({answer.content for answer in told}) == 1
        assert f"{message}-{first['id']}.xml" in told[0].headers["content-disposition"]
        assert problem(watched.taker.get(path))["code"] == "payment_not_found"
    other = problem(trade.supplier.get(f"/v1/border-movements/{second['id']}/pacs008"))
    assert other["code"] == "payment_not_found"


def test_what_is_no_payment_has_no_message(watched: WatchedBorder) -> None:
    crossed = watched.watched()["movements"][1]["id"]
    for movement in (crossed, "999999-0"):
        refused = problem(watched.supervisor.get(f"/v1/border-movements/{movement}/camt054"))
        assert refused["code"] == "payment_not_found"


def _told(content: bytes) -> dict[str, list[str]]:
    """The texts of a message's elements, by their names."""
    found: dict[str, list[str]] = {}
    for element in etree.fromstring(content).iter():
        found.setdefault(etree.QName(element).localname, []).append((element.text or "").strip())
    return found


def test_the_archive_has_two_messages_for_every_payment(watched: WatchedBorder) -> None:
    files, payments = watched.archive(), watched.payments()
    messages = sorted(name for name in files.namelist() if name.startswith("iso20022/"))
    assert messages == sorted(
        f"iso20022/{name}-{row['id']}.xml" for row in payments for name in ("pacs008", "camt054")
    )
    numbers = []
    for row in payments:
        path = f"/v1/border-movements/{row['id']}"
        transfer, notification = (
            files.read(f"iso20022/{name}-{row['id']}.xml") for name in ("pacs008", "camt054")
        )
        assert transfer == watched.supervisor.get(f"{path}/pacs008").content
        assert notification == watched.supervisor.get(f"{path}/camt054").content
        told = _told(transfer)
        assert told["EndToEndId"] == [row["claim"]]
        assert told["IntrBkSttlmAmt"] == [f"{row['money'] // 100}.{row['money'] % 100:02}"]
        assert told["InstdAmt"] == [f"{row['amount'] // 100}.{row['amount'] % 100:02}"]
        assert told["XchgRate"] == ["7.1234"]
        assert told["CtryOfRes"] == ["CN", "SG" if row["recipient_country"] == SINGAPORE else "VN"]
        assert row["recipient"]["name"] in told["Nm"]
        assert watched.bank.name in told["Nm"]
        assert _told(notification)["UETR"] == told["UETR"]
        numbers += [*told["MsgId"], *told["UETR"], _told(notification)["MsgId"][0]]
    assert len(numbers) == len(set(numbers)) == 3 * len(payments)


def _amount(minor_units: int | None) -> str | None:
    return None if minor_units is None else f"{minor_units // 100}.{minor_units % 100:02}"


def _harmless(text: Any) -> Any:
    return "'" + text if isinstance(text, str) and text[:1] in {"=", "+", "-", "@"} else text


def test_csv_json_and_html_have_the_same_figures(watched: WatchedBorder) -> None:
    files, told = watched.archive(), watched.watched()
    (json_told,) = json.loads(files.read("monitoring.json"))["programmes"]
    assert json_told == told
    page = files.read("monitoring.html").decode()
    alone = watched.supervisor.get("/v1/monitoring/report", programme=watched.programme).text
    assert _timeless(page) == _timeless(alone)
    rows = pl.read_csv(files.read("csv/movements.csv"), infer_schema=False).to_dicts()
    for written, row in zip(rows, told["movements"], strict=True):
        assert (written["movement"], written["kind"], written["claim"]) == (
            row["id"],
            row["kind"],
            row["claim"],
        )
        assert written["recipient"] == _harmless(row["recipient"]["name"])
        for column, field in (
            ("amount", "amount"),
            ("money_cny", "money"),
            ("window_use", "window_use"),
            ("transaction_use", "transaction_use"),
        ):
            assert written[column] == _amount(row[field]), column
        assert f"<td>{row['id']}</td>" in page
        assert f"US${row['amount'] // 100:,}.{row['amount'] % 100:02}" in page
        if row["money"] is not None:
            assert f"¥{row['money'] // 100:,}.{row['money'] % 100:02}" in page
    for table, part in (
        ("goods_and_money", "goods_and_money"),
        ("limit_use", "limit_use"),
        ("alerts", "alerts"),
    ):
        assert len(pl.read_csv(files.read(f"csv/{table}.csv"))) == len(told[part]), table
    for written, use in zip(
        pl.read_csv(files.read("csv/limit_use.csv"), infer_schema=False).to_dicts(),
        told["limit_use"],
        strict=True,
    ):
        assert (written["used"], written["cap_share"]) == (_amount(use["used"]), use["cap_share"])
        assert f"{Decimal(use['cap_share']) * 100:,.2f} %" in page


def _timeless(page: str) -> str:
    return re.sub(r"as of [^,]*,|<title>.*</title>", "", page)


def test_every_form_has_the_same_tables(watched: WatchedBorder) -> None:
    files = watched.archive()
    for table in ("movements", "goods_and_money", "differences", "limit_use", "alerts", "attempts"):
        exact = pl.read_parquet(files.read(f"parquet/{table}.parquet"))
        assert pl.read_csv(files.read(f"csv/{table}.csv"), infer_schema=False).columns == exact.columns
        sheet = pl.read_excel(files.read("monitoring.xlsx"), sheet_name=table)
        assert (sheet.columns, sheet.height) == (exact.columns, exact.height)
    book = watched.supervisor.get("/v1/monitoring/report", programme=watched.programme, format="xlsx")
    assert pl.read_excel(io.BytesIO(book.content), sheet_name="movements").height == 9
    assert re.search(
        rf'"tallystick-monitoring-programme-{watched.programme}-\d{{4}}-\d\d-\d\d\.xlsx"',
        book.headers["content-disposition"],
    )


def test_the_page_needs_nothing_else_and_names_are_texts_on_it(watched: WatchedBorder) -> None:
    page = watched.archive().read("monitoring.html").decode()
    assert not re.search(r"<(script|link|img|iframe|object)\b|(?:src|href)=|url\(", page)
    assert "<b>" not in page
    assert "=2+3 &lt;b&gt;越南&lt;/b&gt; &amp; " in page
    assert "分拆" in page


def test_the_command_line_writes_the_report(watched: WatchedBorder, tmp_path: Path) -> None:
    home = watched.border.ledger.settings.home
    words = ("report", "monitoring", "--programme", watched.programme, "--directory", str(tmp_path))
    url = watched.border.ledger.url
    ended = Terminal(home, watched.supervisor.api_key or "").run(*words, url=url)
    assert ended.code == 0, ended
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert written == set(watched.archive().namelist())
    assert str(tmp_path / "monitoring.html") in ended.out.splitlines()
    own = tmp_path / "own"
    taken = Terminal(home, watched.taker.api_key or "").run(
        "report", "monitoring", "--directory", str(own), url=url
    )
    assert taken.code == 0, taken
    (programme,) = json.loads((own / "monitoring.json").read_text("utf-8"))["programmes"]
    assert programme["alerts"] is None
    assert len(list((own / "iso20022").iterdir())) == 2 * len(
        [row for row in programme["movements"] if row["kind"] == "release"]
    )


def test_goods_and_money_part_where_a_credit_note_comes_late(watched: WatchedBorder) -> None:
    border = BorderTrade.opened(watched.border.ledger)
    trade = border.trade
    number = border.claim(1_000).split("-")[0]
    (invoice,) = [row["fingerprint"] for row in trade.supplier.read("/v1/documents")["documents"]]
    trade.supplier.command(f"/v1/documents/{invoice}/credit-notes", credit_note(100))
    border.ledger.let_days_pass(2)
    pass_value(trade.supplier, _admitted(border), f"{number}-1", 10)
    (goods,) = _watched(watched.supervisor, border)["goods_and_money"]
    assert (goods["documents"], goods["credited"]) == (1_000, 100)
    assert goods["differences"] == [
        {"name": "more_committed_than_documents", "amount": 100, "days": 2},
        {"name": "no_milestone_yet", "amount": 1_000, "days": 2},
    ]
    assert [row["matched"] for row in _watched(watched.supervisor, border)["movements"]] == [False, False]
    (told,) = pl.read_csv(
        _archive(watched.supervisor, border)["csv/differences.csv"], infer_schema=False
    ).to_dicts()[:1]
    assert (told["difference"], told["amount"], told["days"]) == (
        "more_committed_than_documents",
        "1.00",
        "2",
    )


def test_money_before_goods_is_told_and_interest_apart(watched: WatchedBorder) -> None:
    """Two days late and never delivered: two days of interest at 0.05 % are US$1.00 on US$1,000.00."""
    ledger, supervisor = watched.border.ledger, watched.supervisor
    border = BorderTrade.opened(ledger, released_at="none")
    trade = border.trade
    for owner in (trade.debtor, trade.supplier):
        watched.bank.command("/v1/wallets", {"party": owner.party})
    watched.bank.command(f"/v1/wallets/{trade.debtor.party}/issues", {"amount": 10**9})
    ahead = day_of_moment(ledger.backend.node.clock()) - day_of_date(today())
    number = border.claim(100_000, due_in=ahead + 1).split("-")[0]
    ledger.let_days_pass(3)
    (late,) = _watched(supervisor, border)["goods_and_money"]
    assert {"name": "due_and_not_delivered", "amount": 100_000, "days": 1} in late["differences"]
    quote(ledger)
    trade.supplier.command(f"/v1/receivables/{number}/fixing")
    trade.debtor.command(f"/v1/receivables/{number}/fundings")
    ledger.backend.keeper.collect_what_is_due()
    programme = _watched(supervisor, border)
    paid = programme["movements"][1:]
    assert [(row["for_interest"], row["amount"], row["matched"]) for row in paid] == [
        (True, 100, False),
        (False, 100_000, False),
    ]
    (goods,) = programme["goods_and_money"]
    assert (goods["paid"], goods["interest"], goods["outstanding"]) == (100_000, 100, 0)
    assert goods["money"] == sum(row["money"] for row in paid)
    assert goods["differences"] == [
        {"name": "paid_before_delivered", "amount": 100_000, "days": 0},
        {"name": "no_milestone_yet", "amount": 100_000, "days": 3},
    ]


def test_limits_and_countries_are_those_of_the_movement(watched: WatchedBorder) -> None:
    """Afterwards the cap was lowered, and the taker moved away and then left."""
    border = BorderTrade.opened(watched.border.ledger)
    taker, number = _admitted(border), border.claim(1_000)
    pass_value(border.trade.supplier, taker, number, 600)
    host, told = border.ledger.host, border.trade.supplier.read(border.path())["limits"]
    host.command(border.path("limits"), told | {"transaction_cap": 300, "window_cap": 650})
    border.admit(taker, "Nguyen", SINGAPORE)
    pass_value(border.trade.supplier, taker, number, 50)
    border.ledger.operator.command("/v1/border-wallets", {"party": taker.party})
    _, first, second = _watched(watched.supervisor, border)["movements"]
    assert (first["transaction_cap"], first["window_cap"], first["recipient_country"]) == (CAP, CAP, VIETNAM)
    assert (second["transaction_cap"], second["window_cap"]) == (300, 650)
    assert (second["window_use"], second["recipient_country"]) == (650, SINGAPORE)
    (use,) = _watched(watched.supervisor, border)["limit_use"]
    assert (use["used"], use["window_cap"], use["peak"], use["peak_share"]) == (650, 650, 650, "1.000000")
    assert _watched(taker, border)["limit_use"] == [], "it takes no part any longer"


def test_what_a_group_passes_on_to_itself_does_not_count(watched: WatchedBorder) -> None:
    border = BorderTrade.opened(watched.border.ledger)
    sister, number = border.ledger.open_party(), border.claim(1_000)
    border.admit(sister, "Lim family")
    pass_value(border.trade.supplier, sister, number, 600)
    programme = _watched(watched.supervisor, border)
    _, crossed = programme["movements"]
    assert (crossed["counted"], crossed["window_use"], crossed["transaction_use"]) == (False, 0, 600)
    assert programme["limit_use"] == []


def test_all_programmes_are_told_and_one_at_home_is_not_watched(watched: WatchedBorder) -> None:
    ledger, supervisor = watched.border.ledger, watched.supervisor
    at_home = ledger.open_programme()
    assert supervisor.read("/v1/monitoring", programme=at_home)["programmes"] == []
    page = supervisor.get("/v1/monitoring/report", programme=at_home).text
    assert "there is nothing to watch" in page
    everything = [one["programme"] for one in supervisor.read("/v1/monitoring")["programmes"]]
    assert watched.programme in everything
    assert at_home not in everything
    assert problem(supervisor.get("/v1/monitoring", programme=99_999))["code"] == "programme_not_found"


def _admitted(border: BorderTrade) -> Firm:
    taker = border.ledger.open_party()
    border.admit(taker, "Nguyen", VIETNAM)
    return taker


def _watched(who: Firm, border: BorderTrade) -> dict[str, Any]:
    (programme,) = who.read("/v1/monitoring", programme=border.trade.programme)["programmes"]
    return dict(programme)


def _archive(who: Firm, border: BorderTrade) -> dict[str, bytes]:
    """The files of a report, by their names."""
    answer = who.get("/v1/monitoring/report", programme=border.trade.programme, format="zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
