"""The chain's time: wall clock plus an offset kept on disk, and never earlier than the block before."""

from collections.abc import Callable

from tallystick.chain.embedded.database import ChainDatabase
from tallystick.refusal import Invalid

_KEY = b"tallystick:clock_offset"
_LARGEST_OFFSET = 100 * 366 * 86_400


class Clock:
    """Seconds since 1970 as the next block will have them.

    Blocks within one second carry the same time. An offset may be lowered again: blocks never go back in time,
    the chain's clock then stands still until the wall clock has caught up.
    """

    def __init__(self, database: ChainDatabase, wall: Callable[[], float]) -> None:
        self._database = database
        self._wall = wall
        self.read_again()

    def read_again(self) -> None:
        """For when the database is another one than before."""
        self._offset = int(self._database.get(_KEY, b"0"))

    def offset(self) -> int:
        """How many seconds the chain is asked to be ahead of the wall clock."""
        return self._offset

    def now(self) -> int:
        """What the clock says; a block is not made earlier."""
        return int(self._wall()) + self._offset

    def set_offset(self, seconds: int) -> None:
        """Keep a new offset. Raises `Invalid` beyond a hundred years, where due dates no longer fit."""
        if abs(seconds) > _LARGEST_OFFSET:
            raise Invalid(
                "clock_offset_out_of_range",
                f"A clock offset of {seconds} seconds is more than a hundred years.",
                f"Give an offset between -{_LARGEST_OFFSET} and {_LARGEST_OFFSET} seconds.",
                {"seconds": seconds, "largest": _LARGEST_OFFSET},
            )
        self._database[_KEY] = str(seconds).encode()
        self._offset = seconds

    def next_block_time(self, parent_time: int) -> int:
        return max(parent_time, self.now())
