"""An in-memory chain whose clock the tests set."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, TypeAlias

from tallystick.chain.embedded.node import EmbeddedNode, InMemoryNode
from tallystick.chain.node import Receipt
from tests.contracts.driver.cast import EVERYBODY, GOVERNOR, Actor

Snapshot: TypeAlias = tuple[int, dict[bytes, bytes]]

SHANGHAI = timezone(timedelta(hours=8))
START = date(2026, 8, 31)
GAS_LIMIT = 30_000_000
FEE_WEI = 10**11
ALLOWANCE_WEI = 10**24


def moment(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> int:
    """Seconds since 1970 of a time of day in Shanghai."""
    return int(datetime.combine(day, time(hour, minute, second), SHANGHAI).timestamp())


def day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def date_of(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)


def utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class Chain:
    """Everybody in the cast has coin for gas; the first block is made at ten in the morning of `START`."""

    def __init__(self) -> None:
        self._wall = moment(START, 10)
        self.node: InMemoryNode = EmbeddedNode.in_memory(GOVERNOR.address, wall=lambda: self._wall)

    def fund_everybody(self) -> None:
        """After the deployment, whose transactions must be the governor's first."""
        for someone in EVERYBODY:
            self.send(GOVERNOR, someone.address, b"", value=ALLOWANCE_WEI)

    def send(
        self, sender: Actor, to: bytes | None, data: bytes, value: int = 0, gas: int = GAS_LIMIT
    ) -> Receipt:
        """Signs and mines a transaction, whether it succeeds or fails."""
        transaction: dict[str, Any] = {
            "type": 2,
            "chainId": self.node.chain_id(),
            "nonce": self.node.nonce(sender.address),
            "maxFeePerGas": FEE_WEI,
            "maxPriorityFeePerGas": 0,
            "gas": gas,
            "value": value,
            "data": data,
        }
        if to is not None:
            transaction["to"] = to
        sent = self.node.send(bytes(sender.account.sign_transaction(transaction).raw_transaction))
        receipt = self.node.receipt(sent)
        assert receipt is not None
        return receipt

    def go_to(self, seconds: int) -> None:
        """The next block is made at that moment, given as seconds since 1970."""
        assert seconds > self.node.head().timestamp, "time does not go back"
        self._wall = seconds

    @property
    def time(self) -> int:
        """What the next block's time will be at least."""
        return self._wall

    def snapshot(self) -> Snapshot:
        return self._wall, self.node.snapshot()

    def restore(self, snapshot: Snapshot) -> None:
        self._wall, content = snapshot
        self.node.restore(content)
