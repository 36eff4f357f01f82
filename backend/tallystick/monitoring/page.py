"""The page: one file that needs nothing else, in English with the Chinese terms of supervisors beside it."""

from decimal import Decimal
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from tallystick import __version__
from tallystick.crossborder.countries import letters
from tallystick.money.amount import HOME, amount_text
from tallystick.money.exchange import Rate
from tallystick.monitoring.schemas import Monitoring
from tallystick.settlement.fixing import DIRECTIONS
from tallystick.settlement.schemas import FixingView

NOT_AVAILABLE = "n/a"

KINDS = {
    "commit": ("Committed", "签收"),
    "cross": ("Claim passed on", "流转"),
    "release": ("Paid", "兑付"),
}
MILESTONES = {
    "none": ("none", "未装运"),
    "shipped": ("shipped", "已装运"),
    "customs": ("through customs", "已清关"),
    "delivered": ("delivered", "已交付"),
}
DIFFERENCES = {
    "more_committed_than_documents": ("More committed than documents show", "承诺金额大于单证金额"),
    "paid_beyond_documents": ("More paid than documents show", "付款大于单证金额"),
    "paid_before_delivered": ("Paid before delivery was stated", "货未到先付款"),
    "no_milestone_yet": ("No milestone yet", "尚无物流节点"),
    "due_and_not_delivered": ("Due and not delivered", "到期未交货"),
    "delivered_and_not_paid_after_due": ("Delivered and not paid after it was due", "货已到逾期未付"),
}
RULES = {
    "parts_below_the_cap": ("Parts below the cap", "分拆"),
    "just_under_the_cap": ("Just under the cap", "临界金额"),
    "wallets_of_one_group": ("Wallets of one group", "同一控制人多钱包"),
}
STOPPING_RULES = {
    "transaction_cap_exceeded": ("Above the cap of a transaction", "超单笔限额"),
    "window_cap_exceeded": ("Above the cap of a window", "超累计限额"),
    "wallet_not_admitted": ("Wallet not admitted", "钱包未准入"),
    "country_not_listed": ("Country not listed", "国家不在名单"),
    "purpose_not_declared": ("Purpose not declared", "未申报交易编码"),
    "purpose_not_allowed": ("Purpose not allowed", "交易编码不在范围"),
    "programme_suspended": ("Stopped by an authority", "监管暂停"),
    "not_released": ("Not released yet", "未达付款节点"),
}


def page_of(monitoring: Monitoring) -> str:
    """HTML in UTF-8."""
    return str(
        _environment.get_template("monitoring.html").render(
            monitoring=monitoring,
            version=__version__,
            kinds=KINDS,
            milestones=MILESTONES,
            difference_names=DIFFERENCES,
            rules=RULES,
            stopping_rules=STOPPING_RULES,
        )
    )


def _amount(value: int | None, currency: str) -> str:
    return NOT_AVAILABLE if value is None else amount_text(value, currency)


def _money(value: int | None) -> str:
    return "" if value is None else amount_text(value, HOME)


def _percent(value: Decimal) -> str:
    return f"{value * 100:,.2f} %"


def _country(number: str | None) -> str:
    """Its two letters; its number where there is none."""
    return NOT_AVAILABLE if number is None else letters(number) or number


def _quote(fixing: FixingView, currency: str) -> str:
    return Rate(int(fixing.answer), fixing.decimals, DIRECTIONS[fixing.quotes]).quoted(currency)


def _moment(text: str) -> str:
    return text.replace("T", " ")


_environment = Environment(
    loader=ChoiceLoader(
        [
            PackageLoader("tallystick.monitoring", "templates"),
            PackageLoader("tallystick.reports", "templates"),
        ]
    ),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_filters: dict[str, Any] = {
    "amount": _amount,
    "money": _money,
    "percent": _percent,
    "country": _country,
    "moment": _moment,
    "quote": _quote,
}
_environment.filters.update(_filters)
