"""What host, operator, debtors and authorities decide about cross-border trade, and what everybody sees of it."""

from typing import Any, cast

from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.node import Receipt
from tallystick.crossborder.commands import (
    AdmitWallet,
    AgreeFallback,
    AllowPurpose,
    DeclarePurpose,
    FixRate,
    ResumeProgramme,
    SetBorderLimits,
    StopProgramme,
)
from tallystick.crossborder.countries import country_text
from tallystick.crossborder.presentation import group_seen_by, limits_view
from tallystick.crossborder.repository import BorderRepository
from tallystick.crossborder.schemas import (
    MILESTONES,
    BorderMovementList,
    BorderMovementView,
    BorderProgramme,
    BorderProgrammeReceipt,
    BorderWalletList,
    BorderWalletReceipt,
    BorderWalletView,
    DeclarationReceipt,
    FixingReceipt,
    MovementKind,
    NewBorderLimits,
    NewBorderWallet,
    NewFallback,
    NewPurpose,
    StopView,
    group_text,
)
from tallystick.database.store import Store
from tallystick.mirror.places import Place
from tallystick.mirror.tables import BorderMovement
from tallystick.money.calendar import instant_text
from tallystick.parties.service import PartyService
from tallystick.programmes.service import ProgrammeService
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Invalid
from tallystick.restraints.record import forget_order, keep_order, order_hash
from tallystick.sending.command import Command, Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.settlement.fixing import fixing_view
from tallystick.web.viewer import Viewer


class BorderService:
    """The cross-border programmes of one deployment."""

    def __init__(  # noqa: PLR0913, PLR0917 (put together in one place)
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        programmes: ProgrammeService,
        receivables: ReceivableService,
        deployment: int,
        governor: bytes,
        operator: bytes,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._programmes = programmes
        self._receivables = receivables
        self._governor = governor
        self._operator = operator
        self._repository = BorderRepository(deployment)
        for decision in (SetBorderLimits, AllowPurpose, AgreeFallback, ResumeProgramme):
            dispatcher.answers(decision, self._decided)
        dispatcher.answers(StopProgramme, self._decided, forget_order)
        dispatcher.answers(AdmitWallet, self._admitted)
        dispatcher.answers(DeclarePurpose, _declared)
        dispatcher.answers(FixRate, self._fixed)

    # What the host decides

    def set_limits(
        self, programme: int, new: NewBorderLimits, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Says how much may move under a programme, where, and when it is paid."""
        command = SetBorderLimits(
            governor=self._governor,
            programme=programme,
            transaction_cap=new.transaction_cap,
            window_cap=new.window_cap,
            window=new.window_seconds,
            countries=int(new.countries),
            released_at=MILESTONES.index(new.released_at),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def allow_purpose(self, programme: int, new: NewPurpose, requester: Requester, dry_run: bool) -> Outcome:
        """Says what receivables of a programme may be for."""
        command = AllowPurpose(
            governor=self._governor, programme=programme, purpose=new.purpose, allowed=new.allowed
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def agree_fallback(
        self, programme: int, new: NewFallback, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Agrees on what applies where no feed is good in time."""
        command = AgreeFallback(governor=self._governor, programme=programme, days=new.days)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What the operator knows

    def admit(self, new: NewBorderWallet, requester: Requester, dry_run: bool) -> Outcome:
        """Says whose a party's wallet is. Raises `Invalid` where one of group and country is missing."""
        if (new.group is None) != (new.country is None):
            raise Invalid(
                "owner_incomplete",
                "A wallet takes part with a group of owners and a country.",
                "Name both, or neither to admit it no longer.",
            )
        command = AdmitWallet(
            operator=self._operator,
            wallet=self._parties.address(new.party),
            group=new.group or "",
            country=int(new.country or 0),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What debtors, holders and authorities do

    def declare(
        self, receivable: int, purpose: int, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Says what a receivable of the viewer's is for."""
        command = DeclarePurpose(debtor=viewer.address, receivable=receivable, purpose=purpose)
        return self._seen(command, receivable, viewer, requester, dry_run)

    def fix(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Has the rate of a receivable fixed that the viewer owes or holds of."""
        command = FixRate(caller=viewer.address, receivable=receivable)
        return self._seen(command, receivable, viewer, requester, dry_run)

    def stop(self, programme: int, text: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Stops a programme under an order whose hash the chain keeps."""
        command = StopProgramme(
            authority=viewer.address, order=order_hash(text), record=str(uuid7()), programme=programme
        )

        def record(session: Session) -> None:
            keep_order(session, command, command.authority, text)

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def resume(self, programme: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Lifts the viewer's own order on a programme."""
        command = ResumeProgramme(authority=viewer.address, programme=programme)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What there is

    def programme(self, programme: int) -> BorderProgramme:
        """Raises `NotFound` where there is no such programme."""
        self._programmes.get(programme)
        with self._store.reading() as session:
            return self._view(session, programme)

    def wallets(self) -> BorderWalletList:
        """All that take part."""
        with self._store.reading() as session:
            rows = self._repository.wallets(session)
            names = self._parties.references(session, {row.wallet for row in rows})
        views = [
            BorderWalletView(
                party=names[row.wallet], group=group_text(row.group), country=country_text(row.country)
            )
            for row in rows
        ]
        return BorderWalletList(wallets=views)

    def movements(self, viewer: Viewer, size: int, before: Place | None) -> BorderMovementList:
        """A page of what the viewer gave, got or paid; for a supervisor, of everything."""
        with self._store.reading() as session:
            rows = self._repository.movements(session, viewer, size, before)
            sides = {side for row, _ in rows for side in (row.sender, row.recipient) if side is not None}
            names = self._parties.references(session, sides)
        views = [
            BorderMovementView(
                id=_cursor(row),
                kind=cast("MovementKind", row.kind),
                receivable=str(row.receivable),
                sender=None if row.sender is None else names[row.sender],
                recipient=names[row.recipient],
                sender_group=group_seen_by(viewer, row.sender, row.sender_group),
                recipient_group=group_seen_by(viewer, row.recipient, row.recipient_group),
                amount=row.amount,
                currency=currency,
                money=row.money,
                purpose=row.purpose,
                at=instant_text(row.at),
                transaction="0x" + row.transaction_hash.hex(),
            )
            for row, currency in rows
        ]
        return BorderMovementList(movements=views, next=_cursor(rows[-1][0]) if len(rows) == size else None)

    def _seen(
        self, command: Command, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        return self._dispatcher.carry_out(
            command,
            requester,
            dry_run=dry_run,
            permission=lambda: self._receivables.receivable(viewer, receivable),
        )

    def _view(self, session: Session, programme: int) -> BorderProgramme:
        limits, stops = (
            self._repository.limits(session, programme),
            self._repository.stops(session, programme),
        )
        names = self._parties.references(session, {stop.authority for stop in stops})
        return BorderProgramme(
            programme=str(programme),
            limits=None if limits is None else limits_view(limits),
            purposes=self._repository.purposes(session, programme),
            fallback_days=self._repository.fallback(session, programme),
            stops=[
                StopView(authority=names[stop.authority], order_hash="0x" + stop.order.hex())
                for stop in stops
            ],
        )

    # Answers

    def _decided(
        self,
        session: Session,
        command: SetBorderLimits | AllowPurpose | AgreeFallback | StopProgramme | ResumeProgramme,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        return BorderProgrammeReceipt(
            border=self._view(session, command.programme), transaction=transaction_text(receipts)
        ).model_dump(mode="json")

    def _admitted(
        self, session: Session, command: AdmitWallet, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        name = self._parties.references(session, {command.wallet})[command.wallet]
        takes_part = command.country != 0
        return BorderWalletReceipt(
            wallet=BorderWalletView(
                party=name,
                group=command.group if takes_part else None,
                country=country_text(command.country) if takes_part else None,
            ),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _fixed(self, session: Session, command: FixRate, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        return FixingReceipt(
            receivable=str(command.receivable),
            fixing=fixing_view(self._repository.fixing(session, command.receivable)),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")


def _declared(_session: Session, command: DeclarePurpose, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    return DeclarationReceipt(
        receivable=str(command.receivable),
        purpose=command.purpose,
        transaction=transaction_text(receipts),
    ).model_dump(mode="json")


def _cursor(row: BorderMovement) -> str:
    return f"{row.block}-{row.log_index}"
