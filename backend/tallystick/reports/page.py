"""The page: one file that needs nothing else, with tables and plots."""

from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tallystick import __version__
from tallystick.metrics.figures import Portfolio
from tallystick.metrics.schemas import PortfolioFigures
from tallystick.money.amount import amount_text
from tallystick.money.calendar import date_of_day
from tallystick.reports import charts

MOST_FINANCINGS = 100
"""On the page; all of them are in the data."""

NOT_AVAILABLE = "n/a"
SIDES = {"all": "", "owed": "owed", "held": "held", "taken": "taken", "given": "given"}
_DAY_SECONDS, _HOUR_SECONDS, _MINUTE_SECONDS = 86_400, 3_600, 60


def page_of(portfolio: Portfolio, programme: str | None) -> str:
    """HTML in UTF-8. `programme` is its name, where the report is about one."""
    figures = portfolio.figures
    return str(
        _environment.get_template("page.html").render(
            figures=figures,
            programme=programme,
            portfolios=[
                (one, _plots(one, f"p{number}")) for number, one in enumerate(figures.portfolios, start=1)
            ],
            lines=portfolio.lines[:MOST_FINANCINGS],
            lines_in_all=portfolio.count,
            version=__version__,
            ages=charts.AGE_NAMES,
            sides=SIDES,
        )
    )


def _plots(portfolio: PortfolioFigures, prefix: str) -> dict[str, Markup]:
    """By what they show. They are of our own making, texts of others are not in them."""
    plots = {}
    for position in portfolio.positions:
        for name, draw in (("ladder", charts.maturity_ladder), ("ageing", charts.ageing)):
            key = f"{name}-{position.side}"
            plots[key] = draw(position, portfolio.currency, f"{prefix}-{key}")
    if portfolio.tiers:
        plots["flow"] = charts.flow_by_tier(portfolio.tiers, portfolio.currency, f"{prefix}-flow")
    if any(tier.simple_cost is not None for tier in portfolio.tiers):
        plots["cost"] = charts.cost_by_tier(portfolio.tiers, portfolio.financings[0], f"{prefix}-cost")
    return {name: Markup(plot) for name, plot in plots.items()}  # noqa: S704 (see above)


def _amount(value: int | None, currency: str) -> str:
    return NOT_AVAILABLE if value is None else amount_text(value, currency)


def _percent(value: Decimal | None, decimals: int = 2) -> str:
    return NOT_AVAILABLE if value is None else f"{value * 100:,.{decimals}f} %"


def _number(value: Decimal | int | None, decimals: int = 2) -> str:
    return NOT_AVAILABLE if value is None else f"{value:,.{decimals}f}"


def _days(value: Decimal | None, decimals: int) -> str:
    return NOT_AVAILABLE if value is None else f"{_number(value, decimals)} days"


def _duration(seconds: int | None) -> str:
    """In the largest unit that it fills."""
    if seconds is None:
        return NOT_AVAILABLE
    for unit, name in ((_DAY_SECONDS, "d"), (_HOUR_SECONDS, "h"), (_MINUTE_SECONDS, "min")):
        if seconds >= unit:
            return f"{Decimal(seconds) / unit:.1f} {name}"
    return f"{seconds} s"


def _day(value: date | int) -> str:
    """A date, or a day counted from 1970-01-01."""
    return (date_of_day(value) if isinstance(value, int) else value).isoformat()


def _filters() -> dict[str, Any]:
    return {
        "amount": _amount,
        "percent": _percent,
        "number": _number,
        "days": _days,
        "duration": _duration,
        "day": _day,
    }


_environment = Environment(
    loader=PackageLoader("tallystick.reports", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters.update(_filters())
