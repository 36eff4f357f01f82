"""The same ordeal over a server with one commit taken out: each time the verdict says what went wrong."""

from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.faults.conftest import Tell
from tests.faults.furnishing import Furnished
from tests.faults.ordeal import NO_TRACE, Outcome, ordeal

PLACES = {
    "without outbox commit": "sent@1",
    "without intent commit": "intent stored@1",
    "checkpoint committed first": "between@1",
    "checkpoint committed last": "between@1",
}


@pytest.fixture(scope="module")
def outcomes(
    furnished: Furnished, two_at_a_time: ThreadPoolExecutor, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, "Future[Outcome]"]:
    def with_defect(defect: str) -> Outcome:
        house = furnished.copy(tmp_path_factory.mktemp("defect") / "home")
        return ordeal(house, furnished.transfer_errand(), PLACES[defect], defect)

    return {defect: two_at_a_time.submit(with_defect, defect) for defect in PLACES}


def test_without_the_outbox_commit_a_transfer_killed_after_sending_happens_twice(
    outcomes: dict[str, "Future[Outcome]"], tell: Tell
) -> None:
    outcome = outcomes["without outbox commit"].result()
    tell(f"defect: {outcome.line}")
    assert outcome.verdict == "happened 2 times"
    assert outcome.stage_at_kill == "intent"
    assert outcome.seen_at_kill is not None
    assert outcome.seen_at_kill.times == 1


def test_without_the_intent_commit_the_command_is_lost(
    outcomes: dict[str, "Future[Outcome]"], tell: Tell
) -> None:
    outcome = outcomes["without intent commit"].result()
    tell(f"defect: {outcome.line}")
    assert outcome.verdict == "lost"
    assert outcome.stage_at_kill == NO_TRACE


def test_with_the_checkpoint_in_an_earlier_transaction_the_mirror_lacks_rows(
    outcomes: dict[str, "Future[Outcome]"], tell: Tell
) -> None:
    outcome = outcomes["checkpoint committed first"].result()
    tell(f"defect: {outcome.line}")
    assert outcome.verification == "different"
    assert outcome.verdict == "the mirror is different"


def test_with_the_checkpoint_in_a_later_transaction_the_same_rows_come_again(
    outcomes: dict[str, "Future[Outcome]"], tell: Tell
) -> None:
    outcome = outcomes["checkpoint committed last"].result()
    tell(f"defect: {outcome.line}")
    assert outcome.verdict == "the server does not start again"
    assert "mirror_block" in outcome.refused_to_start
