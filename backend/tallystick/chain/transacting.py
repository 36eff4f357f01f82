"""A transaction from a key at hand, sent and waited for: how a deployment begins, before any command exists."""

from typing import Any

from eth_account.signers.local import LocalAccount

from tallystick.chain.node import Node, NodeUnreachable, Receipt

TIMEOUT_SECONDS = 120.0


def transact(
    node: Node,
    account: LocalAccount,
    to: bytes | None,
    data: bytes = b"",
    value: int = 0,
    nonce: int | None = None,
) -> Receipt:
    """Signs, sends and waits until it is mined. `value` in wei; `nonce` is the account's next one if not given.

    Raises `NodeUnreachable` where it was not mined in time or failed.
    """
    sender = bytes.fromhex(account.address[2:])
    fees = node.fees()
    transaction: dict[str, Any] = {
        "type": 2,
        "chainId": node.chain_id(),
        "nonce": node.nonce(sender) if nonce is None else nonce,
        "maxFeePerGas": fees.max_fee_per_gas,
        "maxPriorityFeePerGas": fees.max_priority_fee_per_gas,
        "gas": node.gas_needed(sender, to, data, value),
        "value": value,
        "data": data,
    }
    if to is not None:
        transaction["to"] = to
    signed = account.sign_transaction(transaction)
    receipt = node.send_and_wait(bytes(signed.raw_transaction), TIMEOUT_SECONDS)
    if receipt is None:
        raise NodeUnreachable(f"Transaction 0x{signed.hash.hex()} was sent and not mined.")
    if not receipt.succeeded:
        raise NodeUnreachable(f"Transaction 0x{signed.hash.hex()} failed on the chain.")
    return receipt
