"""A party reads its own claims and their way back to the issue; a debtor its receivables; the supervisor all."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.api.running_ledger import Caller, RunningLedger
from tests.api.trade import FACE, MILLION, Model1, Trade, hand_over, pass_value, split


def _ids(rows: list[dict[str, Any]]) -> set[str]:
    return {row["id"] for row in rows}


def test_a_holder_sees_its_own_claims_and_no_others(model_1: Model1) -> None:
    model = model_1
    for firm, own in ((model.tier1, model.claims[50:]), (model.c, model.claims[:10])):
        for claim in model.claims:
            answer = firm.get(f"/v1/claims/{claim}")
            assert answer.status_code == (200 if claim in own else 404), claim


def test_a_debtor_sees_every_claim_on_its_receivable_and_who_holds_it(model_1: Model1) -> None:
    seen = model_1.car_maker.claims(receivable=int(model_1.receivable))
    assert _ids(seen) == set(model_1.claims)
    assert {claim["holder"]["name"] for claim in seen} == {
        firm.name for firm in (model_1.tier1, model_1.a, model_1.b, model_1.c)
    }


def test_a_debtor_sees_nothing_of_other_debtors(model_1: Model1) -> None:
    other = Trade.opened(model_1.ledger)
    other.claim(1_000)
    seen = other.debtor.read("/v1/receivables")["receivables"]
    assert {row["debtor"]["id"] for row in seen} == {other.debtor.party}
    assert model_1.receivable not in _ids(seen)
    assert {claim["debtor"]["id"] for claim in other.debtor.claims()} == {other.debtor.party}


def test_the_supervisor_sees_everything_and_changes_nothing(model_1: Model1) -> None:
    supervisor = model_1.supervisor
    assert _ids(supervisor.claims(receivable=int(model_1.receivable))) == set(model_1.claims)
    assert supervisor.read(f"/v1/receivables/{model_1.receivable}")["face"] == FACE
    assert supervisor.read(f"/v1/documents/{model_1.invoice}")["left"] == 0
    lots = supervisor.read(f"/v1/receivables/{model_1.receivable}/lineage")["lots"]
    assert sum(lot["flow"] for lot in lots if lot["kind"] == "mint") == FACE
    problem = supervisor.refused("/v1/transfers", {"to": model_1.c.party, "claims": model_1.claims[:1]})
    assert problem["code"] == "role_not_allowed"


def test_the_operator_knows_the_parties_and_no_amounts(model_1: Model1) -> None:
    operator = model_1.ledger.operator
    assert model_1.c.party in _ids(operator.read("/v1/parties")["parties"])
    for path in _paths(model_1.receivable, model_1.claims[0], model_1.invoice):
        assert operator.get(path).status_code == 403, path


def test_a_holder_reads_the_terms_of_what_it_holds(model_1: Model1) -> None:
    for firm in (model_1.tier1, model_1.a, model_1.b, model_1.c):
        assert _ids(firm.read("/v1/receivables")["receivables"]) == {model_1.receivable}


def test_a_holder_does_not_learn_who_else_holds(model_1: Model1) -> None:
    path = f"/v1/receivables/{model_1.receivable}/distribution"
    holder = Trade.opened(model_1.ledger)
    both = model_1.ledger.open_party("debtor", "supplier")
    claim = holder.claim(500)
    hand_over(holder.supplier, both, [claim])
    own = both.get(f"/v1/receivables/{claim.split('-')[0]}/distribution")
    assert (own.status_code, own.json()["code"]) == (403, "distribution_not_yours")
    assert both.get(path).status_code == 404
    assert model_1.c.get(path).status_code == 403


def test_only_buyer_and_seller_see_a_document(model_1: Model1) -> None:
    for firm, sees in (
        (model_1.car_maker, True),
        (model_1.tier1, True),
        (model_1.a, False),
        (model_1.c, False),
    ):
        assert (firm.get(f"/v1/documents/{model_1.invoice}").status_code == 200) is sees
        listed = {row["fingerprint"] for row in firm.read("/v1/documents")["documents"]}
        assert (model_1.invoice in listed) is sees


def test_a_commitment_on_offer_is_seen_by_its_two_sides_only(ledger: RunningLedger, model_1: Model1) -> None:
    trade = Trade.opened(ledger)
    offered = trade.offer(700)
    for firm in (trade.debtor, trade.supplier):
        told = firm.read(f"/v1/receivables/{offered}")
        assert (told["status"], told["outstanding"]) == ("offered", 0)
    assert model_1.a.get(f"/v1/receivables/{offered}").status_code == 404


def test_who_has_passed_everything_on_no_longer_sees_the_receivable(ledger: RunningLedger) -> None:
    trade, taker, last = Trade.opened(ledger), ledger.open_party(), ledger.open_party()
    claim = trade.claim(900)
    receivable = claim.split("-")[0]
    hand_over(trade.supplier, taker, [claim])
    assert taker.get(f"/v1/receivables/{receivable}").status_code == 200
    hand_over(taker, last, [claim])
    assert taker.get(f"/v1/receivables/{receivable}").status_code == 404
    assert taker.get(f"/v1/claims/{claim}").status_code == 404
    assert taker.claims() == []


def test_an_operation_is_known_to_the_one_who_asked_for_it(ledger: RunningLedger, model_1: Model1) -> None:
    trade = Trade.opened(ledger)
    claim = trade.claim(800)
    answer = trade.supplier.post(f"/v1/claims/{claim}/splits", {"parts": [300, 500]})
    operation = answer.headers["operation-id"]
    told = trade.supplier.read(f"/v1/operations/{operation}")
    assert (told["stage"], told["kind"], told["answer_status"]) == ("final", "split_claim", 201)
    assert told["answer"] == answer.json()
    for other in (trade.debtor, model_1.supervisor, ledger.operator):
        assert other.get(f"/v1/operations/{operation}").status_code == 404


# What a stranger is told


def _paths(receivable: str, claim: str, invoice: str) -> Iterator[str]:
    yield f"/v1/receivables/{receivable}"
    yield f"/v1/receivables/{receivable}/lineage"
    yield f"/v1/receivables/{receivable}/distribution"
    yield f"/v1/receivables/{receivable}/holders"
    yield f"/v1/receivables/{receivable}/holders?at_block=1"
    yield f"/v1/claims/{claim}"
    yield f"/v1/claims/{claim}/lineage"
    yield f"/v1/documents/{invoice}"


Asking = Callable[[str, str, str], tuple[str, str, Any]]
"""A request about a receivable, a claim and a document."""

RECEIVABLE_COMMANDS = (
    "acceptance",
    "decline",
    "withdrawal",
    "lapse",
    "cancellation",
    "cancellation/retraction",
)


def _on_a_receivable(what: str) -> Asking:
    return lambda receivable, _claim, _invoice: ("POST", f"/v1/receivables/{receivable}/{what}", None)


NOWHERE = ("987654", "987654-3", "0x" + "ab" * 32)


def test_a_stranger_cannot_tell_what_exists_from_what_does_not(model_1: Model1) -> None:
    there = (model_1.receivable, model_1.claims[40], model_1.invoice)
    for known, unknown in zip(_paths(*there), _paths(*NOWHERE), strict=True):
        _told_alike(model_1.stranger, ("GET", known), ("GET", unknown), there)


def test_a_stranger_cannot_tell_by_commands_either(model_1: Model1) -> None:
    stranger = model_1.stranger
    there = (model_1.receivable, model_1.claims[40], model_1.invoice)
    own = Trade(model_1.ledger, model_1.programme, model_1.ledger.open_party("debtor"), stranger)
    own_claim = own.claim(1_000)
    commands: list[Asking] = [
        lambda _receivable, claim, _invoice: ("POST", f"/v1/claims/{claim}/splits", {"parts": [1, 2]}),
        lambda _receivable, claim, _invoice: (
            "POST",
            f"/v1/claims/{claim}/transfers",
            {"to": model_1.a.party, "value": MILLION * 2},
        ),
        lambda _receivable, claim, _invoice: (
            "POST",
            f"/v1/claims/{claim}/splits",
            {"count": 1, "value": MILLION * 2},
        ),
        lambda _receivable, claim, _invoice: (
            "POST",
            f"/v1/claims/{claim}/distributions",
            {"parts": [{"to": model_1.a.party, "value": MILLION * 2}]},
        ),
        lambda _receivable, claim, _invoice: ("POST", f"/v1/claims/{claim}/merges", {"claims": [own_claim]}),
        lambda _receivable, claim, _invoice: ("POST", f"/v1/claims/{own_claim}/merges", {"claims": [claim]}),
        lambda _receivable, claim, _invoice: (
            "POST",
            f"/v1/claims/{claim}/transfers",
            {"to_claim": own_claim, "value": 1},
        ),
        lambda _receivable, claim, _invoice: (
            "POST",
            f"/v1/claims/{own_claim}/transfers",
            {"to_claim": claim, "value": 1},
        ),
        lambda _receivable, claim, _invoice: (
            "POST",
            "/v1/transfers",
            {"to": model_1.a.party, "claims": [own_claim, claim]},
        ),
        *(_on_a_receivable(what) for what in RECEIVABLE_COMMANDS),
    ]
    for command in commands:
        _told_alike(stranger, command(*there), command(*NOWHERE), there)


def _told_alike(
    stranger: Caller, known: tuple[Any, ...], unknown: tuple[Any, ...], there: tuple[str, ...]
) -> None:
    """Byte for byte, but for the id that was asked about."""
    answers = []
    for method, path, *body in (known, unknown):
        response = stranger.ask(method, path, {"Idempotency-Key": path}, json=body[0] if body else None)
        assert response.is_error, (path, response.text)
        text = response.text
        for ours, theirs in sorted(zip(there, NOWHERE, strict=True), key=lambda pair: -len(pair[0])):
            text = text.replace(theirs, ours)
        answers.append((response.status_code, text))
    assert answers[0] == answers[1]


# What a lineage tells


def test_a_holders_lineage_shows_neither_siblings_nor_their_amounts(ledger: RunningLedger) -> None:
    """The supplier cuts 1,000,000 into 613,613 and 386,387, keeps one and passes 211,211 of the other on."""
    trade, taker, other = Trade.opened(ledger), ledger.open_party(), ledger.open_party()
    first = trade.claim(1_000_000)
    kept, cut = split(trade.supplier, first, [613_613, 386_387])
    pass_value(trade.supplier, other, cut, 97_979)
    pass_value(trade.supplier, taker, cut, 211_211)
    answer = taker.get(f"/v1/receivables/{first.split('-')[0]}/lineage")
    lots = answer.json()["lots"]
    assert {lot["flow"] for lot in lots} == {211_211}
    assert [lot["kind"] for lot in lots] == ["mint", "divide", "pass"]
    for secret in ("613613", "386387", "97979", other.party, other.name):
        assert f":{secret}," not in answer.text
        assert f'"{secret}"' not in answer.text
    assert all(lot["claim"] != kept or lot["kind"] == "mint" for lot in lots)


def test_a_debtors_lineage_shows_everything(model_1: Model1) -> None:
    lots = model_1.car_maker.read(f"/v1/receivables/{model_1.receivable}/lineage")["lots"]
    holders = {lot["holder"]["id"] for lot in lots}
    assert holders == {firm.party for firm in (model_1.tier1, model_1.a, model_1.b, model_1.c)}
    assert [lot["flow"] for lot in lots if lot["parent"] is None] == [FACE]
