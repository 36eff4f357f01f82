"""Someone with a key who signs and sends, through the `Node` interface and nothing else."""

from dataclasses import dataclass
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address

from tallystick.chain.node import Node, Receipt

FIRST_ANVIL_KEY = bytes.fromhex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")
"""Rich on every fresh Anvil."""


def key(number: int) -> LocalAccount:
    """A key of its own for each number."""
    account: LocalAccount = Account.from_key(number.to_bytes(32, "big"))
    return account


def address_of(account: LocalAccount) -> bytes:
    return bytes.fromhex(account.address[2:])


RICH: LocalAccount = Account.from_key(FIRST_ANVIL_KEY)


@dataclass(frozen=True)
class Wallet:
    """`account` on `node`; whatever is not given is asked of the node."""

    node: Node
    account: LocalAccount = RICH

    @property
    def address(self) -> bytes:
        return address_of(self.account)

    def sign(
        self,
        to: bytes | None = None,
        data: bytes = b"",
        value: int = 0,
        nonce: int | None = None,
        gas: int = 500_000,
        chain_id: int | None = None,
    ) -> bytes:
        fees = self.node.fees()
        transaction: dict[str, Any] = {
            "type": 2,
            "chainId": self.node.chain_id() if chain_id is None else chain_id,
            "nonce": self.node.nonce(self.address) if nonce is None else nonce,
            "maxFeePerGas": fees.max_fee_per_gas,
            "maxPriorityFeePerGas": fees.max_priority_fee_per_gas,
            "gas": gas,
            "to": "" if to is None else to_checksum_address(to),
            "value": value,
            "data": data,
        }
        return bytes(self.account.sign_transaction(transaction).raw_transaction)

    def send(self, to: bytes | None = None, data: bytes = b"", value: int = 0, gas: int = 500_000) -> Receipt:
        receipt = self.node.wait_for_receipt(self.node.send(self.sign(to, data, value, gas=gas)), 10)
        assert receipt is not None
        return receipt

    def deploy(self, code: bytes, value: int = 0) -> bytes:
        created = self.send(data=code, value=value).contract_address
        assert created is not None
        return created
