"""What stands in signed bytes, whoever signed them."""

from dataclasses import dataclass

from tallystick.chain.embedded.admission import decode
from tallystick.chain.node import Fees


@dataclass(frozen=True, slots=True)
class SignedContent:
    """A transaction as its bytes say it. `value` in wei; `chain_id` None where it is for any chain."""

    hash: bytes
    sender: bytes
    nonce: int
    to: bytes
    value: int
    data: bytes
    gas: int
    fees: Fees
    chain_id: int | None


def read(signed: bytes) -> SignedContent:
    """Raises `TransactionRejected` where the bytes are no signed transaction."""
    transaction = decode(signed)
    return SignedContent(
        hash=transaction.hash,
        sender=transaction.sender,
        nonce=transaction.nonce,
        to=transaction.to,
        value=transaction.value,
        data=transaction.data,
        gas=transaction.gas,
        fees=Fees(transaction.max_fee_per_gas, transaction.max_priority_fee_per_gas),
        chain_id=transaction.chain_id,
    )
