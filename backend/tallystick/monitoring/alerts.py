"""Signs of structuring (smurfing, 分拆): amounts that are divided so that each part stays below a limit.

An alert is a reason to look, not a finding. Every rule names what it rests on, and what it takes for many or near is
an argument. Source: Financial Action Task Force and Egmont Group, «Trade-Based Money Laundering: Risk Indicators»,
March 2021, indicators of account and transaction activity; the State Administration of Foreign Exchange calls evasion
of a limit by division 分拆.

Only what fills a window is looked at: what a group passes on to itself is not. Amounts are minor units, moments seconds
since 1970, shares millionths.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from tallystick.monitoring.movements import Movement

RuleName = Literal["parts_below_the_cap", "just_under_the_cap", "wallets_of_one_group"]

NEARLY_PPM = 900_000
"""Of the cap: what parts must come to together."""

FEWEST_PARTS = 3
JUST_UNDER_PPM = 950_000
"""Of the cap: from here on a movement is just under it."""

FEWEST_WALLETS = 3
_MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True)
class Alert:
    """`movements` are the evidence, in their order; `amount` is what they come to, `cap` that of a transaction when
    the last of them moved. `parameters` are those that the rule was asked with."""

    rule: RuleName
    group: bytes
    amount: int
    cap: int
    movements: tuple[Movement, ...]
    parameters: Mapping[str, int]

    @property
    def wallets(self) -> Sequence[bytes]:
        """That got something, by address."""
        return sorted({movement.recipient for movement in self.movements})


def alerts(movements: Sequence[Movement]) -> list[Alert]:
    """Every rule over a programme's movements, by when the last of the evidence moved."""
    found = [
        *parts_below_the_cap(movements),
        *just_under_the_cap(movements),
        *wallets_of_one_group(movements),
    ]
    return sorted(found, key=lambda alert: (alert.movements[-1].place, alert.rule))


def parts_below_the_cap(
    movements: Sequence[Movement],
    fewest: int = FEWEST_PARTS,
    nearly_ppm: int = NEARLY_PPM,
    window: int | None = None,
) -> Iterator[Alert]:
    """Several movements to one group within a window, each below the cap of a transaction, that together reach the cap
    or nearly do.

    At least `fewest` of them, that come to `nearly_ppm` of the cap at least. `window` in seconds; without it, the
    programme's own when the last of them moved. Windows that overlap are told as one.
    """
    below = [movement for movement in movements if movement.amount < movement.transaction_cap]
    for group, rows in _by_group(below):
        totals = [0, *accumulate(row.amount for row in rows)]
        parameters = {"fewest_movements": fewest, "nearly_ppm": nearly_ppm} | _window(window)
        spans = [
            (first, last)
            for first, last in _windows(rows, window)
            if last - first + 1 >= fewest
            and (totals[last + 1] - totals[first]) * _MILLIONTHS >= rows[last].transaction_cap * nearly_ppm
        ]
        yield from _told("parts_below_the_cap", group, rows, spans, parameters)


def just_under_the_cap(
    movements: Sequence[Movement], just_under_ppm: int = JUST_UNDER_PPM
) -> Iterator[Alert]:
    """A movement below the cap of a transaction that comes to `just_under_ppm` of it at least. One that is exactly the
    cap is none: so much the ledger itself pays at a time where more is due."""
    for group, rows in _by_group(movements):
        spans = [
            (place, place)
            for place, row in enumerate(rows)
            if row.amount < row.transaction_cap
            and row.amount * _MILLIONTHS >= row.transaction_cap * just_under_ppm
        ]
        for span in spans:
            parameters = {"just_under_ppm": just_under_ppm}
            yield from _told("just_under_the_cap", group, rows, [span], parameters)


def wallets_of_one_group(
    movements: Sequence[Movement], fewest: int = FEWEST_WALLETS, window: int | None = None
) -> Iterator[Alert]:
    """Movements within a window to many wallets of one group: `fewest` different ones at least. `window` as above."""
    for group, rows in _by_group(movements):
        spans = []
        wallets: Counter[bytes] = Counter()
        begin, end = 0, -1
        for first, last in _windows(rows, window):
            wallets.update(row.recipient for row in rows[end + 1 : last + 1])
            wallets.subtract(row.recipient for row in rows[begin:first])
            begin, end = first, last
            if sum(1 for count in wallets.values() if count > 0) >= fewest:
                spans.append((first, last))
        parameters = {"fewest_wallets": fewest} | _window(window)
        yield from _told("wallets_of_one_group", group, rows, spans, parameters)


def _by_group(movements: Iterable[Movement]) -> list[tuple[bytes, list[Movement]]]:
    found: dict[bytes, list[Movement]] = {}
    for movement in movements:
        if movement.counted:
            found.setdefault(movement.recipient_group, []).append(movement)
    return sorted(found.items())


def _windows(rows: Sequence[Movement], window: int | None) -> Iterator[tuple[int, int]]:
    """For each movement, the first and the last of the window that ends with it. A movement is in a window until as
    many seconds have passed as it is long, as the policy contract counts."""
    first = 0
    for last, row in enumerate(rows):
        seconds = row.window if window is None else window
        while first < last and rows[first].at <= row.at - seconds:
            first += 1
        yield first, last


def _told(
    rule: RuleName,
    group: bytes,
    rows: Sequence[Movement],
    spans: Iterable[tuple[int, int]],
    parameters: Mapping[str, int],
) -> Iterator[Alert]:
    """An alert for each run of spans that overlap."""
    for first, last in _joined(spans):
        evidence = tuple(rows[first : last + 1])
        amount = sum(row.amount for row in evidence)
        yield Alert(rule, group, amount, evidence[-1].transaction_cap, evidence, parameters)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in spans:
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _window(window: int | None) -> dict[str, int]:
    return {} if window is None else {"window_seconds": window}
