"""How a debtor's budget for early payment is divided: from the highest discount down, until the money is used.

The bank discount of `discount.py` prices: P = F − F · q · d / B, the discount rounded half up. Either each offer is
paid at its own rate (pay as bid, or discriminatory), or all are paid at the lowest rate accepted (uniform price).
Source: the two forms of a multi-unit auction (V. Krishna, Auction Theory, 2002, chapter 12), for a buyer. The contract
computes the same in `EarlyPayment.sol`; a property test holds the two equal to the unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tallystick.money.discount import MILLION, bank_discount


class OffersOutOfOrder(ValueError):
    """An offer at a higher rate than the one before it."""


class NothingLeft(ValueError):
    """An offer whose discount takes all of its face."""


@dataclass(frozen=True, slots=True)
class EarlyOffer:
    """F face, q in ppm a year, and d the days from the day of the clearing to the due day."""

    face: int
    ppm: int
    days: int


@dataclass(frozen=True, slots=True)
class EarlyPayment:
    """What is bought of an offer, for how much, and the rate that this follows from. Nothing: all zero."""

    face: int = 0
    price: int = 0
    ppm: int = 0


def early_price(face: int, ppm: int, days: int, basis: int) -> int:
    """P = F − F · q · d / B in minor units."""
    return face - bank_discount(face, ppm, days, basis)


def face_for(price: int, ppm: int, days: int, basis: int) -> int:
    """The largest face whose price is not above this one: floor((P · D + D / 2) / (D − q · d)), with D = B · 10⁶.

    Its price is P exactly: of two faces that differ by one the prices differ by one or not at all, as long as
    q · d < D. From F − P ≤ F · q · d / D + 1/2, solved for F.
    """
    divisor = basis * MILLION
    return (price * divisor + divisor // 2) // (divisor - ppm * days)


def least_ppm(rate: int, stretch: int) -> int:
    """The lowest whole ppm that is not below a curve's rate, which is `rate` / `stretch`."""
    return -(-rate // stretch)


def clear_early_payment(
    budget: int, offers: Sequence[EarlyOffer], basis: int, *, uniform: bool
) -> list[EarlyPayment]:
    """What each offer is paid, in the order of the offers: by falling rate, among equal rates as they came.

    Pay as bid: one after the other in full, as long as the money lasts; the last one in part, for all that is left.
    Uniform: with r₁ ≥ r₂ ≥ … the last one accepted is the largest k such that 1 … k − 1 in full at rₖ cost less than
    the budget; all are paid at rₖ, and offer k as far as the money goes. Raises `OffersOutOfOrder` and `NothingLeft`.
    """
    _require_offers(offers, basis)
    accepted = offers[: _accepted_at_one_rate(budget, offers, basis)] if uniform else offers
    payments = []
    left = budget
    for offer in accepted:
        payment = _filled(offer, accepted[-1].ppm if uniform else offer.ppm, left, basis)
        payments.append(payment)
        left -= payment.price
    return payments + [EarlyPayment()] * (len(offers) - len(accepted))


def _accepted_at_one_rate(budget: int, offers: Sequence[EarlyOffer], basis: int) -> int:
    """The largest k for which money is left for offer k once those before it were paid in full at its rate."""

    def cost_before(last: int) -> int:
        rate = offers[last - 1].ppm
        return sum(early_price(offer.face, rate, offer.days, basis) for offer in offers[: last - 1])

    return max((last for last in range(1, len(offers) + 1) if cost_before(last) < budget), default=0)


def _filled(offer: EarlyOffer, ppm: int, left: int, basis: int) -> EarlyPayment:
    if left == 0:
        return EarlyPayment()
    price = early_price(offer.face, ppm, offer.days, basis)
    if price <= left:
        return EarlyPayment(offer.face, price, ppm)
    return EarlyPayment(face_for(left, ppm, offer.days, basis), left, ppm)


def _require_offers(offers: Sequence[EarlyOffer], basis: int) -> None:
    for before, offer in pairwise(offers):
        if offer.ppm > before.ppm:
            raise OffersOutOfOrder(f"{offer.ppm} ppm after {before.ppm} ppm")
    for offer in offers:
        if early_price(offer.face, offer.ppm, offer.days, basis) <= 0:
            raise NothingLeft(f"{offer.face} at {offer.ppm} ppm for {offer.days} days")
