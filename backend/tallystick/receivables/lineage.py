"""The way of claims back to the issue, as far as a viewer may see it."""

from collections.abc import Callable

from tallystick.mirror.tables import Lot


def flows(lots: list[Lot], asked_about: Callable[[Lot], bool]) -> dict[int, int]:
    """How much of each lot arrived in the lots that were asked about, by lot number.

    A lot that was asked about counts with what remains in it; its ancestors count with what they passed down to such
    lots, and with nothing that went elsewhere. Lots are numbered so that a parent comes before its children.
    """
    flow: dict[int, int] = {}
    for lot in sorted(lots, key=lambda lot: lot.lot, reverse=True):
        if asked_about(lot) and lot.remaining:
            flow[lot.lot] = flow.get(lot.lot, 0) + lot.remaining
        if lot.lot in flow and lot.parent is not None:
            flow[lot.parent] = flow.get(lot.parent, 0) + flow[lot.lot]
    return flow
