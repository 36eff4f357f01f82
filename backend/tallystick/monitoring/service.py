"""Monitoring of cross-border trade, as far as it is a viewer's to see, and payments as messages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.database.store import Store
from tallystick.mirror.places import Place
from tallystick.money.calendar import date_of_day, day_of_moment, instant_text
from tallystick.monitoring.iso20022.payment import Payment
from tallystick.monitoring.payments import PaymentReader, Released, released
from tallystick.monitoring.presentation import Presenter, wallets_of
from tallystick.monitoring.repository import MonitoringRepository
from tallystick.monitoring.schemas import Monitoring
from tallystick.monitoring.watching import Watcher
from tallystick.parties.service import PartyService
from tallystick.programmes.service import ProgrammeService
from tallystick.refusal import NotFound, Refusal
from tallystick.reports.service import MEDIA_TYPES, ReportFile, ReportForm
from tallystick.web.viewer import Viewer

MessageName = Literal["pacs008", "camt054"]
MESSAGES: tuple[MessageName, ...] = ("pacs008", "camt054")
REPORT = "monitoring"
"""What page and workbook are called in an archive."""

LEFT_OUT = "iso20022/left-out.txt"


@dataclass(frozen=True, slots=True)
class _Watched:
    """What a viewer may see, and the payments among it, of one moment."""

    monitoring: Monitoring
    now: int
    payments: Sequence[Payment]


class MonitoringService:
    """Watches the cross-border programmes of one deployment.

    What makes pages and messages is loaded with the first of them: it takes seconds that no start should wait for.
    """

    def __init__(
        self,
        store: Store,
        parties: PartyService,
        programmes: ProgrammeService,
        deployment: int,
        contracts: Contracts,
        clock: Callable[[], int],
    ) -> None:
        """`clock` tells the chain's time, in seconds since 1970."""
        self._store = store
        self._clock = clock
        self._parties = parties
        self._programmes = programmes
        self._repository = MonitoringRepository(deployment, contracts.cross_border)
        self._payments = PaymentReader(parties, self._repository)

    def monitoring(self, viewer: Viewer, programme: int | None) -> Monitoring:
        """Of one programme, or of all under which something may cross. Raises `NotFound`."""
        self._require(programme)
        with self._store.reading() as session:
            return self._watched(session, viewer, programme).monitoring

    def report(self, viewer: Viewer, programme: int | None, form: ReportForm) -> ReportFile:
        """The same as a page, as a workbook, or both in an archive with CSV, JSON and messages. Raises `NotFound`."""
        self._require(programme)
        with self._store.reading() as session:
            found = self._watched(session, viewer, programme, with_payments=form == "zip")
        about = "all" if programme is None else f"programme-{programme}"
        name = f"tallystick-{REPORT}-{about}-{date_of_day(day_of_moment(found.now))}.{form}"
        return ReportFile(name, MEDIA_TYPES[form], _content(found, form))

    def message(self, viewer: Viewer, place: Place, name: MessageName) -> bytes:
        """A payment as a message. Raises `NotFound` where it is none, or none of the viewer's, and a `Refusal` where a
        message has no room for its rate."""
        with self._store.reading() as session:
            found = self._released(session, place)
            if found is None or not _is_shown(found, viewer):
                raise NotFound(
                    "payment_not_found",
                    f"The movement {place[0]}-{place[1]} is no payment of yours.",
                    "See GET /v1/border-movements: payments are those of the kind `release`.",
                )
            history = self._repository.history(session)
            receivable = found.row.receivable.number
            fixings = {receivable: self._repository.fixing(session, receivable)}
            (payment,) = self._payments.payments(session, history, fixings, [found])
        return _writer(name)(payment)

    def _require(self, programme: int | None) -> None:
        if programme is not None:
            self._programmes.get(programme)

    def _watched(
        self, session: Session, viewer: Viewer, programme: int | None, with_payments: bool = False
    ) -> _Watched:
        watcher = Watcher(session, self._repository, self._clock(), sees_all=viewer.sees_all)
        programmes = [
            watcher.watched(row, limits) for row, limits in self._repository.programmes(session, programme)
        ]
        presenter = Presenter(
            viewer,
            self._repository.own_group(session, viewer.address),
            self._parties.references(session, wallets_of(programmes)),
        )
        shown = [one for each in programmes for one in each.payments if _is_shown(one, viewer)]
        fixings = {number: fixing for each in programmes for number, fixing in each.fixings.items()}
        return _Watched(
            Monitoring(
                as_of=instant_text(watcher.now),
                block=watcher.block,
                programmes=[presenter.programme(each) for each in programmes],
            ),
            watcher.now,
            self._payments.payments(session, watcher.history, fixings, shown) if with_payments else (),
        )

    def _released(self, session: Session, place: Place) -> Released | None:
        row = self._repository.movement(session, place)
        if row is None:
            return None
        shares = self._repository.collections(
            session, row.receivable.programme, bytes(row.movement.transaction_hash)
        )
        return next(iter(released([row], shares)), None)


def _is_shown(payment: Released, viewer: Viewer) -> bool:
    """To both sides of it, and to those who see all."""
    return viewer.sees_all or viewer.address in {payment.debtor, payment.creditor}


def _content(found: _Watched, form: ReportForm) -> bytes:
    from tallystick.monitoring.page import page_of  # noqa: PLC0415 (see above)
    from tallystick.monitoring.tables import monitoring_tables  # noqa: PLC0415 (see above)
    from tallystick.reports.bundle import bundle  # noqa: PLC0415 (see above)
    from tallystick.reports.files import xlsx_of  # noqa: PLC0415 (see above)

    if form == "xlsx":
        return xlsx_of(monitoring_tables(found.monitoring))
    page = page_of(found.monitoring).encode()
    if form == "html":
        return page
    json = found.monitoring.model_dump_json(indent=2).encode()
    others = {f"{REPORT}.json": json, **_messages(found.payments)}
    return bundle(REPORT, page, monitoring_tables(found.monitoring), others)


def _messages(payments: Sequence[Payment]) -> dict[str, bytes]:
    """Two for each payment; of payments that messages cannot tell, why."""
    found: dict[str, bytes] = {}
    left_out = []
    for payment in payments:
        try:
            told = {name: _writer(name)(payment) for name in MESSAGES}
        except Refusal as refusal:
            left_out.append(f"{payment.movement}: {refusal.detail}\n")
            continue
        found |= {f"iso20022/{name}-{payment.movement}.xml": content for name, content in told.items()}
    if left_out:
        found[LEFT_OUT] = "".join(left_out).encode()
    return found


def _writer(name: MessageName) -> Callable[[Payment], bytes]:
    from tallystick.monitoring.iso20022.camt054 import camt054  # noqa: PLC0415 (see above)
    from tallystick.monitoring.iso20022.pacs008 import pacs008  # noqa: PLC0415 (see above)

    return pacs008 if name == "pacs008" else camt054
