"""The three return ratios, and each overseas wallet's own loop."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from tallystick.crossborder.money_trail import (
    Loop,
    Outflow,
    Payment,
    kept_onshore_after,
    loop_of,
    payments,
    whereabouts,
)
from tallystick.crossborder.return_reading import ReceivableRow, ReturnReader, RoundRow, Scope, SettlingRow
from tallystick.crossborder.return_schemas import (
    CurrencyReturns,
    DueView,
    Missing,
    OutflowView,
    RatioView,
    ReturnFigures,
    SettledView,
    WalletLoop,
    WhereaboutsView,
)
from tallystick.database.store import Store
from tallystick.mirror.events import NOBODY
from tallystick.mirror.places import Place
from tallystick.money.calendar import date_of_day, day_of_date, day_of_moment, due_moment, instant_text
from tallystick.money.returns import Due, Ratio, Settled, settled_in_ecny, settled_in_time
from tallystick.money.settlement import face_funded
from tallystick.parties.service import PartyService
from tallystick.programmes.service import ProgrammeService
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Invalid, NotFound
from tallystick.wallets.service import WalletService
from tallystick.web.viewer import Viewer

KEPT_DAYS = 30
"""After how many days it is asked what is still onshore, unless told otherwise: a month."""

LEAST_GRACE_DAYS = 1
"""Nobody is paid before the due day is over, so without a day of grace nothing would ever be in time."""


class AsOf(NamedTuple):
    """The day whose end is asked for, and the ledger's time where that has not come yet. Seconds since 1970."""

    day: int
    moment: int

    @property
    def end(self) -> int:
        return due_moment(self.day)

    def is_over(self, day: int) -> bool:
        return due_moment(day) <= min(self.moment, self.end)


class _Fates(NamedTuple):
    """What became of the receivables in one currency."""

    settled: Settled
    due: Due
    in_grace: int


class ReturnService:
    """Every figure is a function of the journal; where its input is missing it is null and says why."""

    def __init__(
        self,
        store: Store,
        parties: PartyService,
        programmes: ProgrammeService,
        receivables: ReceivableService,
        wallets: WalletService,
        deployment: int,
    ) -> None:
        self._store = store
        self._parties = parties
        self._programmes = programmes
        self._receivables = receivables
        self._wallets = wallets
        self._reader = ReturnReader(deployment)

    def figures(
        self,
        viewer: Viewer,
        programme: int | None,
        grace_days: int | None,
        kept_days: int,
        as_of: date | None,
    ) -> ReturnFigures:
        """Everybody's for who sees all, else of what the viewer owes.

        Raises `NotFound` where there is no such programme, `Invalid` where the day has not come.
        """
        if programme is not None:
            self._programmes.get(programme)
        debtor = None if viewer.sees_all else viewer.address
        with self._store.reading() as session:
            when = self._as_of(session, as_of)
            scope = Scope(programme, debtor, when.end)
            receivables = self._reader.receivables(session, scope)
            fates = self._fates(session, scope, receivables, grace_days, when)
            paid = None if debtor is not None else self._paid(session, scope)
            currency_of = {one.number: one.currency for one in receivables}
            return ReturnFigures(
                as_of=date_of_day(when.day),
                programme=None if programme is None else str(programme),
                debtor=None if debtor is None else self._parties.references(session, {debtor})[debtor],
                grace_days=grace_days,
                kept_days=kept_days,
                currencies=[
                    _returns(
                        currency,
                        fate,
                        None
                        if paid is None
                        else [one for one in paid if currency_of.get(one.receivable) == currency],
                        kept_days,
                        when,
                    )
                    for currency, fate in fates.items()
                ],
            )

    def loop(
        self, party: str, viewer: Viewer, size: int, before: Place | None, as_of: date | None
    ) -> WalletLoop:
        """What became of what an overseas wallet of the viewer's was paid, with a page of what left it.

        Raises `NotFound`, also where the wallet is not known to be at home abroad, and `Invalid` as `figures` does.
        """
        self._wallets.get(party, viewer)
        owner = self._parties.any_address(party)
        with self._store.reading() as session:
            overseas = self._reader.overseas(session)
            if owner not in overseas:
                raise NotFound(
                    "wallet_not_overseas",
                    f"The wallet of {party} is not known to be at home abroad.",
                    "The operator admits such wallets; see GET /v1/wallets for what is in this one.",
                )
            when = self._as_of(session, as_of)
            found = loop_of(self._reader.movements(session, {owner}, when.end), owner, overseas)
            latest = [one for one in reversed(found.outflows) if before is None or one.moved.place < before]
            return self._loop_view(session, owner, found, latest[:size], more=len(latest) > size)

    def _as_of(self, session: Session, asked: date | None) -> AsOf:
        now = self._receivables.now(session)
        today = day_of_moment(now)
        day = today if asked is None else day_of_date(asked)
        if day > today:
            raise Invalid(
                "day_has_not_come",
                f"The ledger's day is {date_of_day(today)}; {date_of_day(day)} has not come.",
                "Ask for a day that has, or leave it out for today.",
            )
        return AsOf(day, now)

    def _fates(
        self,
        session: Session,
        scope: Scope,
        receivables: Sequence[ReceivableRow],
        grace_days: int | None,
        when: AsOf,
    ) -> Mapping[str, _Fates]:
        """By currency, in their order; also where there are no receivables."""
        settlings: dict[int, list[SettlingRow]] = {}
        for row in self._reader.settlings(session, scope):
            settlings.setdefault(row.receivable, []).append(row)
        debtors = {one.number: one.debtor for one in receivables}
        own_notes: Counter[int] = Counter()
        for receivable, holder, amount in self._reader.retired_notes(session, scope):
            own_notes[receivable] += amount if holder == debtors[receivable] else 0
        rounds: dict[int, list[RoundRow]] = {}
        for funding in self._reader.rounds(session, scope):
            rounds.setdefault(funding.receivable, []).append(funding)
        found: dict[str, list[_Fates]] = {
            currency: [] for currency in self._reader.currencies(session, scope.programme)
        }
        for one in receivables:
            grace = max(one.grace_days, LEAST_GRACE_DAYS) if grace_days is None else grace_days
            rows = settlings.get(one.number, [])
            fate = _fate(one, rows, own_notes[one.number], rounds.get(one.number, []), grace, when)
            found[one.currency].append(fate)
        return {currency: _together(fates) for currency, fates in found.items()}

    def _paid(self, session: Session, scope: Scope) -> list[Payment]:
        overseas = self._reader.overseas(session)
        return payments(self._reader.movements(session, overseas, scope.before), overseas)

    def _loop_view(
        self, session: Session, owner: bytes, found: Loop, page: Sequence[Outflow], *, more: bool
    ) -> WalletLoop:
        names = self._parties.references(
            session, {owner} | {one.moved.payee for one in page if one.moved.payee != NOBODY}
        )
        left: Counter[str] = Counter()
        for one in found.outflows:
            left[one.outlet] += one.settled
        return WalletLoop(
            owner=names[owner],
            settled=found.paid,
            kept=found.kept,
            spent=left["spending"],
            purchased=left["purchase"],
            redeemed=left["redemption"],
            outflows=[
                OutflowView(
                    kind=one.outlet,
                    payee=None if one.moved.payee == NOBODY else names[one.moved.payee],
                    amount=one.moved.amount,
                    settled=one.settled,
                    block=one.moved.place[0],
                    at=instant_text(one.moved.at),
                    transaction="0x" + one.moved.transaction.hex(),
                )
                for one in page
            ],
            next="{}-{}".format(*page[-1].moved.place) if more else None,
        )


def _fate(
    one: ReceivableRow,
    settlings: Iterable[SettlingRow],
    own_notes: int,
    rounds: Sequence[RoundRow],
    grace: int,
    when: AsOf,
) -> _Fates:
    in_ecny = own = otherwise = cancelled = in_time = late = 0
    last_moment = due_moment(one.due_day + grace)
    for row in settlings:
        if row.kind != "retire":
            otherwise += row.amount
        elif row.holder == one.debtor:
            own += row.amount
        else:
            in_ecny += row.amount
        if row.kind == "cancel":
            cancelled += row.amount
        elif row.at < last_moment:
            in_time += row.amount
        else:
            late += row.amount
    settled = Settled(in_ecny - own_notes, own + own_notes, otherwise)
    face = one.face - cancelled
    if not when.is_over(one.due_day + grace):
        return _Fates(settled, Due(0, 0, 0, 0), face if when.is_over(one.due_day) else 0)
    waiting = _funded(one, rounds) - in_ecny - own
    return _Fates(settled, Due(in_time, late, waiting, face - in_time - late - waiting), 0)


def _funded(one: ReceivableRow, rounds: Iterable[RoundRow]) -> int:
    """Face that money was set aside for."""
    if one.owed is None:
        return sum(row.amount for row in rounds)
    funded, unfunded = 0, one.owed
    for row in rounds:
        funded += face_funded(row.amount, row.face, unfunded)
        unfunded -= row.amount
    return funded


def _together(fates: Sequence[_Fates]) -> _Fates:
    return _Fates(
        Settled(*(sum(part) for part in zip(Settled(0, 0, 0), *(one.settled for one in fates), strict=True))),
        Due(*(sum(part) for part in zip(Due(0, 0, 0, 0), *(one.due for one in fates), strict=True))),
        sum(one.in_grace for one in fates),
    )


def _returns(
    currency: str, fates: _Fates, paid: Sequence[Payment] | None, kept_days: int, when: AsOf
) -> CurrencyReturns:
    return CurrencyReturns(
        currency=currency,
        settled_in_ecny=_ratio(settled_in_ecny(fates.settled), "nothing_settled"),
        settled=SettledView(**fates.settled._asdict()),
        settled_in_time=_ratio(settled_in_time(fates.due), "nothing_due"),
        due=DueView(**fates.due._asdict(), in_grace=fates.in_grace),
        kept_onshore=_kept_onshore(paid, kept_days, when),
        money=None if paid is None else WhereaboutsView(**whereabouts(paid)._asdict()),
    )


def _kept_onshore(paid: Sequence[Payment] | None, kept_days: int, when: AsOf) -> RatioView:
    if paid is None:
        return RatioView(numerator=None, denominator=None, ratio=None, missing="not_for_the_debtor")
    reason: Missing = "nothing_paid_long_enough_ago" if paid else "nothing_settled"
    return _ratio(kept_onshore_after(paid, kept_days, when.is_over), reason)


def _ratio(ratio: Ratio, reason: Missing) -> RatioView:
    return RatioView(
        numerator=ratio.part,
        denominator=ratio.whole,
        ratio=ratio.value,
        missing=None if ratio.whole else reason,
    )
