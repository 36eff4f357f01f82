"""How much of each lot arrived where."""

from hypothesis import given
from hypothesis import strategies as st

from tallystick.mirror.tables import Lot
from tallystick.receivables.lineage import flows

ME, OTHERS = b"\x01" * 20, b"\x02" * 20


@st.composite
def histories(draw: st.DrawFn) -> list[Lot]:
    """Lots that descend from one another, each cut out of an earlier one."""
    lots = [_lot(1, None, draw(st.integers(0, 9)), OTHERS)]
    for number in range(2, draw(st.integers(2, 14))):
        parent = draw(st.integers(1, number - 1))
        lots.append(_lot(number, parent, draw(st.integers(0, 9)), draw(st.sampled_from([ME, OTHERS]))))
    return lots


def _lot(number: int, parent: int | None, remaining: int, holder: bytes) -> Lot:
    return Lot(lot=number, parent=parent, remaining=remaining, holder=holder)


@given(histories())
def test_a_lot_counts_with_what_its_descendants_hold(lots: list[Lot]) -> None:
    parents = {lot.lot: lot.parent for lot in lots}
    expected: dict[int, int] = {}
    for lot in lots:
        step: int | None = lot.lot
        while lot.holder == ME and lot.remaining and step is not None:
            expected[step] = expected.get(step, 0) + lot.remaining
            step = parents[step]
    assert flows(lots, lambda lot: lot.holder == ME) == expected


def test_nothing_asked_about_leaves_nothing() -> None:
    assert flows([_lot(1, None, 5, OTHERS), _lot(2, 1, 5, ME)], lambda _lot: False) == {}
