"""What is measured by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from tallystick.bench.gas.floor import Floor
from tallystick.bench.gas.ground import Call, Ground

Prepare = Callable[[Ground], Call]


@dataclass(frozen=True, slots=True)
class Operation:
    """`prepare` leads to the transaction that is measured; `note` says what a reader could not guess. What takes more
    than one transaction has the others in `then`: figures and floor are of all of them."""

    name: str
    note: str
    prepare: Prepare
    floor: Floor
    then: tuple[Prepare, ...] = ()
