"""Limits and owners as they stood at each place of the chain, and windows as the policy contract counts them."""

from tallystick.mirror.border_events import BorderLimitsSet, BorderWalletAdmitted
from tallystick.monitoring.history import History, Owner
from tallystick.monitoring.movements import WindowUse

WALLET, GROUP = b"\3" * 20, b"Lim family".ljust(30, b"\0")


def _limits(cap: int) -> BorderLimitsSet:
    return BorderLimitsSet(1, cap, cap, 60, 1, 3)


def test_limits_are_those_that_were_set_last_before() -> None:
    history = History([((5, 2), _limits(100)), ((9, 0), _limits(200))])
    assert history.limits(1, (5, 1)) is None
    assert [history.limits(1, place) for place in ((5, 2), (8, 99), (9, 0))] == [
        _limits(100),
        _limits(100),
        _limits(200),
    ]
    assert history.limits(2, (9, 9)) is None


def test_an_owner_is_whose_the_wallet_was_then_and_nobodys_once_it_has_left() -> None:
    history = History(
        [
            ((5, 0), BorderWalletAdmitted(WALLET, GROUP, 702)),
            ((7, 0), BorderWalletAdmitted(WALLET, bytes(30), 0)),
        ]
    )
    assert history.owner(WALLET, (4, 9)) is None
    assert history.owner(WALLET, (6, 9)) == Owner(GROUP, 702)
    assert history.owner(WALLET, (7, 0)) is None
    assert history.owner(b"\4" * 20, (9, 9)) is None


def test_an_amount_is_in_the_window_for_as_many_seconds_as_it_is_long() -> None:
    windows = WindowUse()
    windows.add(GROUP, 1_000, 30)
    windows.add(GROUP, 1_000, 12)
    assert [windows.of(GROUP, moment, 60) for moment in (1_000, 1_059, 1_060)] == [42, 42, 0]
    assert windows.of(bytes(30), 1_000, 60) == 0
    windows.add(GROUP, 1_059, 5)
    assert windows.of(GROUP, 1_059, 60) == 47
    assert windows.of(GROUP, 1_060, 60) == 5
    assert windows.groups() == [GROUP]
