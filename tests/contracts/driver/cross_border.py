"""Cross-border trade in sentences: feeds, fixings, milestones, and the policy that is asked."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from eth_utils.address import to_checksum_address

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party, address_of
from tests.milestones import attestation

CNY_PER_UNIT, UNITS_PER_CNY = 1, 2
SHIPPED, CUSTOMS, DELIVERED = 1, 2, 3
USD = b"USD"
FEED = "(address,uint8,uint32,uint128,uint128)"


@dataclass(frozen=True, slots=True)
class Feed:
    source: Party
    direction: int
    heartbeat: int
    least: int
    most: int

    def encoded(self) -> tuple[Any, ...]:
        return (address_of(self.source), self.direction, self.heartbeat, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Reading:
    observed_at: int
    updated_at: int
    round: int
    decimals: int
    direction: int
    answer: int
    heartbeat: int


@dataclass(frozen=True, slots=True)
class Fixing:
    round: int
    answer: int
    updated_at: int
    decimals: int
    direction: int
    fallback_applied: bool


@dataclass(frozen=True, slots=True)
class Limits:
    transaction_cap: int
    window_cap: int
    window: int
    countries: int
    released_at: int


@dataclass(frozen=True, slots=True)
class Value:
    face: int
    answer: int
    decimals: int
    direction: int
    is_fixed: bool
    reached: int
    factor_ppm: int
    fen: int


class LocalFeeds(Contract):
    def open(self, who: Actor, reporter: Party, decimals: int, description: str) -> Outcome:
        return self.send(who, "open(address,uint8,string)", reporter, decimals, description)


class Valuations(Contract):
    def set_factors(self, who: Actor, programme: int, factors: Sequence[int]) -> Outcome:
        signature = "setFactors(uint32,(uint32,uint32,uint32,uint32))"
        return self.send(who, signature, programme, tuple(factors))

    def value(self, receivable: int) -> Value:
        return Value(*self.ask("valueOf(uint64)", receivable))

    def value_of_units(self, receivable: int, units: int) -> Value:
        return Value(*self.ask("valueOfUnits(uint64,uint64)", receivable, units))

    def record(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "record(uint64)", receivable)


class Aggregator(Contract):
    """The reporter pushes, everybody reads."""

    def report(self, who: Actor, answer: int, updated_at: int) -> Outcome:
        return self.send(who, "report(int256,uint40)", answer, updated_at)


class Rates(Contract):
    SET = f"setFeeds(bytes3,({FEED},{FEED},uint32))"

    def set(self, who: Actor, main: Feed, second: Feed, deviation_ppm: int, currency: bytes = USD) -> Outcome:
        return self.send(who, self.SET, currency, (main.encoded(), second.encoded(), deviation_ppm))

    def observe(self, who: Actor, currency: bytes = USD) -> Outcome:
        return self.send(who, "observe(bytes3)", currency)

    def check(self, currency: bytes = USD) -> Reading:
        return Reading(*self.ask("check(bytes3)", currency))

    def at(self, moment: int, currency: bytes = USD) -> Reading:
        return Reading(*self.ask("readingAt(bytes3,uint40)", currency, moment))

    def after(self, moment: int, currency: bytes = USD) -> Reading:
        return Reading(*self.ask("readingAfter(bytes3,uint40)", currency, moment))


class Fixings(Contract):
    def agree_fallback(self, who: Actor, programme: int, days: int) -> Outcome:
        return self.send(who, "agreeFallback(uint32,uint16)", programme, days)

    def fix(self, who: Actor, receivable: int) -> Outcome:
        return self.send(who, "fix(uint64)", receivable)

    def fixing(self, receivable: int) -> Fixing:
        return Fixing(*self.ask("fixingOf(uint64)", receivable))

    def owed(self, receivable: int) -> int:
        owed: int = self.ask("owedOn(uint64)", receivable)
        return owed


class Milestones(Contract):
    ATTEST = "attest((uint64,uint8,uint64,bytes32),address,bytes)"

    def attest(
        self,
        who: Actor,
        carrier: Actor,
        receivable: int,
        milestone: int,
        at: int,
        document: bytes = b"\x0b" * 32,
        signer: Actor | None = None,
    ) -> Outcome:
        stated = (receivable, milestone, at, document)
        return self.send(who, self.ATTEST, stated, carrier, self.signed(signer or carrier, stated))

    def signed(self, carrier: Actor, stated: tuple[int, int, int, bytes]) -> bytes:
        chain_id, contract = self.chain.node.chain_id(), to_checksum_address(self.address)
        return attestation(carrier.account, chain_id, contract, stated)

    def reached(self, receivable: int) -> tuple[int, int]:
        milestone, at = self.ask("reachedBy(uint64)", receivable)
        return milestone, at


class CrossBorderPolicy(Contract):
    def set_limits(self, who: Actor, programme: int, limits: Limits) -> Outcome:
        return self.send(
            who, "setLimits(uint32,(uint64,uint64,uint32,uint80,uint8))", programme, astuple(limits)
        )

    def allow(self, who: Actor, programme: int, purpose: int, allowed: bool = True) -> Outcome:
        return self.send(who, "allowPurpose(uint32,uint32,bool)", programme, purpose, allowed)

    def admit(self, who: Actor, wallet: Party, group: bytes, country: int) -> Outcome:
        return self.send(who, "admit(address,(bytes30,uint16))", wallet, (group.ljust(30, b"\0"), country))

    def declare(self, who: Actor, receivable: int, purpose: int) -> Outcome:
        return self.send(who, "declarePurpose(uint64,uint32)", receivable, purpose)

    def suspend(self, who: Actor, programme: int, order: bytes) -> Outcome:
        return self.send(who, "suspendProgramme(uint32,bytes32)", programme, order)

    def resume(self, who: Actor, programme: int) -> Outcome:
        return self.send(who, "resumeProgramme(uint32)", programme)

    def in_window(self, programme: int, group: bytes) -> int:
        moved: int = self.ask("movedInWindow(uint32,bytes30)", programme, group.ljust(30, b"\0"))
        return moved

    def releasable(self, receivable: int, payee: Party) -> int:
        amount: int = self.ask("releasable(uint64,address)", receivable, payee)
        return amount
