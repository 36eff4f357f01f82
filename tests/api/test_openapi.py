"""/openapi.json: what a portal's developer reads, and what their tools make clients from."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.running_ledger import RunningLedger

OPERATIONS = {
    "accept_offer",
    "accept_quote",
    "accept_receivable",
    "admit_border_wallet",
    "agree_fallback",
    "allow_purpose",
    "allow_value",
    "appoint_authority",
    "appoint_bank",
    "appoint_delegate",
    "appoint_for_claim",
    "appoint_transfer_agent",
    "appoint_verifier",
    "approve_notes",
    "approve_payments",
    "ask_for_quotes",
    "bring_milestone",
    "cancel_auction",
    "cancel_order",
    "cancel_receivable",
    "change_note_wallet_country",
    "change_wallet_tier",
    "check_fill",
    "check_note_transfer",
    "clear_auction",
    "collect_claims",
    "collect_notes",
    "consolidate_claims",
    "credit_document",
    "decide_on_agent",
    "decide_on_carrier",
    "decide_on_desk",
    "declare_purpose",
    "decline_offer",
    "decline_receivable",
    "demand_recourse",
    "distribute_claim",
    "encumber_claim",
    "enforce_pledge",
    "expire_orders",
    "fill_order",
    "fix_rate",
    "follow_ledger",
    "follow_operation",
    "force_note_transfer",
    "freeze_claims",
    "freeze_note_wallet",
    "freeze_notes",
    "fund_receivable",
    "get_agreement",
    "get_auction",
    "get_border",
    "get_claim",
    "get_claim_lineage",
    "get_contracts",
    "get_credit_notification",
    "get_credit_transfer",
    "get_distribution",
    "get_document",
    "get_early_price",
    "get_exchange_rate",
    "get_figures",
    "get_health",
    "get_hold",
    "get_monitoring",
    "get_monitoring_report",
    "get_note_figures",
    "get_offer",
    "get_operation",
    "get_order",
    "get_own_party",
    "get_party",
    "get_programme",
    "get_quote",
    "get_receivable",
    "get_receivable_holders",
    "get_receivable_lineage",
    "get_report",
    "get_returns",
    "get_series",
    "get_settlement",
    "get_terms",
    "get_value",
    "get_verification_rules",
    "get_wallet",
    "get_wallet_loop",
    "give_quote",
    "import_file",
    "issue_money",
    "issue_receivable",
    "lapse_receivable",
    "lift_freeze",
    "list_agreements",
    "list_allowances",
    "list_auctions",
    "list_baselines",
    "list_border_movements",
    "list_border_wallets",
    "list_claims",
    "list_collections",
    "list_countries",
    "list_country_lists",
    "list_curves",
    "list_disputes",
    "list_documents",
    "list_encumbrances",
    "list_financings",
    "list_freezes",
    "list_groups",
    "list_holds",
    "list_instructions",
    "list_local_feeds",
    "list_note_movements",
    "list_note_payments",
    "list_note_wallets",
    "list_notes",
    "list_notices",
    "list_offerings",
    "list_offers",
    "list_operations",
    "list_orders",
    "list_parties",
    "list_payment_approvals",
    "list_programmes",
    "list_quote_requests",
    "list_quotes",
    "list_rates",
    "list_receivables",
    "list_sales",
    "list_senders",
    "list_suspensions",
    "list_trades",
    "list_wallet_movements",
    "list_wallets",
    "list_write_offs",
    "make_offer",
    "merge_claims",
    "name_transfer_agent",
    "observe_rate",
    "offer_early",
    "open_auction",
    "open_local_feed",
    "open_offering",
    "open_party",
    "open_programme",
    "open_series",
    "open_wallet",
    "pause_notes",
    "pause_receivable",
    "pay",
    "pay_hold",
    "place_hold",
    "place_order",
    "publish_rates",
    "raise_dispute",
    "read_local_feed",
    "rebuild_mirror",
    "record_group",
    "record_lien",
    "record_value",
    "recover_notes",
    "redeem_money",
    "register_document",
    "register_note_wallet",
    "reinstate_party",
    "release_claim",
    "remove_note_wallet",
    "renew_note_wallets",
    "renounce_allowance",
    "repay_loan",
    "report_instruction",
    "repurchase_claim",
    "require_topic",
    "resume_programme",
    "resume_receivable",
    "retract_cancellation",
    "return_hold",
    "revoke_quote",
    "set_border_limits",
    "set_curve",
    "set_factors",
    "set_feeds",
    "set_offering_rules",
    "set_term_rule",
    "split_claim",
    "state_baseline",
    "state_financing",
    "state_of_party",
    "stop_programme",
    "submit_operation",
    "suspend_party",
    "take_value",
    "transfer_batch",
    "transfer_claims",
    "transfer_notes",
    "transfer_value",
    "trust_verifier",
    "unwrap_notes",
    "verify_mirror",
    "waive_recourse",
    "withdraw_dispute",
    "withdraw_early_offer",
    "withdraw_offer",
    "withdraw_receivable",
    "withdraw_statement",
    "wrap_claim",
    "write_off",
}
"""Clients are generated from these names: a change breaks them."""

AMOUNTS = {
    "face",
    "outstanding",
    "flow",
    "value",
    "amount",
    "credited",
    "drawn",
    "left",
    "balance",
    "held",
    "available",
    "share",
    "interest",
    "total",
    "paid",
    "over_face",
    "proceeds",
    "discount",
}

AS_GIVEN = {"RowProblem.value"}
"""What somebody sent in, told as it stood."""

WEI = {"UnsignedTransaction.value"}
"""An amount of 256 bits, as a decimal string."""

TAKES_ITS_TIME = {"PUT /v1/operations/{operation}/transactions"}
"""What is answered as a command is, besides the commands themselves."""


@pytest.fixture(scope="module")
def document(sqlite_ledger: RunningLedger) -> dict[str, Any]:
    return sqlite_ledger.stranger(None).read("/openapi.json")


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _fields(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for schema, described in document["components"]["schemas"].items():
        for field, property_ in described.get("properties", {}).items():
            yield f"{schema}.{field}", property_


def test_the_operation_ids_are_the_known_ones(document: dict[str, Any]) -> None:
    found = [operation["operationId"] for _, operation in _operations(document)]
    assert sorted(found) == sorted(OPERATIONS)


def test_every_operation_says_what_it_does_and_what_it_answers(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        assert operation.get("description", "").endswith("."), name
        assert operation.get("tags"), name
        success = operation["responses"].get("201") or operation["responses"]["200"]
        assert success["content"], name
        for told in success["content"].values():
            assert told.get("schema") or told.get("itemSchema"), name


def test_every_parameter_has_a_description(document: dict[str, Any]) -> None:
    missing = [
        f"{name} {parameter['name']}"
        for name, operation in _operations(document)
        for parameter in operation.get("parameters", [])
        if not parameter.get("description")
    ]
    assert missing == []


def test_every_schema_has_a_description(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert [name for name, schema in schemas.items() if not schema.get("description")] == []


def test_every_field_has_a_description_and_an_example(document: dict[str, Any]) -> None:
    fields = list(_fields(document))
    assert [name for name, field in fields if not field.get("description")] == []
    assert [name for name, field in fields if not _has_example(field)] == []


def _has_example(field: dict[str, Any]) -> bool:
    """Its own, or those of the schema it refers to, or a list of the values it may have."""
    alternatives = field.get("anyOf", [])
    return (
        any(
            option.get("examples") or "enum" in option or "const" in option or "$ref" in str(option)
            for option in (field, *alternatives)
        )
        or field.get("type") == "boolean"
    )


def test_every_command_requires_an_idempotency_key(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        keys = [p for p in operation.get("parameters", []) if p["name"].lower() == "idempotency-key"]
        assert [key["required"] for key in keys] == ([True] if name.startswith("POST") else []), name


def test_every_command_can_be_tried_first(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        parameters = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert ("dry_run" in parameters) == name.startswith("POST"), name


def test_every_answer_but_health_asks_for_an_api_key(document: dict[str, Any]) -> None:
    (scheme,) = document["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert [name for name, operation in _operations(document) if not operation.get("security")] == [
        "GET /v1/health"
    ]


def test_refusals_are_documented_as_problems(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        for status, response in operation["responses"].items():
            if status >= "400":
                (media_type,) = response["content"]
                assert media_type == "application/problem+json", (name, status)
                schema = response["content"][media_type]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}, (name, status)


def test_commands_document_that_the_answer_may_come_later(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        later = name.startswith("POST") or name in TAKES_ITS_TIME
        assert ("202" in operation["responses"]) == later, name


def _types(field: dict[str, Any]) -> set[str]:
    """Its type, or those that it may have where it may be left out."""
    return {option["type"] for option in field.get("anyOf", [field])}


def test_amounts_are_integers_and_never_numbers(document: dict[str, Any]) -> None:
    seen = set()
    for name, field in _fields(document):
        assert field.get("type") != "number", name
        if name.split(".")[1] in AMOUNTS:
            assert name in AS_GIVEN | WEI or _types(field) <= {"integer", "null"}, name
            seen.add(name.split(".")[1])
    assert seen == AMOUNTS


def test_no_outside_address_is_named(sqlite_ledger: RunningLedger) -> None:
    text = sqlite_ledger.stranger(None).get("/openapi.json").text
    assert re.findall(r"(?:https?:)?//[^\s\"/]+", text) == []
