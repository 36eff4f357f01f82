"""Amounts as people read them, and as invoices write them."""

from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.money.amount import (
    LARGEST_AMOUNT,
    FractionOfMinorUnit,
    NotDecimal,
    amount_text,
    decimal_text,
    minor_units,
)


@pytest.mark.parametrize(
    ("minor_units", "currency", "text"),
    [
        (0, "CNY", "¥0.00"),
        (1, "CNY", "¥0.01"),
        (-1, "CNY", "-¥0.01"),
        (10_000_000_000, "CNY", "¥100,000,000.00"),
        (302_465_753, "CNY", "¥3,024,657.53"),
        (2_000_000_000, "USD", "US$20,000,000.00"),
        (-150, "USD", "-US$1.50"),
        (100, "EUR", "EUR 1.00"),
        (LARGEST_AMOUNT, "CNY", "¥90,071,992,547,409.91"),
    ],
)
def test_an_amount_is_written_with_symbol_thousands_and_two_decimals(
    minor_units: int, currency: str, text: str
) -> None:
    assert amount_text(minor_units, currency) == text


@given(st.integers(-(2**64), 2**64))
def test_nothing_of_an_amount_is_lost_in_writing(minor_units: int) -> None:
    text = decimal_text(minor_units)
    assert int(text.replace(",", "").replace(".", "")) == minor_units
    assert text[-3] == "."


def test_the_largest_amount_is_the_largest_that_every_json_reader_takes() -> None:
    assert LARGEST_AMOUNT == 2**53 - 1
    assert int(float(LARGEST_AMOUNT)) == LARGEST_AMOUNT


@given(st.integers(-(2**64), 2**64))
def test_what_is_written_is_read_back(amount: int) -> None:
    assert minor_units(decimal_text(amount).replace(",", "")) == amount


@given(st.from_regex(r"[+-]?[0-9]{0,20}(\.[0-9]{0,6})?", fullmatch=True))
def test_a_decimal_is_read_exactly_or_not_at_all(text: str) -> None:
    """Python's own decimals say what is exact."""
    try:
        exact = Decimal(text) * 100
    except InvalidOperation:
        with pytest.raises(NotDecimal):
            minor_units(text)
        return
    if exact != exact.to_integral_value():
        with pytest.raises(FractionOfMinorUnit):
            minor_units(text)
    else:
        assert minor_units(text) == exact


@given(st.text())
def test_only_plain_digits_are_read_as_an_amount(text: str) -> None:
    try:
        minor_units(text)
    except FractionOfMinorUnit:
        assert "." in text
    except NotDecimal:
        return
    assert set(text) <= set("+-.0123456789")


@pytest.mark.parametrize(
    "text", ["", "+", ".", "1e3", "1,000", "１", "1_0", " 1", "NaN", "Infinity", "1.2.3", "--1"]
)
def test_no_other_spelling_is_read_as_an_amount(text: str) -> None:
    with pytest.raises(NotDecimal):
        minor_units(text)
