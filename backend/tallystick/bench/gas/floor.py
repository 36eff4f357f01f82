"""The least that an operation can cost: only what the protocol charges for what must happen, no computation."""

from collections.abc import Sequence
from dataclasses import dataclass

from tallystick.bench.gas import prices
from tallystick.chain.artifacts import artifact


@dataclass(frozen=True, slots=True)
class Word:
    """Storage words that the standard or a rule of the ledger must touch; each is cold, as it is touched first."""

    name: str
    gas_each: int
    count: int = 1
    refund_each: int = 0


def read(name: str, count: int = 1) -> Word:
    return Word(name, prices.COLD_WORD, count)


def changed(name: str, count: int = 1) -> Word:
    """From a value to another one, neither zero."""
    return Word(name, prices.COLD_WORD + prices.WORD_CHANGED, count)


def created(name: str, count: int = 1) -> Word:
    """From zero."""
    return Word(name, prices.COLD_WORD + prices.WORD_CREATED, count)


def cleared(name: str, count: int = 1) -> Word:
    """To zero."""
    return Word(name, prices.COLD_WORD + prices.WORD_CHANGED, count, prices.WORD_CLEARED_REFUND)


@dataclass(frozen=True, slots=True)
class Event:
    """An event that the standard demands or the mirror is derived from; `topics` counts its name as well."""

    name: str
    topics: int
    data_bytes: int
    count: int = 1


def event(contract: str, name: str, count: int = 1, dynamic_bytes: int = 0) -> Event:
    """As the contract declares it: a word of data for each field that is not indexed, and what dynamic ones add."""
    fields = next(
        item["inputs"] for item in artifact(contract).abi if item["type"] == "event" and item["name"] == name
    )
    indexed = sum(field["indexed"] for field in fields)
    return Event(name, 1 + indexed, 32 * (len(fields) - indexed) + dynamic_bytes, count)


@dataclass(frozen=True, slots=True)
class Creation:
    """A contract that comes into being, with as much code."""

    name: str
    code_bytes: int


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a floor; a refund is negative."""

    name: str
    count: int
    gas: int


@dataclass(frozen=True, slots=True)
class Floor:
    """What must be touched, asked and told. `accounts` are others' code that must be looked at or called."""

    words: tuple[Word, ...]
    accounts: Sequence[tuple[str, int]] = ()
    events: tuple[Event, ...] = ()
    creations: tuple[Creation, ...] = ()

    def parts(self, *calldata: bytes) -> list[Part]:
        """All of it by name for transactions with this calldata; the sum is the floor."""
        data = b"".join(calldata)
        parts = [
            Part("transaction", len(calldata), len(calldata) * prices.TRANSACTION),
            Part("calldata", len(data), prices.of_calldata(data)),
            *(Part(f"word: {word.name}", word.count, word.count * word.gas_each) for word in self.words),
            *(Part(f"account: {name}", count, count * prices.COLD_ACCOUNT) for name, count in self.accounts),
            *(
                Part(f"event: {e.name}", e.count, e.count * prices.of_log(e.topics, e.data_bytes))
                for e in self.events
            ),
            *(Part(f"contract: {new.name}", 1, prices.of_creation(new.code_bytes)) for new in self.creations),
        ]
        refund = sum(word.count * word.refund_each for word in self.words)
        used = sum(part.gas for part in parts)
        given_back = min(refund, used // prices.LARGEST_REFUND_SHARE)
        return [*parts, Part("refund of cleared words", 1, -given_back)] if refund else parts

    def gas(self, *calldata: bytes) -> int:
        return sum(part.gas for part in self.parts(*calldata))
