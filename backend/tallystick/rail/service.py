"""A bank reads what it has to carry out, and reports what came of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.mirror.places import Place
from tallystick.money.calendar import instant_text
from tallystick.parties.service import PartyService
from tallystick.rail.commands import ReportInstruction
from tallystick.rail.instructions import CARRIED_OUT, OPEN, REFUSED
from tallystick.rail.schemas import InstructionList, InstructionReport, InstructionView
from tallystick.rail.tables import Instruction
from tallystick.refusal import Conflict, NotFound
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class InstructionService:
    """Instructions of one deployment, named by its directory contract."""

    def __init__(self, store: Store, dispatcher: Dispatcher, parties: PartyService, directory: bytes) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._directory = directory
        dispatcher.answers(ReportInstruction, self._reported, _reopen)

    def all(self, viewer: Viewer, size: int, after: Place | None, state: str | None) -> InstructionList:
        """A page of the viewer's instructions; of everybody's for the supervisor."""
        query = select(Instruction).where(Instruction.directory == self._directory, _of(viewer))
        if state is not None:
            query = query.where(Instruction.state == state)
        if after is not None:
            query = query.where(tuple_(Instruction.block, Instruction.log_index) > after)
        with self._store.reading() as session:
            ordered = query.order_by(Instruction.block, Instruction.log_index).limit(size)
            views = self._views(session, session.scalars(ordered).all())
        return InstructionList(instructions=views, next=views[-1].id if len(views) == size else None)

    def report(
        self, place: Place, report: InstructionReport, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Writes down what came of an instruction of the viewer's, once."""
        command = ReportInstruction(bank=viewer.address, block=place[0], log_index=place[1])

        def record(session: Session) -> None:
            row = session.get(Instruction, (self._directory, *place), with_for_update=True)
            if row is None or row.bank != viewer.address:
                raise NotFound(
                    "instruction_not_found",
                    f"There is no instruction {place[0]}-{place[1]} for you.",
                    "See GET /v1/instructions.",
                )
            if row.state != OPEN:
                raise Conflict(
                    "instruction_reported_already",
                    f"Instruction {place[0]}-{place[1]} was reported as {row.state} under {row.reference!r}.",
                    "There is nothing to do.",
                    {"state": row.state, "reference": row.reference},
                )
            row.state = CARRIED_OUT if report.carried_out else REFUSED
            row.reference = report.reference

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def _reported(
        self, session: Session, command: ReportInstruction, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        row = session.get_one(Instruction, (self._directory, command.block, command.log_index))
        return self._views(session, [row])[0].model_dump(mode="json")

    def _views(self, session: Session, rows: Sequence[Instruction]) -> list[InstructionView]:
        sides = {side for row in rows for side in (row.bank, row.payer, row.payee) if side is not None}
        names = self._parties.references(session, sides)
        return [
            InstructionView.model_validate(
                {
                    "id": f"{row.block}-{row.log_index}",
                    "kind": row.kind,
                    "bank": names[row.bank],
                    "payer": None if row.payer is None else names[row.payer],
                    "payee": None if row.payee is None else names[row.payee],
                    "amount": row.amount,
                    "hold": None if row.hold is None else str(row.hold),
                    "at": instant_text(row.at),
                    "state": row.state,
                    "reference": row.reference,
                    "transaction": "0x" + row.transaction_hash.hex(),
                }
            )
            for row in rows
        ]


def _of(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.sees_all:
        return Instruction.directory == Instruction.directory
    return Instruction.bank == viewer.address


def _reopen(session: Session, command: ReportInstruction) -> None:
    """The report was not kept."""
    for row in session.scalars(
        select(Instruction).where(
            Instruction.bank == command.bank,
            Instruction.block == command.block,
            Instruction.log_index == command.log_index,
        )
    ):
        row.state, row.reference = OPEN, None
