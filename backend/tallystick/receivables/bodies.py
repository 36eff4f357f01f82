"""What is asked of receivables and claims, as the API takes it."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from tallystick.parties.schemas import PartyId
from tallystick.receivables.identifiers import ClaimText
from tallystick.receivables.schemas import MILLION, MOST_PARTS, Amount, NewDrawing
from tallystick.web import forms
from tallystick.web.bodies import Body, PlainDate

LONGEST_MESSAGE = 1_024
"""Bytes that a recipient's contract is told with each claim."""

MOST_WITH_MESSAGE = 50
"""Claims that carry a message each: 64 of 128 kilobytes, which is what nodes take as one transaction."""

Message = Annotated[str, StringConstraints(pattern=forms.BYTES, max_length=len("0x") + 2 * LONGEST_MESSAGE)]
ProgrammeNumber = Annotated[str, StringConstraints(pattern=forms.PROGRAMME)]


class NewReceivable(Body):
    """The sender's commitment to pay."""

    programme: ProgrammeNumber = Field(description="The programme whose rules apply.", examples=["1"])
    creditor: PartyId = Field(description="Party id of the supplier it is issued to.")
    face: Amount
    due_date: PlainDate = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    accept_by: PlainDate | None = Field(
        default=None,
        description="The last day for the creditor to accept, in Asia/Shanghai; the due date where it is left out.",
        examples=["2026-12-07"],
    )
    evidence: list[NewDrawing] = Field(
        description="Drawings on documents; they add up to the face.", max_length=100
    )


class NewSplit(Body):
    """Cuts a claim: into `parts`, or into `count` pieces of `value` each.

    The first part, or what the pieces leave, stays in the claim; everything else becomes new claims.
    """

    parts: Annotated[list[Amount], Field(min_length=1, max_length=MOST_PARTS)] | None = Field(
        default=None,
        description="What each part is worth; they add up to the claim's face, and the first stays in the claim.",
        examples=[[MILLION, 2 * MILLION]],
    )
    count: Annotated[int, Field(ge=1, le=MOST_PARTS)] | None = Field(
        default=None,
        description="How many pieces of `value` each; what they leave stays in the claim.",
        examples=[100],
    )
    value: Amount | None = Field(default=None, description="Minor units of each piece.", examples=[MILLION])

    @model_validator(mode="after")
    def says_how_to_cut(self) -> "NewSplit":
        evenly = {self.count is not None, self.value is not None}
        if len(evenly) > 1 or (self.parts is not None) in evenly:
            raise ValueError("name either `parts`, or `count` and `value`")
        return self


class NewTransfer(Body):
    """Moves value out of a claim: into a new claim of a party, or into another claim of the same receivable."""

    value: Amount
    to: PartyId | None = Field(default=None, description="Party id of the recipient, who gets a new claim.")
    to_claim: ClaimText | None = Field(
        default=None, description="The claim that takes the value.", examples=["7-31"]
    )

    @model_validator(mode="after")
    def names_one_destination(self) -> "NewTransfer":
        if (self.to is None) == (self.to_claim is None):
            raise ValueError("name either `to` or `to_claim`")
        return self


class NewClaimTransfer(Body):
    """Hands whole claims over, all or none."""

    to: PartyId = Field(description="Party id of the recipient.")
    claims: list[ClaimText] = Field(
        min_length=1, max_length=MOST_PARTS, description="The claims to hand over.", examples=[["7-31"]]
    )
    safely: bool = Field(
        default=False,
        description="Whether a recipient whose wallet is a contract is asked if it takes the claims; where it does "
        "not, none is handed over.",
    )
    message: Message | None = Field(
        default=None,
        description="Bytes in hex that the recipient's contract is told with each claim. Only where it is asked "
        f"(`safely`), and with at most {MOST_WITH_MESSAGE} claims.",
        examples=["0x504f2d34373131"],
    )

    @model_validator(mode="after")
    def tells_only_who_is_asked(self) -> "NewClaimTransfer":
        if self.message is not None and not self.safely:
            raise ValueError("a `message` goes with `safely` only")
        if self.message is not None and len(self.claims) > MOST_WITH_MESSAGE:
            raise ValueError(f"a `message` goes with at most {MOST_WITH_MESSAGE} claims")
        return self


class NewPart(Body):
    """Value for one recipient."""

    to: PartyId = Field(description="Party id of the recipient, who gets a new claim.")
    value: Amount


class NewDistribution(Body):
    """Moves value out of a claim to several recipients, all or none."""

    parts: list[NewPart] = Field(
        min_length=1, max_length=MOST_PARTS, description="Who gets how much, each in a new claim."
    )


class NewMove(Body):
    """One move of a batch: a whole claim to a party (`to`), some of its value to a party (`to`, `value`), or into
    another claim of the same receivable (`to_claim`, `value`)."""

    claim: ClaimText = Field(description="The claim that moves, or whose value does.", examples=["7-31"])
    to: PartyId | None = Field(default=None, description="Party id of the recipient.")
    to_claim: ClaimText | None = Field(
        default=None, description="The claim that takes the value.", examples=["7-102"]
    )
    value: Amount | None = Field(
        default=None,
        description="Minor units; the whole claim where it is left out.",
        examples=[MILLION],
    )

    @model_validator(mode="after")
    def names_one_destination(self) -> "NewMove":
        if (self.to is None) == (self.to_claim is None):
            raise ValueError("name either `to` or `to_claim`")
        if self.to_claim is not None and self.value is None:
            raise ValueError("name the `value` that goes into `to_claim`")
        return self


class NewBatch(Body):
    """Moves claims and value of yours, on whatever receivables, all or none."""

    moves: list[NewMove] = Field(
        min_length=1,
        max_length=MOST_PARTS,
        description="What moves where, one after the other: each with `claim` and either `to`, a party (the "
        "whole claim, or `value` of it), or `to_claim`, a claim, and `value`.",
        examples=[[{"claim": "7-31", "to_claim": "7-102", "value": MILLION}]],
    )


class NewMerge(Body):
    """Puts other claims of yours on the same receivable into this one; they are gone afterwards."""

    claims: list[ClaimText] = Field(
        min_length=1, max_length=MOST_PARTS, description="The claims to put in.", examples=[["7-31", "7-32"]]
    )
