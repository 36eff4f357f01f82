"""What must not work is refused with a stable code, the offending values and the way out."""

from datetime import timedelta
from typing import Any

import pytest
from eth_utils.address import to_checksum_address

from tallystick.money.calendar import add_months
from tests.api.running_ledger import RunningLedger
from tests.api.trade import Model1, Trade, commitment, document, hand_over, pass_value, split, today


@pytest.fixture
def trade(ledger: RunningLedger) -> Trade:
    return Trade.opened(ledger)


# Evidence


def test_the_buyer_is_told_what_draws_on_an_exceeded_document(any_model_1: Model1) -> None:
    body = commitment(any_model_1.programme, any_model_1.tier1, 1, any_model_1.invoice)
    told = any_model_1.car_maker.refused("/v1/receivables", body)
    assert (told["status"], told["code"]) == (409, "evidence_exceeded")
    assert told["values"]["drawn_by"] == [
        {"receivable": any_model_1.receivable, "claim": None, "amount": 10_000_000_000}
    ]
    assert (told["values"]["amount"], told["values"]["requested"]) == (10_000_000_000, 1)
    assert told["values"]["fingerprint"] == any_model_1.invoice


def test_nobody_else_draws_on_a_document_or_learns_what_did(model_1: Model1) -> None:
    other = Trade.opened(model_1.ledger)
    for creditor in (model_1.tier1, other.supplier):
        told = other.debtor.refused(
            "/v1/receivables", commitment(other.programme, creditor, 1, model_1.invoice)
        )
        assert (told["status"], told["code"]) == (403, "document_of_others")
        assert "drawn_by" not in told["values"]
        assert "amount" not in told["values"]


def test_two_receivables_share_a_document_to_the_fen(trade: Trade) -> None:
    invoice = trade.invoice(1_000)
    first, second = trade.offer(400, invoice), trade.offer(600, invoice)
    told = trade.supplier.read(f"/v1/documents/{invoice}")
    assert (told["drawn"], told["left"]) == (1_000, 0)
    assert told["drawings"] == [
        {"receivable": first, "claim": None, "amount": 400},
        {"receivable": second, "claim": None, "amount": 600},
    ]


def test_a_document_is_registered_once_however_it_is_written(trade: Trade) -> None:
    body = document(trade.debtor, trade.supplier, 500, number="ab-12 34")
    first = trade.supplier.command("/v1/documents", body)
    # The same document, with other characters, another amount and another buyer
    other_buyer = trade.ledger.open_party("debtor").party
    again = body | {"number": "ＡＢ1234", "amount": 900, "buyer": other_buyer}
    told = trade.supplier.refused("/v1/documents", again)
    assert (told["status"], told["code"]) == (409, "document_already_registered")
    assert told["values"]["fingerprint"] == first["fingerprint"]
    other = trade.supplier.command("/v1/documents", body | {"number": "ab-12 35"})
    assert other["fingerprint"] != first["fingerprint"]


def test_a_document_of_others_cannot_be_sent_in(trade: Trade, model_1: Model1) -> None:
    body = document(trade.debtor, trade.supplier, 500)
    assert model_1.a.refused("/v1/documents", body)["code"] == "document_of_others"


def test_only_its_issuer_registers_a_document_since_anybody_else_could_use_up_its_number(
    trade: Trade,
) -> None:
    invoice = document(trade.debtor, trade.supplier, 500)
    assert trade.debtor.refused("/v1/documents", invoice)["code"] == "document_of_others"
    acceptance = document(trade.debtor, trade.supplier, 500, kind="acceptance")
    assert trade.supplier.refused("/v1/documents", acceptance)["code"] == "document_of_others"
    assert trade.debtor.command("/v1/documents", acceptance)["left"] == 500


def test_a_number_has_letters_or_digits(trade: Trade) -> None:
    assert trade.supplier.refused("/v1/documents", document(trade.debtor, trade.supplier, 5, number="‿"))[
        "code"
    ] in {"document_without_number", "malformed_request"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"evidence": []}, "evidence_does_not_match_face"),
        ({"face": 999}, "evidence_does_not_match_face"),
        ({"programme": "400000000"}, "programme_not_found"),
        ({"creditor": "nobody"}, "party_not_found"),
        ({"due_date": today().isoformat()}, "due_date_out_of_range"),
        ({"due_date": "1969-12-31"}, "due_date_out_of_range"),
        ({"accept_by": "1969-12-31"}, "accept_by_out_of_range"),
        ({"accept_by": (today() - timedelta(days=1)).isoformat()}, "accept_by_out_of_range"),
        ({"accept_by": (add_months(today(), 6) + timedelta(days=2)).isoformat()}, "accept_by_out_of_range"),
        ({"due_date": "9999-12-31"}, "due_date_out_of_range"),
        (
            {"due_date": (add_months(today(), 6) + timedelta(days=2)).isoformat()},
            "due_date_out_of_range",
        ),
        ({"evidence": [{"document": "0x" + "77" * 32, "amount": 1_000}]}, "document_not_found"),
    ],
)
def test_a_commitment_that_breaks_a_rule_is_refused(trade: Trade, change: dict[str, Any], code: str) -> None:
    body = commitment(trade.programme, trade.supplier, 1_000, trade.invoice(1_000))
    assert trade.debtor.refused("/v1/receivables", body | change)["code"] == code


def test_nobody_owes_to_itself(ledger: RunningLedger, trade: Trade) -> None:
    both = ledger.open_party("debtor", "supplier")
    body = commitment(trade.programme, both, 1_000, trade.invoice(1_000))
    assert both.refused("/v1/receivables", body)["code"] == "creditor_is_debtor"


# Programmes and parties


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"asset_kind": "bill"}, "bills_cannot_be_split"),
        ({"regime": "approved_infrastructure"}, "regime_needs_approval"),
        ({"regime": "offshore", "approval": "  "}, "regime_needs_approval"),
        ({"regime": "offshore", "approval": "备" * 11}, "approval_too_long"),
        ({"longest_term_months": 0}, "term_out_of_range"),
        ({"longest_term_months": 13}, "term_out_of_range"),
        ({"token_offering": True}, "token_offering_needs_approval"),
        ({"policy": "0x" + "ab" * 20}, "policy_not_a_contract"),
    ],
)
def test_an_inadmissible_programme_is_refused(
    ledger: RunningLedger, rules: dict[str, Any], code: str
) -> None:
    terms = {
        "name": "x",
        "asset_kind": "claim",
        "regime": "plain_claim_register",
        "day_count": "ACT/365F",
        "longest_term_months": 6,
    }
    assert ledger.operator.refused("/v1/programmes", terms | rules)["code"] == code


def test_a_programme_is_told_as_it_was_opened(ledger: RunningLedger) -> None:
    terms = {
        "name": "离岸",
        "currency": "USD",
        "asset_kind": "claim",
        "regime": "offshore",
        "approval": "SAFE-2026-1",
        "day_count": "ACT/365F",
        "longest_term_months": 12,
        "grace_days": 5,
        "overdue_ppm": 180,
        "acceptance_required": True,
        "evidence_required": True,
        "open_accounts_only": False,
        "token_offering": True,
        "policy": to_checksum_address(ledger.backend.contracts.cross_border),
    }
    opened = ledger.operator.command("/v1/programmes", terms)
    assert opened == terms | {"id": opened["id"]}
    assert ledger.operator.read(f"/v1/programmes/{opened['id']}") == opened


def test_a_tax_number_belongs_to_one_party(ledger: RunningLedger) -> None:
    firm = ledger.open_party()
    number = firm.read("/v1/parties/me")["tax_number"]
    body = {"name": "again", "tax_number": number.lower(), "roles": ["supplier"]}
    told = ledger.operator.refused("/v1/parties", body)
    assert (told["status"], told["code"]) == (409, "tax_number_taken")


def test_a_supervisor_does_not_trade(ledger: RunningLedger) -> None:
    body = {"name": "x", "tax_number": "999999999999999", "roles": ["supervisor", "supplier"]}
    assert ledger.operator.refused("/v1/parties", body)["code"] == "supervisor_cannot_trade"


# Claims


def test_only_the_creditor_accepts_and_once(trade: Trade) -> None:
    receivable = trade.offer(1_000)
    path = f"/v1/receivables/{receivable}/acceptance"
    assert trade.debtor.refused(path)["code"] == "not_the_creditor"
    trade.supplier.command(path)
    assert trade.supplier.refused(path)["code"] == "receivable_not_offered"


def test_a_claim_is_passed_on_once(any_model_1: Model1) -> None:
    model = any_model_1
    body: dict[str, Any] = {"to": model.b.party, "claims": [model.claims[0]]}
    told = model.tier1.refused("/v1/transfers", body)
    assert (told["status"], told["code"]) == (409, "claim_already_passed_on")
    assert told["values"]["claim"] == model.claims[0]
    lots = model.c.read(f"/v1/claims/{model.claims[0]}/lineage")["lots"]
    assert told["values"]["transaction"] == lots[-2]["transaction"], "its own transfer, not the next holder's"
    for path, body in (
        (f"/v1/claims/{model.claims[0]}/splits", {"parts": [1, 2]}),
        (f"/v1/claims/{model.claims[0]}/transfers", {"to": model.b.party, "value": 1}),
    ):
        assert model.tier1.refused(path, body)["code"] == "claim_already_passed_on"


def test_a_claim_of_others_stays_where_it_is(any_model_1: Model1) -> None:
    model = any_model_1
    for firm in (model.b, model.car_maker, model.stranger):
        for path, body in (
            ("/v1/transfers", {"to": model.c.party, "claims": [model.claims[10]]}),
            (f"/v1/claims/{model.claims[10]}/splits", {"parts": [50_000_000, 50_000_000]}),
            (f"/v1/claims/{model.claims[10]}/splits", {"count": 2, "value": 1}),
            (f"/v1/claims/{model.claims[10]}/transfers", {"to": model.c.party, "value": 1}),
            (f"/v1/claims/{model.claims[10]}/distributions", {"parts": [{"to": model.c.party, "value": 1}]}),
            (f"/v1/claims/{model.claims[10]}/merges", {"claims": [model.claims[11]]}),
        ):
            told = firm.refused(path, body)
            assert (told["status"], told["code"]) == (403, "not_your_claim")
    assert model.a.read(f"/v1/claims/{model.claims[10]}")["holder"]["id"] == model.a.party


def test_a_transfer_of_many_claims_is_all_or_none(trade: Trade) -> None:
    claims = split(trade.supplier, trade.claim(1_000), [300, 300, 400])
    taker = trade.ledger.open_party()
    body = {"to": taker.party, "claims": [*claims, "999999-1"]}
    assert trade.supplier.refused("/v1/transfers", body)["code"] == "not_your_claim"
    assert taker.claims() == []
    hand_over(trade.supplier, taker, claims)
    assert sorted(claim["face"] for claim in taker.claims()) == [300, 300, 400]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([1_000], "split_needs_two_parts"),
        ([500, 499], "split_does_not_add_up"),
        ([500, 501], "split_does_not_add_up"),
        ([2**53 - 1] * 500, "split_does_not_add_up"),
    ],
)
def test_a_split_adds_up(trade: Trade, parts: list[int], code: str) -> None:
    path = f"/v1/claims/{trade.claim(1_000)}/splits"
    assert trade.supplier.refused(path, {"parts": parts})["code"] == code


def test_value_moves_to_the_fen_and_never_beyond_the_face(trade: Trade) -> None:
    taker, claim = trade.ledger.open_party(), trade.claim(1_000)
    path = f"/v1/claims/{claim}/transfers"
    told = trade.supplier.refused(path, {"to": taker.party, "value": 1_001})
    assert (told["code"], told["values"]["value"]) == ("value_exceeded", 1_000)
    new = pass_value(trade.supplier, taker, claim, 1)
    assert taker.read(f"/v1/claims/{new}")["face"] == 1
    back = pass_value(taker, trade.supplier, new, 1)
    moved = trade.supplier.command(path, {"to_claim": back, "value": 999})
    assert moved["recipient"]["id"] == trade.supplier.party
    assert moved["moved"] == [{"from_claim": claim, "to_claim": back, "value": 999, "currency": "CNY"}]
    assert trade.supplier.read(f"/v1/claims/{back}")["face"] == 1_000
    assert taker.claims() == []


def test_nobody_finds_out_about_siblings_by_paying_into_their_claims(model_1: Model1) -> None:
    """A and B hold parts of one receivable; neither is to learn of the other's."""
    own = model_1.a.read("/v1/claims")["claims"][0]["id"]
    sibling = model_1.b.read("/v1/claims")["claims"][0]["id"]
    receivable = own.split("-")[0]
    answers = []
    for claim in (sibling, f"{receivable}-999999"):
        path = f"/v1/claims/{own}/transfers"
        told = model_1.a.refused(path, {"to_claim": claim, "value": 1}, dry_run="true")
        answers.append((told["code"], told["detail"].replace(claim, "…")))
    assert answers[0] == answers[1] == ("claim_not_found", "There is no claim … for you.")


def test_value_stays_within_its_receivable(trade: Trade) -> None:
    first, second = trade.claim(1_000), trade.claim(1_000)
    told = trade.supplier.refused(f"/v1/claims/{first}/transfers", {"to_claim": second, "value": 1})
    assert told["code"] == "receivables_differ"
    assert told["values"] == {"from_claim": first, "to_claim": second}


def test_a_recipient_without_an_account_gets_nothing(trade: Trade) -> None:
    body = {"to": "nobody", "claims": [trade.claim(1_000)]}
    assert trade.supplier.refused("/v1/transfers", body)["code"] == "party_not_found"


@pytest.mark.parametrize(
    ("rule", "code"),
    [("acceptance_required", "acceptance_required"), ("evidence_required", "evidence_required")],
)
def test_a_programme_that_demands_more_refuses_the_bare_transfer(
    ledger: RunningLedger, rule: str, code: str
) -> None:
    trade = Trade.opened(ledger, **{rule: True})
    claim, taker = trade.claim(1_000), ledger.open_party()
    assert trade.supplier.refused("/v1/transfers", {"to": taker.party, "claims": [claim]})["code"] == code
    # Moves to oneself are exempt
    split(trade.supplier, claim, [400, 600])


def test_a_mistyped_parameter_moves_nothing(trade: Trade, model_1: Model1) -> None:
    """`dryrun` is not `dry_run`."""
    claim = model_1.c.read("/v1/claims")["claims"][0]
    body = {"to": model_1.b.party, "value": 1}
    told = model_1.c.post(f"/v1/claims/{claim['id']}/transfers", body, dryrun="true")
    assert (told.status_code, told.json()["code"]) == (400, "unknown_parameter")
    assert "dry_run" in told.json()["way_out"]
    assert model_1.c.read(f"/v1/claims/{claim['id']}") == claim
    assert trade.debtor.get("/v1/claims", recievable=1).json()["code"] == "unknown_parameter"
    twice = trade.debtor.ask("GET", "/v1/claims?size=1&size=2")
    assert (twice.status_code, twice.json()["code"]) == (400, "parameter_repeated")


def test_a_claim_is_named_once(model_1: Model1) -> None:
    claim = model_1.c.read("/v1/claims")["claims"][0]["id"]
    body = {"to": model_1.b.party, "claims": [claim, claim]}
    assert model_1.c.refused("/v1/transfers", body)["code"] == "claim_named_twice"


@pytest.mark.parametrize("role", ["supervisor", "operator"])
def test_nothing_goes_to_a_party_that_could_never_pass_it_on(
    trade: Trade, model_1: Model1, role: str
) -> None:
    claim = model_1.c.read("/v1/claims")["claims"][0]["id"]
    ledger = trade.ledger
    party = (
        ledger.open_party("supervisor").party
        if role == "supervisor"
        else ledger.operator.read("/v1/parties/me")["id"]
    )
    assert model_1.c.refused("/v1/transfers", {"to": party, "claims": [claim]})["code"] == "party_cannot_hold"
    moved = {"to": party, "value": 1}
    assert model_1.c.refused(f"/v1/claims/{claim}/transfers", moved)["code"] == "party_cannot_hold"


def test_a_claim_that_was_emptied_is_not_counted_as_held(trade: Trade) -> None:
    claim, other = trade.claim(600), trade.ledger.open_party("supplier")
    trade.supplier.command(f"/v1/claims/{claim}/transfers", {"to": other.party, "value": 600})
    told = trade.debtor.read(f"/v1/receivables/{claim.split('-')[0]}/distribution")
    assert [(held["holder"]["id"], held["claims"]) for held in told["holdings"]] == [(other.party, 1)]


def test_a_claim_that_was_emptied_is_not_handed_over(trade: Trade) -> None:
    emptied, kept = split(trade.supplier, trade.claim(600), [200, 400])
    trade.supplier.command(f"/v1/claims/{emptied}/transfers", {"to_claim": kept, "value": 200})
    to = {"to": trade.ledger.open_party().party}
    assert trade.supplier.read(f"/v1/claims/{emptied}")["face"] == 0
    refused = trade.supplier.refused("/v1/transfers", {"claims": [kept, emptied], **to})
    assert (refused["code"], refused["values"]) == ("claim_empty", {"claim": emptied})
    moves = {"moves": [{"claim": kept, **to}, {"claim": emptied, **to}]}
    refused = trade.supplier.refused("/v1/transfers/batch", moves)
    assert (refused["code"], refused["errors"][0]["pointer"]) == ("claim_empty", "#/moves/1")
    assert [claim["id"] for claim in trade.supplier.claims()] == [kept]
