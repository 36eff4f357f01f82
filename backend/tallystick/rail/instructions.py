"""A rail that writes down, for each bank, what it has to carry out, and what it says came of it."""

from typing import Any

from sqlalchemy import select

from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.store import Store
from tallystick.mirror.places import Place
from tallystick.rail.interface import Movement
from tallystick.rail.tables import Instruction

OPEN, CARRIED_OUT, REFUSED = "open", "carried_out", "refused"


class InstructionRail:
    """Keeps the instructions of one deployment, named by its directory contract."""

    def __init__(self, store: Store, directory: bytes) -> None:
        self._store = store
        self._directory = directory

    def last(self) -> Place | None:
        with self._store.reading() as session:
            row = session.execute(
                select(Instruction.block, Instruction.log_index)
                .where(Instruction.directory == self._directory)
                .order_by(Instruction.block.desc(), Instruction.log_index.desc())
                .limit(1)
            ).one_or_none()
        return None if row is None else (row[0], row[1])

    def tell(self, movements: list[Movement]) -> None:
        """What is known already stays as it is, also where two tell at the same moment."""
        rows = [self._row(movement) for movement in movements]
        if rows:
            with self._store.writing() as session:
                insert = conflict_aware_insert(session, Instruction)
                session.execute(insert.on_conflict_do_nothing(), rows)

    def _row(self, movement: Movement) -> dict[str, Any]:
        return {
            "directory": self._directory,
            "block": movement.place[0],
            "log_index": movement.place[1],
            "kind": movement.kind,
            "bank": movement.bank,
            "payer": movement.payer,
            "payee": movement.payee,
            "amount": movement.amount,
            "hold": movement.hold,
            "at": movement.at,
            "transaction_hash": movement.transaction,
            "state": OPEN,
            "reference": None,
        }
