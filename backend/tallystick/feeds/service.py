"""Opens local feeds and has them say what their sources say."""

from collections.abc import Callable
from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.feeds.commands import OpenFeed, ReportAnswer
from tallystick.feeds.repository import FeedRepository, KnownFeed
from tallystick.feeds.schemas import (
    LocalFeedList,
    LocalFeedReceipt,
    LocalFeedView,
    NewLocalFeed,
    SourceView,
)
from tallystick.feeds.sources import answer_with, read_source
from tallystick.feeds.tables import FeedSource
from tallystick.mirror.decoders.border import feed_opened
from tallystick.money.calendar import instant_text
from tallystick.receivables.answers import transaction_text
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.turns import OneAtATime

MOST_AHEAD_SECONDS = 60
"""Clocks differ. Until then such an answer is not believed."""


class FeedService:
    """The feeds of one deployment. `reporter` is whose key the backend pushes with."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        deployment: int,
        governor: bytes,
        reporter: bytes,
        clock: Callable[[], int],
    ) -> None:
        """`clock` tells the chain's time, in seconds since 1970."""
        self._store = store
        self._dispatcher = dispatcher
        self._repository = FeedRepository(deployment)
        self._governor = governor
        self._reporter = reporter
        self._clock = clock
        self._reading: OneAtATime[bytes] = OneAtATime()
        self._opened_topic = interface("LocalFeeds").topic("FeedOpened")
        dispatcher.answers(OpenFeed, self._opened, noting=self._keep_source)
        dispatcher.answers(ReportAnswer, self._reported)

    def open(self, new: NewLocalFeed, requester: Requester, dry_run: bool) -> Outcome:
        """Opens a feed. Nobody believes it before it is named with `set-feeds`."""
        command = OpenFeed(
            governor=self._governor,
            reporter=self._reporter,
            decimals=new.decimals,
            description=new.description,
            source_kind=new.source.kind,
            location=new.source.location,
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def all(self) -> LocalFeedList:
        """Every feed, and what it says."""
        with self._store.reading() as session:
            return LocalFeedList(feeds=[_view(known) for known in self._repository.feeds(session)])

    def push(self, feed: bytes, requester: Requester, dry_run: bool) -> Outcome:
        """Reads the feed's source now and pushes what it says. Raises `NotFound`, `Conflict` where the feed has said it
        already, and what `read_source` raises."""
        with self._reading.working_on(feed):  # of several who ask at once, one has it pushed
            return self._dispatcher.carry_out_composed(
                lambda: self._compose(feed), requester, dry_run=dry_run
            )

    def _compose(self, feed: bytes) -> ReportAnswer:
        with self._store.reading() as session:
            known = self._repository.feed(session, feed)
        if known is None or known.source is None:
            raise NotFound(
                "feed_not_found",
                f"{to_checksum_address(feed)} is no local feed with a source.",
                "Name one that `list-local-feeds` shows.",
            )
        report = next_report(known, known.source, self._reporter, self._clock())
        if report is None:
            raise Conflict(
                "feed_has_it_already",
                f"{known.source.location} says nothing that the feed has not said.",
                "Wait until it says something new.",
            )
        return report

    # Answers

    def _opened(self, session: Session, _command: OpenFeed, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        return self._receipt(session, self._feed_of(receipts), receipts)

    def _reported(
        self, session: Session, command: ReportAnswer, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return self._receipt(session, command.feed, receipts)

    def _keep_source(self, session: Session, command: OpenFeed, receipts: tuple[Receipt, ...]) -> None:
        session.add(
            FeedSource(feed=self._feed_of(receipts), kind=command.source_kind, location=command.location)
        )

    def _receipt(self, session: Session, feed: bytes, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        known = self._repository.opened(session, feed)
        return LocalFeedReceipt(feed=_view(known), transaction=transaction_text(receipts)).model_dump(
            mode="json"
        )

    def _feed_of(self, receipts: tuple[Receipt, ...]) -> bytes:
        topics = next(
            log.topics for receipt in receipts for log in receipt.logs if log.topics[0] == self._opened_topic
        )
        return feed_opened(b"".join(topics))


def next_report(known: KnownFeed, source: FeedSource, reporter: bytes, now: int) -> ReportAnswer | None:
    """What the feed has to be told; None where it has said as much. Raises what `read_source` raises, and a `Refusal`
    where the source is ahead of the ledger's time `now`: a feed once told of the future takes nothing before it."""
    quotation = read_source(source.kind, source.location)
    if quotation.updated_at > now + MOST_AHEAD_SECONDS:
        raise Refusal(
            "source_ahead",
            f"{source.location} says how it is at {instant_text(quotation.updated_at)}, and it is {instant_text(now)}.",
            "Set the source's clock.",
        )
    answer = answer_with(quotation, known.feed.decimals, source.location)
    last = known.last
    if last is not None and (str(answer), quotation.updated_at) == (last.answer, last.updated_at):
        return None
    if last is not None and quotation.updated_at < last.updated_at:
        raise Refusal(
            "source_went_back",
            f"{source.location} says how it was at {instant_text(quotation.updated_at)}, before what the feed "
            f"said last ({instant_text(last.updated_at)}).",
            "Have it say the latest.",
        )
    return ReportAnswer(
        reporter=reporter, feed=known.feed.feed, answer=answer, updated_at=quotation.updated_at
    )


def _view(known: KnownFeed) -> LocalFeedView:
    feed, last, source = known
    return LocalFeedView(
        address=to_checksum_address(feed.feed),
        description=feed.description,
        decimals=feed.decimals,
        reporter=to_checksum_address(feed.reporter),
        source=None
        if source is None
        else SourceView.model_validate(
            {
                "kind": source.kind,
                "location": source.location,
                "problem_code": source.problem_code,
                "problem": source.problem,
            }
        ),
        round=None if last is None else str(last.round),
        answer=None if last is None else last.answer,
        updated_at=None if last is None else instant_text(last.updated_at),
    )
