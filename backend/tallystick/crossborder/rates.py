"""Feeds, what they say and what is believed of it; carriers and the milestones that they sign."""

from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Node, Receipt
from tallystick.crossborder.answers import believed
from tallystick.crossborder.commands import BringMilestone, DecideOnCarrier, ObserveRate, SetFeeds
from tallystick.crossborder.repository import BorderRepository
from tallystick.crossborder.schemas import (
    MILESTONES,
    CarrierReceipt,
    FeedsReceipt,
    MilestoneReceipt,
    NewCarrier,
    NewFeed,
    NewFeeds,
    NewMilestone,
    RateHealth,
    ReadingReceipt,
    ReadingView,
)
from tallystick.database.store import Store
from tallystick.mirror.tables import RateReading
from tallystick.money.calendar import instant_text
from tallystick.money.exchange import Direction
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.settlement.fixing import DIRECTIONS, QUOTES
from tallystick.web.viewer import Viewer


class BorderRateService:
    """The outside world as the contracts hear of it."""

    def __init__(  # noqa: PLR0917 (put together in one place)
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        dispatcher: Dispatcher,
        receivables: ReceivableService,
        deployment: int,
        governor: bytes,
    ) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts
        self._dispatcher = dispatcher
        self._receivables = receivables
        self._governor = governor
        self._repository = BorderRepository(deployment)
        dispatcher.answers(SetFeeds, _set)
        dispatcher.answers(ObserveRate, self._observed)
        dispatcher.answers(DecideOnCarrier, _decided)
        dispatcher.answers(BringMilestone, _brought)

    def set_feeds(self, new: NewFeeds, requester: Requester, dry_run: bool) -> Outcome:
        """Says where the rate of a currency comes from."""
        command = SetFeeds(
            governor=self._governor,
            currency=new.currency,
            main=_feed(new.main),
            second=_feed(new.second),
            deviation_ppm=new.deviation_ppm,
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def observe(self, currency: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Has the present answer looked at, and kept where it is believed."""
        command = ObserveRate(caller=viewer.address, currency=currency)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def health(self, currency: str) -> RateHealth:
        """Whether the feeds are good now, and if not, why."""
        with self._store.reading() as session:
            last = self._repository.last_reading(session, currency)
        answer = believed(self._node, self._contracts, currency)
        refusal = answer if isinstance(answer, Refusal) else None
        return RateHealth(
            currency=currency,
            good=refusal is None,
            code=None if refusal is None else refusal.code,
            detail=None if refusal is None else refusal.detail,
            last=None if last is None else _reading(last),
        )

    def decide_on_carrier(self, new: NewCarrier, requester: Requester, dry_run: bool) -> Outcome:
        """Has somebody's statements count, or no longer."""
        command = DecideOnCarrier(
            governor=self._governor, carrier=bytes.fromhex(new.address[2:]), trusted=new.trusted
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def bring(
        self, receivable: int, new: NewMilestone, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Brings what a carrier has signed of the goods behind a receivable that the viewer has to do with."""
        command = BringMilestone(
            caller=viewer.address,
            receivable=receivable,
            milestone=MILESTONES.index(new.milestone),
            occurred_at=int(new.occurred_at.timestamp()),
            document=bytes.fromhex(new.document[2:]),
            carrier=bytes.fromhex(new.carrier[2:]),
            signature=bytes.fromhex(new.signature[2:]),
        )
        return self._dispatcher.carry_out(
            command,
            requester,
            dry_run=dry_run,
            permission=lambda: self._receivables.receivable(viewer, receivable),
        )

    def _observed(
        self, session: Session, command: ObserveRate, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        last = self._repository.last_reading(session, command.currency)
        return ReadingReceipt(
            reading=None if last is None else _reading(last), transaction=transaction_text(receipts)
        ).model_dump(mode="json")


def _feed(new: NewFeed) -> tuple[bytes, int, int, int, int]:
    source, direction = bytes.fromhex(new.source[2:]), DIRECTIONS[new.quotes]
    return source, int(direction), new.heartbeat_seconds, int(new.least), int(new.most)


def _reading(row: RateReading) -> ReadingView:
    return ReadingView(
        currency=row.currency,
        round=row.round,
        answer=row.answer,
        decimals=row.decimals,
        quotes=QUOTES[Direction(row.direction)],
        updated_at=instant_text(row.updated_at),
        observed_at=instant_text(row.at),
    )


def _set(_session: Session, command: SetFeeds, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    return FeedsReceipt(
        currency=command.currency,
        deviation_ppm=command.deviation_ppm,
        transaction=transaction_text(receipts),
    ).model_dump(mode="json")


def _decided(_session: Session, command: DecideOnCarrier, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    return CarrierReceipt(
        address=to_checksum_address(command.carrier),
        trusted=command.trusted,
        transaction=transaction_text(receipts),
    ).model_dump(mode="json")


def _brought(_session: Session, command: BringMilestone, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    return MilestoneReceipt(
        receivable=str(command.receivable),
        milestone=MILESTONES[command.milestone],
        occurred_at=instant_text(command.occurred_at),
        transaction=transaction_text(receipts),
    ).model_dump(mode="json")
