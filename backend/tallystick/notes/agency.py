"""Offerings and their rules, which the host decides, and what transfer agents do with the notes of others."""

from typing import Any

from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.notes.agency_commands import (
    DecideOnAgent,
    ForceTransfer,
    FreezeNotes,
    FreezeNoteWallet,
    Module,
    NameAgent,
    OpenOffering,
    PauseNotes,
    RecoverNotes,
    SetOfferingRules,
)
from tallystick.notes.presentation import NotePresentation
from tallystick.notes.repository import NoteRepository
from tallystick.notes.rules import Rule, module_of
from tallystick.notes.schemas import (
    AgentDecision,
    AgentReceipt,
    NewForcedTransfer,
    NewNoteFreeze,
    NewNotePause,
    NewOffering,
    NewRecovery,
    NewWalletFreeze,
    OfferingList,
    OfferingReceipt,
    SeriesReceipt,
)
from tallystick.notes.service import series_not_found
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.refusal import Conflict, NotFound
from tallystick.restraints.record import forget_order, keep_order, order_hash
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Role, Viewer


class NoteAgencyService:
    """Offerings of one ledger and the powers over their notes."""

    def __init__(
        self,
        store: Store,
        contracts: Contracts,
        dispatcher: Dispatcher,
        parties: PartyService,
        deployment: int,
        governor: bytes,
    ) -> None:
        self._store = store
        self._contracts = contracts
        self._dispatcher = dispatcher
        self._parties = parties
        self._governor = governor
        self._repository = NoteRepository(deployment, contracts.note_desk)
        self._presentation = NotePresentation(self._repository, parties, contracts)
        for offering in (OpenOffering, NameAgent, SetOfferingRules):
            dispatcher.answers(offering, self._offering_changed)
        dispatcher.answers(DecideOnAgent, self._decided)
        for restraint in (FreezeNoteWallet, FreezeNotes, PauseNotes):
            dispatcher.answers(restraint, self._series_changed)
        dispatcher.answers(ForceTransfer, self._presentation.answer_transfer, forget_order)
        dispatcher.answers(RecoverNotes, self._recovered)

    # What the host decides

    def open_offering(self, programme: int, new: NewOffering, requester: Requester, dry_run: bool) -> Outcome:
        """Opens a programme for notes."""
        command = OpenOffering(
            governor=self._governor,
            programme=programme,
            agent=self._parties.office(new.agent, Role.TRANSFER_AGENT),
            modules=self._modules(new.rules),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def name_agent(self, programme: int, agent: str, requester: Requester, dry_run: bool) -> Outcome:
        """Names the transfer agent of series to come."""
        command = NameAgent(
            governor=self._governor,
            programme=programme,
            agent=self._parties.office(agent, Role.TRANSFER_AGENT),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def set_rules(self, programme: int, rules: list[Rule], requester: Requester, dry_run: bool) -> Outcome:
        """Sets the rules of all series of a programme."""
        with self._store.reading() as session:
            offering = self._repository.offering(session, programme)
        if offering is None:
            raise NotFound(
                "offering_not_found",
                f"Programme {programme} is not open for notes.",
                "See GET /v1/offerings.",
                {"programme": str(programme)},
            )
        command = SetOfferingRules(
            owner=self._governor,
            programme=programme,
            compliance=offering.compliance,
            modules=self._modules(rules),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def decide_on_agent(
        self, receivable: int, new: AgentDecision, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Gives or takes a transfer agent's powers over a series that is there."""
        command = DecideOnAgent(
            owner=self._governor,
            series=self._address(receivable),
            agent=self._parties.office(new.agent, Role.TRANSFER_AGENT),
            acting=new.acting,
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What transfer agents do

    def freeze_wallet(
        self, receivable: int, new: NewWalletFreeze, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Has a wallet stand still for a series, or no longer."""
        command = FreezeNoteWallet(
            agent=viewer.address,
            series=self._address(receivable),
            holder=self._parties.address(new.party),
            frozen=new.frozen,
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def freeze_notes(
        self, receivable: int, new: NewNoteFreeze, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Sets how many of a holder's notes are frozen in all."""
        command = FreezeNotes(
            agent=viewer.address,
            series=self._address(receivable),
            holder=self._parties.address(new.party),
            amount=int(new.frozen),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def force(
        self, receivable: int, new: NewForcedTransfer, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Moves notes on an order, which the chain keeps by its hash."""
        command = ForceTransfer(
            agent=viewer.address,
            series=self._address(receivable),
            holder=self._parties.address(new.holder),
            to=self._parties.address(new.to),
            amount=new.amount,
            order=order_hash(new.order),
            record=str(uuid7()),
        )

        def record(session: Session) -> None:
            keep_order(session, command, command.agent, new.order)

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def recover(
        self, receivable: int, new: NewRecovery, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Moves the notes of a lost wallet to another one of the same identity."""
        lost = self._parties.address(new.lost)
        with self._store.reading() as session:
            identity = self._repository.identity(session, lost)
        if identity is None:
            raise Conflict(
                "wallet_not_registered",
                f"Party {new.lost} has no wallet that is registered for notes.",
                "See GET /v1/note-wallets.",
                {"party": new.lost},
            )
        command = RecoverNotes(
            agent=viewer.address,
            series=self._address(receivable),
            lost=lost,
            wallet=self._parties.address(new.to),
            identity=identity,
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def pause(
        self, receivable: int, new: NewNotePause, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Has the notes of a series stay where they are, or move again."""
        command = PauseNotes(agent=viewer.address, series=self._address(receivable), paused=new.paused)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What there is

    def offerings(self) -> OfferingList:
        with self._store.reading() as session:
            rows = self._repository.offerings(session)
            return OfferingList(offerings=self._presentation.offerings(session, rows))

    def _modules(self, rules: list[Rule]) -> list[Module]:
        return [module_of(rule, self._contracts) for rule in rules]

    def _address(self, receivable: int) -> bytes:
        """Whether the one who asks has a power over it, the series itself says."""
        with self._store.reading() as session:
            address = self._repository.address(session, receivable)
        if address is None:
            raise series_not_found(receivable)
        return address

    def _offering_changed(
        self,
        session: Session,
        command: OpenOffering | NameAgent | SetOfferingRules,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        offering = self._repository.existing_offering(session, command.programme)
        (view,) = self._presentation.offerings(session, [offering])
        return OfferingReceipt(offering=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _decided(
        self, session: Session, command: DecideOnAgent, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return AgentReceipt(
            receivable=str(self._repository.receivable_of(session, command.series)),
            agent=self._parties.references(session, {command.agent})[command.agent],
            acting=command.acting,
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _series_changed(
        self,
        session: Session,
        command: FreezeNoteWallet | FreezeNotes | PauseNotes,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        number = self._repository.receivable_of(session, command.series)
        row = self._repository.series_with(session, number)
        view = self._presentation.series(session, row)
        return SeriesReceipt(series=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _recovered(
        self, session: Session, command: RecoverNotes, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        amount = self._repository.moved_in(session, receipts[-1].transaction_hash)
        return self._presentation.transferred(
            session,
            command.series,
            command.lost,
            command.wallet,
            amount,
            transaction_text(receipts),
        ).model_dump(mode="json")
