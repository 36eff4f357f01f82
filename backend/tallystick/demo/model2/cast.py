"""Who takes part in model 2, and what the company owes to whom."""

from tallystick.demo.cast import COURT, OPERATING_BANK, SUPERVISOR, Member

COMPANY = Member("江河日用品 Jianghe Consumer Goods", "91420100MA7CG01A01", "debtor", "the company")
DISTRIBUTORS = {
    f"distributor{number:02}": Member(
        f"经销商{number:02} Distributor {number:02}",
        f"91420100MA7DIS{number:02}A",
        "supplier",
        f"distributor {number:02}",
    )
    for number in range(1, 41)
}
INVESTORS = {
    f"investor{number}": Member(
        f"{name} Investor {number}", f"91310000MA7INV{number:02}B", "investor", f"investor {number}"
    )
    for number, name in enumerate(("甲基金", "乙基金", "丙资管", "丁资管", "戊保险"), start=1)
}
SUCCESSOR = Member("甲基金新钱包 Investor 1, new wallet", "91310000MA7INV91B", "investor", "its new wallet")
FOREIGNER = Member("海外基金 Overseas Fund", "91310000MA7INV92B", "investor", "the overseas fund")
VERIFIER = Member("征信验证 Credence Verification", "91310000MA7VER01C", "verifier", "the verifier")
AGENT = Member(
    "过户登记 Registry Transfer Agent", "91310000MA7AGT01C", "transfer_agent", "the transfer agent"
)

EVERYBODY = (
    {
        "company": COMPANY,
        "successor": SUCCESSOR,
        "foreigner": FOREIGNER,
        "supervisor": SUPERVISOR,
        "court": COURT,
        "operating_bank": OPERATING_BANK,
        "verifier": VERIFIER,
        "agent": AGENT,
    }
    | DISTRIBUTORS
    | INVESTORS
)

KINDS = ("rebate", "purchase", "service")
"""What the company owes its distributors for; each is owed for one of them, in turn."""

LEAST, STEP = 105_500_000, 1_000_000


def owed(position: int) -> int:
    """What the distributor at a position (from 0) is owed, in fen: forty of them together ¥50,000,000.00."""
    return LEAST + STEP * position
