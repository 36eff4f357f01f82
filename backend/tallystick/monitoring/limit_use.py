"""How much of a programme's window each group of owners takes up, now and at the most so far.

Amounts are minor units of the programme's currency, moments seconds since 1970.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tallystick.mirror.tables import BorderLimit
from tallystick.monitoring.movements import Movement, WindowUse

_SHARE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class LimitUse:
    """`used` within the window that ends now, of the `cap` in force now; `peak` is what it was when the largest share
    of the cap in force then was taken up, `peak_cap`, at `peak_at`."""

    group: bytes
    used: int
    cap: int
    peak: int
    peak_cap: int
    peak_at: int

    @property
    def share(self) -> Decimal:
        """Of the cap, to the millionth."""
        return share_of(self.used, self.cap)

    @property
    def peak_share(self) -> Decimal:
        return share_of(self.peak, self.peak_cap)


def share_of(part: int, whole: int) -> Decimal:
    """To the millionth; 0 of nothing."""
    return (Decimal(part) / whole).quantize(_SHARE) if whole else Decimal(0).quantize(_SHARE)


def limit_use(
    movements: Sequence[Movement], windows: WindowUse, limits: BorderLimit, now: int
) -> list[LimitUse]:
    """Of every group that ever got something under the programme, by group."""
    peaks: dict[bytes, Movement] = {}
    for movement in movements:
        peak = peaks.get(movement.recipient_group)
        if movement.counted and (peak is None or _is_fuller(movement, peak)):
            peaks[movement.recipient_group] = movement
    return [
        LimitUse(
            group=group,
            used=windows.of(group, now, limits.window),
            cap=limits.window_cap,
            peak=peaks[group].window_use,
            peak_cap=peaks[group].window_cap,
            peak_at=peaks[group].at,
        )
        for group in windows.groups()
    ]


def _is_fuller(movement: Movement, peak: Movement) -> bool:
    return movement.window_use * peak.window_cap > peak.window_use * movement.window_cap
