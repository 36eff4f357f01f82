"""What borrowers state of their baselines, and financiers of what becomes of a cost."""

import time
from typing import Any

from eth_utils.crypto import keccak
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.metrics.commands import StateBaseline, StateFinancing
from tallystick.metrics.costs import cost_of
from tallystick.metrics.figures import financing_not_found, statement_of
from tallystick.metrics.financings import FinancingReader
from tallystick.metrics.schemas import BaselineList, BaselineView, NewBaseline, NewStatement
from tallystick.metrics.tables import BaselineRecord, FinancingStatementRecord
from tallystick.money.calendar import date_of_day, day_of_date, instant_text
from tallystick.parties.service import PartyService
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class StatementService:
    """Keeps statements; nothing that was stated is ever changed, a later one counts instead."""

    def __init__(self, store: Store, dispatcher: Dispatcher, parties: PartyService, deployment: int) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._financings = FinancingReader(deployment)
        dispatcher.answers(StateBaseline, self._baseline_stated, _forget_baseline)
        dispatcher.answers(StateFinancing, self._financing_stated, _forget_statement)

    def state_baseline(
        self, new: NewBaseline, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """What money has cost the viewer elsewhere."""
        command = StateBaseline(baseline=str(uuid7()), borrower=viewer.address)

        def record(session: Session) -> None:
            session.add(
                BaselineRecord(
                    id=command.baseline,
                    borrower=viewer.address,
                    rate_ppm=new.rate_ppm,
                    day_count=new.day_count,
                    from_day=day_of_date(new.from_date),
                    evidence=new.evidence,
                    evidence_hash=keccak(new.evidence.encode()),
                    created_at=int(time.time()),
                )
            )

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def baselines(self, viewer: Viewer) -> BaselineList:
        query = select(BaselineRecord).order_by(BaselineRecord.id.desc())
        if not viewer.sees_all:
            query = query.where(BaselineRecord.borrower == viewer.address)
        with self._store.reading() as session:
            return BaselineList(baselines=[self._view(session, row) for row in session.scalars(query).all()])

    def state_financing(
        self, quote: bytes, new: NewStatement, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """What becomes of the cost of a financing that the viewer gave. Raises `NotFound`."""
        command = StateFinancing(statement=str(uuid7()), financier=viewer.address)

        def permission() -> None:
            with self._store.reading() as session:
                found = self._financings.one(session, quote)
                if found is None or found.financier != viewer.address:
                    raise financing_not_found("0x" + quote.hex())

        def record(session: Session) -> None:
            session.add(
                FinancingStatementRecord(
                    id=command.statement,
                    quote=quote,
                    financier=viewer.address,
                    **new.model_dump(),
                    created_at=int(time.time()),
                )
            )

        return self._dispatcher.carry_out(command, requester, record, dry_run, permission)

    def _view(self, session: Session, row: BaselineRecord) -> BaselineView:
        return BaselineView.model_validate(
            {
                "id": row.id,
                "borrower": self._parties.references(session, {row.borrower})[row.borrower],
                "rate_ppm": row.rate_ppm,
                "day_count": row.day_count,
                "from_date": date_of_day(row.from_day),
                "evidence": row.evidence,
                "evidence_hash": "0x" + row.evidence_hash.hex(),
                "stated_at": instant_text(row.created_at),
            }
        )

    def _baseline_stated(
        self, session: Session, command: StateBaseline, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        row = session.get_one(BaselineRecord, command.baseline)
        return self._view(session, row).model_dump(mode="json")

    def _financing_stated(
        self, session: Session, command: StateFinancing, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        row = session.get_one(FinancingStatementRecord, command.statement)
        found = self._financings.one(session, row.quote)
        if found is None:  # a reorganisation has taken it back since
            raise financing_not_found("0x" + row.quote.hex())
        return statement_of(found, cost_of(found)).model_dump(mode="json")


def _forget_baseline(session: Session, command: StateBaseline) -> None:
    session.execute(delete(BaselineRecord).where(BaselineRecord.id == command.baseline))


def _forget_statement(session: Session, command: StateFinancing) -> None:
    session.execute(delete(FinancingStatementRecord).where(FinancingStatementRecord.id == command.statement))
