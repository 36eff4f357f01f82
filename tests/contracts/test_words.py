"""The storage words are laid out as documented, since the mirror and every later contract read them so."""

from datetime import date

import pytest

from tests.contracts.driver.cast import CAR_MAKER, OPERATOR, STRANGER, TIER_ONE, A
from tests.contracts.driver.chain import day_number
from tests.contracts.driver.issuance import Issuance
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.stage import Stage
from tests.contracts.driver.words import AccountWord, ClaimWord, claim_id

FACE = 2**53 - 1


def test_a_claim_id_is_its_receivable_and_its_serial(stage: Stage, ledger: Ledger) -> None:
    first, second = stage.claim(), stage.claim()
    assert (first, second) == (claim_id(1, 1), claim_id(2, 1)) == (2**64 + 1, 2 * 2**64 + 1)
    assert ledger.split(TIER_ONE, second, [1, 10_000_000_000 - 1]).answer == claim_id(2, 2)


def test_a_claim_word_holds_owner_value_and_epoch(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim(FACE)
    assert ledger.claim(claim) == ClaimWord(owner=TIER_ONE.address, value=FACE, epoch=0)
    ledger.transfer_value(TIER_ONE, claim, A, 7)
    ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim)
    assert ledger.claim(claim) == ClaimWord(owner=A.address, value=FACE - 7, epoch=1)
    assert ledger.claim(claim_id(1, 2)) == ClaimWord(owner=A.address, value=7, epoch=0)


def test_there_is_a_zero_word_where_there_is_no_claim(stage: Stage, ledger: Ledger) -> None:
    claim = stage.claim()
    assert ledger.ask("claimWords(uint64,uint64,uint64)", 1, 2, 3) == (0, 0, 0)
    assert ledger.ask("claimWords(uint64,uint64,uint64)", 1, 0, 2)[0] == 0
    assert ledger.claim(claim).owner == TIER_ONE.address


def test_claim_words_come_in_the_order_of_serials(stage: Stage, ledger: Ledger) -> None:
    ledger.split(TIER_ONE, stage.claim(60), [10, 20, 30])
    assert [word.value for word in ledger.claims(1, 1, 3)] == [10, 20, 30]
    assert [word.value for word in ledger.claims(1, 2, 2)] == [20, 30]
    assert ledger.claims(1, 1, 0) == []


def test_a_receivable_word_holds_status_rules_due_day_outstanding_serial_and_programme(
    stage: Stage, ledger: Ledger, issuance: Issuance
) -> None:
    due = date(2026, 12, 31)
    number = stage.open_programme(name="Second")
    receivable = stage.offer(FACE, programme=number, due=due)
    assert ledger.ask("receivableWord(uint64)", receivable) == 0
    ledger.split(TIER_ONE, issuance.accept(TIER_ONE, receivable).answer, [1, 2, FACE - 3])
    active = ledger.receivable(receivable)
    assert (active.status, active.outstanding, active.next_serial) == (2, FACE, 4)
    assert (active.rules, active.due_day, active.programme) == (0, day_number(due), number)
    assert (active.paused, active.unused, active.unused_top) == (0, 0, 0)


@pytest.mark.parametrize(
    ("rule", "bit"), [("acceptance_required", 1), ("evidence_required", 2), ("open_accounts_only", 4)]
)
def test_each_rule_of_a_programme_is_a_bit_of_its_receivables(
    stage: Stage, ledger: Ledger, issuance: Issuance, rule: str, bit: int
) -> None:
    receivable = stage.offer(programme=stage.open_programme(**{rule: True}))
    issuance.accept(TIER_ONE, receivable)
    assert ledger.receivable(receivable).rules == bit


def test_all_rules_together_are_all_bits(stage: Stage, ledger: Ledger) -> None:
    strict = stage.open_programme(acceptance_required=True, evidence_required=True, open_accounts_only=True)
    stage.claim(programme=strict)
    assert ledger.receivable(1).rules == 7


def test_there_is_a_zero_word_where_there_is_no_receivable(ledger: Ledger) -> None:
    assert ledger.ask("receivableWord(uint64)", 1) == 0


def test_an_account_word_holds_claim_count_opened_bit_and_roles(stage: Stage, ledger: Ledger) -> None:
    ledger.split(TIER_ONE, stage.claim(100), [40, 30, 30])
    assert ledger.account(TIER_ONE) == AccountWord(claims=3, opened=1, roles=2)
    assert ledger.account(CAR_MAKER) == AccountWord(claims=0, opened=1, roles=1)


def test_an_account_that_was_never_opened_still_counts_its_claims(stage: Stage, ledger: Ledger) -> None:
    ledger.transfer_value(TIER_ONE, stage.claim(), STRANGER, 1)
    counted = AccountWord(claims=1)
    assert ledger.account(STRANGER) == counted
    ledger.open_account(OPERATOR, STRANGER, 15)
    assert ledger.account(STRANGER) == AccountWord(claims=1, opened=1, roles=15)
