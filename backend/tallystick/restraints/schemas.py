"""Orders, suspensions, pauses and encumbrances as the API shows them."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from tallystick.parties.schemas import PartyId, PartyReference
from tallystick.receivables.identifiers import ClaimText
from tallystick.receivables.schemas import HASH, MILLION, MOST_PARTS, TransactionHash
from tallystick.web.bodies import Body, Line

ORDER = "(2026)沪01执保123号"
"""An example."""

OrderText = Annotated[
    Line,
    StringConstraints(min_length=1, max_length=200),
    Field(description="The order's number or text; its hash goes on the chain.", examples=[ORDER]),
]
Claims = Annotated[
    list[ClaimText],
    Field(min_length=1, max_length=MOST_PARTS, description="The claims.", examples=[["7-31"]]),
]


class NewFreeze(Body):
    """Stops claims under an order: they do not move, split, merge or serve as collateral."""

    claims: Claims
    order: OrderText


class NewLifting(Body):
    """Lifts one's own order on claims."""

    claims: Claims


class NewSuspension(Body):
    """Stops a party under an order: it gives nothing, gains nothing and signs nothing."""

    order: OrderText


class NewEncumbrance(Body):
    """Ties a whole claim to somebody else's interest: it stays where it is until that party releases it."""

    beneficiary: PartyId = Field(alias="for", description="Party id of the beneficiary.")


class FreezeView(BaseModel):
    """An order that stands on a claim."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference = Field(description="Who has it.")
    face: int = Field(description="Minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])
    authority: PartyReference = Field(description="Whose order it is; nobody else lifts it.")
    order: str | None = Field(
        description="The order; null where it was not given through this ledger.", examples=[ORDER]
    )
    order_hash: str = Field(description="Its hash on the chain (Keccak-256, UTF-8).", examples=[HASH])


class FrozenClaims(BaseModel):
    """What an authority has frozen by one command."""

    freezes: list[FreezeView] = Field(description="In the order of the claims.")
    transaction: TransactionHash


class FreezeList(BaseModel):
    """Orders that stand on claims."""

    freezes: list[FreezeView] = Field(description="In the order of the claims.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["7-131"])


class LiftedFreeze(BaseModel):
    """A claim that an authority's order was lifted from."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    frozen: bool = Field(description="Whether an order of another authority still stands.")


class LiftedFreezes(BaseModel):
    """The claims that an authority's orders were lifted from."""

    claims: list[LiftedFreeze] = Field(description="In the order in which they were named.")
    transaction: TransactionHash


class SuspensionView(BaseModel):
    """An order that stands on a party."""

    party: PartyReference = Field(description="Who is suspended.")
    authority: PartyReference = Field(description="Whose order it is; nobody else lifts it.")
    order: str | None = Field(
        description="The order; null where it was not given through this ledger.", examples=[ORDER]
    )
    order_hash: str = Field(description="Its hash on the chain (Keccak-256, UTF-8).", examples=[HASH])


class SuspendedParty(BaseModel):
    """A party that an authority has just suspended."""

    suspension: SuspensionView = Field(description="The order that stands now.")
    transaction: TransactionHash


class SuspensionList(BaseModel):
    """Orders that stand on parties."""

    suspensions: list[SuspensionView] = Field(description="Every one that you may see.")


class ReinstatedParty(BaseModel):
    """A party that an authority's order was lifted from."""

    party: PartyReference = Field(description="The party.")
    suspended: bool = Field(description="Whether an order of another authority still stands.")
    transaction: TransactionHash


class PausedReceivable(BaseModel):
    """Whether a receivable's claims may move."""

    receivable: str = Field(description="The receivable.", examples=["7"])
    paused: bool = Field(description="Whether its claims stay where they are.")
    transaction: TransactionHash


class EncumbranceView(BaseModel):
    """A claim that is tied to somebody else's interest."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    holder: PartyReference = Field(description="Who has it.")
    beneficiary: PartyReference = Field(description="Who releases it.")
    face: int = Field(description="Minor units.", examples=[MILLION])
    currency: str = Field(description="ISO 4217.", examples=["CNY"])


class EncumberedClaim(BaseModel):
    """A claim that its holder has just encumbered."""

    encumbrance: EncumbranceView = Field(description="For whom.")
    transaction: TransactionHash


class EncumbranceList(BaseModel):
    """Claims that are encumbered."""

    encumbrances: list[EncumbranceView] = Field(description="In the order of the claims.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["7-131"])


class ReleasedClaim(BaseModel):
    """A claim that its beneficiary has released."""

    claim: str = Field(description="The claim.", examples=["7-31"])
    transaction: TransactionHash
