"""Commands of parties that sign with wallets of their own: what there is to sign, and whether that was signed."""

from collections.abc import Sequence
from typing import Any

from eth_utils.address import to_checksum_address

from tallystick.chain.node import Call, Fees, TransactionRejected
from tallystick.chain.signed_transaction import SignedContent, read
from tallystick.refusal import Conflict, Forbidden, Invalid
from tallystick.sending.attempts import SignedTransaction
from tallystick.sending.preparation import Step

PREPARATION_SECONDS = 24 * 60 * 60
"""How long a prepared command waits for its signatures."""


def unsigned(steps: Sequence[Step], nonces: Sequence[int], chain_id: int, fees: Fees) -> list[dict[str, Any]]:
    """The transactions for a wallet to sign, in order. Amounts of wei are decimal strings."""
    return [
        {
            "type": 2,
            "chain_id": chain_id,
            "from": to_checksum_address(step.call.sender),
            "nonce": nonce,
            "to": to_checksum_address(step.call.to),
            "value": str(step.call.value),
            "data": "0x" + step.call.data.hex(),
            "gas": step.gas,
            "max_fee_per_gas": str(fees.max_fee_per_gas),
            "max_priority_fee_per_gas": str(fees.max_priority_fee_per_gas),
        }
        for step, nonce in zip(steps, nonces, strict=True)
    ]


def signed_as_asked(
    given: Sequence[bytes], calls: Sequence[Call], nonces: Sequence[int], chain_id: int, head: int
) -> list[SignedTransaction]:
    """What a wallet has signed for these calls with these nonces. Gas and fees are the wallet's own affair.

    Raises `Invalid`, `Forbidden`, `Conflict`.
    """
    if len(given) != len(calls):
        raise Invalid(
            "wrong_number_of_transactions",
            f"The command has {len(calls)} transactions, {len(given)} were given.",
            "Sign each of its transactions, and give them in its order.",
            {"expected": len(calls), "given": len(given)},
        )
    return [
        _checked(position, signed, call, nonce, chain_id, head)
        for position, (signed, call, nonce) in enumerate(zip(given, calls, nonces, strict=True))
    ]


def _checked(
    position: int, signed: bytes, call: Call, nonce: int, chain_id: int, head: int
) -> SignedTransaction:
    try:
        content = read(signed)
    except TransactionRejected as rejected:
        raise Invalid(
            "not_a_transaction",
            f"Transaction {position}: {rejected}",
            "Give each as the hex of its signed bytes, as eth_sendRawTransaction takes it.",
            {"position": position},
        ) from rejected
    if content.sender != call.sender:
        raise Forbidden(
            "signed_by_another",
            f"Transaction {position} is signed by {to_checksum_address(content.sender)}, "
            f"not by {to_checksum_address(call.sender)}.",
            "Sign with the wallet that the party was opened with.",
            {"position": position, "signer": to_checksum_address(content.sender)},
        )
    _require_same(position, content, call, chain_id)
    if content.nonce != nonce:
        raise Conflict(
            "wrong_nonce",
            f"Transaction {position} has the nonce {content.nonce}, it is the wallet's turn for {nonce}.",
            f"Sign it with the nonce {nonce}; the operation waits.",
            {"position": position, "nonce": content.nonce, "expected": nonce},
        )
    return SignedTransaction(
        sender=content.sender,
        nonce=content.nonce,
        signed=signed,
        hash=content.hash,
        fees=content.fees,
        signed_at=head,
    )


def _require_same(position: int, content: SignedContent, call: Call, chain_id: int) -> None:
    expected = {"chain_id": chain_id, "to": call.to, "value": call.value, "data": call.data}
    different = [name for name, value in expected.items() if getattr(content, name) != value]
    if different:
        raise Invalid(
            "another_transaction_signed",
            f"Transaction {position} is not the one of this command: {', '.join(different)} differ.",
            "Sign the transaction as the command gave it; only gas and fees are yours to choose.",
            {"position": position, "different": different},
        )
