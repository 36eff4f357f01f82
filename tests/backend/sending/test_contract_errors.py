"""Every custom error of every contract has words that its own figures fit into."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.abi import abi_to_signature, function_signature_to_4byte_selector

from tallystick.chain.artifacts import artifact
from tallystick.chain.node import Reverted
from tallystick.sending.contract_errors import CONTRACTS, refusal_of
from tallystick.sending.wordings import WORDINGS

ARTIFACT_NAMES = sorted(
    file.name.removesuffix(".json") for file in (files("tallystick.chain") / "artifacts").iterdir()
)
CLAIM = 7 << 64 | 31
FIGURES: dict[str, Any] = {
    "address": "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
    "bytes3": b"CNY",
    "bytes30": b"Lim family".ljust(30, b"\0"),
    "int256": -5,
    "bytes4": b"\x01\x02\x03\x04",
    "bytes32": b"\x5e" * 32,
    "bytes": b"\x01",
    "bool": True,
    "string": "text",
    "uint8": 3,
    "uint16": 500,
    "uint32": 20_780,
    "uint40": 1_811_088_000,
    "uint64": 100_000_000,
    "uint80": 100,
    "uint256": CLAIM,
}

MOMENTS = dict.fromkeys(
    (
        "closedAt",
        "until",
        "dueAt",
        "endedAt",
        "endsAt",
        "expiry",
        "time",
        "updatedAt",
        "occurredAt",
        "notBefore",
        "notAfter",
    ),
    1811088000,
)

CODES = {
    "answer_too_large",
    "attestation_not_signed",
    "attestation_without_document",
    "converted_out_of_range",
    "country_not_listed",
    "currency_is_home",
    "factors_not_set",
    "factors_out_of_order",
    "fallback_agreed_already",
    "fallback_out_of_range",
    "feed_decimals_out_of_range",
    "feed_incomplete",
    "feed_without_description",
    "feed_without_reporter",
    "feeds_are_one",
    "feeds_not_set",
    "fixed_already",
    "limits_incomplete",
    "milestone_out_of_order",
    "milestone_time_out_of_range",
    "not_a_carrier",
    "not_fixed",
    "not_released",
    "not_the_reporter",
    "not_yet_to_fix",
    "nothing_to_fix",
    "nothing_to_value",
    "owner_incomplete",
    "policy_cannot_release",
    "programme_suspended",
    "programme_without_limits",
    "purpose_declared_already",
    "purpose_not_allowed",
    "purpose_not_declared",
    "rate_from_the_future",
    "rate_not_positive",
    "rate_out_of_bounds",
    "rate_stale",
    "rates_deviate",
    "round_not_found",
    "round_went_back",
    "too_many_decimals",
    "transaction_cap_exceeded",
    "value_out_of_range",
    "wallet_not_admitted",
    "window_cap_exceeded",
    "allowance_insufficient",
    "curve_changed",
    "expiry_not_ahead",
    "fill_below_minimum",
    "fill_exceeds_order",
    "fill_pays_nothing",
    "minimum_out_of_range",
    "not_the_maker",
    "notes_not_approved",
    "order_amount_out_of_range",
    "order_ended",
    "order_expired",
    "order_not_expired",
    "order_not_found",
    "payment_not_approved",
    "price_beyond_limit",
    "self_trade",
    "amount_missing",
    "batch_lists_differ",
    "called_back",
    "cannot_receive_notes",
    "cannot_send_notes",
    "cannot_transfer_notes",
    "claim_not_wrapped",
    "claims_not_all_named",
    "claims_out_of_order",
    "countries_missing",
    "country_not_allowed",
    "forced_onto_itself",
    "held_by_desk",
    "holders_missing",
    "holders_out_of_order",
    "identity_differs",
    "invalid_agent",
    "invalid_country",
    "invalid_identity",
    "invalid_issuer",
    "history_out_of_order",
    "invalid_owner",
    "issuer_not_trusted",
    "issuer_trusted_already",
    "lists_differ",
    "maximum_balance_exceeded",
    "module_named_twice",
    "not_a_contract",
    "not_a_module",
    "not_an_agent",
    "not_enough_frozen",
    "not_enough_to_freeze",
    "not_the_binder",
    "not_the_note_desk",
    "not_the_owner_of_rules",
    "not_trusted_on_topic",
    "not_verified",
    "note_desk_takes_no_pledge",
    "note_wallet_frozen",
    "notes_closed",
    "notes_frozen",
    "notes_frozen_in_part",
    "notes_locked_up",
    "notes_not_paused",
    "notes_paused",
    "nothing_to_pay",
    "nothing_to_recover",
    "offering_not_open",
    "offering_open_already",
    "operator_is_no_agent",
    "order_not_cited",
    "registries_are_one",
    "rounds_differ",
    "series_not_found",
    "series_not_made",
    "series_open_already",
    "setting_out_of_range",
    "statement_expired",
    "statement_not_found",
    "token_bound_already",
    "token_not_bound",
    "tokens_not_offered",
    "too_many_holders",
    "too_many_issuers",
    "too_many_modules",
    "too_many_topics",
    "too_many_wallets",
    "topic_not_required",
    "topic_required_already",
    "topics_missing",
    "transfer_limit_exceeded",
    "unknown_country",
    "wallet_not_registered",
    "wallet_registered_already",
    "curve_length_out_of_range",
    "knot_out_of_range",
    "knots_out_of_order",
    "discount_does_not_grow",
    "discount_leaves_nothing",
    "curve_not_found",
    "beyond_curve",
    "accept_by_out_of_range",
    "acceptance_required",
    "acceptance_time_over",
    "acceptance_time_runs",
    "account_already_open",
    "account_not_open",
    "account_suspended",
    "agreement_not_found",
    "amount_out_of_range",
    "balance_insufficient",
    "balance_limit_exceeded",
    "bills_cannot_be_split",
    "books_closed",
    "buyer_is_party",
    "call_failed",
    "cancellation_needs_other_side",
    "cancellation_not_proposed",
    "cancellation_of_other",
    "cancellation_proposed_already",
    "claim_disputed",
    "claim_encumbered",
    "claim_frozen",
    "claim_not_disputed",
    "claim_not_with_creditor",
    "claim_with_recourse",
    "claim_worn_out",
    "claims_do_not_add_up",
    "credit_exceeded",
    "credit_exceeds_document",
    "credit_note_not_found",
    "creditor_is_debtor",
    "currency_not_settled",
    "daily_limit_exceeded",
    "debtor_not_in_default",
    "desk_already_admitted",
    "desk_not_admitted",
    "document_already_registered",
    "document_amount_out_of_range",
    "document_in_other_currency",
    "document_needs_two_parties",
    "document_not_found",
    "document_of_others",
    "document_without_currency",
    "document_without_kind",
    "drawing_without_amount",
    "due_date_out_of_range",
    "evidence_does_not_match_face",
    "evidence_does_not_match_value",
    "evidence_exceeded",
    "evidence_not_all_released",
    "evidence_required",
    "expiry_passed",
    "face_out_of_range",
    "funding_conditional",
    "funding_exceeds_debt",
    "funding_not_in_full",
    "funds_insufficient",
    "hold_exceeded",
    "hold_not_found",
    "hold_not_returnable",
    "invalid_account",
    "invalid_authority",
    "invalid_beneficiary",
    "invalid_operator",
    "invalid_payee",
    "invalid_payer",
    "invalid_recipient",
    "invalid_releaser",
    "invalid_sender",
    "invalid_spender",
    "invalid_wallet",
    "issuer_overdue",
    "lien_receipt_missing",
    "lien_receipt_used",
    "lien_recorded_already",
    "loan_not_overdue",
    "merge_into_itself",
    "no_claims_named",
    "no_order_stands",
    "no_parts_named",
    "no_recourse",
    "not_a_financier",
    "not_a_loan",
    "not_a_side",
    "not_owed_to",
    "not_the_beneficiary",
    "not_the_creditor",
    "not_the_debtor",
    "not_the_financier",
    "not_the_ledger",
    "not_the_money",
    "not_the_obligor",
    "not_the_owner",
    "not_the_payee",
    "not_the_recipient",
    "not_the_releaser",
    "not_the_settlement",
    "not_tied_to_desk",
    "not_yet_due",
    "not_your_claim",
    "not_your_claim_to_approve",
    "nothing_allowed",
    "nothing_drawn",
    "nothing_to_collect",
    "offer_expired",
    "offer_expiry_too_late",
    "offer_not_open",
    "offer_stands_already",
    "offer_to_oneself",
    "order_missing",
    "order_stands",
    "overdue_rate_out_of_range",
    "owners_differ",
    "payment_exceeds_debt",
    "payment_limit_exceeded",
    "payment_missing",
    "pledge_gone",
    "policy_not_a_contract",
    "power_delayed",
    "power_missing",
    "price_above_face",
    "price_below_reserve",
    "principal_out_of_range",
    "programme_not_found",
    "programme_without_currency",
    "programme_without_day_count",
    "programme_without_kind",
    "programme_without_name",
    "programme_without_regime",
    "purpose_unknown",
    "quote_ended",
    "quote_expired",
    "quote_not_signed",
    "quote_of_another_claim",
    "quote_of_another_day",
    "quote_price_wrong",
    "receivable_minted_already",
    "receivable_not_active",
    "receivable_not_found",
    "receivable_not_offered",
    "receivable_not_paused",
    "receivable_paused",
    "receivables_differ",
    "recourse_not_due",
    "recourse_not_found",
    "recourse_not_given",
    "regime_needs_approval",
    "repay_day_passed",
    "role_missing",
    "split_does_not_add_up",
    "split_into_nothing",
    "split_needs_two_parts",
    "term_out_of_range",
    "term_rule_not_ahead",
    "token_offering_needs_approval",
    "unknown_roles",
    "unknown_tier",
    "value_exceeded",
    "value_missing",
    "wallet_already_open",
    "wallet_not_open",
    "wallet_of_another_bank",
    "auction_terms_malformed",
    "hold_for_one_payee",
    "closing_passed",
    "hold_ends_too_soon",
    "currency_not_paid",
    "auction_not_found",
    "auction_over",
    "auction_closed",
    "auction_runs",
    "auction_lapsed",
    "auction_has_offers",
    "not_the_auctions_debtor",
    "too_many_offers",
    "offered_already",
    "offer_not_found",
    "not_the_seller",
    "not_paid_early_here",
    "not_early",
    "rate_below_curve",
    "offer_leaves_nothing",
    "own_debt",
    "hint_too_far_down",
    "not_itself",
    "gas_missing",
}
"""Programs decide by these: a change breaks them."""

NO_COMMANDS = {"AccessManager", "ClaimDescription", "Directory"}
"""Contracts that only a deployment or a wallet's display calls: their own errors answer no command."""


AT_DEPLOYMENT = {"InvalidShortString", "StringTooLong"}
"""Of OpenZeppelin's names of contracts, which are given once."""


def _errors() -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, item)
        for name in ARTIFACT_NAMES
        for item in artifact(name).abi
        if item["type"] == "error" and name not in NO_COMMANDS and item["name"] not in AT_DEPLOYMENT
    ]


ERRORS = {item["name"]: item for _, item in _errors()}


def _reverted(item: dict[str, Any], **figures: Any) -> Reverted:
    types = [field["type"] for field in item["inputs"]]
    values = [(MOMENTS | figures).get(field["name"], FIGURES[field["type"]]) for field in item["inputs"]]
    return Reverted(function_signature_to_4byte_selector(abi_to_signature(item)) + encode(types, values))  # type: ignore[arg-type]


def test_there_is_a_wording_for_every_error_and_none_too_many() -> None:
    known = {
        item["name"] for name in ARTIFACT_NAMES for item in artifact(name).abi if item["type"] == "error"
    }
    assert ERRORS.keys() <= WORDINGS.keys()
    assert WORDINGS.keys() <= known
    assert set(CONTRACTS) >= {name for name, _ in _errors()}


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_an_error_is_told_in_words_with_its_own_figures(name: str) -> None:
    refusal = refusal_of(_reverted(ERRORS[name]))
    assert (refusal.code, type(refusal)) == (WORDINGS[name].code, WORDINGS[name].refusal)
    assert 400 <= refusal.status < 500
    for text in (refusal.detail, refusal.way_out):
        assert text.endswith(".")
        assert not re.search(r"[{}]|\bNone\b|b'", text), text
    json.dumps(refusal.values)
    assert all(key == key.lower() for key in refusal.values)


@pytest.mark.parametrize("name", sorted(ERRORS))
def test_the_words_name_the_offending_value(name: str) -> None:
    named = set(re.findall(r"{(\w+)}", WORDINGS[name].detail))
    fields = {field["name"] for field in ERRORS[name]["inputs"]}
    snake = {re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", field).lower() for field in fields}
    assert named <= fields | snake | {"claim"}
    without_figures = {"DocumentNeedsTwoParties", "RegimeNeedsApproval", "TokenOfferingNeedsApproval"} | {
        error for error in ERRORS if error.startswith(("DocumentWithout", "ProgrammeWithout"))
    }
    if fields and name not in without_figures:
        assert named, "says nothing of its figures"


def test_the_codes_are_the_known_ones() -> None:
    assert {wording.code for wording in WORDINGS.values()} == CODES


def test_amounts_are_told_in_units_and_given_in_minor_units() -> None:
    refusal = refusal_of(
        _reverted(ERRORS["EvidenceExceeded"], amount=10_000_000_000, drawn=9_999_999_999, requested=2)
    )
    assert "good for 100,000,000.00, 99,999,999.99 is drawn already, 0.02 more" in refusal.detail
    assert (refusal.values["amount"], refusal.values["requested"]) == (10_000_000_000, 2)


def test_the_most_of_a_count_is_no_amount() -> None:
    holders = refusal_of(_reverted(ERRORS["TooManyHolders"], holders=51, most=50))
    assert "51 holders, and may have 50." in holders.detail
    balance = refusal_of(_reverted(ERRORS["MaximumBalanceExceeded"], amount=5_001, most=5_000))
    assert balance.detail.startswith("With 50.01 more ")
    assert "nobody may have more than 50.00." in balance.detail


def test_claims_and_days_are_told_as_people_write_them() -> None:
    assert "Claim 7-31 " in refusal_of(_reverted(ERRORS["ERC721NonexistentToken"])).detail
    due = refusal_of(_reverted(ERRORS["DueDayOutOfRange"], dueDay=20_999, earliest=20_781, latest=20_964))
    assert due.detail == "The due date 2027-06-30 is not from 2026-11-24 to 2027-05-26."
    closed = refusal_of(_reverted(ERRORS["BooksClosed"], receivable=7, dueAt=1_811_088_000))
    assert "fell due at 2027-05-23T16:00:00Z" in closed.detail


def test_a_claim_of_others_and_none_at_all_are_told_alike() -> None:
    told = [
        refusal_of(_reverted(ERRORS[name]))
        for name in ("ERC721NonexistentToken", "ERC721InsufficientApproval", "AllowanceExceeded")
    ]
    assert len({(str(refusal), json.dumps(refusal.values), refusal.status) for refusal in told}) == 1


@pytest.mark.parametrize("data", [b"", b"\x08\xc3\x79\xa0", b"\xde\xad\xbe\xef" + bytes(32)])
def test_a_reason_that_nobody_knows_is_still_a_refusal(data: bytes) -> None:
    refusal = refusal_of(Reverted(data))
    assert refusal.code == "refused_by_contract"
    assert data.hex() in refusal.detail
