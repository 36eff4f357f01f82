"""Which signed bytes the embedded chain mines at all. Whatever is refused here leaves no trace."""

from eth.abc import BlockHeaderAPI, SignedTransactionAPI, StateAPI
from eth.vm.forks.cancun.transactions import CancunTransactionBuilder

from tallystick.chain.node import TransactionRejected

_BLOB_TYPE = 3


def decode(signed: bytes) -> SignedTransactionAPI:
    """The transaction in these bytes. Raises `TransactionRejected` where there is none."""
    if signed[:1] == bytes([_BLOB_TYPE]):
        raise TransactionRejected("Blob transactions are not taken by the embedded chain.")
    try:
        transaction = CancunTransactionBuilder.decode(signed)
        transaction.validate()
        transaction.check_signature_validity()
    except Exception as error:  # half a dozen libraries take part, each with exceptions of its own
        raise TransactionRejected(f"These bytes are no signed transaction: {error}") from error
    return transaction


def admit(transaction: SignedTransactionAPI, chain_id: int, header: BlockHeaderAPI, state: StateAPI) -> None:
    """Raise `TransactionRejected` unless the block to come, `header` on `state`, can take it."""
    reason = (
        _wrong_chain(transaction, chain_id)
        or _wrong_nonce(transaction, state.get_nonce(transaction.sender))
        or _wrong_gas(transaction, header)
        or _too_poor(transaction, state.get_balance(transaction.sender))
    )
    if reason:
        raise TransactionRejected(reason)


def _wrong_chain(transaction: SignedTransactionAPI, chain_id: int) -> str | None:
    if transaction.chain_id == chain_id:
        return None
    signed_for = "no chain in particular" if transaction.chain_id is None else f"chain {transaction.chain_id}"
    return f"The transaction is signed for {signed_for}; this is chain {chain_id}."


def _wrong_nonce(transaction: SignedTransactionAPI, expected: int) -> str | None:
    if transaction.nonce == expected:
        return None
    which = "low" if transaction.nonce < expected else "high"
    return f"Nonce too {which}: the transaction has {transaction.nonce}, the sender's next one is {expected}."


def _wrong_gas(transaction: SignedTransactionAPI, header: BlockHeaderAPI) -> str | None:
    if transaction.gas > header.gas_limit:
        return f"Gas limit {transaction.gas} exceeds the block's {header.gas_limit}."
    if transaction.gas < transaction.intrinsic_gas:
        return f"Gas limit {transaction.gas} is below {transaction.intrinsic_gas}, what the bytes alone cost."
    base_fee = header.base_fee_per_gas or 0
    if transaction.max_fee_per_gas < base_fee:
        return f"Fee {transaction.max_fee_per_gas} wei is below the block's base fee {base_fee}."
    return None


def _too_poor(transaction: SignedTransactionAPI, balance: int) -> str | None:
    needed = transaction.value + transaction.gas * transaction.max_fee_per_gas
    if balance >= needed:
        return None
    sender = "0x" + transaction.sender.hex()
    return f"Insufficient funds: value and gas may cost {needed} wei, {sender} has {balance}."
