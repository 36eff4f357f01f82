"""What was found out when a message was tried, kept in case the very same message is sent next.

A command is tried before it is signed, so that its contract can refuse it, and then mined: without this, a batch of
moves would be executed twice to the same end. What trying left behind is taken for the mined transaction only where
that must come to the same: on the same state, with no coin moved, and no instruction that could tell the two apart.
"""

from dataclasses import dataclass
from typing import Any

from eth.abc import BlockHeaderAPI, ComputationAPI, ReceiptAPI, SignedTransactionAPI, StateAPI
from eth.vm.forks.byzantium.constants import EIP658_TRANSACTION_STATUS_CODE_SUCCESS

OLDEST_SECONDS = 1
"""By how much a block may carry the time at which its transaction was tried rather than sent."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message that succeeded on the state after `parent_hash`, in a block of `timestamp`.

    `state` is as the message left it, nothing being paid for gas; `tried` is the transaction that was made up for it.
    """

    parent_hash: bytes
    timestamp: int
    state: StateAPI
    tried: SignedTransactionAPI
    computation: ComputationAPI
    gas_needed: int

    def fits(self, transaction: SignedTransactionAPI, head: BlockHeaderAPI, timestamp: int) -> bool:
        """Whether a transaction that is mined next, at `timestamp`, must come to the same."""
        return (
            head.hash == self.parent_hash
            and 0 <= timestamp - self.timestamp <= OLDEST_SECONDS
            and _message(transaction) == _message(self.tried)
            and transaction.gas >= self.gas_needed
        )

    def receipt(self, vm: Any, header: BlockHeaderAPI, transaction: SignedTransactionAPI) -> ReceiptAPI:
        """Pays for the gas, and says what became of the transaction."""
        gas_used = vm.finalize_gas_used(self.tried, self.computation)
        base_fee = header.base_fee_per_gas or 0
        price = min(transaction.max_fee_per_gas, transaction.max_priority_fee_per_gas + base_fee)
        self.state.delta_balance(transaction.sender, -gas_used * price)
        tip = gas_used * (price - base_fee)
        if tip:  # nothing would make an empty account, which EIP-161 does not want to see
            self.state.delta_balance(header.coinbase, tip)
        total = header.gas_used + gas_used
        logs = self.computation.get_log_entries()
        return transaction.make_receipt(EIP658_TRANSACTION_STATUS_CODE_SUCCESS, total, logs)


def _message(transaction: SignedTransactionAPI) -> tuple[object, ...]:
    # What the bytes alone cost differs where an access list comes with them.
    return (
        transaction.sender,
        transaction.to,
        transaction.data,
        transaction.value,
        transaction.intrinsic_gas,
    )


def is_telling(computation: Any, transaction: SignedTransactionAPI) -> bool:
    """Whether the outcome would be the same under another gas limit, and with gas paid for."""
    return (
        transaction.value == 0
        and not transaction.access_list
        and not computation.transaction_context.looked_at_terms
        and _all_succeeded(computation)
    )


def _all_succeeded(computation: ComputationAPI) -> bool:
    return not computation.is_error and all(map(_all_succeeded, computation.children))
