"""Plots of a report, as SVG that needs no script. What is drawn is rounded to the eye; the tables have the figures."""

import io
import re
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tallystick.metrics.schemas import FinancingFigures, PositionView, TierFigures

_INK, _LIGHT, _WARM = "#1f4e79", "#9dc3e6", "#c55a11"
_MILLION = 100_000_000
"""Minor units."""
_WIDTH, _HEIGHT = 4.8, 2.3
_FEWEST_BARS = 5
"""So that one bar alone does not fill the plot."""
_HEADROOM = 1.2
_IDS = re.compile(r'(\bid="|href="#|url\(#)')
_STYLE: Any = {
    "svg.fonttype": "none",  # texts stay texts: found, copied, read aloud
    "svg.hashsalt": "tallystick",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
AGE_NAMES = {
    "not_due": "not due",
    "1_30": "1–30 days",
    "31_60": "31–60 days",
    "61_90": "61–90 days",
    "over_90": "over 90 days",
}


def maturity_ladder(position: PositionView, currency: str, prefix: str) -> str:
    """Outstanding face by month of the due date. `prefix` keeps the ids of several plots on a page apart."""
    rungs = position.maturity_ladder
    return _bars(
        [rung.month for rung in rungs],
        [rung.face / _MILLION for rung in rungs],
        f"{currency} million",
        prefix,
    )


def ageing(position: PositionView, currency: str, prefix: str) -> str:
    """Outstanding face by days overdue; what is overdue stands out."""
    faces = [age.face / _MILLION for age in position.ageing]
    names = [AGE_NAMES[age.age] for age in position.ageing]
    return _bars(names, faces, f"{currency} million", prefix, [_LIGHT] + [_WARM] * (len(names) - 1))


def flow_by_tier(tiers: Sequence[TierFigures], currency: str, prefix: str) -> str:
    """How much ever came to each tier, and what of it is there now."""

    def draw(axes: Axes) -> None:
        places = range(len(tiers))
        axes.bar(places, [tier.reached / _MILLION for tier in tiers], 0.7, color=_LIGHT, label="came there")
        axes.bar(places, [tier.lies / _MILLION for tier in tiers], 0.4, color=_INK, label="is there now")
        axes.set_xticks(places, [f"tier {tier.tier}" for tier in tiers])
        axes.set_ylabel(f"{currency} million")
        axes.legend(frameon=False, loc="upper right", ncols=2)

    return _drawn(draw, prefix)


def cost_by_tier(tiers: Sequence[TierFigures], together: FinancingFigures, prefix: str) -> str:
    """What money cost at each tier that was financed, beside the evidenced baseline where there is one."""
    financed = [(tier.tier, tier.simple_cost) for tier in tiers if tier.simple_cost is not None]

    def draw(axes: Axes) -> None:
        axes.bar(range(len(financed)), [float(cost) * 100 for _, cost in financed], 0.5, color=_INK)
        axes.set_xticks(range(len(financed)), [f"tier {tier}" for tier, _ in financed])
        axes.set_ylabel("% a year")
        if together.baseline_rate is not None:
            axes.axhline(float(together.baseline_rate) * 100, color=_WARM, linestyle="--", label="baseline")
            axes.legend(frameon=False, loc="upper right", ncols=2)

    return _drawn(draw, prefix)


def _bars(names: Sequence[str], heights: Sequence[float], unit: str, prefix: str, colours: Any = _INK) -> str:
    def draw(axes: Axes) -> None:
        axes.bar(range(len(names)), heights, 0.7, color=colours)
        axes.set_xticks(range(len(names)), names, rotation=0 if len(names) <= 8 else 60)
        axes.set_ylabel(unit)

    return _drawn(draw, prefix)


def _drawn(draw: Any, prefix: str) -> str:
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(_WIDTH, _HEIGHT), layout="constrained")
        axes = figure.add_subplot()
        draw(axes)
        bars = len(axes.get_xticks())
        axes.set_xlim(-0.6, max(bars, _FEWEST_BARS) - 0.4)
        axes.set_ylim(0, (axes.get_ylim()[1] or 1) * _HEADROOM)
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    drawing = out.getvalue()
    return _IDS.sub(rf"\g<1>{prefix}-", drawing[drawing.index("<svg") :])
