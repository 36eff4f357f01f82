"""Two ordered sequences of rows, side by side, until they part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the mirror and the chain part.

    `column` is None where a whole row is missing (`mirror` is None) or one too many (`chain` is None). Bytes are
    written as 0x and hex digits, so that everything here fits into JSON.
    """

    table: str
    key: dict[str, Any]
    column: str | None
    mirror: Any
    chain: Any

    def __str__(self) -> str:
        row = f"{self.table} {', '.join(f'{name} {value}' for name, value in self.key.items())}"
        if self.column is not None:
            return f"{row}: {self.column} is {self.mirror} in the mirror and {self.chain} on the chain"
        return f"{row}: missing in the mirror" if self.mirror is None else f"{row}: not on the chain"


class Comparison:
    """Compares rows that both sides give in the order of their key, and counts them by table."""

    def __init__(self) -> None:
        self.compared: dict[str, int] = {}

    def differences(
        self, table: str, key: tuple[str, ...], mirror: Iterable[Row], chain: Iterable[Row]
    ) -> Iterator[Difference]:
        """What is missing, too much or different; only columns that the chain's row has are compared."""
        self.compared.setdefault(table, 0)
        for ours, theirs in _side_by_side(key, iter(mirror), iter(chain)):
            self.compared[table] += 1
            yield from _differences_of(table, key, ours, theirs)


def plain(value: Any) -> Any:
    return f"0x{value.hex()}" if isinstance(value, bytes) else value


def _side_by_side(
    key: tuple[str, ...], mirror: Iterator[Row], chain: Iterator[Row]
) -> Iterator[tuple[Row | None, Row | None]]:
    ours, theirs = next(mirror, None), next(chain, None)
    while ours is not None or theirs is not None:
        order = _order(key, ours, theirs)
        yield ours if order <= 0 else None, theirs if order >= 0 else None
        if order <= 0:
            ours = next(mirror, None)
        if order >= 0:
            theirs = next(chain, None)


def _order(key: tuple[str, ...], ours: Row | None, theirs: Row | None) -> int:
    """Negative where our row comes first, positive where theirs does."""
    if ours is None:
        return 1
    if theirs is None:
        return -1
    left, right = [ours[name] for name in key], [theirs[name] for name in key]
    return (left > right) - (left < right)


def _differences_of(
    table: str, key: tuple[str, ...], ours: Row | None, theirs: Row | None
) -> Iterator[Difference]:
    named = {name: plain((ours or theirs or {})[name]) for name in key}
    if ours is None or theirs is None:
        yield Difference(table, named, None, ours and "present", theirs and "present")
        return
    for column, value in theirs.items():
        if ours[column] != value:
            yield Difference(table, named, column, plain(ours[column]), plain(value))
