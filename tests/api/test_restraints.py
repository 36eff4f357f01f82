"""What stops claims and parties, who may do so, who may undo it, and who reads why."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from sqlalchemy import func, select

from tallystick.money.calendar import add_months
from tallystick.restraints.tables import OrderRecord
from tallystick.settings import Settings
from tests.api.running_ledger import Firm, RunningLedger
from tests.api.trade import Trade, commitment, hand_over, split, today

HOUR = 3_600
ORDER = "(2026)沪01执保123号"


@pytest.fixture
def trade(ledger: RunningLedger) -> Trade:
    return Trade.opened(ledger)


@pytest.fixture
def taker(ledger: RunningLedger) -> Firm:
    return ledger.open_party("supplier", "financier")


@pytest.fixture
def court(ledger: RunningLedger) -> Firm:
    return ledger.open_authority("上海金融法院")


@pytest.fixture
def regulator(ledger: RunningLedger) -> Firm:
    return ledger.open_authority()


def _freeze(authority: Firm, *claims: str, order: str = ORDER) -> list[dict[str, Any]]:
    told = authority.command("/v1/freezes", {"claims": list(claims), "order": order})
    freezes: list[dict[str, Any]] = told["freezes"]
    return freezes


def _lift(authority: Firm, *claims: str) -> list[bool]:
    """Whether each claim is still frozen by somebody else."""
    told = authority.command("/v1/freezes/lifting", {"claims": list(claims)})
    return [claim["frozen"] for claim in told["claims"]]


def _frozen(viewer: Firm, size: int = 100) -> list[tuple[str, str | None, str | None]]:
    rows = viewer.read("/v1/freezes", size=size)["freezes"]
    return [(row["claim"], row["order"], row["authority"]["id"]) for row in rows]


def _movements(taker: Firm, claim: str) -> list[tuple[str, Any]]:
    return [
        (f"/v1/claims/{claim}/splits", {"parts": [1, 999]}),
        (f"/v1/claims/{claim}/transfers", {"to": taker.party, "value": 1}),
        ("/v1/transfers", {"to": taker.party, "claims": [claim]}),
        (f"/v1/claims/{claim}/encumbrance", {"for": taker.party}),
        (
            f"/v1/claims/{claim}/offers",
            {"to": taker.party, "value": 1, "expires_at": taker.ledger.moment(HOUR)},
        ),
    ]


def _stopped(holder: Firm, taker: Firm, claim: str, code: str) -> None:
    for path, body in _movements(taker, claim):
        assert holder.refused(path, body)["code"] == code, path


def _moves(holder: Firm, taker: Firm, claim: str) -> None:
    for path, body in _movements(taker, claim):
        answer = holder.post(path, body, dry_run="true")
        assert answer.is_success, (path, answer.text)


# Freezing


def test_a_frozen_claim_stays_where_it_is_until_its_authority_lifts_the_order(
    trade: Trade, taker: Firm, court: Firm
) -> None:
    claim, supplier = trade.claim(1_000), trade.supplier
    offered = {"to": taker.party, "value": 1, "expires_at": taker.ledger.moment(2 * HOUR)}
    offer = supplier.command(f"/v1/claims/{claim}/offers", offered)["offer"]["id"]
    supplier.command(f"/v1/claims/{claim}/allowances", {"to": taker.party, "value": 5})
    _moves(supplier, taker, claim)
    _freeze(court, claim)
    _stopped(supplier, taker, claim, "claim_frozen")
    assert taker.refused(f"/v1/offers/{offer}/acceptance")["code"] == "claim_frozen"
    assert taker.refused(f"/v1/claims/{claim}/takings", {"value": 1})["code"] == "claim_frozen"
    assert _lift(court, claim) == [False]
    taker.command(f"/v1/offers/{offer}/acceptance")
    taker.command(f"/v1/claims/{claim}/takings", {"value": 1})


def test_of_two_authorities_on_one_claim_each_lifts_its_own_order(
    trade: Trade, taker: Firm, court: Firm, regulator: Firm
) -> None:
    claim = trade.claim(1_000)
    _freeze(court, claim)
    assert regulator.refused("/v1/freezes/lifting", {"claims": [claim]})["code"] == "no_order_stands"
    _freeze(regulator, claim, order="another")
    assert _lift(court, claim) == [True]
    _stopped(trade.supplier, taker, claim, "claim_frozen")
    assert court.refused("/v1/freezes/lifting", {"claims": [claim]})["code"] == "no_order_stands"
    assert _lift(regulator, claim) == [False]
    _moves(trade.supplier, taker, claim)


def test_an_authority_gives_one_order_at_a_time_on_a_claim(trade: Trade, court: Firm) -> None:
    first, second = split(trade.supplier, trade.claim(1_000), [400, 600])
    _freeze(court, first)
    for claims in ([first], [second, first], [second, second]):
        body = {"claims": claims, "order": "another"}
        assert court.refused("/v1/freezes", body)["code"] == "order_stands", claims
    assert [claim for claim, _, _ in _frozen(court)] == [first]


def test_an_order_is_read_by_its_authority_the_holder_and_the_supervisor(
    trade: Trade, taker: Firm, court: Firm, regulator: Firm
) -> None:
    claim = trade.claim(1_000)
    (told,) = _freeze(court, claim)
    assert (told["order"], told["order_hash"]) == (ORDER, "0x" + keccak(ORDER.encode()).hex())
    assert (told["holder"]["id"], told["face"]) == (trade.supplier.party, 1_000)
    expected = (claim, ORDER, court.party)
    assert _frozen(court) == [expected]
    assert _frozen(trade.supplier) == [expected]
    supervisor = trade.ledger.open_party("supervisor")
    assert expected in _frozen(supervisor, size=500)
    for outsider in (regulator, trade.debtor, taker):
        assert _frozen(outsider) == []
    _lift(court, claim)
    assert _frozen(court) == _frozen(trade.supplier) == []


def test_freezes_come_in_pages(trade: Trade, court: Firm, regulator: Firm) -> None:
    claims = split(trade.supplier, trade.claim(1_000), [300, 300, 400])
    _freeze(court, *claims)
    _freeze(regulator, claims[1])
    first = trade.supplier.read("/v1/freezes", size=2)
    rest = trade.supplier.read("/v1/freezes", size=3, after=first["next"])
    seen = [row["claim"] for page in (first, rest) for row in page["freezes"]]
    assert seen == [claims[0], claims[1], claims[1], claims[2]]
    assert rest["next"] is None


def test_an_authority_reads_what_it_froze_and_nothing_else_of_the_ledger(trade: Trade, court: Firm) -> None:
    claim = trade.claim(1_000)
    _freeze(court, claim)
    receivable = claim.split("-")[0]
    for path in (f"/v1/claims/{claim}", f"/v1/receivables/{receivable}", "/v1/claims", "/v1/offers"):
        assert court.get(path).status_code == 403, path
    assert court.read("/v1/parties/me")["roles"] == ["authority"]


def test_an_order_that_stopped_nothing_is_not_kept(ledger: RunningLedger, court: Firm) -> None:
    def kept() -> int | None:
        with ledger.backend.store.reading() as session:
            return session.scalar(select(func.count()).select_from(OrderRecord))

    before = kept()
    body = {"claims": ["987654-3"], "order": ORDER}
    assert court.refused("/v1/freezes", body)["code"] == "claim_not_found"
    assert court.refused("/v1/freezes/lifting", {"claims": ["987654-3"]})["code"] == "no_order_stands"
    for malformed in (
        {"claims": [], "order": ORDER},
        {"claims": ["1-1"], "order": "  "},
        {"claims": ["1-1"]},
    ):
        assert court.refused("/v1/freezes", malformed)["code"] == "malformed_request"
    assert kept() == before


# Suspending


def test_a_suspended_party_neither_gives_nor_receives_nor_signs(
    trade: Trade, taker: Firm, court: Firm
) -> None:
    first, second = split(trade.supplier, trade.claim(1_000), [400, 600])
    supplier, path = trade.supplier, f"/v1/parties/{trade.supplier.party}"
    hand_over(supplier, taker, [second])
    offered = {"value": 1, "expires_at": taker.ledger.moment(HOUR)}
    from_it, to_it = (
        giver.command(f"/v1/claims/{claim}/offers", offered | {"to": other.party})["offer"]["id"]
        for giver, claim, other in ((supplier, first, taker), (taker, second, supplier))
    )
    issued = trade.offer(500)
    another = commitment(trade.programme, supplier, 700, trade.invoice(700))
    told = court.command(f"{path}/suspension", {"order": ORDER})["suspension"]
    assert (told["party"]["id"], told["order"]) == (supplier.party, ORDER)
    attempts: list[tuple[Firm, str, Any]] = [
        (supplier, "/v1/transfers", {"to": taker.party, "claims": [first]}),
        (supplier, f"/v1/claims/{first}/transfers", {"to": taker.party, "value": 1}),
        (supplier, f"/v1/claims/{first}/splits", {"parts": [100, 300]}),
        (taker, f"/v1/offers/{from_it}/acceptance", None),
        (taker, "/v1/transfers", {"to": supplier.party, "claims": [second]}),
        (taker, f"/v1/claims/{second}/transfers", {"to": supplier.party, "value": 1}),
        (supplier, f"/v1/offers/{to_it}/acceptance", None),
        (supplier, f"/v1/receivables/{issued}/acceptance", None),
        (trade.debtor, "/v1/receivables", another),
    ]
    for sender, where, body in attempts:
        assert sender.refused(where, body)["code"] == "account_suspended", where
    assert court.command(f"{path}/reinstatement")["suspended"] is False
    for sender, where, body in attempts:
        assert sender.post(where, body, dry_run="true").is_success, where


def test_of_two_authorities_on_one_party_each_lifts_its_own_order(
    trade: Trade, taker: Firm, court: Firm, regulator: Firm
) -> None:
    claim, path = trade.claim(1_000), f"/v1/parties/{trade.supplier.party}"
    hand = ("/v1/transfers", {"to": taker.party, "claims": [claim]})
    for authority in (court, regulator):
        assert authority.refused(f"{path}/reinstatement")["code"] == "no_order_stands"
        authority.command(f"{path}/suspension", {"order": ORDER})
    assert court.refused(f"{path}/suspension", {"order": "another"})["code"] == "order_stands"
    assert court.command(f"{path}/reinstatement")["suspended"] is True
    assert trade.supplier.refused(*hand)["code"] == "account_suspended"
    assert regulator.command(f"{path}/reinstatement")["suspended"] is False
    trade.supplier.command(*hand)


def test_a_suspension_is_read_by_its_authority_the_party_and_the_supervisor(
    trade: Trade, taker: Firm, court: Firm, regulator: Firm
) -> None:
    court.command(f"/v1/parties/{trade.supplier.party}/suspension", {"order": ORDER})

    def seen(viewer: Firm) -> list[tuple[str, str | None]]:
        rows = viewer.read("/v1/suspensions")["suspensions"]
        return [(row["party"]["id"], row["order"]) for row in rows]

    expected = (trade.supplier.party, ORDER)
    assert seen(court) == seen(trade.supplier) == [expected]
    assert expected in seen(trade.ledger.open_party("supervisor"))
    for outsider in (regulator, taker, trade.debtor):
        assert seen(outsider) == []


def test_only_who_can_hold_claims_can_be_suspended(ledger: RunningLedger, court: Firm) -> None:
    for party, code in (
        (ledger.open_party("supervisor").party, "party_cannot_hold"),
        (court.party, "party_cannot_hold"),
        ("nobody", "party_not_found"),
    ):
        assert court.refused(f"/v1/parties/{party}/suspension", {"order": ORDER})["code"] == code


# Pausing


def test_a_paused_receivable_stands_still_until_the_operator_resumes_it(trade: Trade, taker: Firm) -> None:
    claim, other, operator = trade.claim(1_000), trade.claim(1_000), trade.ledger.operator
    path = f"/v1/receivables/{claim.split('-')[0]}"
    assert operator.refused(f"{path}/resumption")["code"] == "receivable_not_paused"
    assert operator.command(f"{path}/pause")["paused"] is True
    _stopped(trade.supplier, taker, claim, "receivable_paused")
    _moves(trade.supplier, taker, other)
    again = operator.refused(f"{path}/pause")
    assert (again["code"], "already" in again["detail"]) == ("receivable_paused", True)
    assert operator.command(f"{path}/resumption")["paused"] is False
    _moves(trade.supplier, taker, claim)


def test_a_pause_does_not_lift_what_an_authority_ordered(trade: Trade, taker: Firm, court: Firm) -> None:
    claim, operator = trade.claim(1_000), trade.ledger.operator
    _freeze(court, claim)
    operator.command(f"/v1/receivables/{claim.split('-')[0]}/pause")
    operator.command(f"/v1/receivables/{claim.split('-')[0]}/resumption")
    _stopped(trade.supplier, taker, claim, "claim_frozen")


def test_what_nobody_has_accepted_yet_cannot_be_paused(trade: Trade) -> None:
    for receivable in (trade.offer(500), "987654"):
        code = trade.ledger.operator.refused(f"/v1/receivables/{receivable}/pause")["code"]
        assert code == "receivable_not_active"


# Encumbrances


def test_an_encumbered_claim_stays_until_its_beneficiary_releases_it(trade: Trade, taker: Firm) -> None:
    claim, bank = trade.claim(1_000), trade.ledger.open_party("financier")
    path = f"/v1/claims/{claim}/encumbrance"
    told = trade.supplier.command(path, {"for": bank.party})["encumbrance"]
    assert (told["claim"], told["beneficiary"]["id"], told["face"]) == (claim, bank.party, 1_000)
    _stopped(trade.supplier, taker, claim, "claim_encumbered")
    assert trade.supplier.refused(f"{path}/release")["code"] == "not_the_beneficiary"
    for outsider in (taker, trade.debtor):
        assert outsider.refused(f"{path}/release")["code"] == "encumbrance_not_found"
    assert bank.refused("/v1/transfers", {"to": taker.party, "claims": [claim]})["code"] == "not_your_claim"
    bank.command(f"{path}/release")
    _moves(trade.supplier, taker, claim)
    assert bank.refused(f"{path}/release")["code"] == "encumbrance_not_found"


def test_nobody_encumbers_what_it_does_not_hold_or_for_itself(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_000)
    path = f"/v1/claims/{claim}/encumbrance"
    assert taker.refused(path, {"for": taker.party})["code"] == "not_your_claim"
    assert trade.supplier.refused(path, {"for": trade.supplier.party})["code"] == "invalid_beneficiary"
    assert trade.supplier.refused(path, {"beneficiary": taker.party})["code"] == "malformed_request"


def test_encumbrances_are_seen_by_holder_beneficiary_and_supervisor(
    trade: Trade, taker: Firm, court: Firm
) -> None:
    claims = split(trade.supplier, trade.claim(1_000), [300, 300, 400])
    for claim in claims:
        trade.supplier.command(f"/v1/claims/{claim}/encumbrance", {"for": taker.party})

    def seen(viewer: Firm, **query: Any) -> list[str]:
        return [row["claim"] for row in viewer.read("/v1/encumbrances", **query)["encumbrances"]]

    assert seen(trade.supplier) == seen(taker) == claims
    assert seen(taker, size=2) == claims[:2]
    assert seen(taker, after=claims[1]) == claims[2:]
    assert set(claims) <= set(seen(trade.ledger.open_party("supervisor"), size=500))
    assert seen(trade.debtor) == []
    assert court.get("/v1/encumbrances").status_code == 403


# The host's powers


def test_an_authority_is_appointed_once_and_its_key_is_shown_to_a_repeat_only(ledger: RunningLedger) -> None:
    body = {"name": "法院", "tax_number": "11310000MB2F30009X"}
    first, second = (ledger.host.post("/v1/authorities", body, "appoint the court") for _ in range(2))
    assert (first.status_code, first.text) == (201, second.text)
    assert second.headers["idempotency-replayed"] == "true"
    assert ledger.host.refused("/v1/authorities", body)["code"] == "tax_number_taken"
    listed = {party["id"]: party["roles"] for party in ledger.operator.read("/v1/parties")["parties"]}
    assert listed[first.json()["party"]["id"]] == ["authority"]
    assert first.json()["api_key"] not in ledger.operator.get("/v1/parties").text


def test_the_operator_cannot_open_an_authority(ledger: RunningLedger) -> None:
    body = {"name": "法院", "tax_number": "11310000MB2F30010X", "roles": ["authority"]}
    assert ledger.operator.refused("/v1/parties", body)["code"] == "malformed_request"


def test_a_desk_is_a_contract_that_the_host_admits_and_dismisses(ledger: RunningLedger) -> None:
    host, desk = ledger.host, to_checksum_address(ledger.backend.contracts.description)
    assert host.refused("/v1/desks", {"address": desk, "admitted": False})["code"] == "desk_not_admitted"
    told = host.command("/v1/desks", {"address": desk.lower(), "admitted": True})
    assert (told["address"], told["admitted"]) == (desk, True)
    assert host.refused("/v1/desks", {"address": desk, "admitted": True})["code"] == "desk_already_admitted"
    assert host.command("/v1/desks", {"address": desk, "admitted": False})["admitted"] is False
    for address, code in (
        ("0x" + "5e" * 20, "invalid_account"),
        (to_checksum_address(ledger.backend.contracts.ledger), "invalid_account"),
        ("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "malformed_request"),
        ("5e" * 20, "malformed_request"),
    ):
        assert host.refused("/v1/desks", {"address": address, "admitted": True})["code"] == code


def test_a_term_rule_binds_what_is_issued_from_its_day_on(tmp_path: Path) -> None:
    ledger = RunningLedger(Settings(home=tmp_path / "home", port=0, follow_seconds=0.5))
    ledger.start()
    try:
        trade = Trade.opened(ledger)
        path = f"/v1/programmes/{trade.programme}/term-rules"
        rule = {"longest_term_months": 3, "from_date": (today() + timedelta(days=2)).isoformat()}
        ledger.host.command(path, rule)
        trade.offer(500)
        ledger.let_days_pass(2)
        later = today() + timedelta(days=2)

        def issue(months: int) -> dict[str, Any]:
            body = commitment(trade.programme, trade.supplier, 500, trade.invoice(500))
            return body | {"due_date": add_months(later, months).isoformat()}

        assert trade.debtor.refused("/v1/receivables", issue(6))["code"] == "due_date_out_of_range"
        trade.debtor.command("/v1/receivables", issue(3))
    finally:
        ledger.close()


def test_a_term_rule_lies_ahead_of_today_and_of_every_rule_before_it(ledger: RunningLedger) -> None:
    programme = ledger.open_programme()
    path = f"/v1/programmes/{programme}/term-rules"

    def rule(days: int, months: int = 3) -> dict[str, Any]:
        return {
            "longest_term_months": months,
            "from_date": (today() + timedelta(days=days)).isoformat(),
        }

    assert ledger.host.refused(path, rule(0))["code"] == "term_rule_not_ahead"
    told = ledger.host.command(path, rule(10))
    assert (told["programme"], told["longest_term_months"]) == (programme, 3)
    assert ledger.host.refused(path, rule(10))["code"] == "term_rule_not_ahead"
    assert ledger.host.refused(path, rule(20, months=200))["code"] == "term_out_of_range"
    assert ledger.host.refused(path, rule(20) | {"from_date": "1969-12-31"})["code"] == "term_rule_not_ahead"
    assert ledger.host.refused("/v1/programmes/999/term-rules", rule(20))["code"] == "programme_not_found"
