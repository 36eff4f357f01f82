"""Instructions to banks as the API shows them. Amounts are fen."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.parties.schemas import PartyReference
from tallystick.receivables.schemas import INSTANT, MILLION, TransactionHash
from tallystick.web.bodies import Body, Line


class InstructionReport(Body):
    """What came of an instruction."""

    carried_out: bool = Field(description="Whether it was done; if not, it was refused.")
    reference: Annotated[Line, StringConstraints(min_length=1, max_length=200)] = Field(
        description="The bank's own reference, or why it was refused.", examples=["ECNY20261127000123"]
    )


class InstructionView(BaseModel):
    """A movement of money for a bank to carry out where the money really is."""

    id: str = Field(description="Its block and its place there.", examples=["42-3"])
    kind: Literal["issue", "redeem", "pay", "hold", "draw", "return"] = Field(
        description="Put into a wallet, taken out of one, paid, set aside, taken out of what was set aside, or free "
        "again."
    )
    bank: PartyReference = Field(description="Who is to carry it out.")
    payer: PartyReference | None = Field(description="Whose wallet it leaves; null where it is issued.")
    payee: PartyReference | None = Field(description="Whose it comes into; null where it is redeemed.")
    amount: int = Field(description="Fen.", examples=[MILLION])
    hold: str | None = Field(
        description="The hold that it is about; null where there is none.", examples=["12"]
    )
    at: str = Field(description="When it moved on the ledger (RFC 3339).", examples=[INSTANT])
    state: Literal["open", "carried_out", "refused"] = Field(description="What the bank says of it.")
    reference: str | None = Field(
        description="The bank's own reference; null while it is open.", examples=["ECNY20261127000123"]
    )
    transaction: TransactionHash


class InstructionList(BaseModel):
    """A page of instructions."""

    instructions: list[InstructionView] = Field(description="In the order in which the money moved.")
    next: str | None = Field(description="Cursor of the next page; null on the last.", examples=["42-3"])
