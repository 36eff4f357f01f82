"""Limits and owners as they stood when something moved. The mirror's tables tell how they stand now; its journal of
events tells how they stood."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from tallystick.mirror.border_events import BorderLimitsSet, BorderWalletAdmitted
from tallystick.mirror.places import Place

T = TypeVar("T")


class Owner(NamedTuple):
    """Whose a wallet was; `country` by ISO 3166-1 numeric, 0 where it took no part."""

    group: bytes
    country: int


class _Course(Generic[T]):
    """What something was, from each place on."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._values: list[T] = []

    def add(self, place: Place, value: T) -> None:
        """Places come in their order."""
        self._places.append(place)
        self._values.append(value)

    def at(self, place: Place) -> T | None:
        """None before the first."""
        index = bisect_right(self._places, place)
        return self._values[index - 1] if index else None


class History:
    """Made of what the policy contract has said, in the order of the chain."""

    def __init__(self, events: Iterable[tuple[Place, BorderLimitsSet | BorderWalletAdmitted]]) -> None:
        self._limits: dict[int, _Course[BorderLimitsSet]] = {}
        self._owners: dict[bytes, _Course[Owner]] = {}
        for place, event in events:
            if isinstance(event, BorderLimitsSet):
                self._limits.setdefault(event.programme, _Course()).add(place, event)
            else:
                owner = Owner(event.group, event.country)
                self._owners.setdefault(event.wallet, _Course()).add(place, owner)

    def limits(self, programme: int, place: Place) -> BorderLimitsSet | None:
        """Those in force at a place; None where nothing could move yet."""
        course = self._limits.get(programme)
        return None if course is None else course.at(place)

    def owner(self, wallet: bytes, place: Place) -> Owner | None:
        """Whose a wallet was at a place; None where nobody had said so, or where it took no part any longer."""
        course = self._owners.get(wallet)
        owner = None if course is None else course.at(place)
        return owner if owner is not None and owner.country else None
