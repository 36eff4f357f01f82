"""Signs of structuring: each rule with what raises it and, a cent or a second beside, what does not."""

import pytest

from tallystick.monitoring.alerts import (
    Alert,
    alerts,
    just_under_the_cap,
    parts_below_the_cap,
    wallets_of_one_group,
)
from tallystick.monitoring.movements import Movement
from tests.backend.monitoring.moved import CAP, DAY, LIM, NGUYEN, moved

PART = 15_000_000
"""Three of these are nine tenths of the cap."""


def _evidence(alert: Alert) -> list[Movement]:
    return list(alert.movements)


def test_three_parts_that_nearly_reach_the_cap_raise_an_alert() -> None:
    parts = [moved(PART), moved(PART, DAY // 2), moved(PART, DAY - 1)]
    (alert,) = parts_below_the_cap(parts)
    assert (alert.rule, alert.group, alert.amount, alert.cap) == ("parts_below_the_cap", LIM, 3 * PART, CAP)
    assert _evidence(alert) == parts
    assert alert.parameters == {"fewest_movements": 3, "nearly_ppm": 900_000}


def test_a_cent_less_raises_none() -> None:
    assert not list(parts_below_the_cap([moved(PART), moved(PART), moved(PART - 1)]))


def test_a_second_more_raises_none() -> None:
    """The first has left the window of a day when the last comes in."""
    assert not list(parts_below_the_cap([moved(PART), moved(PART), moved(PART, DAY)]))


def test_two_parts_are_not_several() -> None:
    assert not list(parts_below_the_cap([moved(CAP - 1), moved(CAP - 1)]))


def test_what_is_exactly_the_cap_is_no_part() -> None:
    """So much is paid at a time where more is due."""
    assert not list(parts_below_the_cap([moved(PART), moved(CAP), moved(PART - 1)]))
    below = [moved(PART), moved(CAP - 1), moved(PART - 1)]
    assert [alert.amount for alert in parts_below_the_cap(below)] == [CAP + 2 * PART - 2]


def test_parts_to_two_groups_are_not_together() -> None:
    assert not list(parts_below_the_cap([moved(PART), moved(PART), moved(PART, recipient_group=NGUYEN)]))


def test_what_a_group_passes_on_to_itself_is_no_part() -> None:
    assert not list(parts_below_the_cap([moved(PART), moved(PART), moved(PART, counted=False)]))


def test_windows_that_overlap_are_one_alert_and_those_apart_are_two() -> None:
    first = [moved(PART, after) for after in (0, 1, 2, DAY - 1)]
    later = [moved(PART, 3 * DAY + after) for after in (0, 1, 2)]
    assert [_evidence(alert) for alert in parts_below_the_cap([*first, *later])] == [first, later]


def test_the_parameters_of_a_rule_are_the_callers() -> None:
    parts = [moved(PART), moved(PART, 60)]
    (alert,) = parts_below_the_cap(parts, fewest=2, nearly_ppm=600_000, window=61)
    assert alert.parameters == {"fewest_movements": 2, "nearly_ppm": 600_000, "window_seconds": 61}
    assert not list(parts_below_the_cap(parts, fewest=2, nearly_ppm=600_000, window=60))
    assert not list(parts_below_the_cap(parts, fewest=2, nearly_ppm=600_001, window=61))


@pytest.mark.parametrize(("amount", "raised"), [(47_499_999, 0), (47_500_000, 1), (CAP - 1, 1), (CAP, 0)])
def test_just_under_the_cap_is_from_95_percent_on_and_below_it(amount: int, raised: int) -> None:
    found = list(just_under_the_cap([moved(1), moved(amount)]))
    assert [(alert.rule, alert.amount) for alert in found] == [("just_under_the_cap", amount)] * raised


def test_how_near_is_just_under_is_the_callers() -> None:
    assert not list(just_under_the_cap([moved(CAP // 2 - 1)], just_under_ppm=500_000))
    assert len(list(just_under_the_cap([moved(CAP // 2)], just_under_ppm=500_000))) == 1


def test_the_cap_is_that_of_the_movement() -> None:
    assert len(list(just_under_the_cap([moved(99, transaction_cap=100)]))) == 1


def test_three_wallets_of_a_group_within_a_window_raise_an_alert() -> None:
    parts = [moved(1, 0, wallet=1), moved(1, 5, wallet=2), moved(1, DAY - 1, wallet=3)]
    (alert,) = wallets_of_one_group(parts)
    assert (alert.rule, alert.amount) == ("wallets_of_one_group", 3)
    assert alert.wallets == [bytes([wallet]) * 20 for wallet in (1, 2, 3)]
    assert _evidence(alert) == parts


def test_two_wallets_or_a_second_more_raise_none() -> None:
    assert not list(wallets_of_one_group([moved(1, wallet=1), moved(1, wallet=2), moved(1, wallet=2)]))
    late = [moved(1, 0, wallet=1), moved(1, 5, wallet=2), moved(1, DAY, wallet=3)]
    assert not list(wallets_of_one_group(late))


def test_a_wallet_that_has_left_the_window_counts_no_longer_and_one_that_stays_does() -> None:
    """The first wallet got something twice, and only the earlier of the two has left."""
    parts = [moved(1, 0, wallet=1), moved(1, 9, wallet=1), moved(1, DAY, wallet=2), moved(1, DAY, wallet=3)]
    (alert,) = wallets_of_one_group(parts)
    assert _evidence(alert) == parts[1:]


def test_all_rules_are_asked_in_the_order_of_the_last_evidence() -> None:
    near = moved(CAP - 1, 0, wallet=1)
    rest = [moved(PART, 60, wallet=2), moved(PART, 120, wallet=3)]
    assert [alert.rule for alert in alerts([near, *rest])] == [
        "just_under_the_cap",
        "parts_below_the_cap",
        "wallets_of_one_group",
    ]
    assert alerts([]) == []
