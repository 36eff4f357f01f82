"""eth-tester's py-evm backend, opened from its head instead of its genesis, and mining whole blocks."""

from typing import Any

from eth.abc import (
    BlockHeaderAPI,
    ComputationAPI,
    ReceiptAPI,
    SignedTransactionAPI,
    StateAPI,
    VirtualMachineAPI,
)
from eth.chains.base import MiningChain
from eth.vm.forks.cancun import CancunVM
from eth_hash.auto import keccak
from eth_tester import PyEVMBackend  # type: ignore[import-untyped]
from eth_typing import BlockNumber

from tallystick.chain.embedded import genesis
from tallystick.chain.embedded.database import ChainDatabase
from tallystick.chain.embedded.foresight import Foreseen
from tallystick.chain.embedded.genesis import Genesis
from tallystick.chain.embedded.interpreter import QuickState

FORK = CancunVM.fork
"""The rules the contracts are compiled for; gas figures equal those of any other node on the same fork."""

BLOCK_GAS_LIMIT = 60_000_000
"""As on the main network: a batch of five hundred splits (some 43 million) fits into one transaction."""


class EmbeddedVM(CancunVM):
    _state_class = QuickState

    @classmethod
    def validate_header(cls, header: BlockHeaderAPI, parent_header: BlockHeaderAPI) -> None:
        """Several blocks may carry the same second, as on chains whose blocks come faster than that.

        Here every transaction has a block of its own. If each had to be later than the one before, as py-evm asks,
        sixty a second would put the chain's calendar a day ahead within half an hour, and debts would fall due early.
        """
        if header.timestamp == parent_header.timestamp:
            header = header.copy(
                timestamp=parent_header.timestamp + 1
            )  # for the look of it; nothing keeps this one
        super().validate_header(header, parent_header)

    def apply_transaction(
        self, header: BlockHeaderAPI, transaction: SignedTransactionAPI
    ) -> tuple[ReceiptAPI, ComputationAPI]:
        if self.foreseen is None:
            return super().apply_transaction(header, transaction)
        self.validate_transaction_against_header(header, transaction)
        return self.foreseen.receipt(self, header, transaction), self.foreseen.computation

    foreseen: Foreseen | None = None

    def stand_on(self, foreseen: Foreseen) -> None:
        """Take what trying the next transaction came to for what mining it comes to."""
        self.foreseen = foreseen
        self._state = foreseen.state


class EmbeddedChain(MiningChain):
    vm_configuration = ((BlockNumber(0), EmbeddedVM),)

    foreseen: Foreseen | None = None
    """For the block that is mined next."""

    def get_vm(self, at_header: BlockHeaderAPI | None = None) -> VirtualMachineAPI:
        machine = super().get_vm(at_header or self.header)
        foreseen, self.foreseen = self.foreseen, None
        if foreseen is not None and isinstance(machine, EmbeddedVM):
            machine.stand_on(foreseen)
        return machine

    def create_header_from_parent(self, parent_header: BlockHeaderAPI, **fields: Any) -> BlockHeaderAPI:
        # Left alone, py-evm lets the limit drift down with empty blocks.
        fields["gas_limit"] = parent_header.gas_limit
        return super().create_header_from_parent(parent_header, **fields)


class EmbeddedBackend(PyEVMBackend):  # type: ignore[misc]  # eth-tester is not annotated
    """Holds no keys and no pending block: a transaction is mined on arrival or leaves no trace."""

    chain: EmbeddedChain

    def __init__(self, database: ChainDatabase, begun_as: Genesis, timestamp: int) -> None:
        """Open the chain that `database` holds, or begin one at `timestamp`. Raises `ChainDiffers`."""
        self.account_keys = ()
        self._database = database
        chain_class = EmbeddedChain.configure(chain_id=begun_as.chain_id)
        if genesis.is_begun(database):
            begun_as.check(database)
        else:
            with database.one_transaction():
                fields = genesis.header_fields(BLOCK_GAS_LIMIT, timestamp)
                chain_class.from_genesis(database, fields, genesis.state(begun_as.prefunded))
                begun_as.store(database)
        self.chain = chain_class(database)

    def reset_to_genesis(self, *_: object, **__: object) -> None:
        raise NotImplementedError("An embedded chain is kept; begin another one in another directory.")

    def head(self) -> BlockHeaderAPI:
        return self.chain.get_canonical_head()

    def next_header(self, timestamp: int) -> BlockHeaderAPI:
        """The header of the block to come, on the head's state.

        What PREVRANDAO answers follows from the parent, so that a block executed again gives the same result.
        """
        head = self.head()
        return self.chain.create_header_from_parent(head, timestamp=timestamp, mix_hash=keccak(head.hash))

    def state_at(self, header: BlockHeaderAPI) -> StateAPI:
        """A view of its own of the state that `header` names; what is done to it is never kept."""
        return self.chain.get_vm(header).state

    def mine(
        self, transaction: SignedTransactionAPI, header: BlockHeaderAPI, foreseen: Foreseen | None = None
    ) -> None:
        """Put the transaction into a block of its own, on disk on return; if it raises, nothing changed."""
        try:
            self.chain.header, self.chain.foreseen = header, foreseen
            with self._database.one_transaction():
                self.chain.mine_all([transaction])
        except BaseException:
            self.follow_database()
            raise

    def follow_database(self) -> None:
        """Stand on the head that the database holds now."""
        self.chain.foreseen = None
        self.chain.header = self.chain.create_header_from_parent(self.head())
