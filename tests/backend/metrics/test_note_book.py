"""What notes have cost and brought, first in first out."""

from fractions import Fraction

from tallystick.metrics.note_book import Disposal, Movement, NoteBook, PriceKey
from tallystick.mirror.events import NOBODY

SERIES, A, B, C = (bytes([number]) * 20 for number in range(1, 5))


def moved(
    sender: bytes, recipient: bytes, amount: int, at: int, price: int | None = None
) -> tuple[Movement, dict[PriceKey, list[int]]]:
    transaction = at.to_bytes(32)
    priced = {} if price is None else {(transaction, sender, recipient, amount): [price]}
    return Movement(SERIES, sender, recipient, amount, transaction, at), priced


def disposals(*steps: tuple[Movement, dict[PriceKey, list[int]]]) -> list[Disposal]:
    prices: dict[PriceKey, list[int]] = {}
    for _, priced in steps:
        prices |= priced
    book = NoteBook(prices)
    book.replay(movement for movement, _ in steps)
    return book.disposals


def test_what_was_bought_and_is_paid_at_maturity_has_brought_the_difference() -> None:
    found = disposals(moved(NOBODY, A, 100, 1), moved(A, B, 100, 2, 97), moved(B, NOBODY, 100, 3, 100))
    assert found == [Disposal(3, Fraction(97), Fraction(100))]


def test_what_came_first_leaves_first() -> None:
    found = disposals(
        moved(NOBODY, A, 200, 1),
        moved(A, B, 100, 2, 96),
        moved(A, B, 100, 3, 98),
        moved(B, C, 150, 4, 148),
    )
    assert found == [Disposal(4, Fraction(96) + Fraction(49), Fraction(148))]


def test_what_has_no_cost_is_no_return() -> None:
    wrapped = disposals(moved(NOBODY, A, 100, 1), moved(A, B, 100, 2, 97))
    given = disposals(moved(NOBODY, A, 100, 1), moved(A, B, 100, 2), moved(B, C, 100, 3, 99))
    assert wrapped == given == []


def test_of_what_was_partly_given_the_bought_part_counts_alone() -> None:
    found = disposals(
        moved(NOBODY, A, 100, 1),
        moved(A, B, 40, 2),
        moved(A, B, 60, 3, 57),
        moved(B, C, 100, 4, 99),
    )
    assert found == [Disposal(4, Fraction(57), Fraction(99) * 60 / 100)]
