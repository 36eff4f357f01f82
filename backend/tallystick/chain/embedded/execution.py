"""Trying a message out against a state, without a fee and without a trace."""

from typing import cast

from eth.abc import BlockHeaderAPI, ComputationAPI, SignedTransactionAPI, StateAPI
from eth.constants import CREATE_CONTRACT_ADDRESS
from eth.exceptions import PyEVMError, Revert
from eth.vm.forks.cancun.transactions import CancunTransactionBuilder
from eth.vm.spoof import SpoofTransaction
from eth_typing import Address
from eth_utils.exceptions import ValidationError

from tallystick.chain.embedded.backend import EmbeddedBackend
from tallystick.chain.embedded.foresight import Foreseen, is_telling
from tallystick.chain.node import Reverted, TransactionRejected

NOBODY = bytes(20)

GAS_LEFT_FOR_A_STORE = 2301


class Execution:
    """One message, executed with all the gas of a block at the time and on the state of `header`."""

    def __init__(
        self,
        backend: EmbeddedBackend,
        header: BlockHeaderAPI,
        sender: bytes,
        to: bytes | None,
        data: bytes,
        value: int,
    ) -> None:
        """Raises `Reverted` where the contract refuses, `TransactionRejected` where the coin is lacking."""
        self._header = header
        self._limit = header.gas_limit
        # Without a base fee a message may offer nothing for its gas, as eth_call does on every node.
        state = backend.state_at(header.copy(base_fee_per_gas=0, gas_used=0))
        transaction = self._spoofed(backend.chain.chain_id, state, sender, to, data, value)
        self._state, self._transaction = state, transaction
        self._intrinsic: int = transaction.intrinsic_gas
        try:
            self._computation: ComputationAPI = state.apply_transaction(transaction)
        except (ValidationError, PyEVMError) as error:
            raise TransactionRejected(str(error)) from error
        if self._computation.is_error:
            raise Reverted(self._computation.output if isinstance(self._computation.error, Revert) else b"")

    def output(self) -> bytes:
        return self._computation.output

    def gas_needed(self) -> int:
        """A gas limit that is certainly enough for the same execution, and at most a block's.

        Used gas before refunds (they come after the end) is enough where no contract calls another. A call
        passes on at most 63/64 of what is left, so a frame has enough for the frames below when it starts
        with 64/63 of their need: at depth d, (64/63)^d in all. Twice a frame must have 2300 gas more than it
        will have used in the end: a store is refused with no more than that left, however little it costs
        (EIP-2200), and a call that moves coin lends as much to the one it calls and gets it back unspent.
        Never both at once: what is lent counts as left in the frame that stores.
        (A contract that behaves differently when it sees less gas left escapes any estimate.)
        """
        deepest = _depth(self._computation)
        needed = self._intrinsic + self._computation.get_gas_used() + GAS_LEFT_FOR_A_STORE
        for _ in range(deepest):
            needed = needed * 64 // 63 + 1
        return min(needed, self._limit)

    def foreseen(self) -> Foreseen | None:
        """What can be kept of it for the case that it is sent next; None where that may come out differently."""
        if not is_telling(self._computation, self._transaction):
            return None
        return Foreseen(
            parent_hash=self._header.parent_hash,
            timestamp=self._header.timestamp,
            state=self._state,
            tried=self._transaction,
            computation=self._computation,
            gas_needed=self.gas_needed(),
        )

    def _spoofed(
        self, chain_id: int, state: StateAPI, sender: bytes, to: bytes | None, data: bytes, value: int
    ) -> SignedTransactionAPI:
        unsigned = CancunTransactionBuilder.new_unsigned_dynamic_fee_transaction(
            chain_id=chain_id,
            nonce=state.get_nonce(Address(sender)),
            max_priority_fee_per_gas=0,
            max_fee_per_gas=0,
            gas=self._limit,
            to=CREATE_CONTRACT_ADDRESS if to is None else Address(to),
            value=value,
            data=data,
            access_list=(),
        )
        return cast("SignedTransactionAPI", SpoofTransaction(unsigned, from_=sender))


def _depth(computation: ComputationAPI) -> int:
    """How deep the calls go."""
    return max((1 + _depth(child) for child in computation.children), default=0)
