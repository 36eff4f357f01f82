"""Identities as the API shows them. Countries are ISO 3166-1 numeric, topics numbers of ERC-3643 in decimal."""

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from tallystick.parties.schemas import PartyId, PartyReference
from tallystick.parties.topics import MOST_TOPICS, Topic
from tallystick.receivables.schemas import HASH, INSTANT, TransactionHash
from tallystick.web import forms
from tallystick.web.bodies import Body, Instant, Line

MOST_COUNTRIES = 300

Country = Annotated[str, StringConstraints(pattern=forms.COUNTRY)]


class NewTopicRule(Body):
    """Whether whoever holds notes needs a statement on a topic."""

    topic: Topic = Field(description="The topic.")
    required: bool = Field(description="Whether it is needed from now on.")


class NewTrust(Body):
    """On which topics a verifier's statements count."""

    topics: Annotated[list[Topic], Field(max_length=MOST_TOPICS)] = Field(
        description="From now on, in place of those before; none: its statements count no longer.",
        examples=[["1", "2"]],
    )


class NewNoteWallet(Body):
    """A party whose wallet may come to hold notes."""

    party: PartyId = Field(description="The party.")
    country: Country = Field(description="Where it is at home (ISO 3166-1 numeric).", examples=["156"])
    identity: PartyId | None = Field(
        default=None,
        description="The party that it is in law, where that is another entry of the register; itself without it.",
    )


class NewCountry(Body):
    """Where a party is at home now."""

    country: Country = Field(description="ISO 3166-1 numeric.", examples=["344"])


class NewStatement(Body):
    """What a verifier states about a party, in place of what was stated on the topic before."""

    party: PartyId = Field(description="About whom.")
    topic: Topic = Field(description="On which topic.")
    expires_at: Instant = Field(description="Until when it holds.", examples=["2027-12-01T00:00:00+08:00"])
    evidence: Annotated[Line, StringConstraints(min_length=1, max_length=500)] = Field(
        description="What you have seen. Its hash goes on the chain; you keep the text.",
        examples=["营业执照与合格投资者证明 2026-11"],
    )


class StatementToWithdraw(Body):
    """A statement that its verifier takes back."""

    party: PartyId = Field(description="About whom.")
    topic: Topic = Field(description="On which topic.")


class NewCountryList(Body):
    """Countries that an offering may be restricted to."""

    countries: Annotated[list[Country], Field(max_length=MOST_COUNTRIES)] = Field(
        description="ISO 3166-1 numeric.", examples=[["156", "344"]]
    )


class VerifierView(BaseModel):
    """Whose statements count."""

    verifier: PartyReference = Field(description="The verifier.")
    topics: list[str] = Field(description="On which topics.", examples=[["1"]])


class VerificationRules(BaseModel):
    """What it takes to hold notes."""

    topics: list[str] = Field(
        description="On each there must be a statement that holds.", examples=[["1", "2"]]
    )
    verifiers: list[VerifierView] = Field(description="Whose statements count.")


class RulesReceipt(BaseModel):
    """What it takes to hold notes from now on."""

    rules: VerificationRules = Field(description="Topics and verifiers.")
    transaction: TransactionHash


class StatementView(BaseModel):
    """What stands about a party."""

    topic: str = Field(description="The topic.", examples=["1"])
    verifier: PartyReference = Field(description="Who states it.")
    expires_at: str = Field(description="Until when (RFC 3339).", examples=[INSTANT])
    evidence_hash: str = Field(
        description="Of what the verifier has seen (Keccak-256, UTF-8).", examples=[HASH]
    )


class NoteWalletView(BaseModel):
    """A wallet that is registered for notes."""

    party: PartyReference = Field(description="Whose it is.")
    identity: PartyReference = Field(description="What the party is in law: statements are about that.")
    country: str = Field(description="Where it is at home (ISO 3166-1 numeric).", examples=["156"])
    verified_until: str | None = Field(
        description="Until when it may get notes (RFC 3339); null where it may not.", examples=[INSTANT]
    )
    outdated: bool = Field(
        description="Topics or verifiers have changed since; it may get none before it is renewed."
    )
    statements: list[StatementView] = Field(description="What stands about its identity.")


class NoteWalletReceipt(BaseModel):
    """How a wallet stands now."""

    wallet: NoteWalletView = Field(description="The wallet.")
    transaction: TransactionHash


class NoteWalletList(BaseModel):
    """Wallets that are registered for notes."""

    wallets: list[NoteWalletView] = Field(description="Those that you may see.")


class RemovedNoteWallet(BaseModel):
    """A wallet that is registered no longer: it keeps the notes that it has, and gets none."""

    party: PartyReference = Field(description="Whose it is.")
    transaction: TransactionHash


class RenewedNoteWallets(BaseModel):
    """Wallets whose standing was found anew."""

    wallets: list[NoteWalletView] = Field(description="How they stand.")
    left: int = Field(description="How many are outdated still.", examples=[0])
    transaction: TransactionHash


class StatementReceipt(BaseModel):
    """What stands about a party now."""

    party: PartyReference = Field(description="About whom.")
    statements: list[StatementView] = Field(description="All that stands.")
    transaction: TransactionHash


class CountryListView(BaseModel):
    """A list of countries. It never changes."""

    id: str = Field(description="Its number.", examples=["1"])
    countries: list[str] = Field(description="ISO 3166-1 numeric.", examples=[["156", "344"]])


class CountryLists(BaseModel):
    """Lists that offerings can be restricted to."""

    lists: list[CountryListView] = Field(description="By number.")


class CountryListReceipt(BaseModel):
    """A new list of countries."""

    list: CountryListView = Field(description="The list.")
    transaction: TransactionHash
