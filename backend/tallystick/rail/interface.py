"""What a rail is told, and what it must be able to do."""

from typing import NamedTuple, Protocol

from tallystick.mirror.places import Place


class Movement(NamedTuple):
    """Money that moved on the ledger, in a block that nothing takes back. Fen, and seconds since 1970.

    `kind`: issue, redeem, pay, hold (set aside), draw (out of a hold, to be paid next) or return (free again). `payer`
    is None where it was issued, `payee` where it was redeemed; both are the same where it stays in one wallet. `bank`
    is the operating bank of the wallet that it leaves, or comes into where it was issued. `hold` is None where there
    is none.
    """

    place: Place
    kind: str
    bank: bytes
    payer: bytes | None
    payee: bytes | None
    amount: int
    hold: int | None
    at: int
    transaction: bytes


class Rail(Protocol):
    """Carries movements of the ledger out where the money really is."""

    def last(self) -> Place | None:
        """The last movement that it was told of; None where it was told of none."""
        ...

    def tell(self, movements: list[Movement]) -> None:
        """These came next, in order. Told again of one that it knows, it does nothing."""
        ...
