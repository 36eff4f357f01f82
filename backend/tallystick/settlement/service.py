"""Funding receivables, having holders paid, and telling where payment stands."""

import time
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.money.amount import HOME, decimal_text
from tallystick.money.calendar import date_of_day, day_of_moment, due_moment, instant_text
from tallystick.money.settlement import Funding, Owed, owed
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.identifiers import claim_text, parse_claim
from tallystick.receivables.repository import ReceivableRow
from tallystick.receivables.service import ReceivableService
from tallystick.receivables.standing import OWED, status_of
from tallystick.refusal import Conflict, Forbidden, NotFound
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.settlement.commands import CollectClaims, FundReceivable, WriteOff
from tallystick.settlement.fixing import fixing_view
from tallystick.settlement.repository import CollectionRow, SettlementRepository, SharePlace
from tallystick.settlement.schemas import (
    CollectedShare,
    CollectionList,
    CollectionReceipt,
    FundingReceipt,
    NewCollection,
    NewFunding,
    NewWriteOff,
    NoticeList,
    NoticeView,
    OwedView,
    RoundView,
    SettlementView,
    WriteOffList,
    WriteOffView,
)
from tallystick.settlement.tables import WriteOffRecord
from tallystick.wallets.service import WalletService, hold_placed
from tallystick.web.viewer import Viewer


class SettlementService:
    """What debtors and holders do when a receivable falls due, and after it."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        receivables: ReceivableService,
        wallets: WalletService,
        deployment: int,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._receivables = receivables
        self._wallets = wallets
        self._repository = SettlementRepository(deployment)
        dispatcher.answers(FundReceivable, self._funded)
        dispatcher.answers(CollectClaims, self._collected)
        dispatcher.answers(WriteOff, self._written_off, _take_back)

    def fund(
        self, receivable: int, new: NewFunding, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Sets money of the viewer's aside for a receivable that it owes: as much as it says, or all that is owed."""
        amount = new.amount
        if amount is None:
            position = self.position(receivable, viewer)
            if position.owed is None:
                raise Conflict(
                    "not_fixed",
                    f"Receivable {receivable} is owed in {position.currency}, and its rate is not fixed yet.",
                    "From its due day on, have it fixed first.",
                    {"receivable": str(receivable)},
                )
            amount = position.owed.total
            if not amount:
                raise Conflict(
                    "nothing_owed",
                    f"Nothing is owed on receivable {receivable} that is not set aside already.",
                    "See where its payment stands.",
                    {"receivable": str(receivable)},
                )
        command = FundReceivable(debtor=viewer.address, receivable=receivable, amount=amount)
        return self._dispatcher.carry_out(
            command,
            requester,
            dry_run=dry_run,
            permission=lambda: self._receivables.receivable(viewer, receivable),
        )

    def collect(self, new: NewCollection, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Has the holders of claims that the viewer may see paid what was funded."""
        command = CollectClaims(caller=viewer.address, claims=[parse_claim(claim) for claim in new.claims])

        def seen() -> None:
            for claim in new.claims:
                self._receivables.claim(viewer, claim)

        return self._dispatcher.carry_out(command, requester, dry_run=dry_run, permission=seen)

    def write_off(
        self, claim: str, new: NewWriteOff, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Writes a part of a claim off in the viewer's own books. The debt lives on."""
        receivable, serial = parse_claim(claim)
        command = WriteOff(entry=str(uuid7()), holder=viewer.address)

        def record(session: Session) -> None:
            self._require_counted_on(session, claim, new.amount, viewer)
            session.add(
                WriteOffRecord(
                    id=command.entry,
                    holder=viewer.address,
                    receivable=receivable,
                    serial=serial,
                    amount=new.amount,
                    reason=new.reason,
                    created_at=int(time.time()),
                )
            )

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    # Where things stand

    def position(self, receivable: int, viewer: Viewer) -> SettlementView:
        """Where payment of a receivable stands, for who owes it or holds a part of it."""
        with self._store.reading() as session:
            return self._position(session, self._receivables.found(session, viewer, receivable))

    def collections(self, viewer: Viewer, size: int, after: SharePlace | None) -> CollectionList:
        """A page of what the viewer was paid, and of what was paid on receivables that it owes."""
        with self._store.reading() as session:
            rows = self._repository.collections(session, viewer, size, after)
            shares = self._shares(session, rows)
        last = rows[-1].collection if len(rows) == size else None
        cursor = None
        if last is not None:
            claim = claim_text((last.receivable, last.serial))
            cursor = f"{claim}-{last.round}-{last.block}-{last.log_index}"
        return CollectionList(shares=shares, next=cursor)

    def notices(
        self, receivable: int, viewer: Viewer, size: int, after: tuple[int, int] | None
    ) -> NoticeList:
        """A page of a receivable's assignments. Raises `Forbidden` for holders: they see their own way back only."""
        with self._store.reading() as session:
            found = self._receivables.found(session, viewer, receivable).receivable
            if not viewer.sees_all and found.debtor != viewer.address:
                raise Forbidden(
                    "not_the_debtor",
                    f"You do not owe receivable {receivable}; its assignments are told to its debtor.",
                    "See your own claims' way back to the issue.",
                    {"receivable": str(receivable)},
                )
            rows = self._repository.notices(session, receivable, size, after)
            names = self._parties.references(
                session, {side for row in rows for side in (row.assignor, row.assignee)}
            )
        notices = [
            NoticeView.model_validate(
                {
                    "claim": claim_text((receivable, row.serial)),
                    "kind": row.entry.kind,
                    "assignor": names[row.assignor],
                    "assignee": names[row.assignee],
                    "amount": row.amount,
                    "noticed_at": instant_text(row.entry.timestamp),
                    "transaction": "0x" + row.entry.transaction_hash.hex(),
                }
            )
            for row in rows
        ]
        last = rows[-1].entry if len(rows) == size else None
        return NoticeList(
            receivable=str(receivable),
            notices=notices,
            next=None if last is None else f"{last.block}-{last.log_index}",
        )

    def write_offs(self, viewer: Viewer) -> WriteOffList:
        with self._store.reading() as session:
            return WriteOffList(
                write_offs=[_write_off_view(row) for row in self._repository.write_offs(session, viewer)]
            )

    def _require_counted_on(self, session: Session, claim: str, amount: int, viewer: Viewer) -> None:
        """Raises `NotFound` where the viewer does not hold the claim, `Conflict` beyond what it still counts on."""
        (view,) = self._receivables.claims_in(session, viewer, [parse_claim(claim)])
        if view.holder.id != viewer.party:
            raise NotFound(
                "claim_not_found", f"You do not hold claim {claim}.", "See your claims with GET /v1/claims."
            )
        written = sum(
            row.amount
            for row in self._repository.write_offs(session, viewer)
            if claim_text((row.receivable, row.serial)) == claim
        )
        if written + amount > view.face:
            raise Conflict(
                "write_off_exceeds_claim",
                f"Claim {claim} has a face of {decimal_text(view.face)}, {decimal_text(written)} of it is written off "
                f"already, {decimal_text(amount)} more is asked for.",
                "Write off at most the rest.",
                {"claim": claim, "face": view.face, "written_off": written, "amount": amount},
            )

    def _position(self, session: Session, row: ReceivableRow) -> SettlementView:
        receivable, now = row.receivable, self._receivables.now(session)
        today = day_of_moment(now)
        rounds = self._repository.rounds(session, receivable.number)
        fundings = [
            Funding(day_of_moment(one.round.at), one.round.amount, one.round.interest) for one in rounds
        ]
        fixing = self._repository.fixing(session, receivable.number)
        face = receivable.face if row.currency == HOME else fixing.owed if fixing else None
        debt: Owed | None = Owed(0, 0)
        if receivable.status in OWED:
            terms = (row.overdue_ppm, receivable.due_day, fundings, today)
            debt = None if face is None else owed(face, *terms)
        return SettlementView(
            receivable=str(receivable.number),
            status=status_of(row, now),
            currency=row.currency,
            face=receivable.face,
            outstanding=receivable.outstanding,
            as_of=date_of_day(today),
            due_date=date_of_day(receivable.due_day),
            days_overdue=max(0, today - receivable.due_day) if debt is not None and debt.face else 0,
            overdue_ppm=row.overdue_ppm,
            in_default_from=instant_text(due_moment(receivable.due_day + row.grace_days)),
            fixing=None if fixing is None else fixing_view(fixing),
            owed=None if debt is None else OwedView(face=debt.face, interest=debt.interest, total=debt.total),
            rounds=[
                RoundView(
                    round=one.round.round,
                    kind="interest" if one.round.interest else "face",
                    amount=one.round.amount,
                    over_face=one.round.face,
                    paid=one.paid,
                    funded_at=instant_text(one.round.at),
                )
                for one in rounds
            ],
        )

    def _shares(self, session: Session, rows: list[CollectionRow]) -> list[CollectedShare]:
        names = self._parties.references(session, {row.collection.holder for row in rows})
        return [
            CollectedShare(
                claim=claim_text((row.collection.receivable, row.collection.serial)),
                holder=names[row.collection.holder],
                round=row.collection.round,
                kind="interest" if row.interest else "face",
                face=row.collection.face,
                share=row.collection.share,
                currency=row.currency,
                at=instant_text(row.collection.at),
                transaction="0x" + row.collection.transaction_hash.hex(),
            )
            for row in rows
        ]

    # Answers

    def _funded(
        self, session: Session, command: FundReceivable, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        debtor = Viewer(party="", address=command.debtor, roles=frozenset())
        return FundingReceipt(
            hold=self._wallets.hold_in(session, hold_placed(receipts)),
            settlement=self._position(session, self._receivables.found(session, debtor, command.receivable)),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _collected(
        self, session: Session, _command: CollectClaims, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        rows = self._repository.collected_in(session, receipts[-1].transaction_hash)
        return CollectionReceipt(
            shares=self._shares(session, rows), transaction=transaction_text(receipts)
        ).model_dump(mode="json")

    def _written_off(
        self, session: Session, command: WriteOff, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return _write_off_view(session.get_one(WriteOffRecord, command.entry)).model_dump(mode="json")


def _take_back(session: Session, command: WriteOff) -> None:
    """Nothing was written off."""
    session.execute(delete(WriteOffRecord).where(WriteOffRecord.id == command.entry))


def _write_off_view(row: WriteOffRecord) -> WriteOffView:
    return WriteOffView(
        id=row.id,
        claim=claim_text((row.receivable, row.serial)),
        amount=row.amount,
        reason=row.reason,
        written_at=instant_text(row.created_at),
    )
