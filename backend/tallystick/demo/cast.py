"""Who takes part in the story."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """A firm or an office; `spoken` is how the story calls it in the middle of a sentence."""

    name: str
    tax_number: str
    role: str
    spoken: str


FIRMS = {
    "car_maker": Member("长风汽车 Changfeng Motors", "91310000MA1FL0AA01", "debtor", "the car maker"),
    "tier1": Member("一级 Tier 1 Powertrain", "91320500MA1MB1BB02", "supplier", "tier 1"),
    "A": Member("甲 A Castings", "91330200MA2CD2CC03", "supplier", "A"),
    "B": Member("乙 B Electronics", "91440300MA5EF3DD04", "supplier", "B"),
    "C": Member("丙 C Alloys", "91340100MA2GH4EE05", "supplier", "C"),
}
"""Those of the main story."""

BANK = Member("江南银行 Jiangnan Bank", "91320000MA3JK5FF06", "financier", "the bank")
BUS_MAKER = Member("远行客车 Yuanxing Coaches", "91410100MA5MN7HH08", "debtor", "the bus maker")
FACTOR = Member("东海保理 Donghai Factoring", "91310000MA4KL6GG07", "financier", "the factor")
COURT = Member("上海金融法院 Shanghai Financial Court", "11310000MB2F30001A", "authority", "the court")
OPERATING_BANK = Member("运营机构 Operating Bank", "91110000MB2F30002B", "bank", "the operating bank")
SUPERVISOR = Member("金融监管局 Financial Supervisor", "11310000MB7SUP01D", "supervisor", "the supervisor")
"""Those who come in later."""

HOLDERS = ("tier1", "A", "B", "C")
EVERYBODY = FIRMS | {
    "bank": BANK,
    "factor": FACTOR,
    "bus_maker": BUS_MAKER,
    "court": COURT,
    "operating_bank": OPERATING_BANK,
}
