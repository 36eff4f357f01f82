"""Cross-border trade as the API shows it. Amounts are minor units of the programme's currency; money is fen."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from tallystick.governance.schemas import Address
from tallystick.identities.schemas import Country
from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.parties.schemas import PartyId, PartyReference
from tallystick.receivables.schemas import HASH, INSTANT, MILLION, TransactionHash
from tallystick.restraints.schemas import OrderText
from tallystick.settlement.schemas import FixingView, Quotes
from tallystick.web import forms
from tallystick.web.bodies import Body, Instant, Line

GROUP_BYTES = 30
GOODS = 121_010
"""An example: general trade in goods, of the balance-of-payments classification of the PRC."""

Milestone = Literal["none", "shipped", "customs", "delivered"]
MILESTONES: tuple[Milestone, ...] = ("none", "shipped", "customs", "delivered")
"""As the contracts number them."""

MovementKind = Literal["commit", "cross", "release"]
Amount = Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]
Purpose = Annotated[int, Field(ge=1, le=2**32 - 1)]


FEED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
"""An example."""

ForeignCurrency = Literal["USD"]


def _of_80_bits(text: str) -> str:
    if not 0 < int(text) < 2**80:
        raise ValueError("It should be from 1 to 2^80 - 1")
    return text


Answer = Annotated[str, Field(pattern=forms.LARGE_AMOUNT), AfterValidator(_of_80_bits)]


def _short(text: str) -> str:
    if len(text.encode()) > GROUP_BYTES:
        raise ValueError(f"It should take no more than {GROUP_BYTES} bytes")
    return text


def group_text(group: bytes) -> str:
    """Owners as they were named when a wallet of theirs was admitted."""
    return group.rstrip(b"\0").decode(errors="replace")


Group = Annotated[Line, StringConstraints(min_length=1), AfterValidator(_short)]


class NewBorderLimits(Body):
    """What may move under a programme from now on."""

    transaction_cap: Amount = Field(description="In one transaction at most.", examples=[50 * MILLION])
    window_cap: Amount = Field(description="To one group within a window at most.", examples=[50 * MILLION])
    window_seconds: Annotated[int, Field(ge=1, le=3_660 * 86_400)] = Field(
        description="How long a window is; it rolls.", examples=[86_400]
    )
    countries: Annotated[str, Field(pattern=forms.PROGRAMME)] = Field(
        description="The number of the list of countries that take part.", examples=["1"]
    )
    released_at: Milestone = Field(description="The milestone of the goods before which nothing is paid.")


class NewPurpose(Body):
    """A purpose under a programme."""

    purpose: Purpose = Field(description="Code of the balance-of-payments classification.", examples=[GOODS])
    allowed: bool = Field(description="Whether receivables may be for it from now on.")


class NewFallback(Body):
    """What applies where no feed is good in time. It is agreed once."""

    days: Annotated[int, Field(ge=1, le=366)] = Field(
        description="After how many days without a good rate the last one before the due day applies.",
        examples=[3],
    )


class NewBorderWallet(Body):
    """Whose a party's wallet is, for cross-border trade; neither: it takes no part any longer."""

    party: PartyId = Field(description="Whose wallet.")
    group: Group | None = Field(
        default=None,
        description="The beneficial owners behind it, by whatever name.",
        examples=["Lim family"],
    )
    country: Country | None = Field(
        default=None, description="Where it is at home (ISO 3166-1 numeric).", examples=["702"]
    )


class NewDeclaration(Body):
    """What a receivable is for."""

    purpose: Purpose = Field(description="One of the programme's purposes.", examples=[GOODS])


FactorPpm = Annotated[int, Field(ge=0, le=1_000_000)]


class NewFactors(Body):
    """How much of a claim's worth the goods bear out, by how far they have come; none of it changes what is owed."""

    none_ppm: FactorPpm = Field(description="Before they are shipped, in millionths.", examples=[400_000])
    shipped_ppm: FactorPpm = Field(description="Once they are shipped.", examples=[700_000])
    customs_ppm: FactorPpm = Field(description="Once they are through customs.", examples=[850_000])
    delivered_ppm: FactorPpm = Field(description="Once they are delivered.", examples=[1_000_000])


class FactorsReceipt(BaseModel):
    """What milestones are worth under a programme from now on."""

    programme: str = Field(description="The programme.", examples=["1"])
    none_ppm: int = Field(description="Before the goods are shipped, in millionths.", examples=[400_000])
    shipped_ppm: int = Field(description="Once they are shipped.", examples=[700_000])
    customs_ppm: int = Field(description="Once they are through customs.", examples=[850_000])
    delivered_ppm: int = Field(description="Once they are delivered.", examples=[1_000_000])
    transaction: TransactionHash


class ValueView(BaseModel):
    """What a face in a foreign currency is worth in e-CNY: face × rate × factor, rounded half to even, once."""

    face: int = Field(description="Minor units of the receivable's currency.", examples=[50 * MILLION])
    answer: str = Field(description="The rate: an integer with so many decimals.", examples=["71234"])
    decimals: int = Field(description="How many.", examples=[4])
    quotes: Quotes = Field(description="Which way round it quotes.")
    fixed: bool = Field(description="Whether it is the rate that payment is fixed at; else what feeds say.")
    milestone: Milestone = Field(description="How far the goods have come.")
    factor_ppm: int = Field(description="What that is worth, in millionths.", examples=[700_000])
    value: int = Field(description="Fen.", examples=[249 * MILLION])


class RecordedValueView(ValueView):
    """A value that was put on record."""

    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class ReceivableValue(BaseModel):
    """What a receivable is worth now, and what was put on record of it."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    currency: str = Field(description="What its face is in (ISO 4217).", examples=["USD"])
    now: ValueView | None = Field(description="None where it cannot be told now.")
    code: str | None = Field(description="Why it cannot.", examples=["rate_stale"])
    detail: str | None = Field(description="The same in words.", examples=[None])
    recorded: list[RecordedValueView] = Field(description="The last hundred, newest first.")


class ValueReceipt(BaseModel):
    """What a receivable was worth when it was put on record."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    recorded: RecordedValueView = Field(description="The value.")
    transaction: TransactionHash


class NewStop(Body):
    """Stops everything under a programme under an order, payment included."""

    order: OrderText


class NewFeed(Body):
    """A price feed (Chainlink's AggregatorV3 interface) and what its answers have to keep to."""

    source: Address = Field(description="The feed's contract.", examples=[FEED])
    quotes: Quotes = Field(
        description="Which way round it quotes: CNY / USD is `units_per_cny`.", examples=["units_per_cny"]
    )
    heartbeat_seconds: Annotated[int, Field(ge=1, le=2**32 - 1)] = Field(
        description="After how many seconds an answer is stale.", examples=[86_400]
    )
    least: Answer = Field(
        description="The smallest answer that is believed, with its decimals.", examples=["12500000"]
    )
    most: Answer = Field(description="The largest.", examples=["15500000"])


class NewFeeds(Body):
    """Where the rate of a currency comes from."""

    currency: ForeignCurrency = Field(description="ISO 4217.", examples=["USD"])
    main: NewFeed = Field(description="Whose answers are taken.")
    second: NewFeed = Field(description="Which they may not deviate from.")
    deviation_ppm: Annotated[int, Field(ge=1, le=1_000_000)] = Field(
        description="By how much at most, in millionths of the second's rate.", examples=[10_000]
    )


class NewObservation(Body):
    """A currency whose feeds are looked at."""

    currency: ForeignCurrency = Field(description="ISO 4217.", examples=["USD"])


class NewCarrier(Body):
    """Whether somebody states milestones of goods."""

    address: Address = Field(description="The address that it signs with.", examples=[FEED])
    trusted: bool = Field(description="Whether its statements count from now on.")


class NewMilestone(Body):
    """What a carrier has signed, by EIP-712: Attestation(receivable, milestone, occurredAt, document)."""

    milestone: Literal["shipped", "customs", "delivered"] = Field(description="How far the goods have come.")
    occurred_at: Instant = Field(description="When that was (RFC 3339, whole seconds).", examples=[INSTANT])
    document: Annotated[str, StringConstraints(pattern=forms.HASH)] = Field(
        description="Hash of the bill of lading, the declaration or the delivery note.", examples=[HASH]
    )
    carrier: Address = Field(description="Who has signed.", examples=[FEED])
    signature: Annotated[str, StringConstraints(pattern=forms.BYTES)] = Field(
        description="Its signature.", examples=["0x"]
    )


class FeedsReceipt(BaseModel):
    """Where the rate of a currency comes from."""

    currency: str = Field(description="ISO 4217.", examples=["USD"])
    deviation_ppm: int = Field(description="In millionths of the second's rate.", examples=[10_000])
    transaction: TransactionHash


class ReadingView(BaseModel):
    """An answer of a feed that was believed."""

    currency: str = Field(description="ISO 4217.", examples=["USD"])
    round: str = Field(description="The feed's round.", examples=["18446744073709562300"])
    answer: str = Field(description="An integer with so many decimals.", examples=["14038238"])
    decimals: int = Field(description="How many.", examples=[8])
    quotes: Quotes = Field(description="Which way round the feed quotes.")
    updated_at: str = Field(description="When the feed says that it was so (RFC 3339).", examples=[INSTANT])
    observed_at: str = Field(description="When it was looked at (RFC 3339).", examples=[INSTANT])


class ReadingReceipt(BaseModel):
    """The answer that is believed now."""

    reading: ReadingView | None = Field(description="The answer.")
    transaction: TransactionHash


class RateHealth(BaseModel):
    """Whether a currency's feeds are good now, and what was believed last."""

    currency: str = Field(description="ISO 4217.", examples=["USD"])
    good: bool = Field(description="Whether the present answer is believed.")
    code: str | None = Field(description="Why it is not.", examples=["rate_stale"])
    detail: str | None = Field(description="The same in words.", examples=[None])
    last: ReadingView | None = Field(description="What was believed last.")


class CarrierReceipt(BaseModel):
    """Whether somebody's statements count."""

    address: str = Field(description="Its address, checksummed (ERC-55).", examples=[FEED])
    trusted: bool = Field(description="Whether they do.")
    transaction: TransactionHash


class MilestoneReceipt(BaseModel):
    """How far the goods behind a receivable have come."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    milestone: Milestone = Field(description="The last milestone.")
    occurred_at: str = Field(description="When it was reached (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class BorderLimitsView(BaseModel):
    """What may move under a programme."""

    transaction_cap: int = Field(description="In one transaction at most.", examples=[50 * MILLION])
    window_cap: int = Field(description="To one group within a window at most.", examples=[50 * MILLION])
    window_seconds: int = Field(description="How long a window is.", examples=[86_400])
    countries: str = Field(description="The list of countries that take part.", examples=["1"])
    released_at: Milestone = Field(description="The milestone before which nothing is paid.")


class StopView(BaseModel):
    """An authority's order on a programme."""

    authority: PartyReference = Field(description="Whose order it is.")
    order_hash: str = Field(description="Hash of its text.", examples=[HASH])


class BorderProgramme(BaseModel):
    """A programme as cross-border trade sees it."""

    programme: str = Field(description="The programme.", examples=["1"])
    limits: BorderLimitsView | None = Field(description="None where nothing may move yet.")
    purposes: list[int] = Field(description="What receivables may be for.", examples=[[GOODS]])
    fallback_days: int | None = Field(
        description="After how many days without a good rate the last one before applies.", examples=[3]
    )
    stops: list[StopView] = Field(description="The orders that stop it.")


class BorderProgrammeReceipt(BaseModel):
    """A programme as it stands now."""

    border: BorderProgramme = Field(description="The programme.")
    transaction: TransactionHash


class BorderWalletView(BaseModel):
    """A wallet that takes part in cross-border trade."""

    party: PartyReference = Field(description="Whose wallet.")
    group: str | None = Field(
        description="The owners behind it; none: it takes no part.", examples=["Lim family"]
    )
    country: str | None = Field(description="Where it is at home (ISO 3166-1 numeric).", examples=["702"])


class BorderWalletReceipt(BaseModel):
    """Whose a wallet is now."""

    wallet: BorderWalletView = Field(description="The wallet.")
    transaction: TransactionHash


class BorderWalletList(BaseModel):
    """The wallets that take part."""

    wallets: list[BorderWalletView] = Field(description="By group, then by name.")


class DeclarationReceipt(BaseModel):
    """What a receivable is for."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    purpose: int = Field(description="As its debtor has declared.", examples=[GOODS])
    transaction: TransactionHash


class FixingReceipt(BaseModel):
    """The rate at which a receivable is paid from now on."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    fixing: FixingView = Field(description="The rate, and what is owed at it.")
    transaction: TransactionHash


class BorderMovementView(BaseModel):
    """A commitment that was accepted, a claim passed on, or money released."""

    id: str = Field(description="Its block and its place in it.", examples=["31-4"])
    kind: MovementKind = Field(description="Which of these.")
    receivable: str = Field(description="The receivable.", examples=["7"])
    sender: PartyReference | None = Field(description="Who gave; money comes from the debtor's hold.")
    recipient: PartyReference = Field(description="Who got.")
    sender_group: str | None = Field(
        description="The owners behind the sender, for itself and the supervisor.", examples=["Changfeng"]
    )
    recipient_group: str | None = Field(
        description="The owners behind the recipient, for itself and the supervisor.", examples=["Lim family"]
    )
    amount: int = Field(description="Minor units of the programme's currency.", examples=[50 * MILLION])
    currency: str = Field(description="ISO 4217.", examples=["USD"])
    money: int | None = Field(description="What was paid, in fen.", examples=[356 * MILLION])
    purpose: int = Field(description="What the receivable is for.", examples=[GOODS])
    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    transaction: TransactionHash


class BorderMovementList(BaseModel):
    """A page of movements."""

    movements: list[BorderMovementView] = Field(description="Newest first.")
    next: str | None = Field(description="Cursor of the next page.", examples=[None])
