"""A contract on the test chain: asked, sent to, refused by."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from eth_utils.abi import abi_to_signature

from tallystick.chain.artifacts import artifact
from tallystick.chain.interface import Interface
from tallystick.chain.node import Receipt, Reverted
from tests.contracts.driver.cast import Actor
from tests.contracts.driver.chain import GAS_LIMIT, Chain
from tests.contracts.driver.events import Event, read_events
from tests.contracts.driver.refusals import Refused, read_error, remember, with_bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mined transaction did: `answer` is what the function returned (one value, or a tuple of several)."""

    answer: Any
    events: list[Event]
    receipt: Receipt

    @property
    def gas_used(self) -> int:
        return self.receipt.gas_used


class Contract:
    """Functions are named by full signature, as in `Interface`; parties may be given as actors or contracts."""

    def __init__(self, chain: Chain, interface: Interface, address: bytes) -> None:
        self.chain = chain
        self.interface = interface
        self.address = address

    @property
    def changing_functions(self) -> tuple[str, ...]:
        """The signatures of all functions that may change something."""
        return tuple(
            abi_to_signature(item)  # type: ignore[arg-type]
            for item in artifact(self.interface.name).abi
            if item["type"] == "function" and item["stateMutability"] in {"nonpayable", "payable"}
        )

    def ask(self, signature: str, *arguments: Any, sender: "Party | None" = None) -> Any:
        """The answer of a read, or of what a transaction would answer. Raises `Refused`."""
        data = self.encode(signature, *arguments)
        try:
            answer = self.chain.node.call(self.address, data, None if sender is None else address_of(sender))
        except Reverted as reverted:
            error = read_error(self.interface, reverted.data)
            remember(self.interface, signature, error.name, sender if isinstance(sender, Actor) else None)
            raise Refused(error) from None
        return _single(with_bytes(self.interface.decode_answer(signature, answer)))

    def send(
        self, sender: Actor, signature: str, *arguments: Any, value: int = 0, gas: int = GAS_LIMIT
    ) -> Outcome:
        """Mines a transaction. Where the call is refused, mines it all the same, sees it fail, and raises `Refused`."""
        data = self.encode(signature, *arguments)
        try:
            answer = self.ask(signature, *arguments, sender=sender) if value == 0 else None
        except Refused:
            receipt = self.chain.send(sender, self.address, data, value, gas)
            assert not receipt.succeeded, f"{signature} was refused when asked and took effect when sent"
            assert receipt.logs == ()
            raise
        receipt = self.chain.send(sender, self.address, data, value, gas)
        assert receipt.succeeded or value, f"{signature} was granted when asked and failed when sent"
        return Outcome(answer, read_events(receipt.logs), receipt)

    def encode(self, signature: str, *arguments: Any) -> bytes:
        return self.interface.encode(signature, *(_plain(argument) for argument in arguments))


Party: TypeAlias = Actor | Contract | bytes


def address_of(party: Party) -> bytes:
    return party if isinstance(party, bytes) else party.address


def _plain(argument: Any) -> Any:
    if isinstance(argument, Actor | Contract):
        return argument.address
    if isinstance(argument, tuple | list):
        return [_plain(item) for item in argument]
    return argument


def _single(values: tuple[Any, ...]) -> Any:
    return values[0] if len(values) == 1 else values
