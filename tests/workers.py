"""How tests are shared out to several workers (`make test` starts two), whose sessions know nothing of each other."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/contracts/", "tests/browser/")
"""Rooms that one worker runs all of: the last tests of the one ask what the others have provoked, those of the other
share a browser and a ledger."""

LONGEST_FIRST = ("tests/faults/", *TOGETHER, "tests/api/")
"""So that no worker begins something long when the other has nothing left to do."""


class ModulesToWorkers(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """A module's tests stay together and so share its servers and databases; modules are handed out in order."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        together = (room for room in TOGETHER if nodeid.startswith(room))
        return next(together, nodeid.split("::", 1)[0])


def put_longest_first(items: list[pytest.Item]) -> None:
    """Sorts the tests by their rooms; within a room they stay as they are."""

    def place(item: pytest.Item) -> int:
        before = (place for place, room in enumerate(LONGEST_FIRST) if item.nodeid.startswith(room))
        return next(before, len(LONGEST_FIRST))

    items.sort(key=place)
