"""How the rate of a receivable in a foreign currency is shown."""

from tallystick.mirror.tables import Fixing
from tallystick.money.calendar import instant_text
from tallystick.money.exchange import Direction
from tallystick.settlement.schemas import FixingView


def fixing_view(fixing: Fixing) -> FixingView:
    """With what it rests on, and what is owed at it."""
    return FixingView(
        round=fixing.round,
        answer=fixing.answer,
        decimals=fixing.decimals,
        quotes="cny_per_unit" if fixing.direction == Direction.CNY_PER_UNIT else "units_per_cny",
        updated_at=instant_text(fixing.updated_at),
        fallback=fixing.fallback,
        owed=fixing.owed,
    )
