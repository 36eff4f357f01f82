"""Parties as the API shows them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

PartyRole = Literal["debtor", "supplier", "financier", "investor", "supervisor"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
TaxNumber = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[0-9A-Za-z]{15,20}$")
]


class NewParty(BaseModel):
    """A firm to open an account for."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(description="The firm's registered name.", examples=["长风汽车股份有限公司"])
    tax_number: TaxNumber = Field(
        description="Unified social credit code or foreign tax number, 15 to 20 letters and digits.",
        examples=["91310000MA1FL0AA01"],
    )
    roles: list[PartyRole] = Field(
        min_length=1, description="What the firm may be on the ledger.", examples=[["supplier"]]
    )


class PartyReference(BaseModel):
    """A party as others see it."""

    id: str | None = Field(description="The party's id; null for a wallet that the register does not know.")
    name: str = Field(description="The party's name, or the wallet's address.")


class PartyView(BaseModel):
    """A party in the register."""

    id: str = Field(examples=["019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"])
    name: str
    tax_number: str
    roles: list[str]
    address: str = Field(description="The wallet that holds the party's claims, checksummed (ERC-55).")


class OpenedParty(BaseModel):
    """A new party and its API key, which is shown this once."""

    party: PartyView
    api_key: str = Field(
        description="Keep it: it is not shown again, except to a repeat of this very request."
    )
    transaction: str | None = Field(
        description="The transaction that opened the account; none for a supervisor."
    )


class PartyList(BaseModel):
    parties: list[PartyView]
