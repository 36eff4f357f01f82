"""Notes as the API shows them. Amounts are minor units."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.notes.rules import MOST_RULES, Rule, RuleName
from tallystick.parties.schemas import PARTY_ID, PartyId, PartyReference
from tallystick.receivables.identifiers import ClaimText
from tallystick.receivables.schemas import HASH, INSTANT, MILLION, TransactionHash
from tallystick.restraints.schemas import OrderText
from tallystick.web import forms
from tallystick.web.bodies import Body

MOST_HOLDERS = 50
"""That are paid in one transaction."""

RULES = [{"rule": "holder_count", "most": 200}]
SERIES = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
"""Examples."""

Amount = Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]


def _of_64_bits(text: str) -> str:
    if int(text) >= 2**64:
        raise ValueError("It should be below 2^64")
    return text


LargeAmount = Annotated[str, Field(pattern=forms.LARGE_AMOUNT), AfterValidator(_of_64_bits)]
NoteMovementKind = Literal["wrap", "unwrap", "transfer", "order", "recover", "retire"]
Rules = Annotated[list[Rule], Field(max_length=MOST_RULES)]


class NewOffering(Body):
    """A programme whose claims can be wrapped from now on."""

    agent: PartyId = Field(description="The transfer agent of its series.")
    rules: Rules = Field(
        default_factory=list, description="The rules of its notes, in the order of asking.", examples=[RULES]
    )


class NewAgent(Body):
    """Who is transfer agent from now on."""

    agent: PartyId = Field(description="The transfer agent of series that are opened from now on.")


class NewRules(Body):
    """The rules of a programme's notes, in place of those before."""

    rules: Rules = Field(description="In the order of asking.", examples=[RULES])


class AgentDecision(Body):
    """Whether somebody has the powers of a transfer agent over a series that is there."""

    agent: PartyId = Field(description="The transfer agent.")
    acting: bool = Field(description="Whether it has them from now on.")


class NewWrapping(Body):
    """How much of a claim becomes notes."""

    value: Amount | None = Field(
        default=None, description="Minor units; without it, the whole claim.", examples=[MILLION]
    )


class NewUnwrapping(Body):
    """How many notes become a claim again."""

    value: Amount = Field(description="Minor units.", examples=[MILLION])


class NewNoteTransfer(Body):
    """Notes to pass on."""

    to: PartyId = Field(description="Who gets them.")
    amount: Amount = Field(description="Minor units.", examples=[MILLION])
    holder: PartyId | None = Field(
        default=None, alias="from", description="Whose they are, where that is not you: who has approved it."
    )


class NewNoteApproval(Body):
    """How many of your notes somebody may move."""

    spender: PartyId = Field(
        description="Who may move them: a party, `market`, which sells them, or `early-payment`, which has them paid."
    )
    amount: Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)] = Field(
        description="Minor units, in place of what was approved before.", examples=[MILLION]
    )


class NewWalletFreeze(Body):
    """Whether a party's wallet gives and gets notes of a series, and is paid on them."""

    party: PartyId = Field(description="Whose wallet.")
    frozen: bool = Field(description="Whether it stands still from now on.")


class NewNoteFreeze(Body):
    """How many of a party's notes are frozen."""

    party: PartyId = Field(description="Whose notes.")
    frozen: LargeAmount = Field(
        description="Minor units in all from now on, in decimal; also more than there are.",
        examples=["250000"],
    )


class NewForcedTransfer(Body):
    """Notes to move on an order."""

    holder: PartyId = Field(alias="from", description="Whose they are.")
    to: PartyId = Field(description="Who gets them.")
    amount: Amount = Field(description="Minor units.", examples=[MILLION])
    order: OrderText


class NewRecovery(Body):
    """A wallet whose key is lost."""

    lost: PartyId = Field(description="Whose wallet it is.")
    to: PartyId = Field(description="The entry of the register with the new wallet, of the same identity.")


class NewNotePause(Body):
    """Whether the notes of a series stay where they are."""

    paused: bool = Field(description="Whether they do from now on.")


class NewNoteCollection(Body):
    """Who of the holders is paid."""

    holders: Annotated[list[PartyId], Field(min_length=1, max_length=MOST_HOLDERS)] | None = Field(
        default=None,
        description="Without it, those who have something to get, up to 50.",
        examples=[[PARTY_ID]],
    )


class OfferingView(BaseModel):
    """A programme whose claims can be wrapped."""

    programme: str = Field(description="The programme.", examples=["1"])
    agent: PartyReference = Field(description="The transfer agent of series to come.")
    compliance: str = Field(description="The contract of its rules, checksummed (ERC-55).", examples=[SERIES])
    rules: list[Rule] = Field(description="In the order of asking.", examples=[RULES])
    foreign_rules: int = Field(description="How many more it has that are not this ledger's.", examples=[0])
    opened_at: str = Field(description="When it was opened (RFC 3339).", examples=[INSTANT])


class OfferingList(BaseModel):
    """Programmes whose claims can be wrapped."""

    offerings: list[OfferingView] = Field(description="By programme.")


class OfferingReceipt(BaseModel):
    """An offering as it stands now."""

    offering: OfferingView = Field(description="The offering.")
    transaction: TransactionHash


class NoteHolding(BaseModel):
    """What a party has of a series."""

    holder: PartyReference = Field(description="The holder.")
    amount: int = Field(description="Minor units.", examples=[MILLION])
    frozen: str = Field(
        description="How much is frozen, in decimal; it may be more than there is.", examples=["0"]
    )
    wallet_frozen: bool = Field(description="Whether the whole wallet stands still.")


class SeriesView(BaseModel):
    """The notes on one receivable. Each is backed by a wrapped claim, unit for unit."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    address: str = Field(description="The token's contract, checksummed (ERC-55).", examples=[SERIES])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    due_date: date = Field(description="The last day to pay.", examples=["2027-05-27"])
    closes_at: str = Field(description="From when on notes change hands no longer.", examples=[INSTANT])
    supply: int = Field(description="Notes that there are: the face of what is wrapped.", examples=[MILLION])
    holders: int = Field(description="Wallets that have some.", examples=[5])
    paused: bool = Field(description="Whether they stay where they are.")
    agents: list[PartyReference] = Field(description="Who has the powers of a transfer agent over them.")
    claims: list[str] = Field(description="The wrapped claims.", examples=[["7-1"]])
    holdings: list[NoteHolding] = Field(
        description="Who has how many, largest first: all for debtor, transfer agents and supervisor, else yours."
    )


class SeriesReceipt(BaseModel):
    """A series as it stands now."""

    series: SeriesView = Field(description="The series.")
    transaction: TransactionHash


class AgentReceipt(BaseModel):
    """Whether somebody has the powers of a transfer agent over a series."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    agent: PartyReference = Field(description="The transfer agent.")
    acting: bool = Field(description="Whether it has them.")
    transaction: TransactionHash


class WrappedClaim(BaseModel):
    """A claim, or a part of one, that has become notes."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    claim: str = Field(description="What they were taken from.", examples=["7-31"])
    value: int = Field(description="Notes that there are more now.", examples=[MILLION])
    amount: int = Field(description="What you have of the series.", examples=[MILLION])
    transaction: TransactionHash


class UnwrappedNotes(BaseModel):
    """Notes that are a claim again."""

    claim: str = Field(description="Your claim now.", examples=["7-32"])
    value: int = Field(description="Its face.", examples=[MILLION])
    amount: int = Field(description="What you have left of the series.", examples=[0])
    transaction: TransactionHash


class NoteTransferReceipt(BaseModel):
    """Notes that went from one party to another."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    sender: PartyReference = Field(description="Who gave them.")
    recipient: PartyReference = Field(description="Who has them.")
    amount: int = Field(description="Minor units.", examples=[MILLION])
    transaction: TransactionHash


class NoteApprovalReceipt(BaseModel):
    """How many of a party's notes somebody may move."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    spender: PartyReference = Field(description="Who may move them.")
    approved: str = Field(description="Minor units, in decimal.", examples=["100000000"])
    transaction: TransactionHash


class TransferCheck(BaseModel):
    """What would come of passing notes on now. Nobody has paid for gas."""

    allowed: bool = Field(description="Whether it would go through.")
    rule: RuleName | None = Field(
        description="The offering's rule that refuses; null where something else does, or nothing."
    )
    code: str | None = Field(
        description="The code that the transfer would be refused with.", examples=["not_verified"]
    )
    detail: str | None = Field(description="Why.", examples=["Series 0x… is paused."])
    way_out: str | None = Field(description="What to do about it.", examples=["Give less."])


class NoteBalanceView(BaseModel):
    """What a party has of a series."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    holder: PartyReference = Field(description="The holder.")
    amount: int = Field(description="Minor units.", examples=[MILLION])
    frozen: str = Field(description="How much is frozen, in decimal.", examples=["0"])
    wallet_frozen: bool = Field(description="Whether the whole wallet stands still.")
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    due_date: date = Field(description="The last day to pay.", examples=["2027-05-27"])


class NoteBalanceList(BaseModel):
    """Notes that somebody has."""

    notes: list[NoteBalanceView] = Field(description="By receivable.")


class NoteMovementView(BaseModel):
    """Notes that were made, moved or burnt."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    kind: NoteMovementKind = Field(
        description="Why: retire is burnt as they were paid, order moved by a transfer agent."
    )
    sender: PartyReference | None = Field(description="Whose they were; null where they were made.")
    recipient: PartyReference | None = Field(description="Whose they are; null where they were burnt.")
    amount: int = Field(description="Minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    order: str | None = Field(description="The order's hash where one forced it.", examples=[HASH])
    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    transaction: str = Field(description="In which transaction.", examples=[HASH])


class NoteMovementList(BaseModel):
    """Notes that came and went."""

    movements: list[NoteMovementView] = Field(description="Newest first.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["42-3"])


class NotePaymentView(BaseModel):
    """A holder's share of what a debtor funded."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    round: int = Field(description="Which funding.", examples=[1])
    holder: PartyReference = Field(description="Who was paid.")
    face: int = Field(description="What it had before.", examples=[MILLION])
    share: int = Field(description="What it got.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    at: str = Field(description="When (RFC 3339).", examples=[INSTANT])
    transaction: str = Field(description="In which transaction.", examples=[HASH])


class NotePaymentList(BaseModel):
    """What was paid on notes."""

    payments: list[NotePaymentView] = Field(description="Newest first.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["42-3"])


class CollectedNotes(BaseModel):
    """What holders of notes were paid by one command."""

    payments: list[NotePaymentView] = Field(description="A share each.")
    transaction: TransactionHash


class NewConsolidation(Body):
    """Wrapped claims to put together."""

    claims: Annotated[list[ClaimText], Field(min_length=1, max_length=MOST_HOLDERS)] | None = Field(
        default=None, description="Without it, all that are wrapped.", examples=[["7-3", "7-4"]]
    )
