"""Taking published rates in, and pricing by them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.chain.node import Receipt
from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.store import Store
from tallystick.money.calendar import date_of_day, day_of_date, day_of_moment
from tallystick.money.curve import Curve, OutsideCurve
from tallystick.money.day_count import DueBeforeValueDate, basis_of
from tallystick.money.discount import NegativeRate, whole_ppm
from tallystick.rates.commands import PublishRates
from tallystick.rates.file import Published, read_rates
from tallystick.rates.published import TENORS, curve_on
from tallystick.rates.schemas import CurveList, CurveView, PublishedRates, RateView, TermsView
from tallystick.rates.tables import RateRecord
from tallystick.rates.terms import terms
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher

MOST_CURVES = 500


class RateService:
    """Keeps what was published, which never changes afterwards."""

    def __init__(self, store: Store, dispatcher: Dispatcher, receivables: ReceivableService) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._receivables = receivables
        dispatcher.answers(PublishRates, self._published)

    def publish(self, content: bytes, requester: Requester, dry_run: bool) -> Outcome:
        """Takes a file in, whole. What is known already is left as it is; what differs from it is refused."""
        days = read_rates(content)
        command = PublishRates(publications=[(one.curve, day_of_date(one.day)) for one in days])

        def record(session: Session) -> None:
            for one in days:
                insert = conflict_aware_insert(session, RateRecord)
                session.execute(insert.on_conflict_do_nothing(), _records(one))
                known = _rates(session, one.curve, day_of_date(one.day))
                if tuple(row.ppm for row in known) != one.ppm:
                    raise Conflict(
                        "rates_published_otherwise",
                        f"{one.curve} of {one.day} is on record with other rates.",
                        "Compare with GET /v1/rates; what was published does not change.",
                        {"curve": one.curve, "published_on": str(one.day)},
                    )

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def all(self, curve: str) -> CurveList:
        """The latest publications."""
        query = (
            select(RateRecord)
            .where(RateRecord.curve == curve)
            .order_by(RateRecord.published_day.desc(), RateRecord.position)
            .limit(MOST_CURVES * len(TENORS[curve]))
        )
        with self._store.reading() as session:
            days: dict[int, list[RateRecord]] = {}
            for row in session.scalars(query):
                days.setdefault(row.published_day, []).append(row)
            return CurveList(curves=[_view(rows) for rows in days.values()])

    def curve_as_of(self, session: Session, curve: str, day: date) -> Curve | None:
        """The last one that was published up to a day; None where none was. For other capabilities."""
        rows = _rates(session, curve, day_of_date(day), latest=True)
        return curve_on(curve, {row.tenor: row.ppm for row in rows}, day) if rows else None

    def terms(  # noqa: PLR0917 (what a price is made of)
        self,
        face: int,
        value_date: date | None,
        due_date: date,
        day_count: str,
        curve: str,
        spread_ppm: int,
        expected_loss_ppm: int,
    ) -> TermsView:
        """Raises `NotFound` where no rates are known, and `Refusal` of dates and rates that make no price."""
        with self._store.reading() as session:
            start = value_date or date_of_day(day_of_moment(self._receivables.now(session)))
            rows = _rates(session, curve, day_of_date(start), latest=True)
        if not rows:
            raise NotFound(
                "rates_not_known",
                f"No rates of {curve} up to {start} are known.",
                "Ask the operator to take them in (POST /v1/rates).",
                {"curve": curve, "value_date": str(start)},
            )
        try:
            line = curve_on(curve, {row.tenor: row.ppm for row in rows}, start)
            found = terms(face, start, due_date, basis_of(day_count), line, spread_ppm, expected_loss_ppm)
        except DueBeforeValueDate as wrong:
            raise Refusal(
                "due_before_value_date", _sentence(wrong), "Name a due date on or after the value date."
            ) from wrong
        except OutsideCurve as outside:
            raise Refusal(
                "outside_curve",
                _sentence(outside),
                "Name a due date within the curve, or another curve.",
            ) from outside
        except NegativeRate as negative:
            raise Refusal(
                "rate_negative", _sentence(negative), "Name a spread that leaves the rate above zero."
            ) from negative
        return TermsView.model_validate(
            {
                "curve": curve,
                "published_on": date_of_day(rows[0].published_day),
                "face": face,
                "value_date": start,
                "due_date": due_date,
                "days": found.days,
                "day_count": day_count,
                "paid_on": found.paid_on,
                "provisional": found.is_provisional,
                "curve_ppm": whole_ppm(found.curve_ppm),
                "spread_ppm": spread_ppm,
                "expected_loss_ppm": expected_loss_ppm,
                "yield_ppm": whole_ppm(found.yield_ppm),
                "rate_ppm": found.rate_ppm,
                "discount": found.discount,
                "proceeds": found.proceeds,
            }
        )

    def _published(
        self, _session: Session, command: PublishRates, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return PublishedRates(curves=len(command.publications)).model_dump(mode="json")


def _rates(session: Session, curve: str, day: int, latest: bool = False) -> Sequence[RateRecord]:
    """Those of a day, or the last up to it."""
    published = select(RateRecord.published_day).where(RateRecord.curve == curve)
    if latest:
        last = published.where(RateRecord.published_day <= day).order_by(RateRecord.published_day.desc())
        found = session.scalar(last.limit(1))
        if found is None:
            return ()
        day = found
    query = select(RateRecord).where(RateRecord.curve == curve, RateRecord.published_day == day)
    return session.scalars(query.order_by(RateRecord.position)).all()


def _records(one: Published) -> list[dict[str, Any]]:
    return [
        {
            "curve": one.curve,
            "published_day": day_of_date(one.day),
            "tenor": tenor,
            "position": position,
            "ppm": ppm,
        }
        for position, (tenor, ppm) in enumerate(zip(TENORS[one.curve], one.ppm, strict=True))
    ]


def _view(rows: Sequence[RateRecord]) -> CurveView:
    return CurveView.model_validate(
        {
            "curve": rows[0].curve,
            "published_on": date_of_day(rows[0].published_day),
            "rates": [RateView(tenor=row.tenor, rate_ppm=row.ppm) for row in rows],
        }
    )


def _sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}."
