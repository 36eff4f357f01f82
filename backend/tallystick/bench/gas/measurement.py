"""Each operation by itself, in a transaction of its own on a ledger made anew."""

from collections.abc import Iterator
from dataclasses import dataclass

from tallystick.bench.gas import reference
from tallystick.bench.gas.floor import Part
from tallystick.bench.gas.ground import Ground
from tallystick.bench.gas.operation import Operation
from tallystick.bench.gas.operations import OPERATIONS
from tallystick.chain.node import Receipt


@dataclass(frozen=True, slots=True)
class Measured:
    """`gas` is what the receipts say that the whole transactions used; `parts` add up to the floor."""

    operation: Operation
    receipts: tuple[Receipt, ...]
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        return self.operation.name

    @property
    def gas(self) -> int:
        return sum(receipt.gas_used for receipt in self.receipts)

    @property
    def floor(self) -> int:
        return sum(part.gas for part in self.parts)

    @property
    def ratio(self) -> float:
        return self.gas / self.floor

    @property
    def reference(self) -> int | None:
        return reference.GAS.get(self.name)

    @property
    def budget(self) -> int | None:
        return reference.BUDGETS.get(self.name)


def measure(ground: Ground, operation: Operation) -> Measured:
    """Prepares it on a ledger as it was at the beginning, sends it and reads the receipts."""
    ground.reset()
    receipts, calldata = [], []
    for prepare in (operation.prepare, *operation.then):
        call = prepare(ground)
        receipts.append(ground.do(call))
        calldata.append(call.data)
    return Measured(operation, tuple(receipts), tuple(operation.floor.parts(*calldata)))


def measure_all() -> Iterator[Measured]:
    ground = Ground()
    try:
        for operation in OPERATIONS:
            yield measure(ground, operation)
    finally:
        ground.node.close()
