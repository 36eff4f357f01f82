"""What is told about rates. It tells the chain nothing."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class PublishRates(Command, frozen=True, kw_only=True):
    """A file of rates is taken in: `days` of `curves`."""

    kind: ClassVar[str] = "publish_rates"
    publications: list[tuple[str, int]]

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()
