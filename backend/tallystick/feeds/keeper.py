"""Has local feeds say what their sources say, as soon as they say something new."""

from collections.abc import Callable

import structlog
from sqlalchemy import update

from tallystick.database.store import Store
from tallystick.feeds.commands import ReportAnswer
from tallystick.feeds.repository import FeedRepository, KnownFeed
from tallystick.feeds.service import next_report
from tallystick.feeds.tables import FeedSource
from tallystick.refusal import Refusal
from tallystick.sending.command import Command
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import Housekeeping

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
            dispatcher, KEEPER, lambda feed: f"0x{feed.hex()}"
        )

    def push_what_is_new(self) -> int:
        """Returns how many feeds have said something."""
        with self._store.reading() as session:
            feeds = self._repository.feeds(session)
        waiting = set(self._housekeeping.left_alone())
        return sum(
            self._push(known, known.source)
            for known in feeds
            if known.source is not None and known.feed.feed not in waiting
        )

    def _push(self, known: KnownFeed, source: FeedSource) -> int:
        report: ReportAnswer | None = None
        problem: Refusal | None = None
        try:
            report = next_report(known, source, self._reporter, self._clock())
        except Refusal as refusal:
            problem = refusal
        except Exception as failure:  # whatever it is, the next source is read all the same
            log.warning("source_not_read", location=source.location, exc_info=failure)
            problem = Refusal("source_unreadable", f"{source.location} cannot be read.", "See the log.")
        self._remember(source, problem)
        if report is None:
            return 0
        told = report

        def compose(_feeds: list[bytes]) -> tuple[Command, object]:
            last = None if known.last is None else known.last.round
            return told, (told.feed.hex(), last, told.answer, told.updated_at)

        return self._housekeeping.do([known.feed.feed], compose)

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
