"""Which rows of a file are at fault, found with nothing but the question whether several of them would go together."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tallystick.refusal import Refusal

T = TypeVar("T")

Attempt = Callable[[Sequence[T]], Refusal | None]
"""Why these would be refused, carried out one after the other and all or none; None where they would not."""

WORK = 10
"""How often each row may be tried on average; a large file with many faults would keep the chain busy for minutes."""


@dataclass(slots=True)
class Verdict:
    """By position: what is refused, and what was not tried any more after that."""

    refused: dict[int, Refusal] = field(default_factory=dict)
    untried: set[int] = field(default_factory=set)


def tried(items: Sequence[T], attempt: Attempt[T], shared: Callable[[T], Iterable[Hashable]]) -> Verdict:
    """Those items without which the others would go.

    First those that fail alone; then those that fail after others before them, as the second of two that draw on a
    document with room for one. These are looked for among items that have something in common, which `shared` names.
    Where nothing is wrong, that is found with one attempt.
    """
    trial = _Trial(items, attempt)
    everything = list(range(len(items)))
    if not items or trial.refusal(everything) is None:
        return trial.verdict
    for position in everything:
        trial.try_together([position])
    alone = [position for position in everything if position not in trial.verdict.refused]
    for group in _groups(alone, {position: set(shared(items[position])) for position in alone}):
        trial.try_together(group)
    if not trial.verdict.refused:
        trial.try_together(everything)
    return trial.verdict


class _Trial(Generic[T]):
    def __init__(self, items: Sequence[T], attempt: Attempt[T]) -> None:
        self._items = items
        self._attempt = attempt
        self._work_left = WORK * len(items)
        self.verdict = Verdict()

    def refusal(self, positions: Sequence[int]) -> Refusal | None:
        self._work_left -= len(positions)
        return self._attempt([self._items[position] for position in positions])

    def try_together(self, positions: Sequence[int]) -> None:
        """Notes each that fails after those before it that do not."""
        good: list[int] = []
        left = list(positions)
        while left and (refusal := self.refusal(good + left)) is not None:
            if len(left) > 1 and self._work_left < 0:
                self.verdict.untried.update(left)
                return
            count, refusal = self._first_failing(good, left, refusal)
            self.verdict.refused[left[count - 1]] = refusal
            good += left[: count - 1]
            left = left[count:]

    def _first_failing(self, good: list[int], left: list[int], refusal: Refusal) -> tuple[int, Refusal]:
        """How many of `left` it takes after `good` to be refused, knowing that all of them are."""
        passing, failing = 0, len(left)
        while failing - passing > 1:
            middle = (passing + failing) // 2
            earlier = self.refusal(good + left[:middle])
            if earlier is None:
                passing = middle
            else:
                failing, refusal = middle, earlier
        return failing, refusal


def _groups(positions: Sequence[int], shared: dict[int, set[Hashable]]) -> list[list[int]]:
    """Two or more that have something in common, directly or by way of others, each group in order."""
    groups: list[tuple[list[int], set[Hashable]]] = []
    for position in positions:
        members, common = [position], set(shared[position])
        for group in [group for group in groups if group[1] & common]:
            groups.remove(group)
            members += group[0]
            common |= group[1]
        groups.append((sorted(members), common))
    return [members for members, _ in groups if len(members) > 1]
