"""Which contracts' events are kept: those of the deployment, and those that they have made since."""

from collections.abc import Iterable

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Log
from tallystick.mirror.decoders.border import feed_opened
from tallystick.mirror.decoders.notes import compliance_opened
from tallystick.mirror.tables import LocalFeed, NoteSeries, Offering


def followed_from(contracts: Contracts) -> list[bytes]:
    """The deployment's own contracts that tell anything."""
    return [
        contracts.access,
        contracts.programmes,
        contracts.evidence,
        contracts.ledger,
        contracts.issuance,
        contracts.ecny,
        contracts.settlement,
        contracts.desk,
        contracts.disputes,
        contracts.curves,
        contracts.identities,
        contracts.note_desk,
        contracts.countries,
        contracts.market,
        contracts.early_payment,
        contracts.rates,
        contracts.fixings,
        contracts.milestones,
        contracts.cross_border,
        contracts.local_feeds,
        contracts.valuations,
        contracts.directory,
    ]


class Followed:
    """Grows as the note desk opens offerings and series, and as feeds are opened.

    It never shrinks: where a branch of the chain that made a contract is gone, the address says nothing on the other,
    or is that contract again, since it follows from who makes it and for what.
    """

    def __init__(self, contracts: Contracts) -> None:
        self.contracts = contracts
        desk = interface("NoteDesk")
        self._offering_opened = desk.topic("OfferingOpened")
        self._series_opened = desk.topic("SeriesOpened")
        self._feed_opened = interface("LocalFeeds").topic("FeedOpened")
        self._addresses = dict.fromkeys(followed_from(contracts))

    @property
    def addresses(self) -> list[bytes]:
        return list(self._addresses)

    def learn(self, logs: Iterable[Log]) -> bool:
        """Whether a contract was made that was not followed before."""
        known = len(self._addresses)
        for log in logs:
            made = self._made(log)
            if made is not None:
                self._addresses[made] = None
        return len(self._addresses) != known

    def _made(self, log: Log) -> bytes | None:
        """The contract that an event says was made."""
        if log.address == self.contracts.local_feeds and log.topics[0] == self._feed_opened:
            return feed_opened(b"".join(log.topics))
        if log.address != self.contracts.note_desk:
            return None
        if log.topics[0] == self._series_opened:
            return log.topics[1][12:]
        return compliance_opened(log.data) if log.topics[0] == self._offering_opened else None

    def remember(self, session: Session, deployment: int) -> None:
        """What the mirror has seen made."""
        made = union_all(
            select(NoteSeries.address).where(NoteSeries.deployment == deployment),
            select(Offering.compliance).where(Offering.deployment == deployment),
            select(LocalFeed.feed).where(LocalFeed.deployment == deployment),
        )
        self._addresses.update(dict.fromkeys(session.scalars(made)))
