"""What is stated about costs. It tells the chain nothing."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class StateBaseline(Command, frozen=True, kw_only=True):
    """A borrower says what money has cost it."""

    kind: ClassVar[str] = "state_baseline"
    baseline: str
    borrower: bytes

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()


class StateFinancing(Command, frozen=True, kw_only=True):
    """A financier says what becomes of a financing's cost."""

    kind: ClassVar[str] = "state_financing"
    statement: str
    financier: bytes

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()
