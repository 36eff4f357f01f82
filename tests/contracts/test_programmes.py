"""A programme names its asset kind, its regime and its rules, and never changes afterwards but for its longest term."""

from typing import Any

import pytest

from tests.contracts.driver.cast import NOBODY, OPERATOR
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.registries import Programmes, ProgrammeTerms
from tests.contracts.driver.stage import Stage

CLAIM, BILL = 1, 2
PLAIN, APPROVED_INFRASTRUCTURE, OFFSHORE = 1, 2, 3
APPROVAL = b"PBC-2026-0001".ljust(32, b"\0")


def test_an_open_programme_can_be_read_back_in_full(programmes: Programmes) -> None:
    terms = ProgrammeTerms(
        currency=b"USD",
        kind=CLAIM,
        regime=OFFSHORE,
        day_count=2,
        longest_term_months=12,
        acceptance_required=True,
        evidence_required=False,
        open_accounts_only=True,
        approval=APPROVAL,
        name="跨境应收账款",
    )
    assert programmes.terms_of(programmes.open(OPERATOR, terms).answer) == terms


def test_programmes_are_numbered_from_one(stage: Stage, programmes: Programmes) -> None:
    assert stage.programme == 1
    assert stage.open_programme() == 2
    with refused("BillsCannotBeSplit"):
        stage.open_programme(kind=BILL)
    assert stage.open_programme() == 3
    assert programmes.count() == 3


def test_a_bill_is_refused_since_it_may_not_be_split_by_endorsement(stage: Stage) -> None:
    with refused("BillsCannotBeSplit"):
        stage.open_programme(kind=BILL)


@pytest.mark.parametrize("regime", [APPROVED_INFRASTRUCTURE, OFFSHORE])
def test_a_regime_under_permission_names_its_approval_or_filing(stage: Stage, regime: int) -> None:
    with refused("RegimeNeedsApproval", regime=regime):
        stage.open_programme(regime=regime)
    assert stage.open_programme(regime=regime, approval=APPROVAL) == 2


def test_a_plain_claim_register_needs_no_approval_and_may_name_one(stage: Stage) -> None:
    assert stage.open_programme(regime=PLAIN) == 2
    assert stage.open_programme(regime=PLAIN, approval=APPROVAL) == 3


def test_tokens_are_offered_only_under_an_approval_or_a_filing(stage: Stage, programmes: Programmes) -> None:
    for approval in (bytes(32), APPROVAL):
        with refused("TokenOfferingNeedsApproval", regime=PLAIN):
            stage.open_programme(regime=PLAIN, token_offering=True, approval=approval)
    for regime in (APPROVED_INFRASTRUCTURE, OFFSHORE):
        number = stage.open_programme(regime=regime, token_offering=True, approval=APPROVAL)
        assert programmes.terms_of(number).token_offering


@pytest.mark.parametrize(
    ("missing", "error"),
    [
        ({"name": ""}, "ProgrammeWithoutName"),
        ({"currency": bytes(3)}, "ProgrammeWithoutCurrency"),
        ({"kind": 0}, "ProgrammeWithoutKind"),
        ({"regime": 0}, "ProgrammeWithoutRegime"),
        ({"day_count": 0}, "ProgrammeWithoutDayCount"),
    ],
)
def test_nothing_that_binds_is_left_open(stage: Stage, missing: dict[str, Any], error: str) -> None:
    with refused(error):
        stage.open_programme(**missing)


@pytest.mark.parametrize("beyond", [{"kind": 3}, {"regime": 4}, {"day_count": 3}])
def test_choices_that_nobody_knows_are_refused(stage: Stage, beyond: dict[str, int]) -> None:
    with refused("NoReason"):
        stage.open_programme(**beyond)


@pytest.mark.parametrize("months", [0, 13, 255])
def test_no_term_is_longer_than_a_year_or_of_no_length(stage: Stage, months: int) -> None:
    with refused("TermOutOfRange", months=months, longest=12):
        stage.open_programme(longest_term_months=months)


@pytest.mark.parametrize("months", [1, 12])
def test_terms_from_a_month_to_a_year_are_open_to_choice(stage: Stage, months: int) -> None:
    assert stage.open_programme(longest_term_months=months) == 2


def test_a_programme_that_was_never_opened_is_unknown(programmes: Programmes) -> None:
    for number in (0, 2, 2**32 - 1):
        with refused("UnknownProgramme", programme=number):
            programmes.terms_of(number)


def test_opening_is_told_with_all_terms(programmes: Programmes) -> None:
    terms = ProgrammeTerms()
    told = (b"CNY", 1, 1, 1, 6, False, False, False, False, NOBODY, 15, 500, bytes(32), "Car parts")
    assert programmes.open(OPERATOR, terms).events == [("ProgrammeOpened", 2, told)]


def test_there_is_no_way_to_change_a_programme_but_for_the_term_of_later_issues(
    programmes: Programmes,
) -> None:
    assert [signature.split("(")[0] for signature in programmes.changing_functions] == [
        "openProgramme",
        "setAuthority",
        "setTermRule",
    ]
