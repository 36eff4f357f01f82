"""A rail that writes down, for each bank, what it has to carry out, and what it says came of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.database.store import Store
from tallystick.rail.interface import Movement, Place
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
        with self._store.writing() as session:
            for movement in movements:
                if self._known(session, movement.place) is None:
                    session.add(self._row(movement))

    def _known(self, session: Session, place: Place) -> Instruction | None:
        return session.get(Instruction, (self._directory, *place))

    def _row(self, movement: Movement) -> Instruction:
        return Instruction(
            directory=self._directory,
            block=movement.place[0],
            log_index=movement.place[1],
            kind=movement.kind,
            bank=movement.bank,
            payer=movement.payer,
            payee=movement.payee,
            amount=movement.amount,
            hold=movement.hold,
            at=movement.at,
            transaction_hash=movement.transaction,
            state=OPEN,
            reference=None,
        )
