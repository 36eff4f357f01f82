"""Parties as the API shows them."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from tallystick.parties.topics import MOST_TOPICS, Topic
from tallystick.web import forms
from tallystick.web.bodies import Body, Identifier, Line

PARTY_ID = "019a9b5c-2f4e-7c1a-9a55-2f1d3c1f7b11"
"""An example."""

NAME = "长风汽车股份有限公司"
TAX_NUMBER = "91310000MA1FL0AA01"

PartyRole = Literal["debtor", "supplier", "financier", "investor", "supervisor"]
PartyId = Annotated[Identifier, Field(examples=[PARTY_ID])]
Name = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
TaxNumber = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=forms.TAX_NUMBER)]


class NewParty(Body):
    """A firm to open an account for."""

    name: Name = Field(description="The firm's registered name.", examples=[NAME])
    tax_number: TaxNumber = Field(
        description="Unified social credit code or foreign tax number, 15 to 20 letters and digits.",
        examples=[TAX_NUMBER],
    )
    roles: list[PartyRole] = Field(
        min_length=1, description="What the firm may be on the ledger.", examples=[["supplier"]]
    )
    wallet: Annotated[str, StringConstraints(pattern=forms.ADDRESS)] | None = Field(
        default=None,
        description="Address of the firm's own wallet, which then signs all that the firm does; without one, the "
        "ledger makes a key and signs for the firm.",
        examples=["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
    )


class NewOffice(Body):
    """Somebody to give the powers of an office to."""

    name: Name = Field(description="Its registered name.", examples=["上海金融法院"])
    tax_number: TaxNumber = Field(
        description="Unified social credit code, 15 to 20 letters and digits.",
        examples=["11310000MB2F30001A"],
    )


class NewVerifier(NewOffice):
    """Somebody whose statements about parties are to count."""

    topics: Annotated[list[Topic], Field(min_length=1, max_length=MOST_TOPICS)] = Field(
        description="On which topics (ERC-3643).", examples=[["1"]]
    )


class PartyReference(BaseModel):
    """A party as others see it."""

    id: str | None = Field(
        description="The party's id; null for a wallet that the register does not know.", examples=[PARTY_ID]
    )
    name: str = Field(description="The party's name, or the wallet's address.", examples=[NAME])


class PartyView(BaseModel):
    """A party in the register."""

    id: str = Field(description="The party's id.", examples=[PARTY_ID])
    name: str = Field(description="The firm's registered name.", examples=[NAME])
    tax_number: str = Field(
        description="Unified social credit code or foreign tax number.", examples=[TAX_NUMBER]
    )
    roles: list[str] = Field(description="What the firm may be on the ledger.", examples=[["supplier"]])
    address: str = Field(
        description="The wallet that holds the party's claims, checksummed (ERC-55).",
        examples=["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"],
    )


class OpenedParty(BaseModel):
    """A new party and its API key, which is shown this once."""

    party: PartyView = Field(description="The party as it stands in the register.")
    api_key: str = Field(
        description="Keep it: it is not shown again, except to a repeat of this very request.",
        examples=["tally_9f2c51d07ab3e846_" + "5e" * 32],
    )
    transaction: str | None = Field(
        description="Hash of the transaction that opened the account.", examples=["0x" + "5e" * 32]
    )


class PartyList(BaseModel):
    """Who takes part."""

    parties: list[PartyView] = Field(description="Every party, by name.")


class NewGroup(Body):
    """The group of parties under one control that a party belongs to."""

    group: Name | None = Field(description="Its name; null takes the party out.", examples=["长风集团"])


class GroupMember(BaseModel):
    """Where a party belongs."""

    party: PartyReference = Field(description="The party.")
    group: str | None = Field(
        description="The group; null where it stands on its own.", examples=["长风集团"]
    )


class GroupView(BaseModel):
    """Parties under one control."""

    group: str = Field(description="The group's name.", examples=["长风集团"])
    members: list[PartyReference] = Field(description="By name.")


class GroupList(BaseModel):
    """Groups of parties under one control."""

    groups: list[GroupView] = Field(description="By name.")
