"""How the rate of a receivable in a foreign currency is shown."""

from tallystick.mirror.tables import Fixing
from tallystick.money.calendar import instant_text
from tallystick.money.exchange import Direction
from tallystick.settlement.schemas import FixingView, Quotes

QUOTES: dict[Direction, Quotes] = {
    Direction.CNY_PER_UNIT: "cny_per_unit",
    Direction.UNITS_PER_CNY: "units_per_cny",
}
"""How the API says which way round a feed quotes."""

DIRECTIONS: dict[Quotes, Direction] = {text: direction for direction, text in QUOTES.items()}


def fixing_view(fixing: Fixing) -> FixingView:
    """With what it rests on, and what is owed at it."""
    return FixingView(
        round=fixing.round,
        answer=fixing.answer,
        decimals=fixing.decimals,
        quotes=QUOTES[Direction(fixing.direction)],
        updated_at=instant_text(fixing.updated_at),
        fallback=fixing.fallback,
        owed=fixing.owed,
    )
