"""Has local feeds say what their sources say, as soon as they say something new."""

from collections.abc import Callable

import structlog
from sqlalchemy import update

from tallystick.database.store import Store
from tallystick.feeds.repository import FeedRepository, KnownFeed
from tallystick.feeds.service import next_report
from tallystick.feeds.tables import FeedSource
from tallystick.refusal import Refusal
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import Housekeeping, Request

KEEPER = "feeds"
"""Under which name its operations are kept."""


log = structlog.get_logger()


class FeedKeeper:
    """Reads every source, one after the other; one that does not answer keeps no other from being read."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        deployment: int,
        reporter: bytes,
        clock: Callable[[], int],
    ) -> None:
        """`clock` tells the chain's time, in seconds since 1970."""
        self._store = store
        self._repository = FeedRepository(deployment)
        self._reporter = reporter
        self._clock = clock
        self._housekeeping: Housekeeping[bytes] = Housekeeping(
            dispatcher, KEEPER, lambda feed: f"0x{feed.hex()}", clock
        )

    def push_what_is_new(self) -> int:
        """Returns how many feeds have said something."""
        with self._store.reading() as session:
            feeds = self._repository.feeds(session)
        sources = {known.feed.feed: (known, known.source) for known in feeds if known.source is not None}
        return len(self._housekeeping.each(sources, lambda feed: self._report(*sources[feed])))

    def _report(self, known: KnownFeed, source: FeedSource) -> Request | None:
        """The state is what the feed has said so far. None where its source says nothing new, or nothing at all."""
        report, problem = None, None
        try:
            report = next_report(known, source, self._reporter, self._clock())
        except Refusal as refusal:
            problem = refusal
        except Exception as failure:  # whatever it is, the next source is read all the same
            log.warning("source_not_read", location=source.location, exc_info=failure)
            problem = Refusal("source_unreadable", f"{source.location} cannot be read.", "See the log.")
        self._remember(source, problem)
        if report is None:
            return None
        last = None if known.last is None else known.last.round
        return report, (report.feed.hex(), last, report.answer, report.updated_at)

    def _remember(self, source: FeedSource, problem: Refusal | None) -> None:
        """Why nothing came of the last reading, for those who ask; written down when it changes."""
        found = (None, None) if problem is None else (problem.code, problem.detail)
        if found == (source.problem_code, source.problem):
            return
        with self._store.writing() as session:
            session.execute(
                update(FeedSource)
                .where(FeedSource.feed == source.feed)
                .values(problem_code=found[0], problem=found[1])
            )
