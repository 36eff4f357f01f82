"""The receivable ledger as its users know it."""

from collections.abc import Callable

from tallystick.database.store import Store
from tallystick.parties.service import PartyService
from tallystick.receivables.batching import Batching
from tallystick.receivables.history import History
from tallystick.receivables.issuing import Issuing
from tallystick.receivables.moving import Moving
from tallystick.receivables.reading import Reading
from tallystick.receivables.repository import ReceivableRepository
from tallystick.sending.dispatch import Dispatcher


class ReceivableService(Reading):
    """Reads, and has those at hand who issue, move and remember."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        deployment: int,
        clock: Callable[[], int],
    ) -> None:
        """`clock` is the chain's, in seconds since 1970."""
        repository = ReceivableRepository(deployment, clock)
        super().__init__(store, parties, repository)
        self.issuing = Issuing(store, dispatcher, parties, repository, self)
        self.moving = Moving(store, dispatcher, parties, repository, self)
        self.batching = Batching(store, dispatcher, parties, repository, self)
        self.history = History(store, parties, repository, deployment)
