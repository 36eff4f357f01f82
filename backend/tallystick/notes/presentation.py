"""How series, offerings and payments are shown."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from eth_utils.address import to_checksum_address
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Receipt
from tallystick.mirror.events import NOBODY
from tallystick.mirror.tables import NoteBalance, NoteMovement, Offering
from tallystick.money.calendar import date_of_day, instant_text
from tallystick.notes.agency_commands import ForceTransfer
from tallystick.notes.commands import TransferNotes
from tallystick.notes.repository import BalanceRow, NoteRepository, PaymentRow, SeriesRow
from tallystick.notes.rules import rule_of
from tallystick.notes.schemas import (
    NoteBalanceView,
    NoteHolding,
    NoteMovementKind,
    NoteMovementView,
    NotePaymentView,
    NoteTransferReceipt,
    OfferingView,
    SeriesView,
)
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.identifiers import claim_text
from tallystick.web.viewer import Viewer


class NotePresentation:
    """Puts rows of the mirror into words, with the names of parties."""

    def __init__(self, repository: NoteRepository, parties: PartyService, contracts: Contracts) -> None:
        self._repository = repository
        self._parties = parties
        self._contracts = contracts

    def offerings(self, session: Session, rows: Sequence[Offering]) -> list[OfferingView]:
        modules = self._repository.modules(session, [row.compliance for row in rows])
        names = self._parties.references(session, {row.agent for row in rows})
        views = []
        for row in rows:
            found = [
                rule_of(one.module, int(one.setting), self._contracts)
                for one in modules.get(row.compliance, ())
            ]
            rules = [rule for rule in found if rule is not None]
            views.append(
                OfferingView(
                    programme=str(row.programme),
                    agent=names[row.agent],
                    compliance=to_checksum_address(row.compliance),
                    rules=rules,
                    foreign_rules=len(found) - len(rules),
                    opened_at=instant_text(row.at),
                )
            )
        return views

    def series_for(self, session: Session, viewer: Viewer, row: SeriesRow) -> SeriesView:
        """Who has how many is shown to debtor, transfer agents and supervisor; anybody else sees what it has itself."""
        agents = self._repository.agents(session, row.series.address)
        everybody = viewer.sees_all or viewer.address in {row.receivable.debtor, *agents}
        return self._series(session, row, agents, None if everybody else viewer.address)

    def series(self, session: Session, row: SeriesRow) -> SeriesView:
        """With what everybody has."""
        return self._series(session, row, self._repository.agents(session, row.series.address), None)

    def _series(
        self, session: Session, row: SeriesRow, agents: Sequence[bytes], only: bytes | None
    ) -> SeriesView:
        """With what everybody has, or that holder alone."""
        series, receivable = row.series, row.receivable
        balances = self._repository.holders(session, series.address, only)
        names = self._parties.references(session, set(agents))
        return SeriesView(
            receivable=str(series.receivable),
            address=to_checksum_address(series.address),
            currency=row.currency,
            due_date=date_of_day(receivable.due_day),
            closes_at=instant_text(series.closing),
            supply=series.supply,
            holders=series.holders,
            paused=series.paused,
            agents=[names[agent] for agent in agents],
            claims=[
                claim_text((claim.receivable, claim.serial))
                for claim in self._repository.wrapped(session, series.receivable)
            ],
            holdings=self._holdings(session, balances),
        )

    def transferred(
        self,
        session: Session,
        series: bytes,
        sender: bytes,
        recipient: bytes,
        amount: int,
        transaction: str,
    ) -> NoteTransferReceipt:
        """Notes that have just gone from one party to another."""
        names = self._parties.references(session, {sender, recipient})
        return NoteTransferReceipt(
            receivable=str(self._repository.receivable_of(session, series)),
            sender=names[sender],
            recipient=names[recipient],
            amount=amount,
            transaction=transaction,
        )

    def answer_transfer(
        self, session: Session, command: TransferNotes | ForceTransfer, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        """The answer to a command that moves notes, whoever gives it."""
        return self.transferred(
            session,
            command.series,
            command.holder,
            command.to,
            command.amount,
            transaction_text(receipts),
        ).model_dump(mode="json")

    def balances(self, session: Session, rows: Sequence[BalanceRow]) -> list[NoteBalanceView]:
        names = self._parties.references(session, {row.balance.holder for row in rows})
        return [
            NoteBalanceView(
                receivable=str(row.series.receivable),
                holder=names[row.balance.holder],
                amount=row.balance.balance,
                frozen=row.balance.frozen,
                wallet_frozen=row.balance.wallet_frozen,
                currency=row.currency,
                due_date=date_of_day(row.due_day),
            )
            for row in rows
        ]

    def movements(self, session: Session, rows: Sequence[tuple[NoteMovement, str]]) -> list[NoteMovementView]:
        sides = {side for row, _ in rows for side in (row.sender, row.recipient)} - {NOBODY}
        names = self._parties.references(session, sides)
        return [
            NoteMovementView(
                receivable=str(row.receivable),
                kind=cast("NoteMovementKind", row.kind),
                sender=names.get(row.sender),
                recipient=names.get(row.recipient),
                amount=row.amount,
                currency=currency,
                order=None if row.order is None else "0x" + row.order.hex(),
                at=instant_text(row.at),
                transaction="0x" + row.transaction_hash.hex(),
            )
            for row, currency in rows
        ]

    def payments(self, session: Session, rows: Sequence[PaymentRow]) -> list[NotePaymentView]:
        names = self._parties.references(session, {row.payment.holder for row in rows})
        return [
            NotePaymentView(
                receivable=str(row.payment.receivable),
                round=row.payment.round,
                holder=names[row.payment.holder],
                face=row.payment.face,
                share=row.payment.share,
                currency=row.currency,
                at=instant_text(row.payment.at),
                transaction="0x" + row.payment.transaction_hash.hex(),
            )
            for row in rows
        ]

    def _holdings(self, session: Session, balances: Iterable[NoteBalance]) -> list[NoteHolding]:
        rows = list(balances)
        names = self._parties.references(session, {row.holder for row in rows})
        return [
            NoteHolding(
                holder=names[row.holder],
                amount=row.balance,
                frozen=row.frozen,
                wallet_frozen=row.wallet_frozen,
            )
            for row in rows
        ]
