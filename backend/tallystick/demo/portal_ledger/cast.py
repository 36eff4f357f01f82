"""Who may be tried at the portal."""

from tallystick.demo.cast import BANK, COURT, FACTOR, FIRMS, OPERATING_BANK, SUPERVISOR, Member
from tallystick.demo.model2.cast import AGENT, COMPANY, DISTRIBUTORS, INVESTORS, VERIFIER
from tallystick.demo.model3.cast import PLATFORM
from tallystick.demo.model3.cast import SUPPLIERS as ABROAD

OWED_ABROAD = ("lion", "johor", "penang")
"""Suppliers of model 3."""

SELLERS = tuple(DISTRIBUTORS)[:3]
BUYERS = tuple(INVESTORS)[:3]

FIRMS_TO_OPEN: dict[str, Member] = (
    FIRMS
    | {"bank": BANK, "factor": FACTOR, "company": COMPANY}
    | {key: DISTRIBUTORS[key] for key in SELLERS}
    | {key: INVESTORS[key] for key in BUYERS}
    | {"platform": PLATFORM}
    | {key: ABROAD[key].member for key in OWED_ABROAD}
    | {"supervisor": SUPERVISOR}
)
"""In the order in which the portal offers them."""

OFFICES: dict[str, Member] = {
    "court": COURT,
    "operating_bank": OPERATING_BANK,
    "verifier": VERIFIER,
    "agent": AGENT,
}

EVERYBODY = FIRMS_TO_OPEN | OFFICES
