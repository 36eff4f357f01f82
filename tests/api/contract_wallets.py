"""Parties whose wallets are contracts: they take what they are sent, or refuse it, by themselves."""

import itertools
from dataclasses import dataclass
from typing import Any

from uuid_utils import uuid7

from tallystick.chain.interface import Interface
from tallystick.chain.transacting import transact
from tallystick.parties.service import OpenParty, register
from tallystick.sending.command import Requester
from tallystick.web.viewer import Role, role_bits
from tests.api.running_ledger import RunningLedger
from tests.contracts.driver.solidity import compiled
from tests.contracts.test_receivers import Manner

_numbers = itertools.count(1)
ROLES = frozenset({Role.SUPPLIER})


@dataclass(frozen=True)
class ContractParty:
    """A party by its wallet, with what that contract can be asked and told by anybody."""

    ledger: RunningLedger
    party: str
    address: bytes
    interface: Interface

    def ask(self, signature: str) -> Any:
        (answer,) = self.interface.decode_answer(
            signature, self.ledger.backend.node.call(self.address, self.interface.encode(signature))
        )
        return answer

    def tell(self, signature: str, *arguments: Any) -> None:
        _transact(self.ledger, self.address, self.interface.encode(signature, *arguments))

    @property
    def times_asked(self) -> int:
        times: int = self.ask("timesAsked()")
        return times


def open_contract_party(ledger: RunningLedger, manner: Manner) -> ContractParty:
    """A supplier whose wallet is a `Recipient`; its account is opened as every party's is."""
    number, wallet, backend = next(_numbers), compiled("Recipient"), ledger.backend
    address = _transact(ledger, None, wallet.constructor(manner, True))
    assert address is not None
    party = str(uuid7())
    command = OpenParty(
        party=party,
        address=address,
        role_bits=role_bits(ROLES),
        operator=backend.parties._operator,
        api_key_id="none",
    )
    backend.dispatcher.carry_out(
        command,
        Requester("host", f"open {party}", bytes(32)),
        lambda session: register(session, party, f"合约 {number}", f"91320000{number:010d}", ROLES, address),
    )
    return ContractParty(ledger, party, address, wallet)


def _transact(ledger: RunningLedger, to: bytes | None, data: bytes) -> bytes | None:
    """From the account that pays for everybody's gas; the address of a contract that this makes."""
    preparation = ledger.backend.dispatcher._preparation
    funder = preparation._keyring.signer(preparation._funder)
    return transact(ledger.backend.node, funder, to, data).contract_address
