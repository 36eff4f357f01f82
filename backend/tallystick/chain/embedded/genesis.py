"""How an embedded chain begins, and how it is recognised when it is opened again."""

import json
import os
from dataclasses import dataclass

from eth.typing import AccountDetails, HeaderParams
from eth_typing import Address

from tallystick.chain.embedded.database import ChainDatabase
from tallystick.refusal import Conflict

DEFAULT_CHAIN_ID = 20260
"""Tells signatures for embedded chains from those for public networks."""

PREFUNDED_WEI = 10**27
"""A thousand million coins: gas for ever, and still a figure that other tools can show."""

_KEY = b"tallystick:genesis"


class ChainDiffers(Conflict):
    """The store holds another chain than the one asked for."""

    def __init__(self, what: str, stored: object, asked: object) -> None:
        super().__init__(
            "chain_differs",
            f"The embedded chain was begun with {what} {stored}, not {asked}.",
            "Open it with what it was begun with, or begin a new chain in another directory.",
            {"what": what, "stored": stored, "asked": asked},
        )


@dataclass(frozen=True, slots=True)
class Genesis:
    """What a chain is begun with and keeps for ever; everything else about it is in its blocks."""

    chain_id: int
    prefunded: bytes
    fork: str

    def store(self, database: ChainDatabase) -> None:
        database[_KEY] = json.dumps(self._by_name()).encode()

    def check(self, database: ChainDatabase) -> None:
        """Raise `ChainDiffers` unless the stored chain was begun exactly like this."""
        stored = json.loads(database[_KEY])
        for what, asked in self._by_name().items():
            if stored[what] != asked:
                raise ChainDiffers(what, stored[what], asked)

    def _by_name(self) -> dict[str, str | int]:
        return {"chain_id": self.chain_id, "prefunded": "0x" + self.prefunded.hex(), "fork": self.fork}


def is_begun(database: ChainDatabase) -> bool:
    return _KEY in database


def header_fields(gas_limit: int, timestamp: int) -> dict[str, HeaderParams]:
    """The first header. Its extra data is drawn at random, so that no two chains share a genesis hash."""
    return {"gas_limit": gas_limit, "timestamp": timestamp, "difficulty": 0, "extra_data": os.urandom(32)}


def state(prefunded: bytes) -> dict[Address, AccountDetails]:
    return {Address(prefunded): {"balance": PREFUNDED_WEI, "nonce": 0, "code": b"", "storage": {}}}
