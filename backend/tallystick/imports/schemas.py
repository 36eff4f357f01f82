"""What a file says of a receivable, and what is told of each row."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from tallystick.evidence.schemas import FINGERPRINT, KIND_MEANING, NUMBER, DocumentKind
from tallystick.imports.values import Day, MinorUnits
from tallystick.parties.schemas import PARTY_ID, TAX_NUMBER
from tallystick.programmes.schemas import Currency
from tallystick.web import forms
from tallystick.web.bodies import Body, Line
from tallystick.web.requests import Rehearsal

MOST_DOCUMENTS_A_ROW = 9
"""Of one row: the columns of a CSV file are numbered by one digit."""

LONGEST_REFERENCE = 100
REFERENCE = "PO-2026-000123"
"""An example."""


class RowDocument(Body):
    """A registered document that the receivable draws on, named by kind and number or by its fingerprint."""

    kind: DocumentKind | None = Field(default=None, description=KIND_MEANING)
    number: Annotated[Line, StringConstraints(min_length=1, max_length=64)] | None = Field(
        default=None,
        description="The document's own number; the creditor issued it, an acceptance or a rebate you.",
        examples=[NUMBER],
    )
    fingerprint: Annotated[str, StringConstraints(pattern=forms.HASH)] | None = Field(
        default=None, description="Instead of kind and number.", examples=[FINGERPRINT]
    )
    amount: MinorUnits | None = Field(
        default=None,
        description="Minor units that the receivable draws on it; the whole face, where left out.",
        examples=[123450],
    )
    issued_on: Day | None = Field(
        default=None,
        description="The day the document bears. Refused where it was registered with another.",
        examples=["2026-11-20"],
    )
    total: MinorUnits | None = Field(
        default=None,
        description="Minor units that the document is over. Refused where it was registered with another amount.",
        examples=[123450],
    )

    @model_validator(mode="after")
    def is_named_once(self) -> "RowDocument":
        by_number = self.kind is not None and self.number is not None
        partly = self.kind is not None or self.number is not None
        if by_number == (self.fingerprint is not None) or partly != by_number:
            raise PydanticCustomError("document_not_named", "The document has no name, or two.")
        return self


class ReceivableRow(Body):
    """One receivable of a file: the sender's commitment to pay."""

    reference: Annotated[Line, StringConstraints(min_length=1, max_length=LONGEST_REFERENCE)] = Field(
        description="Your own name for the receivable, unique among your imports: under it a row is known again.",
        examples=[REFERENCE],
    )
    creditor: Annotated[Line, StringConstraints(pattern=forms.IDENTIFIER)] = Field(
        description="Party id or tax number of the supplier it is issued to.", examples=[TAX_NUMBER, PARTY_ID]
    )
    face: MinorUnits = Field(description="Minor units (fen, cents).", examples=[123450])
    currency: Currency = Field(description="ISO 4217; the programme's.")
    due_date: Day = Field(description="The last day to pay, in Asia/Shanghai.", examples=["2027-05-23"])
    accept_by: Day | None = Field(
        default=None,
        description="The last day for the creditor to accept, in Asia/Shanghai; the due date where it is left out.",
        examples=["2026-12-07"],
    )
    documents: list[RowDocument] = Field(
        min_length=1,
        max_length=MOST_DOCUMENTS_A_ROW,
        description="What it rests on; the drawings add up to the face.",
    )

    @model_validator(mode="after")
    def says_what_each_document_is_good_for(self) -> "ReceivableRow":
        if len(self.documents) > 1 and any(document.amount is None for document in self.documents):
            raise PydanticCustomError(
                "document_amount_missing", "Of several documents one is without an amount to draw."
            )
        return self


class RowProblem(BaseModel):
    """One thing that is wrong with a row."""

    line: int = Field(description="The line of the file, from 1.", examples=[3])
    field: str | None = Field(
        description="The column, the place in the JSON object or the XML element; null where it is the whole row.",
        examples=["document_1_amount"],
    )
    code: str = Field(description="Stable: what a program decides by.", examples=["amount_not_minor_units"])
    detail: str = Field(description="What is wrong this time.", examples=["1234.50 has a decimal point."])
    value: Any = Field(
        description="What was given; null where nothing was, or more than one value is behind it.",
        examples=["1234.50"],
    )
    way_out: str = Field(
        description="What to do instead.", examples=["Write minor units: 123450 for 1,234.50."]
    )
    values: dict[str, Any] = Field(
        default_factory=dict,
        description="The figures behind the refusal; amounts in minor units.",
        examples=[{"amount": 10_000, "drawn": 10_000, "requested": 1}],
    )


RowStatus = Literal["issued", "registered", "exists", "ready", "refused", "untried"]


class RowReport(BaseModel):
    """What became of a row, or would become of it."""

    line: int = Field(description="The line of the file where the row begins, from 1.", examples=[2])
    reference: str | None = Field(
        description="The row's reference; the number of an invoice that was registered; null where it has none.",
        examples=[REFERENCE],
    )
    status: RowStatus = Field(
        description="Issued or registered now; there already, from an earlier import; ready, where nothing was done; "
        "refused; or untried, after too many others were refused."
    )
    receivable: str | None = Field(
        description="The receivable's number; null where none was issued.", examples=["7"]
    )
    document: str | None = Field(
        description="Fingerprint of the document, where a seller's invoice is registered.",
        examples=[FINGERPRINT],
    )
    problems: list[RowProblem] = Field(description="All that is wrong with the row; empty where nothing is.")


class ImportReport(BaseModel):
    """A file, row by row."""

    encoding: str = Field(description="As which the file was read.", examples=["utf-8", "gb18030"])
    rows: list[RowReport] = Field(description="In the order of the file.")
    transaction: str | None = Field(
        description="Hash of the one transaction that did all of it; null where nothing was left to do.",
        examples=["0x" + "5e" * 32],
    )


class ImportRehearsal(Rehearsal):
    """A dry run's answer: what would become of each row."""

    encoding: str = Field(description="As which the file was read.", examples=["utf-8", "gb18030"])
    rows: list[RowReport] = Field(description="In the order of the file.")
