"""How many transactions the durable embedded chain takes; what they cost in gas, `tallystick bench gas` tells."""

import tempfile
import time
from pathlib import Path
from typing import Any

from eth_account import Account
from eth_account.signers.local import LocalAccount
from rich.console import Console
from rich.table import Table

from tallystick.chain.embedded import FORK, EmbeddedNode

TRANSACTIONS = 200
FEE_WEI = 10**11
COIN_TRANSFER_GAS = 21_000
RECIPIENT = bytes.fromhex("11" * 20)


def embedded_transactions_per_second() -> float:
    """Plain coin transfers, signed beforehand, each in a block of its own and on disk before the next is sent."""
    sender: LocalAccount = Account.from_key(b"\1" * 32)
    with tempfile.TemporaryDirectory() as folder:
        node = EmbeddedNode(Path(folder), bytes.fromhex(sender.address[2:]))
        signed = [_coin_transfer(node.chain_id(), sender, nonce) for nonce in range(TRANSACTIONS)]
        start = time.perf_counter()
        for transaction in signed:
            node.send(transaction)
        seconds = time.perf_counter() - start
        node.close()
    return TRANSACTIONS / seconds


def _coin_transfer(chain_id: int, sender: LocalAccount, nonce: int) -> bytes:
    transaction: dict[str, Any] = {
        "type": 2,
        "chainId": chain_id,
        "nonce": nonce,
        "maxFeePerGas": FEE_WEI,
        "maxPriorityFeePerGas": 0,
        "gas": COIN_TRANSFER_GAS,
        "to": RECIPIENT,
        "value": 1,
    }
    return bytes(sender.sign_transaction(transaction).raw_transaction)


def main() -> None:
    table = Table("measured", "figure", title=f"On this machine, fork {FORK}")
    table.columns[1].justify = "right"
    table.add_row(
        "embedded chain, one by one", f"{embedded_transactions_per_second():,.0f} transactions a second"
    )
    Console().print(table)


if __name__ == "__main__":
    main()
