"""Money in a wallet by where it came from. What came in first goes out first."""

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

Mark = TypeVar("Mark")


class PurseShort(ValueError):
    """More was to be taken than there is."""


class Purse(Generic[Mark]):
    """Amounts in fen, each with a mark that says where it came from.

    Source: first in, first out, as IAS 2 (paragraphs 25 and 27) has it for what is interchangeable, as money is.
    """

    def __init__(self) -> None:
        self._lots: deque[tuple[Mark, int]] = deque()

    def put(self, amount: int, mark: Mark) -> None:
        if self._lots and self._lots[-1][0] == mark:
            amount += self._lots.pop()[1]
        self._lots.append((mark, amount))

    def take(self, amount: int) -> list[tuple[Mark, int]]:
        """The parts that leave, the first that came first. Raises `PurseShort`."""
        taken = []
        while amount:
            if not self._lots:
                raise PurseShort(f"{amount} more leave than ever came in.")
            mark, there = self._lots.popleft()
            part = min(there, amount)
            if part < there:
                self._lots.appendleft((mark, there - part))
            taken.append((mark, part))
            amount -= part
        return taken

    def __iter__(self) -> Iterator[tuple[Mark, int]]:
        """What is there, the first that came first."""
        return iter(self._lots)
