"""Has holders of notes paid at maturity without their lifting a finger, in batches."""

from eth_utils.address import to_checksum_address

from tallystick.chain.node import Node
from tallystick.database.store import Store
from tallystick.money.calendar import day_of_moment
from tallystick.notes.commands import CollectNotes
from tallystick.notes.repository import NoteRepository
from tallystick.notes.schemas import MOST_HOLDERS
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.housekeeping import Housekeeping, Request

KEEPER = "note keeper"
"""Under which name its operations are kept."""

Owed = tuple[int, bytes]
"""A receivable and a holder of its notes."""


class NoteKeeper:
    """Looks for holders of notes to be paid, one receivable after the other."""

    def __init__(
        self,
        store: Store,
        node: Node,
        dispatcher: Dispatcher,
        repository: NoteRepository,
        address: bytes,
    ) -> None:
        self._store = store
        self._node = node
        self._repository = repository
        self._address = address
        self._housekeeping: Housekeeping[Owed] = Housekeeping(dispatcher, KEEPER, _told, node.clock)

    def pay_what_is_due(self) -> int:
        """Returns how many holders were paid."""
        yesterday = day_of_moment(self._node.clock()) - 1
        with self._store.reading() as session:
            receivables = self._repository.payable(session, yesterday)
        return sum(self._pay_all(receivable) for receivable in receivables)

    def _pay_all(self, receivable: int) -> int:
        paid = 0
        while owed := self._unpaid(receivable):
            some = self._housekeeping.do(owed, self._command)
            paid += some
            if not some:
                break
        return paid

    def _unpaid(self, receivable: int) -> list[Owed]:
        waiting = [holder for number, holder in self._housekeeping.left_alone() if number == receivable]
        with self._store.reading() as session:
            holders = self._repository.unpaid_holders(session, receivable, MOST_HOLDERS, waiting)
        return [(receivable, holder) for holder in holders]

    def _command(self, owed: list[Owed]) -> Request:
        """The state is that of the wrapped claims and the rounds, at about this time."""
        receivable, holders = owed[0][0], [holder for _, holder in owed]
        with self._store.reading() as session:
            wrapped = self._repository.wrapped(session, receivable)
            rounds = self._repository.rounds(session, receivable)
        claims = [(claim.receivable, claim.serial) for claim in wrapped]
        command = CollectNotes(caller=self._address, claims=claims, holders=holders)
        return command, (claims, holders, rounds, self._housekeeping.attempt())


def _told(owed: Owed) -> str:
    receivable, holder = owed
    return f"notes on {receivable} of {to_checksum_address(holder)}"
