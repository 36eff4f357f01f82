"""A payment as a message tells it. Amounts are minor units, of currencies with two decimals; moments are seconds since
1970."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from tallystick.money.exchange import Rate
from tallystick.refusal import Refusal

_RATE_DIGITS, _RATE_DECIMALS = 11, 10
"""Of `BaseOneRate` in ISO 20022."""


@dataclass(frozen=True, slots=True)
class Side:
    """Who pays or is paid, from which wallet at which bank. `country` by ISO 3166-1 numeric; None where nobody knows.

    `tax_number` is None for a wallet that the register does not know; so is the bank's name.
    """

    name: str
    tax_number: str | None
    country: int | None
    wallet: bytes
    bank: bytes | None
    bank_name: str | None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money released to a holder out of the debtor's hold.

    `ledger` names the ledger, 32 bytes; `movement` is the movement's id on it, `log_index` its last part; `claim` is
    `receivable-serial`, or the receivable where notes on it were paid. `amount` is in `currency`, `money` in fen, at
    `rate`. `purpose` is a code of the balance-of-payments classification.
    """

    ledger: bytes
    transaction: bytes
    movement: str
    log_index: int
    at: int
    debtor: Side
    creditor: Side
    receivable: int
    claim: str
    currency: str
    amount: int
    money: int
    rate: Rate
    rate_round: str
    rate_at: int
    purpose: int

    @property
    def uetr(self) -> str:
        """Unique end-to-end transaction reference: a UUID of version 4, the same whenever the message is made."""
        seed = self.ledger + self.transaction + self.log_index.to_bytes(8)
        return str(UUID(bytes=hashlib.sha256(seed).digest()[:16], version=4))

    def message_id(self, kind: str) -> str:
        """Unique among the messages of all ledgers; `kind` is a letter. At most 35 characters."""
        return f"{kind}{self.ledger.hex()[:8]}-{self.movement}"


def exchange_rate(rate: Rate) -> Decimal:
    """Yuan for one unit of the other currency, to as many digits as a message takes, rounded half to even.

    Raises a `Refusal` where a message has no room for it: `BaseOneRate` has eleven digits, ten of them after the point.
    """
    decimals = max(0, min(_RATE_DECIMALS, _RATE_DIGITS - len(str(int(rate.ratio)))))
    shown = Decimal(round(rate.ratio * 10**decimals)).scaleb(-decimals).normalize()
    if not 0 < shown < 10**_RATE_DIGITS:
        raise Refusal(
            "rate_not_in_messages",
            f"At {rate.answer} with {rate.decimals} decimals the rate does not fit into a message of ISO 20022, which "
            f"has room for {_RATE_DIGITS} digits, {_RATE_DECIMALS} of them after the point.",
            "Read the payment and its fixing in GET /v1/monitoring.",
        )
    return shown


def currency_amount(minor_units: int) -> Decimal:
    """1000.01 for 100,001 minor units."""
    return Decimal(minor_units).scaleb(-2)
