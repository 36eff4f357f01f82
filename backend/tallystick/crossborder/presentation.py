"""What a viewer is told of who is behind a wallet, and of a programme's limits."""

from tallystick.crossborder.schemas import MILESTONES, BorderLimitsView, group_text
from tallystick.mirror.tables import BorderLimit
from tallystick.web.viewer import Viewer


def group_seen_by(viewer: Viewer, wallet: bytes | None, group: bytes | None) -> str | None:
    """Who is behind a wallet is told to itself and to supervisors."""
    if group is None or not (viewer.sees_all or viewer.address == wallet):
        return None
    return group_text(group)


def limits_view(limits: BorderLimit) -> BorderLimitsView:
    """What may move under a programme now."""
    return BorderLimitsView(
        transaction_cap=limits.transaction_cap,
        window_cap=limits.window_cap,
        window_seconds=limits.window,
        countries=limits.countries,
        released_at=MILESTONES[limits.released_at],
    )
