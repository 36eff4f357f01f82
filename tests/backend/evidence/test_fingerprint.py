"""The same document has the same fingerprint however it is written, and no other document has."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.evidence.fingerprint import canonical, fingerprint

KEY = b"\x01" * 32
SELLER = "91310000MA1FL0AA01"
NUMBER = "AB26312000001234567"


@pytest.mark.parametrize(
    ("number", "seller"),
    [
        ("ab26312000001234567", SELLER),
        ("ＡＢ２６３１２０００００１２３４５６７", SELLER),
        ("AB-26312-000001234567", SELLER),
        (" AB 2631 2000 0012 34567 ", SELLER),
        ("AB26312000001234567", SELLER.lower()),
        ("AB—26312／000001234567", "9131 0000 MA1F L0AA 01"),
    ],
)
def test_spelling_makes_no_difference(number: str, seller: str) -> None:
    assert fingerprint(KEY, "invoice", number, seller) == fingerprint(KEY, "invoice", NUMBER, SELLER)


def test_another_document_has_another_fingerprint() -> None:
    others = [
        fingerprint(KEY, "invoice", NUMBER, SELLER),
        fingerprint(KEY, "invoice", NUMBER[:-1] + "8", SELLER),
        fingerprint(KEY, "invoice", NUMBER + "0", SELLER),
        fingerprint(KEY, "delivery", NUMBER, SELLER),
        fingerprint(KEY, "invoice", NUMBER, SELLER[:-1] + "2"),
        fingerprint(b"\x02" * 32, "invoice", NUMBER, SELLER),
        fingerprint(KEY, "invoice", NUMBER + SELLER, ""),
        fingerprint(KEY, "invoice", "", NUMBER + SELLER),
    ]
    assert all(one != other for one, other in itertools.combinations(others, 2))
    assert {len(one) for one in others} == {32}


@given(st.text(max_size=40))
def test_the_canonical_spelling_is_its_own(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.text("0123456789", min_size=1), st.text("0123456789", min_size=1))
def test_different_digits_stay_different(one: str, other: str) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)
