"""What is asked of local feeds."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class OpenFeed(Command, frozen=True, kw_only=True):
    """A feed that `reporter` pushes to, and the source that it takes its answers from."""

    kind: ClassVar[str] = "open_feed"
    governor: bytes
    reporter: bytes
    decimals: int
    description: str
    source_kind: str
    location: str

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        opened = (self.reporter, self.decimals, self.description)
        data = interface("LocalFeeds").encode("open(address,uint8,string)", *opened)
        return (Call(self.governor, contracts.local_feeds, data),)


class ReportAnswer(Command, frozen=True, kw_only=True):
    """What its source says, as an integer with the feed's decimals; `updated_at` in seconds since 1970."""

    kind: ClassVar[str] = "report_answer"
    reporter: bytes
    feed: bytes
    answer: int
    updated_at: int

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        data = interface("LocalAggregator").encode("report(int256,uint40)", self.answer, self.updated_at)
        return (Call(self.reporter, self.feed, data),)
