"""Several calls of one sender go in one transaction, each with the sender's own right, all or none."""

from tests.contracts.driver.cast import CAR_MAKER, STRANGER, TIER_ONE, A, Actor, B
from tests.contracts.driver.contract import Contract, Outcome
from tests.contracts.driver.issuance import ACTIVE, OFFERED, Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import FACE, Stage
from tests.contracts.driver.words import claim_id

VALUE = "transferFrom(uint256,address,uint256)"


def together(contract: Contract, who: Actor, *calls: bytes) -> Outcome:
    return contract.send(who, "multicall(bytes[])", list(calls))


def test_all_calls_take_effect_in_their_order(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    together(
        ledger,
        TIER_ONE,
        ledger.encode("split(uint256,uint64[])", claim, [FACE - 30, 30]),
        ledger.encode(VALUE, claim_id(1, 2), A, 10),
        ledger.encode(VALUE, claim_id(1, 2), B, 10),
    )
    assert [word.value for word in ledger.claims(1, 1, 4)] == [FACE - 30, 10, 10, 10]


def test_one_refusal_undoes_all(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    with refused("ValueExceeded", claim=claim, requested=FACE):
        together(ledger, TIER_ONE, ledger.encode(VALUE, claim, A, 10), ledger.encode(VALUE, claim, B, FACE))
    assert (ledger.value_of(claim), ledger.claims_held_by(A)) == (FACE, 0)


def test_each_call_has_the_senders_right_and_no_more(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    with refused("AllowanceExceeded", operator=STRANGER):
        together(ledger, STRANGER, ledger.encode(VALUE, claim, STRANGER, 1))
    with refused("AccessManagedUnauthorized", caller=STRANGER):
        together(ledger, STRANGER, ledger.encode("openAccount(address,uint8)", STRANGER, 1))


def test_a_creditor_accepts_several_receivables_at_once_or_none(stage: Stage, issuance: Issuance) -> None:
    mine = [stage.offer(), stage.offer()]
    theirs = stage.offer(creditor=A)
    accept = [issuance.encode("accept(uint64)", receivable) for receivable in (*mine, theirs)]
    with refused("NotTheCreditor", receivable=theirs, caller=TIER_ONE):
        together(issuance, TIER_ONE, *accept)
    assert [issuance.terms_of(receivable).status for receivable in mine] == [OFFERED] * 2
    together(issuance, TIER_ONE, *accept[:2])
    assert [issuance.terms_of(receivable).status for receivable in mine] == [ACTIVE] * 2


def test_a_call_of_nothing_known_fails_as_a_whole(ledger: Ledger, issuance: Issuance) -> None:
    for contract in (ledger, issuance):
        with refused("FailedCall"):
            together(contract, CAR_MAKER, b"\1\2\3\4")
