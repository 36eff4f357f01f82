"""What movements of claims cost on the pinned fork, and how many transactions the durable embedded chain takes."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tallystick.chain.embedded import FORK, EmbeddedNode
from tests.contracts.driver.cast import GOVERNOR, TIER_ONE, A, Actor, actor
from tests.contracts.driver.stage import FACE, Stage

TRANSACTIONS = 200
FEE_WEI = 10**11
COIN_TRANSFER_GAS = 21_000


def gas_of_movements() -> Iterator[tuple[str, int]]:
    """Each kind of movement by itself, with the gas of its whole transaction.

    A new owner is one whose account word is still zero; A's account is open.
    """
    stage = Stage()
    ledger = stage.ledger
    receivable = stage.offer()
    accepted = ledger.accept(TIER_ONE, receivable)
    claim = accepted.answer
    yield "accept a receivable", accepted.gas_used
    yield (
        "split to a new owner",
        ledger.transfer_value(TIER_ONE, claim, actor("newcomer"), FACE // 10).gas_used,
    )
    part = ledger.transfer_value(TIER_ONE, claim, A, FACE // 10)
    yield "split to an existing owner", part.gas_used
    yield "value between claims", ledger.move_value(TIER_ONE, claim, part.answer, FACE // 10).gas_used
    hundred = ledger.split(TIER_ONE, stage.claim(), [FACE // 100] * 100)
    yield "split into a hundred claims", hundred.gas_used
    whole = stage.claim()
    yield (
        "whole claim to a new owner",
        ledger.transfer_claim(TIER_ONE, TIER_ONE, actor("another newcomer"), whole).gas_used,
    )
    yield "whole claim to an existing owner", ledger.transfer_claim(TIER_ONE, TIER_ONE, A, claim).gas_used
    stage.chain.node.close()


def embedded_transactions_per_second() -> float:
    """Plain coin transfers, signed beforehand, each in a block of its own and on disk before the next is sent."""
    with tempfile.TemporaryDirectory() as folder:
        node = EmbeddedNode(Path(folder), GOVERNOR.address)
        signed = [_coin_transfer(node.chain_id(), GOVERNOR, nonce) for nonce in range(TRANSACTIONS)]
        start = time.perf_counter()
        for transaction in signed:
            node.send(transaction)
        seconds = time.perf_counter() - start
        node.close()
    return TRANSACTIONS / seconds


def _coin_transfer(chain_id: int, sender: Actor, nonce: int) -> bytes:
    transaction: dict[str, Any] = {
        "type": 2,
        "chainId": chain_id,
        "nonce": nonce,
        "maxFeePerGas": FEE_WEI,
        "maxPriorityFeePerGas": 0,
        "gas": COIN_TRANSFER_GAS,
        "to": A.address,
        "value": 1,
    }
    return bytes(sender.account.sign_transaction(transaction).raw_transaction)


def main() -> None:
    table = Table("measured", "figure", title=f"On this machine, fork {FORK}")
    table.columns[1].justify = "right"
    for movement, gas in gas_of_movements():
        table.add_row(movement, f"{gas:,} gas")
    table.add_row(
        "embedded chain, one by one", f"{embedded_transactions_per_second():,.0f} transactions a second"
    )
    Console().print(table)


if __name__ == "__main__":
    main()
