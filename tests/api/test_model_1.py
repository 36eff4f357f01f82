"""Model 1 over HTTP, with the golden figures."""

from datetime import date
from typing import Any

from tests.api.running_ledger import Firm
from tests.api.trade import FACE, MILLION, Model1, today

GOLDEN = {"tier1": 50 * MILLION, "a": 20 * MILLION, "b": 20 * MILLION, "c": 10 * MILLION}


def _distribution(model: Model1) -> dict[str, Any]:
    return model.car_maker.read(f"/v1/receivables/{model.receivable}/distribution")


def test_the_holdings_are_fifty_twenty_twenty_and_ten(any_model_1: Model1) -> None:
    told = {row["holder"]["id"]: row for row in _distribution(any_model_1)["holdings"]}
    for name, face in GOLDEN.items():
        firm: Firm = getattr(any_model_1, name)
        assert told.pop(firm.party) == {
            "holder": {"id": firm.party, "name": firm.name},
            "face": face,
            "claims": face // MILLION,
        }
    assert told == {}


def test_concentration_is_0_34_and_mean_depth_1_60(any_model_1: Model1) -> None:
    told = _distribution(any_model_1)
    assert (told["hhi"], told["mean_depth"]) == ("0.3400", "1.6000")
    assert told["tiers"] == [
        {"tier": 1, "face": 50 * MILLION},
        {"tier": 2, "face": 40 * MILLION},
        {"tier": 3, "face": 10 * MILLION},
    ]
    assert told["outstanding"] == FACE


def test_every_party_lists_its_own_claims(any_model_1: Model1) -> None:
    model = any_model_1
    owned = {
        "tier1": model.claims[50:],
        "a": model.claims[10:30],
        "b": model.claims[30:50],
        "c": model.claims[:10],
    }
    for name, claims in owned.items():
        firm: Firm = getattr(model, name)
        listed = firm.claims()
        assert {claim["id"] for claim in listed} == set(claims)
        assert {claim["face"] for claim in listed} == {MILLION}
        assert {claim["holder"]["id"] for claim in listed} == {firm.party}
        assert {claim["debtor"]["id"] for claim in listed} == {model.car_maker.party}


def test_the_way_back_of_a_claim_of_c_goes_through_a_and_tier_1_to_the_issue(any_model_1: Model1) -> None:
    model = any_model_1
    lots = model.c.read(f"/v1/claims/{model.claims[3]}/lineage")["lots"]
    assert [(lot["kind"], lot["tier"], lot["holder"]["id"]) for lot in lots] == [
        ("mint", 1, model.tier1.party),
        ("divide", 1, model.tier1.party),
        ("assign", 2, model.a.party),
        ("assign", 3, model.c.party),
    ]
    assert [lot["parent"] for lot in lots] == [None, *(lot["lot"] for lot in lots[:-1])]
    assert {lot["flow"] for lot in lots} == {MILLION}
    assert len({lot["transaction"] for lot in lots}) == 4


def test_the_mirror_equals_the_chain_afterwards(any_model_1: Model1) -> None:
    for caller in (any_model_1.supervisor, any_model_1.ledger.host):
        told = caller.read("/v1/verification")
        assert (told["verdict"], told["difference"]) == ("equal", None)
        assert told["compared"]["mirror_claim"] >= 100


def test_a_rebuild_makes_the_same_rows(any_model_1: Model1) -> None:
    rebuilt = any_model_1.ledger.host.ask("PUT", "/v1/rebuild").json()
    assert rebuilt["same"] is True
    assert rebuilt["digest_before"] == rebuilt["digest_after"]
    assert _distribution(any_model_1)["hhi"] == "0.3400"


def test_terms_are_told_with_plain_dates_and_the_moment_they_fall_due(any_model_1: Model1) -> None:
    told = any_model_1.c.read(f"/v1/receivables/{any_model_1.receivable}")
    due = date.fromisoformat(told["due_date"])
    assert told["due_at"] == f"{due.isoformat()}T16:00:00Z"  # midnight in Shanghai
    assert date.fromisoformat(told["issued_on"]) <= today()
    assert (told["status"], told["face"], told["outstanding"]) == ("active", FACE, FACE)
    assert told["creditor"]["id"] == any_model_1.tier1.party


IDENTIFIERS = {"id", "receivable", "programme", "claim", "lot", "parent", "from_claim", "to_claim", "api_key"}
AMOUNTS = {"face", "outstanding", "flow", "value", "amount", "credited", "drawn", "left"}
COUNTS = {"claims", "tier", "block", "longest_term_months"}


def _leaves(name: str, told: Any) -> list[tuple[str, Any]]:
    if isinstance(told, dict):
        return [leaf for key, value in told.items() for leaf in _leaves(key, value)]
    if isinstance(told, list):
        return [leaf for value in told for leaf in _leaves(name, value)]
    return [(name, told)]


def test_amounts_are_integers_and_ids_strings_in_every_answer(any_model_1: Model1) -> None:
    model = any_model_1
    answers = [
        firm.read(path)
        for firm in (model.car_maker, model.tier1, model.supervisor)
        for path in (
            "/v1/receivables",
            f"/v1/receivables/{model.receivable}",
            f"/v1/receivables/{model.receivable}/lineage",
            "/v1/claims",
            f"/v1/claims/{model.claims[99]}",
            f"/v1/claims/{model.claims[99]}/lineage",
            "/v1/documents",
            f"/v1/documents/{model.invoice}",
            "/v1/programmes",
            "/v1/parties",
        )
    ]
    seen = set()
    for name, value in (leaf for answer in answers for leaf in _leaves("", answer)):
        assert not isinstance(value, float), name
        if name in AMOUNTS | COUNTS:
            assert type(value) is int, (name, value)
        if name in IDENTIFIERS and value is not None:
            assert isinstance(value, str), (name, value)
        seen.add(name)
    assert {"face", "flow", "left", "id", "lot"} <= seen
