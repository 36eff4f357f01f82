"""Reads local feeds, what they said last, and where they get it from."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.feeds.tables import FeedSource
from tallystick.mirror.tables import FeedAnswer, LocalFeed


class KnownFeed(NamedTuple):
    """A feed, its last answer and its source, where it has them."""

    feed: LocalFeed
    last: FeedAnswer | None
    source: FeedSource | None


class FeedRepository:
    """One deployment's."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def feeds(self, session: Session) -> Sequence[KnownFeed]:
        query = select(LocalFeed).where(LocalFeed.deployment == self._deployment)
        feeds = session.scalars(query.order_by(LocalFeed.description, LocalFeed.feed))
        return [self._known(session, feed) for feed in feeds]

    def feed(self, session: Session, address: bytes) -> KnownFeed | None:
        feed = session.get(LocalFeed, (self._deployment, address))
        return None if feed is None else self._known(session, feed)

    def opened(self, session: Session, address: bytes) -> KnownFeed:
        """The caller has just had it opened, or pushed to it."""
        return self._known(session, session.get_one(LocalFeed, (self._deployment, address)))

    def _known(self, session: Session, feed: LocalFeed) -> KnownFeed:
        query = select(FeedAnswer).where(
            FeedAnswer.deployment == self._deployment, FeedAnswer.feed == feed.feed
        )
        last = session.scalars(query.order_by(FeedAnswer.round.desc()).limit(1)).first()
        return KnownFeed(feed, last, session.get(FeedSource, feed.feed))
