"""What a shipment's dollars are worth in yuan on the way, as risk sees them; what is owed does not move by it."""

from dataclasses import asdict, dataclass
from typing import Any

from tallystick.demo.model3.cast import EVERYBODY, LATE
from tallystick.demo.model3.commitments import Commitment
from tallystick.demo.model3.ninety_days import NinetyDays, dollars
from tallystick.demo.model3.opening import FACTORS
from tallystick.demo.model3.rates import rate_of, rate_text
from tallystick.demo.stage import require, yuan
from tallystick.money.exchange import valued

SPOKEN = {"none": "not shipped", "shipped": "at sea", "customs": "through customs", "delivered": "delivered"}


@dataclass(frozen=True, slots=True)
class Value:
    """Face × rate × factor, in fen."""

    day: int
    goods: str
    answer: int
    fixed: bool
    value: int


class Values:
    """The value of the shipment that is late, put on record whenever something has changed."""

    def __init__(self, border: NinetyDays, made: dict[str, Commitment]) -> None:
        self._border = border
        self._one = made[LATE]
        self._values: list[Value] = []

    def record(self, goods: str, answer: int, fixed: bool = False) -> None:
        """The supplier puts it on record, at a rate and with goods that must be as they are told."""
        path = f"/v1/receivables/{self._one.receivable}/value"
        told = self._border.stage.portals[LATE].command(path)["recorded"]
        value = valued(self._one.face, rate_of(answer), FACTORS[goods])
        found = (told["face"], told["milestone"], int(told["answer"]), told["fixed"], told["value"])
        expected = (self._one.face, goods, answer, fixed, value)
        require(f"What {EVERYBODY[LATE].spoken} is worth on day {self._border.day}", found, expected)
        self._values.append(Value(self._border.day, goods, answer, fixed, value))

    def show(self) -> None:
        """The face stays, the value moves with rate and goods."""
        stage = self._border.stage
        rows = [
            (
                f"day {one.day}",
                SPOKEN[one.goods],
                rate_text(one.answer) + (" fixed" if one.fixed else ""),
                f"{FACTORS[one.goods] // 10_000} %",
                yuan(one.value),
            )
            for one in self._values
        ]
        title = f"What {EVERYBODY[LATE].spoken}'s {dollars(self._one.face)} were worth on the way, as risk sees it"
        stage.screen.table(title, ("", "goods", "rate", "factor", "value"), rows)

    def told(self) -> list[dict[str, Any]]:
        """As it is written down."""
        return [asdict(value) for value in self._values]
