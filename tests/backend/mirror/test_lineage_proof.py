"""The lineage once more, fen by fen, from the chain's raw events alone: slow, and with nothing of ours in between.

Each fen is an object of its own that remembers the hands it went through. The ABI is read as it ships; events are
decoded by eth-abi; no line of the mirror takes part.
"""

import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from eth_abi.abi import decode
from eth_utils.crypto import keccak
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.database.store import Store
from tallystick.mirror.following import Mirror
from tests.backend.mirror.conftest import Stage, empty
from tests.backend.mirror.rows import rows_of
from tests.backend.mirror.scene import Scene
from tests.backend.mirror.test_random_operations import Claims, carry_out, operation, ready

FACE = 200
NOBODY = bytes(20)


@dataclass
class Fen:
    """One minor unit, the hands it has been in, and its tier."""

    hands: list[bytes]
    tier: int = 1


@dataclass
class Ledger:
    """Claims as queues of fens, first in first out."""

    claims: dict[int, deque[Fen]] = field(default_factory=dict)
    owners: dict[int, bytes] = field(default_factory=dict)
    carried: set[tuple[bytes, int]] = field(default_factory=set)

    def transfer(self, transaction: bytes, sender: bytes, recipient: bytes, claim: int) -> None:
        if sender == NOBODY:
            self.claims[claim], self.owners[claim] = deque(), recipient
        elif recipient == NOBODY:
            assert not self.claims.pop(claim), "fens were burnt with their claim"
            del self.owners[claim]
        elif sender != recipient:
            self.owners[claim] = recipient
            for fen in self.claims[claim]:
                fen.hands.append(recipient)
                fen.tier += (transaction, claim) not in self.carried

    def transfer_value(self, transaction: bytes, source: int, destination: int, value: int) -> None:
        if source == 0:
            owner = self.owners[destination]
            self.claims[destination].extend(Fen([owner]) for _ in range(value))
        elif destination == 0:
            for _ in range(value):
                self.claims[source].popleft()
        elif source != destination:
            onward = self.owners[source] != self.owners[destination]
            for _ in range(value):
                fen = self.claims[source].popleft()
                if onward:
                    fen.hands.append(self.owners[destination])
                    fen.tier += (transaction, source) not in self.carried
                self.claims[destination].append(fen)


def raw_events(scene: Scene) -> Iterator[tuple[bytes, str, list[Any]]]:
    """(transaction, name, arguments in the order of the ABI) of all that the ledger has ever told."""
    artifact = json.loads(
        (files("tallystick.chain") / "artifacts" / "ReceivableLedger.json").read_text("utf-8")
    )
    abi = {
        keccak(text=f"{item['name']}({','.join(field['type'] for field in item['inputs'])})"): item
        for item in artifact["abi"]
        if item["type"] == "event" and all("components" not in field for field in item["inputs"])
    }
    headers = scene.node.headers(0, scene.node.head().number)
    for logs in scene.node.logs(headers, [scene.contracts.ledger]):
        for log in logs:
            if (item := abi.get(log.topics[0])) is None:
                continue
            indexed = iter(log.topics[1:])
            plain = iter(decode([f["type"] for f in item["inputs"] if not f["indexed"]], log.data))
            arguments = [
                decode([f["type"]], next(indexed))[0] if f["indexed"] else next(plain) for f in item["inputs"]
            ]
            yield log.transaction_hash, item["name"], arguments


def recomputed(scene: Scene) -> Ledger:
    ledger = Ledger()
    for transaction, name, arguments in raw_events(scene):
        if name == "Transfer":
            sender, recipient = (bytes.fromhex(address[2:]) for address in arguments[:2])
            ledger.transfer(transaction, sender, recipient, arguments[2])
        elif name == "TransferValue":
            ledger.transfer_value(transaction, *arguments)
        elif name == "CarriedByDesk":
            ledger.carried.add((transaction, arguments[1]))
    return ledger


def without_repeats(hands: list[bytes]) -> list[bytes]:
    return [hand for position, hand in enumerate(hands) if position == 0 or hand != hands[position - 1]]


def assert_proved(store: Store, scene: Scene) -> None:
    """Every fen of every claim has, in the mirror's lots, the same place in the queue, tier and way."""
    lots = {(row["receivable"], row["lot"]): row for row in rows_of(store, "mirror_lot")}
    queues: dict[int, list[tuple[int, list[bytes]]]] = {}
    for key in sorted(lots):
        lot = lots[key]
        way, step = [lot["holder"]], lot
        while step["parent"] is not None:
            step = lots[key[0], step["parent"]]
            way.append(step["holder"])
        claim = lot["receivable"] << 64 | lot["serial"]
        queues.setdefault(claim, []).extend([(lot["tier"], without_repeats(way[::-1]))] * lot["remaining"])
    proof = {
        claim: [(fen.tier, without_repeats(fen.hands)) for fen in fens]
        for claim, fens in recomputed(scene).claims.items()
    }
    assert {claim: queue for claim, queue in queues.items() if queue} == {
        claim: queue for claim, queue in proof.items() if queue
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=st.lists(operation, min_size=1, max_size=12))
def test_every_fen_went_the_way_that_the_lots_tell(
    stage: Stage, sqlite: Store, operations: list[tuple[object, ...]]
) -> None:
    empty(sqlite)
    scene = stage.at("ready", ready)
    claims = Claims(scene)
    claims.begin(FACE)
    carry_out(claims, operations)
    Mirror(sqlite, scene.node, scene.contracts).catch_up()
    assert_proved(sqlite, scene)
