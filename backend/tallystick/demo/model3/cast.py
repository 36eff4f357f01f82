"""Who takes part in model 3, who is behind whom, and what the platform owes to whom until when."""

from dataclasses import dataclass

from tallystick.demo.cast import OPERATING_BANK, SUPERVISOR, Member
from tallystick.demo.countries import GERMANY, MALAYSIA, SINGAPORE, VIETNAM

COUNTRIES = {VIETNAM: "Vietnam", SINGAPORE: "Singapore", MALAYSIA: "Malaysia", GERMANY: "Germany"}

PLATFORM = Member("丝路优选 Silk Route Select", "91310000MA8SR01A03", "debtor", "the platform")
PLATFORM_GROUP = "丝路集团"
NEWCOMER = Member("奥斯陆航材 Oslo Marine Parts", "NO987654321MVA00", "supplier", "Oslo Marine Parts")
EXCHANGE_OFFICE = Member(
    "外汇管理局 Foreign Exchange Office", "11100000MB8SAFE01A", "authority", "the exchange office"
)


@dataclass(frozen=True, slots=True)
class Supplier:
    """A firm abroad, the owners behind it, and what it is owed: `face` in US cents, due after so many days."""

    member: Member
    country: str
    group: str
    face: int
    due_in: int


FIRST, SECOND, LAST = 30, 60, 86
"""The days on which something is due."""


def _supplier(  # noqa: PLR0917 (a row of the table below)
    number: int, name: str, spoken: str, country: str, group: str, face: int, due_in: int
) -> Supplier:
    member = Member(name, f"{country}TAX2026000{number:02}00", "supplier", spoken)
    return Supplier(member, country, group, face, due_in)


SUPPLIERS = {
    "saigon": _supplier(
        1, "西贡纺织 Saigon Textiles", "Saigon Textiles", VIETNAM, "Nguyen family", 120_000_000, FIRST
    ),
    "mekong": _supplier(
        2, "湄公鞋业 Mekong Footwear", "Mekong Footwear", VIETNAM, "Nguyen family", 80_000_000, FIRST
    ),
    "hanoi": _supplier(
        3, "河内元件 Hanoi Components", "Hanoi Components", VIETNAM, "Tran Holdings", 200_000_000, SECOND
    ),
    "lion": _supplier(
        4, "狮城贸易 Lion City Trading", "Lion City Trading", SINGAPORE, "Lim family", 150_000_000, FIRST
    ),
    "straits": _supplier(
        5, "海峡食品 Straits Foods", "Straits Foods", SINGAPORE, "Straits Partners", 145_005_000, SECOND
    ),
    "marina": _supplier(
        6,
        "滨海仪器 Marina Instruments",
        "Marina Instruments",
        SINGAPORE,
        "Marina Partners",
        195_000_000,
        SECOND,
    ),
    "penang": _supplier(
        7, "槟城半导体 Penang Semicon", "Penang Semicon", MALAYSIA, "Rahman Holdings", 250_000_000, FIRST
    ),
    "johor": _supplier(
        8, "柔佛塑料 Johor Plastics", "Johor Plastics", MALAYSIA, "Lim family", 180_010_434, SECOND
    ),
    "klang": _supplier(
        9, "巴生家具 Klang Furniture", "Klang Furniture", MALAYSIA, "Klang Cooperative", 240_000_000, SECOND
    ),
    "stuttgart": _supplier(
        10, "斯图加特 Stuttgart Antriebe", "Stuttgart Antriebe", GERMANY, "Weber family", 191_234_567, FIRST
    ),
    "hamburg": _supplier(
        11, "汉堡光学 Hamburg Optik", "Hamburg Optik", GERMANY, "Petersen family", 199_999_999, FIRST
    ),
    "bremen": _supplier(
        12, "不来梅化工 Bremen Chemie", "Bremen Chemie", GERMANY, "Weber family", 48_750_000, LAST
    ),
}
"""Twelve wallets of nine groups of owners: one group has wallets in two countries, two have two in one."""

TOTAL = 2_000_000_000
"""US$20,000,000.00, all of them together."""

LATE = "hamburg"
"""Whose goods are not there when they are due."""

EVERYBODY = {
    "platform": PLATFORM,
    "newcomer": NEWCOMER,
    "exchange_office": EXCHANGE_OFFICE,
    "supervisor": SUPERVISOR,
    "operating_bank": OPERATING_BANK,
} | {key: supplier.member for key, supplier in SUPPLIERS.items()}


def group_of(key: str) -> str:
    """Who is behind a supplier's wallet."""
    return SUPPLIERS[key].group
