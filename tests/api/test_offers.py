"""Offers: what moves when the recipient signs, and what does not; what a programme demands of every way to pass on."""

from pathlib import Path
from typing import Any

import pytest

from tallystick.settings import Settings
from tests.api.running_ledger import Firm, RunningLedger, problem
from tests.api.trade import Trade, document, hand_over, split

HOUR = 3_600


@pytest.fixture
def trade(ledger: RunningLedger) -> Trade:
    return Trade.opened(ledger)


@pytest.fixture
def taker(ledger: RunningLedger) -> Firm:
    return ledger.open_party()


@pytest.fixture
def stranger(ledger: RunningLedger) -> Firm:
    return ledger.open_party("supplier", "financier")


def _offered(giver: Firm, taker: Firm, value: int, *evidence: tuple[str, int]) -> dict[str, Any]:
    return {
        "to": taker.party,
        "value": value,
        "expires_at": giver.ledger.moment(HOUR),
        "evidence": [{"document": fingerprint, "amount": amount} for fingerprint, amount in evidence],
    }


def _offer(giver: Firm, taker: Firm, claim: str, value: int, *evidence: tuple[str, int]) -> dict[str, Any]:
    """The offer as its maker is told of it."""
    body = _offered(giver, taker, value, *evidence)
    offer: dict[str, Any] = giver.command(f"/v1/claims/{claim}/offers", body)["offer"]
    return offer


def _face(holder: Firm, claim: str) -> int:
    face: int = holder.read(f"/v1/claims/{claim}")["face"]
    return face


# What an offer is


def test_value_moves_when_the_recipient_accepts_and_not_before(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_000)
    offer = _offer(trade.supplier, taker, claim, 300)
    assert (offer["state"], offer["into"], offer["value"]) == ("open", None, 300)
    assert _face(trade.supplier, claim) == 1_000
    assert taker.claims() == []
    accepted = taker.command(f"/v1/offers/{offer['id']}/acceptance")["offer"]
    (got,) = taker.claims()
    assert (accepted["state"], accepted["into"], got["face"]) == ("accepted", got["id"], 300)
    assert _face(trade.supplier, claim) == 700


def test_an_offer_of_all_that_a_claim_is_worth_hands_over_the_claim(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_000)
    offer = _offer(trade.supplier, taker, claim, 1_000)
    assert taker.command(f"/v1/offers/{offer['id']}/acceptance")["offer"]["into"] == claim
    assert [row["id"] for row in taker.claims()] == [claim]
    assert trade.supplier.claims() == []


def test_an_offer_tells_its_recipient_who_owes_and_when(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_000)
    offer = _offer(trade.supplier, taker, claim, 300)
    told = taker.read(f"/v1/offers/{offer['id']}")
    terms = trade.supplier.read(f"/v1/receivables/{claim.split('-')[0]}")
    assert told["debtor"]["id"] == trade.debtor.party
    assert told["holder"]["id"] == trade.supplier.party
    assert told["recipient"]["id"] == taker.party
    assert (told["due_date"], told["currency"]) == (terms["due_date"], "CNY")


def test_an_offer_does_not_encumber_and_the_first_acceptance_wins(trade: Trade, taker: Firm) -> None:
    claim, other = trade.claim(1_000), trade.ledger.open_party()
    first = _offer(trade.supplier, taker, claim, 600)
    second = _offer(trade.supplier, other, claim, 600)
    other.command(f"/v1/offers/{second['id']}/acceptance")
    refused = taker.refused(f"/v1/offers/{first['id']}/acceptance")
    assert (refused["code"], refused["values"]) == ("offer_not_covered", {"claim": claim})
    assert taker.claims() == []


def test_who_takes_too_much_does_not_learn_what_the_claim_is_worth(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_237)
    trade.supplier.command(f"/v1/claims/{claim}/allowances", {"to": taker.party, "value": 5_000})
    answer = taker.post(f"/v1/claims/{claim}/takings", {"value": 4_000})
    assert answer.json()["code"] == "offer_not_covered"
    assert "1237" not in answer.text
    assert "12.37" not in answer.text


def test_an_offer_ends_when_its_claim_changes_hands(trade: Trade, taker: Firm) -> None:
    claim, other = trade.claim(1_000), trade.ledger.open_party()
    offer = _offer(trade.supplier, taker, claim, 600)
    hand_over(trade.supplier, other, [claim])
    hand_over(other, trade.supplier, [claim])
    assert taker.read(f"/v1/offers/{offer['id']}")["state"] == "ended"
    assert taker.refused(f"/v1/offers/{offer['id']}/acceptance")["code"] == "offer_not_open"


@pytest.mark.parametrize(
    ("who", "how", "state"), [(0, "withdrawal", "withdrawn"), (1, "decline", "declined")]
)
def test_an_offer_taken_back_or_turned_down_cannot_be_accepted(
    trade: Trade, taker: Firm, who: int, how: str, state: str
) -> None:
    claim = trade.claim(1_000)
    offer = _offer(trade.supplier, taker, claim, 600)
    told = (trade.supplier, taker)[who].command(f"/v1/offers/{offer['id']}/{how}")
    assert told["offer"]["state"] == state
    for again in ("acceptance", "decline"):
        assert taker.refused(f"/v1/offers/{offer['id']}/{again}")["code"] == "offer_not_open"
    assert _face(trade.supplier, claim) == 1_000


def test_what_was_turned_down_can_be_offered_again(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_000)
    body = _offered(trade.supplier, taker, 600)
    first = trade.supplier.command(f"/v1/claims/{claim}/offers", body)["offer"]
    assert trade.supplier.refused(f"/v1/claims/{claim}/offers", body)["code"] == "offer_stands_already"
    taker.command(f"/v1/offers/{first['id']}/decline")
    again = trade.supplier.command(f"/v1/claims/{claim}/offers", body)["offer"]
    assert (again["id"], again["state"]) == (first["id"], "open")
    taker.command(f"/v1/offers/{first['id']}/acceptance")
    assert _face(trade.supplier, claim) == 400


def test_only_the_recipient_answers_and_only_the_holder_withdraws(
    trade: Trade, taker: Firm, stranger: Firm
) -> None:
    offer = _offer(trade.supplier, taker, trade.claim(1_000), 600)
    path = f"/v1/offers/{offer['id']}"
    assert trade.supplier.refused(f"{path}/acceptance")["code"] == "not_the_recipient"
    assert trade.supplier.refused(f"{path}/decline")["code"] == "not_the_recipient"
    assert taker.refused(f"{path}/withdrawal")["code"] == "not_your_claim"
    for how in ("acceptance", "decline", "withdrawal"):
        for outsider in (stranger, trade.debtor):
            assert outsider.refused(f"{path}/{how}")["code"] == "offer_not_found"
    taker.command(f"{path}/acceptance")


def test_an_acceptance_that_is_repeated_moves_the_value_once(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_000)
    offer = _offer(trade.supplier, taker, claim, 300)
    path = f"/v1/offers/{offer['id']}/acceptance"
    first, second = (taker.post(path, key=f"sign {offer['id']}") for _ in range(2))
    assert (first.status_code, second.headers["idempotency-replayed"]) == (201, "true")
    assert first.text == second.text
    assert _face(trade.supplier, claim) == 700


def test_offers_that_make_no_sense_are_refused(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_000)
    path, giver = f"/v1/claims/{claim}/offers", trade.supplier
    good = _offered(giver, taker, 300)
    for code, changed in (
        ("offer_to_oneself", {"to": giver.party}),
        ("value_exceeded", {"value": 1_001}),
        ("offer_expired", {"expires_at": giver.ledger.moment(-HOUR)}),
        ("party_not_found", {"to": "nobody"}),
        ("malformed_request", {"value": 0}),
        ("malformed_request", {"value": 2**53}),
        ("malformed_request", {"expires_at": "2026-13-01T00:00:00Z"}),
        ("malformed_request", {"expires_at": "2027-01-01T00:00:00"}),
        ("malformed_request", {"expires_at": 1_900_000_000}),
        ("malformed_request", {"expires_at": "1969-12-31T00:00:00Z"}),
    ):
        assert giver.refused(path, good | changed)["code"] == code, changed
    giver.command(path, good)


def test_the_latest_end_is_told_and_can_be_named(trade: Trade, taker: Firm) -> None:
    path, good = f"/v1/claims/{trade.claim(1_000)}/offers", _offered(trade.supplier, taker, 300)
    told = trade.supplier.refused(path, good | {"expires_at": "9999-12-31T23:59:59-14:00"})
    assert (told["status"], told["code"]) == (422, "offer_expiry_too_late")
    latest = {"expires_at": told["values"]["latest_expiry"]}
    offer = trade.supplier.command(path, good | latest)["offer"]
    assert {"expires_at": offer["expires_at"]} == latest == {"expires_at": "9999-12-31T23:59:59Z"}
    assert taker.command(f"/v1/offers/{offer['id']}/acceptance")["offer"]["state"] == "accepted"


def test_an_expired_offer_can_only_be_taken_back(tmp_path: Path) -> None:
    ledger = RunningLedger(Settings(home=tmp_path / "home", port=0, follow_seconds=0.5))
    ledger.start()
    try:
        trade, taker = Trade.opened(ledger), ledger.open_party()
        claim = trade.claim(1_000)
        late, timely = (_offer(trade.supplier, taker, claim, value) for value in (600, 300))
        ledger.let_time_pass(HOUR - 60)
        taker.command(f"/v1/offers/{timely['id']}/acceptance")
        ledger.let_time_pass(HOUR)
        refused = taker.refused(f"/v1/offers/{late['id']}/acceptance")
        assert (refused["code"], refused["values"]["expiry"]) == ("offer_expired", late["expires_at"])
        ledger.open_party()  # a block, by which the mirror knows the time
        assert taker.read(f"/v1/offers/{late['id']}")["state"] == "expired"
        assert _ids(taker, state="expired") == {late["id"]}
        assert _ids(taker, state="open") == set()
        told = trade.supplier.command(f"/v1/offers/{late['id']}/withdrawal")
        assert told["offer"]["state"] == "withdrawn"
    finally:
        ledger.close()


# Who sees what


def _ids(viewer: Firm, **query: Any) -> set[str]:
    return {offer["id"] for offer in viewer.read("/v1/offers", **query)["offers"]}


def test_offers_are_seen_by_their_two_sides_and_the_supervisor(
    trade: Trade, taker: Firm, stranger: Firm
) -> None:
    offer = _offer(trade.supplier, taker, trade.claim(1_000), 300)
    supervisor = trade.ledger.open_party("supervisor")
    for viewer in (trade.supplier, taker, supervisor):
        assert viewer.get(f"/v1/offers/{offer['id']}").status_code == 200
        assert offer["id"] in _ids(viewer, size=500)
    for outsider in (trade.debtor, stranger):
        assert outsider.get(f"/v1/offers/{offer['id']}").status_code == 404
        assert _ids(outsider) == set()


def test_offers_come_in_pages_and_by_state(trade: Trade, taker: Firm) -> None:
    claim = trade.claim(1_000)
    made = [_offer(trade.supplier, taker, claim, value)["id"] for value in (1, 2, 3)]
    taker.command(f"/v1/offers/{made[1]}/decline")
    first = taker.read("/v1/offers", size=2)
    rest = taker.read("/v1/offers", size=2, after=first["next"])
    assert [offer["id"] for page in (first, rest) for offer in page["offers"]] == made[::-1]
    assert rest["next"] is None
    assert _ids(taker, state="declined") == {made[1]}
    assert _ids(trade.supplier, state="open") == {made[0], made[2]}


def test_a_stranger_cannot_tell_by_commands_which_claims_there_are(
    trade: Trade, taker: Firm, stranger: Firm
) -> None:
    claim, nowhere = trade.claim(1_000), "987654-3"
    for action, body in (
        ("offers", _offered(stranger, taker, 300)),
        ("allowances", {"to": taker.party, "value": 1}),
        ("allowances/renunciation", None),
        ("takings", {"value": 1}),
        ("delegate", {"to": taker.party}),
        ("delegate", {"to": None}),
        ("encumbrance", {"for": taker.party}),
        ("encumbrance/release", None),
    ):
        told = stranger.post(f"/v1/claims/{claim}/{action}", body)
        unknown = stranger.post(f"/v1/claims/{nowhere}/{action}", body)
        assert told.is_error
        assert (told.status_code, told.text) == (unknown.status_code, unknown.text.replace(nowhere, claim))


# Allowances


def _allowances(viewer: Firm) -> list[tuple[str, str, str | None]]:
    rows = viewer.read("/v1/allowances")["allowances"]
    return [(row["claim"], row["allowed"], row["recipient"]["id"]) for row in rows]


def test_what_is_allowed_is_taken_by_the_recipient_itself(trade: Trade, taker: Firm, stranger: Firm) -> None:
    claim = trade.claim(1_000)
    trade.supplier.command(f"/v1/claims/{claim}/allowances", {"to": taker.party, "value": 300})
    for viewer in (trade.supplier, taker):
        assert _allowances(viewer) == [(claim, "300", taker.party)]
    assert _allowances(stranger) == []
    path = f"/v1/claims/{claim}/takings"
    assert stranger.refused(path, {"value": 1})["code"] == "not_your_claim"
    taken = taker.command(path, {"value": 100})
    assert _face(taker, taken["to_claim"]) == 100
    assert _allowances(taker) == [(claim, "200", taker.party)]
    assert taker.refused(path, {"value": 201})["code"] == "not_your_claim"
    taker.command(path, {"value": 200})
    assert _allowances(taker) == []
    assert _face(trade.supplier, claim) == 700


def test_an_allowance_is_taken_back_with_zero_and_turned_down_by_renouncing(
    trade: Trade, taker: Firm
) -> None:
    claim = trade.claim(1_000)
    path = f"/v1/claims/{claim}/allowances"
    ends: list[tuple[Firm, str, Any]] = [
        (trade.supplier, path, {"to": taker.party, "value": 0}),
        (taker, f"{path}/renunciation", None),
    ]
    for caller, where, body in ends:
        trade.supplier.command(path, {"to": taker.party, "value": 300})
        assert caller.command(where, body)["allowed"] == "0"
        assert taker.refused(f"/v1/claims/{claim}/takings", {"value": 1})["code"] == "not_your_claim"
        assert taker.refused(f"{path}/renunciation")["code"] == "allowance_not_found"


def test_an_allowance_is_gone_when_the_claim_has_changed_hands(trade: Trade, taker: Firm) -> None:
    claim, other = trade.claim(1_000), trade.ledger.open_party()
    trade.supplier.command(f"/v1/claims/{claim}/allowances", {"to": taker.party, "value": 300})
    hand_over(trade.supplier, other, [claim])
    assert _allowances(taker) == []
    hand_over(other, trade.supplier, [claim])
    assert _allowances(taker) == []
    assert taker.refused(f"/v1/claims/{claim}/takings", {"value": 1})["code"] == "not_your_claim"


def test_allowances_come_in_pages(trade: Trade, taker: Firm) -> None:
    claims = split(trade.supplier, trade.claim(1_000), [300, 300, 400])
    for claim in claims:
        trade.supplier.command(f"/v1/claims/{claim}/allowances", {"to": taker.party, "value": 1})
    first = taker.read("/v1/allowances", size=2)
    rest = taker.read("/v1/allowances", size=2, after=first["next"])
    assert [row["claim"] for page in (first, rest) for row in page["allowances"]] == claims
    assert rest["next"] is None


# Delegates


def test_a_delegate_moves_what_it_is_appointed_for_until_that_ends(
    trade: Trade, taker: Firm, stranger: Firm
) -> None:
    first, second = split(trade.supplier, trade.claim(1_000), [400, 600])
    other = trade.claim(1_000)
    receivable = first.split("-")[0]

    def may(claim: str) -> bool:
        body = {"to": stranger.party, "value": 1}
        answer = taker.post(f"/v1/claims/{claim}/transfers", body, dry_run="true")
        assert answer.is_success or problem(answer)["code"] == "not_your_claim"
        return answer.is_success

    def movable() -> list[bool]:
        return [may(claim) for claim in (first, second, other)]

    supplier = trade.supplier
    assert movable() == [False, False, False]
    supplier.command(f"/v1/claims/{first}/delegate", {"to": taker.party})
    assert movable() == [True, False, False]
    supplier.command(f"/v1/claims/{first}/delegate", {"to": None})
    assert movable() == [False, False, False]
    for receivable_or_all, expected in ((receivable, [True, True, False]), (None, [True, True, True])):
        body = {"to": taker.party, "receivable": receivable_or_all}
        told = supplier.command("/v1/delegates", body | {"approved": True})
        assert (told["delegate"]["id"], told["receivable"]) == (taker.party, receivable_or_all)
        assert movable() == expected
        supplier.command("/v1/delegates", body | {"approved": False})
        assert movable() == [False, False, False]


def test_a_delegate_may_offer_for_the_holder(trade: Trade, taker: Firm, stranger: Firm) -> None:
    claim = trade.claim(1_000)
    trade.supplier.command(f"/v1/claims/{claim}/delegate", {"to": stranger.party})
    offer = _offer(stranger, taker, claim, 300)
    assert offer["holder"]["id"] == trade.supplier.party
    taker.command(f"/v1/offers/{offer['id']}/acceptance")
    assert _face(trade.supplier, claim) == 700


# What a programme demands


def _ways_to_push(taker: Firm, claim: str) -> list[tuple[str, Any]]:
    """Every route by which a holder moves value to another who has signed nothing."""
    return [
        (f"/v1/claims/{claim}/transfers", {"to": taker.party, "value": 1}),
        (f"/v1/claims/{claim}/distributions", {"parts": [{"to": taker.party, "value": 1}]}),
        ("/v1/transfers", {"to": taker.party, "claims": [claim]}),
    ]


def test_where_acceptance_is_required_nobody_is_given_what_it_has_not_signed_for(
    ledger: RunningLedger, taker: Firm, stranger: Firm
) -> None:
    trade = Trade.opened(ledger, acceptance_required=True)
    first, second = split(trade.supplier, trade.claim(1_000), [600, 400])
    offer = _offer(trade.supplier, taker, first, 100)
    takers = taker.command(f"/v1/offers/{offer['id']}/acceptance")["offer"]["into"]
    trade.supplier.command("/v1/delegates", {"to": stranger.party, "approved": True})
    for pusher in (trade.supplier, stranger):
        for path, body in _ways_to_push(taker, first):
            assert pusher.refused(path, body)["code"] == "acceptance_required", path
    # Only a debtor sees claims of others to move value into; here it has bought one back.
    bought = _offer(trade.supplier, trade.debtor, first, 100)
    own = trade.debtor.command(f"/v1/offers/{bought['id']}/acceptance")["offer"]["into"]
    into_claim = {"to_claim": takers, "value": 1}
    assert trade.debtor.refused(f"/v1/claims/{own}/transfers", into_claim)["code"] == "acceptance_required"
    assert _face(taker, takers) == 100
    trade.supplier.command(f"/v1/claims/{second}/allowances", {"to": taker.party, "value": 50})
    taken = taker.command(f"/v1/claims/{second}/takings", {"value": 50})
    assert _face(taker, taken["to_claim"]) == 50
    split(trade.supplier, second, [100, 250])


def test_where_evidence_is_required_only_offers_with_documents_pass_value_on(
    ledger: RunningLedger, taker: Firm
) -> None:
    trade = Trade.opened(ledger, evidence_required=True)
    first, second = split(trade.supplier, trade.claim(1_000), [600, 400])
    supplier = trade.supplier
    invoice = taker.command("/v1/documents", document(supplier, taker, 500))["fingerprint"]
    offer = _offer(supplier, taker, first, 300, (invoice, 300))
    assert taker.read(f"/v1/documents/{invoice}")["drawn"] == 0
    taker.command(f"/v1/offers/{offer['id']}/acceptance")
    told = taker.read(f"/v1/documents/{invoice}")
    assert (told["drawn"], told["left"]) == (300, 200)
    for path, body in _ways_to_push(taker, second):
        assert supplier.refused(path, body)["code"] == "evidence_required", path
    assert (
        supplier.refused(f"/v1/claims/{second}/offers", _offered(supplier, taker, 1))["code"]
        == "evidence_required"
    )
    supplier.command(f"/v1/claims/{second}/allowances", {"to": taker.party, "value": 50})
    assert taker.refused(f"/v1/claims/{second}/takings", {"value": 50})["code"] == "evidence_required"


def test_a_transfer_draws_on_documents_of_its_two_sides_never_beyond_them(trade: Trade, taker: Firm) -> None:
    supplier, claim, other = trade.supplier, trade.claim(2_000), trade.ledger.open_party()
    invoice = taker.command("/v1/documents", document(supplier, taker, 500))["fingerprint"]
    foreign = other.command("/v1/documents", document(supplier, other, 500))["fingerprint"]
    accepted = _offer(supplier, taker, claim, 300, (invoice, 300))
    into = taker.command(f"/v1/offers/{accepted['id']}/acceptance")["offer"]["into"]
    assert _face(taker, into) == 300
    last, too_late = (_offer(supplier, taker, claim, value, (invoice, value)) for value in (200, 199))
    for code, offered in (
        ("evidence_exceeded", _offered(supplier, taker, 201, (invoice, 201))),
        ("document_of_others", _offered(supplier, taker, 100, (foreign, 100))),
        ("malformed_request", _offered(supplier, taker, 101, (invoice, 100))),
        ("document_not_found", _offered(supplier, taker, 100, ("0x" + "ab" * 32, 100))),
    ):
        for dry_run in (False, True):
            refused = supplier.refused(f"/v1/claims/{claim}/offers", offered, dry_run=dry_run)
            assert refused["code"] == code
        if code == "evidence_exceeded":
            assert [drawing["amount"] for drawing in refused["values"]["drawn_by"]] == [300]
    taker.command(f"/v1/offers/{last['id']}/acceptance")
    assert taker.read(f"/v1/documents/{invoice}")["left"] == 0
    refused = taker.refused(f"/v1/offers/{too_late['id']}/acceptance")
    assert refused["code"] == "evidence_exceeded"
    assert [drawing["amount"] for drawing in refused["values"]["drawn_by"]] == [300, 200]
