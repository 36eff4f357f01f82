"""The contract itself is the money: there is nothing to carry out."""

from tallystick.mirror.places import Place
from tallystick.rail.interface import Movement


class StandInRail:
    """For a ledger whose e-CNY is the stand-in alone."""

    def last(self) -> Place | None:
        return None

    def tell(self, movements: list[Movement]) -> None:
        """Nothing is done, and nothing kept."""
