"""What is asked of the contracts of cross-border trade. Amounts are minor units of a programme's currency."""

from typing import ClassVar

from tallystick.chain.deployment import CARRIER_ROLE, Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.restraints.commands import Ordered
from tallystick.sending.command import Command


class SetBorderLimits(Command, frozen=True, kw_only=True):
    """`window` in seconds; `countries` numbers a list, `released_at` a milestone (0 for none)."""

    kind: ClassVar[str] = "set_border_limits"
    governor: bytes
    programme: int
    transaction_cap: int
    window_cap: int
    window: int
    countries: int
    released_at: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        limits = (self.transaction_cap, self.window_cap, self.window, self.countries, self.released_at)
        signature = "setLimits(uint32,(uint64,uint64,uint32,uint80,uint8))"
        return _policy_call(contracts, self.governor, signature, self.programme, limits)


class AllowPurpose(Command, frozen=True, kw_only=True):
    """Whether a purpose is one of a programme's from now on."""

    kind: ClassVar[str] = "allow_purpose"
    governor: bytes
    programme: int
    purpose: int
    allowed: bool

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = "allowPurpose(uint32,uint32,bool)"
        return _policy_call(contracts, self.governor, signature, self.programme, self.purpose, self.allowed)


class AgreeFallback(Command, frozen=True, kw_only=True):
    """After how many days without a good rate the last one before applies."""

    kind: ClassVar[str] = "agree_fallback"
    governor: bytes
    programme: int
    days: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("Fixings").encode("agreeFallback(uint32,uint16)", self.programme, self.days)
        return (Call(self.governor, contracts.fixings, data),)


class AdmitWallet(Command, frozen=True, kw_only=True):
    """Whose a wallet is from now on; country 0 and no group: it takes no part any longer."""

    kind: ClassVar[str] = "admit_border_wallet"
    operator: bytes
    wallet: bytes
    group: str
    country: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = "admit(address,(bytes30,uint16))"
        owner = (self.group.encode().ljust(30, b"\0"), self.country)
        return _policy_call(contracts, self.operator, signature, self.wallet, owner)


class DeclarePurpose(Command, frozen=True, kw_only=True):
    """What a receivable is for, before it is accepted."""

    kind: ClassVar[str] = "declare_purpose"
    debtor: bytes
    receivable: int
    purpose: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = "declarePurpose(uint64,uint32)"
        return _policy_call(contracts, self.debtor, signature, self.receivable, self.purpose)


class StopProgramme(Ordered, frozen=True, kw_only=True):
    """Everything under a programme stands still, payment included."""

    kind: ClassVar[str] = "stop_programme"
    programme: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = "suspendProgramme(uint32,bytes32)"
        return _policy_call(contracts, self.authority, signature, self.programme, self.order)


class ResumeProgramme(Command, frozen=True, kw_only=True):
    """The authority lifts its own order."""

    kind: ClassVar[str] = "resume_programme"
    authority: bytes
    programme: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _policy_call(contracts, self.authority, "resumeProgramme(uint32)", self.programme)


class SetFactors(Command, frozen=True, kw_only=True):
    """What milestones are worth under a programme: none, shipped, customs, delivered, in millionths."""

    kind: ClassVar[str] = "set_factors"
    governor: bytes
    programme: int
    factors: tuple[int, int, int, int]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        signature = "setFactors(uint32,(uint32,uint32,uint32,uint32))"
        data = interface("Valuations").encode(signature, self.programme, tuple(self.factors))
        return (Call(self.governor, contracts.valuations, data),)


class RecordValue(Command, frozen=True, kw_only=True):
    """What a receivable is worth now is put on record; anybody may have that done."""

    kind: ClassVar[str] = "record_value"
    caller: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("Valuations").encode("record(uint64)", self.receivable)
        return (Call(self.caller, contracts.valuations, data),)


class FixRate(Command, frozen=True, kw_only=True):
    """The rate of a receivable is fixed; anybody may have that done."""

    kind: ClassVar[str] = "fix_rate"
    caller: bytes
    receivable: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("Fixings").encode("fix(uint64)", self.receivable)
        return (Call(self.caller, contracts.fixings, data),)


class SetFeeds(Command, frozen=True, kw_only=True):
    """Where the rate of a currency comes from: each feed by (source, direction, heartbeat, least, most)."""

    kind: ClassVar[str] = "set_feeds"
    governor: bytes
    currency: str
    main: tuple[bytes, int, int, int, int]
    second: tuple[bytes, int, int, int, int]
    deviation_ppm: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        feed = "(address,uint8,uint32,uint128,uint128)"
        feeds = (tuple(self.main), tuple(self.second), self.deviation_ppm)
        signature = f"setFeeds(bytes3,({feed},{feed},uint32))"
        data = interface("ExchangeRates").encode(signature, self.currency.encode(), feeds)
        return (Call(self.governor, contracts.rates, data),)


class ObserveRate(Command, frozen=True, kw_only=True):
    """The present answer of a currency's feeds is looked at, and kept where it is believed."""

    kind: ClassVar[str] = "observe_rate"
    caller: bytes
    currency: str

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("ExchangeRates").encode("observe(bytes3)", self.currency.encode())
        return (Call(self.caller, contracts.rates, data),)


class DecideOnCarrier(Command, frozen=True, kw_only=True):
    """Whether an address states milestones from now on."""

    kind: ClassVar[str] = "decide_on_carrier"
    governor: bytes
    carrier: bytes
    trusted: bool

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        access = interface("AccessManager")
        data = (
            access.encode("grantRole(uint64,address,uint32)", CARRIER_ROLE, self.carrier, 0)
            if self.trusted
            else access.encode("revokeRole(uint64,address)", CARRIER_ROLE, self.carrier)
        )
        return (Call(self.governor, contracts.access, data),)


class BringMilestone(Command, frozen=True, kw_only=True):
    """What a carrier has signed of the goods behind a receivable; `occurred_at` in seconds since 1970."""

    kind: ClassVar[str] = "bring_milestone"
    caller: bytes
    receivable: int
    milestone: int
    occurred_at: int
    document: bytes
    carrier: bytes
    signature: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        stated = (self.receivable, self.milestone, self.occurred_at, self.document)
        signature = "attest((uint64,uint8,uint64,bytes32),address,bytes)"
        data = interface("Milestones").encode(signature, stated, self.carrier, self.signature)
        return (Call(self.caller, contracts.milestones, data),)


def _policy_call(contracts: Contracts, caller: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    data = interface("CrossBorderPolicy").encode(signature, *arguments)
    return (Call(caller, contracts.cross_border, data),)
