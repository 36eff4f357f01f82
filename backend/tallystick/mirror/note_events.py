"""What the contracts of notes say has happened: identities, offerings, series, and who holds how many notes.

`series` and `compliance` are the addresses of contracts that the note desk has made. Amounts are minor units.
"""

from typing import NamedTuple


class TopicRequired(NamedTuple):
    """Until `required` is false, holders need a statement on the topic."""

    topic: int
    required: bool


class IssuerTrusted(NamedTuple):
    """On these topics from now on, and on no others. `anew` where it was not trusted at all before."""

    issuer: bytes
    topics: tuple[int, ...]
    anew: bool


class IssuerDistrusted(NamedTuple):
    issuer: bytes


class Stated(NamedTuple):
    """`expiry` in seconds since 1970, `evidence` the hash of what the issuer has seen."""

    identity: bytes
    topic: int
    issuer: bytes
    expiry: int
    evidence: bytes


class StatementWithdrawn(NamedTuple):
    identity: bytes
    topic: int


class WalletVerified(NamedTuple):
    """It may hold notes before `until`, in seconds since 1970; zero: it may not. `country` 0: it was deleted."""

    wallet: bytes
    identity: bytes
    country: int
    until: int


class WalletCountryChanged(NamedTuple):
    wallet: bytes
    country: int


class CountriesListed(NamedTuple):
    """ISO 3166-1 numeric."""

    list: int
    countries: tuple[int, ...]


class OfferingOpened(NamedTuple):
    programme: int
    compliance: bytes
    owner: bytes


class AgentNamed(NamedTuple):
    """The transfer agent that a programme's series get from now on."""

    programme: int
    agent: bytes


class SeriesAgentChanged(NamedTuple):
    """Whether somebody is a transfer agent of this series from now on."""

    series: bytes
    agent: bytes
    acting: bool


class ModulesSet(NamedTuple):
    """(module, setting) in the order in which they are asked."""

    compliance: bytes
    modules: tuple[tuple[bytes, int], ...]


class SeriesOpened(NamedTuple):
    """`closing` is when its notes stop changing hands, in seconds since 1970."""

    series: bytes
    receivable: int
    closing: int


class NotesMoved(NamedTuple):
    """From `NOBODY` they are made, to `NOBODY` they are burnt."""

    series: bytes
    sender: bytes
    recipient: bytes
    amount: int


class NotesAllowed(NamedTuple):
    """What a spender may move of the owner's notes from now on, up to 2^256 − 1."""

    series: bytes
    owner: bytes
    spender: bytes
    amount: int


class NotesFrozen(NamedTuple):
    """How many of a wallet's notes are frozen now; may be more than there are."""

    series: bytes
    wallet: bytes
    amount: int


class NoteWalletFrozen(NamedTuple):
    series: bytes
    wallet: bytes
    frozen: bool


class NotesPaused(NamedTuple):
    series: bytes
    paused: bool


class NoteTransferOrdered(NamedTuple):
    """The notes that move next, in the same transaction, do so on an order."""

    series: bytes
    order: bytes


class NotesRecovered(NamedTuple):
    """The notes that move next, in the same transaction, do so because a wallet's key was lost."""

    series: bytes


class CollectedFor(NamedTuple):
    """Somebody's part of what `holder` has title to has taken its share of a round, which it was paid."""

    holder: bytes
    receivable: int
    payee: bytes
    round: int
    face: int
    share: int


NoteEvent = (
    TopicRequired
    | IssuerTrusted
    | IssuerDistrusted
    | Stated
    | StatementWithdrawn
    | WalletVerified
    | WalletCountryChanged
    | CountriesListed
    | OfferingOpened
    | AgentNamed
    | SeriesAgentChanged
    | ModulesSet
    | SeriesOpened
    | NotesMoved
    | NotesAllowed
    | NotesFrozen
    | NoteWalletFrozen
    | NotesPaused
    | NoteTransferOrdered
    | NotesRecovered
    | CollectedFor
)
