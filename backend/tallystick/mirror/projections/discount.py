"""What early payment costs under a programme."""

from typing import Any

from tallystick.mirror.events import CurveSet, Place
from tallystick.mirror.state import Project, State


def _set_curve(state: State, place: Place, event: CurveSet) -> None:
    for days, ppm in event.knots:
        state.curve_knots.add(
            (event.programme, event.version, days),
            {
                "programme": event.programme,
                "version": event.version,
                "remaining_days": days,
                "rate_ppm": ppm,
                "at": place.timestamp,
            },
        )


DISCOUNT_PROJECTIONS: dict[type[Any], Project] = {CurveSet: _set_curve}
