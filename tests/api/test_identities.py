"""Who may hold notes: what verifiers state, what of it counts, and what follows in the same block."""

from contextlib import closing
from pathlib import Path

import pytest

from tallystick.settings import Settings
from tests.api.note_trade import CHINA, NoteTrade, required_topics, statement, verifier_of
from tests.api.running_ledger import Firm, RunningLedger


@pytest.fixture
def notes(ledger: RunningLedger) -> NoteTrade:
    return NoteTrade.opened(ledger)


def wallet(reader: Firm, of: Firm) -> dict[str, object]:
    """How a wallet stands, as somebody sees it."""
    found = reader.read("/v1/note-wallets")["wallets"]
    return next(dict(row) for row in found if row["party"]["id"] == of.party)


def may_get(notes: NoteTrade, receivable: str, firm: Firm) -> bool:
    """Whether it would be given notes now."""
    path = f"/v1/receivables/{receivable}/notes/transfer-check"
    allowed: bool = notes.trade.supplier.read(path, to=firm.party, amount=1)["allowed"]
    return allowed


def test_whoever_is_registered_and_has_every_statement_may_get_notes(notes: NoteTrade) -> None:
    receivable, ledger = notes.wrapped(100), notes.ledger
    firm = ledger.open_party("investor")
    assert not may_get(notes, receivable, firm)
    told = ledger.operator.command("/v1/note-wallets", {"party": firm.party, "country": CHINA})["wallet"]
    assert (told["identity"]["id"], told["country"], told["verified_until"]) == (firm.party, CHINA, None)
    assert not may_get(notes, receivable, firm)
    notes.state(firm)
    assert may_get(notes, receivable, firm)
    shown = wallet(firm, firm)
    assert shown == wallet(notes.verifier, firm)
    assert (shown["verified_until"] is not None, shown["outdated"]) == (True, False)


def test_what_is_withdrawn_holds_no_longer(notes: NoteTrade) -> None:
    receivable, firm = notes.wrapped(100), notes.investor()
    give = {"to": firm.party, "amount": 10}
    notes.trade.supplier.command(f"/v1/receivables/{receivable}/notes/transfers", give)
    about = {"party": firm.party, "topic": "1"}
    left = notes.verifier.command("/v1/statements/withdrawal", about)["statements"]
    assert "1" not in {row["topic"] for row in left}
    refused = notes.trade.supplier.refused(f"/v1/receivables/{receivable}/notes/transfers", give)
    assert refused["code"] == "not_verified"
    assert wallet(firm, firm)["verified_until"] is None
    assert notes.amount(firm, receivable) == 10, "what it has stays its own"


def test_what_never_ends_is_told_with_the_last_date_there_is(tmp_path: Path) -> None:
    """Where no statement is required, a registered wallet may hold notes for ever; and a year has five digits."""
    with closing(RunningLedger(Settings(home=tmp_path, port=0))) as ledger:
        ledger.start()
        firm, verifier = ledger.open_party("investor"), ledger.open_verifier("1")
        ledger.operator.command("/v1/note-wallets", {"party": firm.party, "country": CHINA})
        assert wallet(firm, firm)["verified_until"] == "9999-12-31T23:59:59Z"
        far = statement(ledger, firm, "1") | {"expires_at": "9999-12-31T23:59:59-23:59"}
        (stated,) = verifier.command("/v1/statements", far)["statements"]
        assert stated["expires_at"] == "9999-12-31T23:59:59Z"
        assert firm.get("/v1/note-wallets").is_success


def test_a_statement_that_has_ended_is_refused(notes: NoteTrade) -> None:
    firm = notes.investor()
    past = statement(notes.ledger, firm, "1") | {"expires_at": notes.ledger.moment(-86_400)}
    assert notes.verifier.refused("/v1/statements", past)["code"] == "statement_expired"


def test_only_those_who_are_trusted_on_a_topic_state_on_it(notes: NoteTrade) -> None:
    firm, other = notes.investor(), notes.ledger.open_verifier("77")
    refused = other.refused("/v1/statements", statement(notes.ledger, firm, "1"))
    assert refused["code"] == "not_trusted_on_topic"
    theirs = other.refused("/v1/statements/withdrawal", {"party": firm.party, "topic": "1"})
    assert theirs["code"] == "statement_not_found"


def test_a_verifier_that_is_trusted_no_longer_takes_its_statements_with_it(ledger: RunningLedger) -> None:
    """Also what others stated has to be looked at anew, since it may have rested on its word."""
    notes, topic = NoteTrade.opened(ledger), "3"
    if topic not in required_topics(ledger):
        ledger.host.command("/v1/verification-rules", {"topic": topic, "required": True})
    mine = ledger.open_verifier(topic)
    firm = ledger.open_party("investor")
    ledger.operator.command("/v1/note-wallets", {"party": firm.party, "country": CHINA})
    for one in required_topics(ledger):
        (mine if one == topic else verifier_of(ledger)).command(
            "/v1/statements", statement(ledger, firm, one)
        )
    assert wallet(firm, firm)["verified_until"] is not None
    rules = ledger.host.command(f"/v1/verifiers/{mine.party}/topics", {"topics": []})["rules"]
    assert mine.party not in {row["verifier"]["id"] for row in rules["verifiers"]}
    shown = wallet(firm, firm)
    assert (shown["verified_until"], shown["outdated"]) == (None, True)
    while ledger.operator.command("/v1/note-wallets/renewal")["left"]:
        pass
    assert ledger.operator.refused("/v1/note-wallets/renewal")["code"] == "nothing_to_renew"
    shown = wallet(firm, firm)
    assert (shown["verified_until"], shown["outdated"]) == (None, False)
    ledger.host.command("/v1/verification-rules", {"topic": topic, "required": False})
    notes.verify(ledger.open_party("investor"))


def test_a_wallet_is_struck_from_the_register(notes: NoteTrade) -> None:
    receivable, firm, operator = notes.wrapped(100), notes.investor(), notes.ledger.operator
    moved = operator.command(f"/v1/note-wallets/{firm.party}/country", {"country": "344"})["wallet"]
    assert moved["country"] == "344"
    operator.command(f"/v1/note-wallets/{firm.party}/removal")
    assert firm.read("/v1/note-wallets")["wallets"] == []
    assert not may_get(notes, receivable, firm)
    again = operator.refused(f"/v1/note-wallets/{firm.party}/removal")
    assert again["code"] == "wallet_not_registered"


def test_everybody_sees_its_own_wallet_alone(notes: NoteTrade) -> None:
    firm, other = notes.investor(), notes.investor()
    assert {row["party"]["id"] for row in firm.read("/v1/note-wallets")["wallets"]} == {firm.party}
    for reader in (notes.ledger.operator, notes.verifier, notes.agent, notes.ledger.open_party("supervisor")):
        seen = {row["party"]["id"] for row in reader.read("/v1/note-wallets")["wallets"]}
        assert {firm.party, other.party} <= seen


def test_a_list_of_countries_never_changes(ledger: RunningLedger) -> None:
    made = ledger.host.command("/v1/country-lists", {"countries": ["344", "156"]})["list"]
    assert made["countries"] == ["156", "344"]
    assert made in ledger.operator.read("/v1/country-lists")["lists"]
    for wrong, code in ((["000"], "unknown_country"), ([], "countries_missing")):
        assert ledger.host.refused("/v1/country-lists", {"countries": wrong})["code"] == code


@pytest.mark.parametrize("topic", ["01", "-1", "x", str(2**256), ""])
def test_a_topic_is_a_number_of_256_bits(sqlite_ledger: RunningLedger, topic: str) -> None:
    refused = sqlite_ledger.host.refused("/v1/verification-rules", {"topic": topic, "required": True})
    assert refused["code"] == "malformed_request"
    assert refused["errors"][0]["pointer"] == "#/topic"
