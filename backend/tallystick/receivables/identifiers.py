"""How claims are written: `receivable-serial`, as in `7-31`."""

from typing import Annotated

from fastapi import Path
from pydantic import StringConstraints

from tallystick.refusal import Invalid
from tallystick.web import forms

LARGEST_PART = 2**63 - 1
"""Both parts fit SQL's BIGINT."""

ClaimKey = tuple[int, int]
"""(receivable, serial)"""

ClaimText = Annotated[str, StringConstraints(pattern=forms.CLAIM)]
ClaimPath = Annotated[
    str, Path(pattern=forms.CLAIM, description="The claim, as receivable-serial.", examples=["7-31"])
]
ReceivablePath = Annotated[
    int, Path(ge=1, le=LARGEST_PART, description="The receivable's number.", examples=[7])
]


def parse_claim(text: str) -> ClaimKey:
    """A claim as people write it."""
    receivable, serial = (int(part) for part in text.split("-"))
    if max(receivable, serial) > LARGEST_PART:
        raise Invalid(
            "no_such_claim_number",
            f"{text} is too large for a claim.",
            "Write receivable-serial, as in 7-31.",
        )
    return receivable, serial


def claim_text(claim: ClaimKey) -> str:
    """How people write a claim."""
    return f"{claim[0]}-{claim[1]}"


def claim_key(number: int) -> ClaimKey:
    """The claim behind a token id of the chain."""
    return number >> 64, number & (2**64 - 1)


def claim_number(receivable: int, serial: int) -> int:
    """The claim's token id on the chain."""
    return receivable << 64 | serial
