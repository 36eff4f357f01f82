"""Whose figures: everybody's, a programme's, or a party's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """`programme` and `party` (its wallet's address) narrow it; neither is all that there is. `quotes` names the
    financings that alone are asked for."""

    programme: int | None = None
    party: bytes | None = None
    quotes: tuple[bytes, ...] | None = None
