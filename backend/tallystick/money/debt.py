"""A debt at simple interest: a loan against a pledge, or what a seller answers for after the due date.

The contract computes the same in `DebtAccount.sol`; a property test holds the two equal.
"""

from dataclasses import dataclass, replace

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed on a day.

    `principal` in minor units, `ppm` in millionths a year, `basis` 360 or 365 days, `through` the last day that is
    counted in `accrued` (days since 1970-01-01), `accrued` in minor units · ppm · days, `interest_paid` in minor units.
    """

    principal: int
    ppm: int
    basis: int
    through: int
    accrued: int = 0
    interest_paid: int = 0

    def on(self, day: int) -> "Debt":
        """The same debt with interest up to `day`; as it is where that is counted already."""
        if day <= self.through:
            return self
        earned = self.principal * self.ppm * (day - self.through)
        return replace(self, through=day, accrued=self.accrued + earned)

    @property
    def interest(self) -> int:
        """Accrued and not paid: all of it rounded once, half up, less what was paid.

        ¥5,000,000 at 6 % for 90 days on ACT/360 is ¥75,000.00.
        """
        divisor = self.basis * MILLION
        return (self.accrued + divisor // 2) // divisor - self.interest_paid

    @property
    def owed(self) -> int:
        return self.principal + self.interest

    def after(self, payment: int) -> "Debt":
        """Interest is paid first, then principal (Civil Code of the PRC, article 561).

        Raises `ValueError` where more is paid than is owed.
        """
        if not 0 <= payment <= self.owed:
            raise ValueError(f"{payment} is paid on a debt of {self.owed}")
        interest = min(payment, self.interest)
        return replace(
            self,
            principal=self.principal - (payment - interest),
            interest_paid=self.interest_paid + interest,
        )
