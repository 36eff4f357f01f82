"""What one financing costs, and what many together do. Pure arithmetic on what was read.

A figure that lacks what it is reckoned from is None: n/a, never zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tallystick.metrics.financings import Financing
from tallystick.money.calendar import day_of_moment
from tallystick.money.cost import Uses, borrowing_cost, simple_interest, unexplained
from tallystick.money.day_count import BASES, basis_of
from tallystick.money.discount import discount_rate, effective_annual_cost, simple_cost
from tallystick.money.distribution import nearest_rank
from tallystick.money.flows import Flow, weighted_average_life, xirr

_RATE = Decimal("0.000001")
_DAYS = Decimal("0.01")


class Cost(NamedTuple):
    """One financing's figures. Minor units; rates a year as fractions, to six decimals."""

    cost: int
    q: Decimal | None
    s: Decimal | None
    e: Decimal | None
    seconds_to_cash: int | None
    baseline_cost: int | None
    saving: int | None
    uses: Uses
    unexplained: int


def cost_of(one: Financing) -> Cost:
    """q = (F−P)/F · B/d, s = (F−P+f)/(P−f) · B/d, e = (F/(P−f))^(365/d) − 1: n/a on the due date itself."""
    cost, before = borrowing_cost(one.face, one.paid, one.fees), baseline_cost(one)
    uses = uses_of(one)
    priced = one.days > 0 and one.paid > one.fees
    return Cost(
        cost=cost,
        q=_rate(discount_rate(one.face, one.paid, one.days, one.basis)) if priced else None,
        s=_rate(simple_cost(one.face, one.paid, one.fees, one.days, one.basis)) if priced else None,
        e=_rate(effective_annual_cost(one.face, one.paid, one.fees, one.days)) if priced else None,
        seconds_to_cash=seconds_to_cash(one),
        baseline_cost=before,
        saving=None if before is None else before - cost,
        uses=uses,
        unexplained=unexplained(cost, uses),
    )


def uses_of(one: Financing) -> Uses:
    """As the financier states them; else what the journal shows: what it gets back beyond what left its wallet."""
    return one.uses if one.uses is not None else Uses(income=one.face - one.given)


def baseline_cost(one: Financing) -> int | None:
    """What the same cash would have cost for as long, at the borrower's evidenced baseline."""
    if one.baseline is None:
        return None
    return simple_interest(one.paid - one.fees, one.baseline.ppm, one.days, basis_of(one.baseline.day_count))


def seconds_to_cash(one: Financing) -> int | None:
    """From when the borrower had all of what it financed to when it had the money."""
    return None if one.origin is None else one.at - one.origin.held_since


def is_same_day(one: Financing) -> bool | None:
    """Whether the money came on the calendar day on which the claim did, in Asia/Shanghai."""
    return None if one.origin is None else day_of_moment(one.at) == day_of_moment(one.origin.held_since)


@dataclass(frozen=True, slots=True)
class Together:
    """The figures of many financings. Minor units; rates a year as fractions; lives in days.

    q and s are weighted by money and time, so that they are what the whole costs, not what the average financing does.
    `xirr` is of the agreed payments, all together. `face_days` is face · days that it came early, which the effect on
    days sales outstanding is reckoned from.
    """

    count: int
    face: int
    proceeds: int
    fees: int
    cost: int
    q: Decimal | None
    s: Decimal | None
    xirr: Decimal | None
    weighted_average_life: Decimal | None
    seconds_to_cash_p50: int | None
    seconds_to_cash_p95: int | None
    same_day_share: Decimal | None
    beside_baseline: "BesideBaseline | None"
    unexplained: int | None
    unexplained_count: int | None
    face_days: int


@dataclass(frozen=True, slots=True)
class BesideBaseline:
    """Those financings whose borrowers have evidenced a baseline, `share` of all cash.

    `cost` is what the same cash would have cost elsewhere, `saving` what that is more than here; both rates a year are
    weighted by money and time.
    """

    cost: int
    saving: int
    baseline_rate: Decimal | None
    rate: Decimal | None
    share: Decimal | None


class _MoneyTime:
    """Σ amount · days / B, exactly, whatever the bases."""

    def __init__(self) -> None:
        self._by_basis = dict.fromkeys(BASES.values(), 0)

    def add(self, amount: int, days: int, basis: int) -> None:
        self._by_basis[basis] += amount * days

    def rate(self, cost: int) -> Decimal | None:
        """What `cost` comes to a year."""
        years = sum((Fraction(total, basis) for basis, total in self._by_basis.items()), Fraction(0))
        if not years:
            return None
        rate = cost / years
        return _rate(Decimal(rate.numerator) / Decimal(rate.denominator))


def together(financings: Sequence[Financing]) -> Together:
    """n/a where there is none, but for how many there are and what they add up to."""
    q, s = rates(financings)
    face = sum(one.face for one in financings)
    proceeds = sum(one.paid for one in financings)
    fees = sum(one.fees for one in financings)
    waits = sorted(wait for one in financings if (wait := seconds_to_cash(one)) is not None)
    same_day = [same for one in financings if (same := is_same_day(one)) is not None]
    rate = xirr(_flows(financings))
    life = weighted_average_life(((one.days, one.face) for one in financings), 0)
    gaps = [unexplained(borrowing_cost(one.face, one.paid, one.fees), uses_of(one)) for one in financings]
    return Together(
        count=len(financings),
        face=face,
        proceeds=proceeds,
        fees=fees,
        cost=borrowing_cost(face, proceeds, fees),
        q=q,
        s=s,
        xirr=None if rate is None else _rate(rate),
        weighted_average_life=None if life is None else life.quantize(_DAYS),
        seconds_to_cash_p50=nearest_rank(waits, 50),
        seconds_to_cash_p95=nearest_rank(waits, 95),
        same_day_share=share(sum(same_day), len(same_day)),
        beside_baseline=_beside_baseline(financings, proceeds - fees),
        unexplained=sum(gaps) if gaps else None,
        unexplained_count=sum(gap != 0 for gap in gaps) if gaps else None,
        face_days=sum(one.face * one.days for one in financings),
    )


def rates(financings: Iterable[Financing]) -> tuple[Decimal | None, Decimal | None]:
    """q and s of many, weighted by money and time."""
    face_time, cash_time = _MoneyTime(), _MoneyTime()
    discount = cost = 0
    for one in financings:
        face_time.add(one.face, one.days, one.basis)
        cash_time.add(one.paid - one.fees, one.days, one.basis)
        discount += one.face - one.paid
        cost += borrowing_cost(one.face, one.paid, one.fees)
    return face_time.rate(discount), cash_time.rate(cost)


def share(part: int, whole: int) -> Decimal | None:
    """As a fraction to six decimals; None of nothing."""
    return _rate(Decimal(part) / Decimal(whole)) if whole else None


def days_sales_outstanding_effect(face_days: int, received: int) -> Decimal | None:
    """Σ face · days that it came early / face received: by how many days sales are outstanding less. In days.

    None where nothing was received. Source: days sales outstanding = receivables · days / sales (Credit Research
    Foundation), of which a claim financed d days early takes its face · d.
    """
    return (Decimal(face_days) / Decimal(received)).quantize(_DAYS) if received else None


def _flows(financings: Iterable[Financing]) -> list[Flow]:
    days: dict[int, int] = {}
    for one in financings:
        days[one.value_day] = days.get(one.value_day, 0) - (one.paid - one.fees)
        days[one.end_day] = days.get(one.end_day, 0) + one.face
    return list(days.items())


def _beside_baseline(financings: Iterable[Financing], cash: int) -> BesideBaseline | None:
    before_time, after_time = _MoneyTime(), _MoneyTime()
    before = after = beside = 0
    known = False
    for one in financings:
        elsewhere = baseline_cost(one)
        if one.baseline is None or elsewhere is None:
            continue
        known = True
        got = one.paid - one.fees
        before, beside = before + elsewhere, beside + got
        after += borrowing_cost(one.face, one.paid, one.fees)
        before_time.add(got, one.days, basis_of(one.baseline.day_count))
        after_time.add(got, one.days, one.basis)
    if not known:
        return None
    return BesideBaseline(
        cost=before,
        saving=before - after,
        baseline_rate=before_time.rate(before),
        rate=after_time.rate(after),
        share=share(beside, cash),
    )


def _rate(figure: Decimal) -> Decimal:
    return figure.quantize(_RATE)
