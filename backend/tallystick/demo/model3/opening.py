"""Who takes part, who is behind whom, and the rules of the programme."""

from collections.abc import Iterable

from tallystick.demo.countries import CHINA, NORWAY
from tallystick.demo.model3.cast import (
    COUNTRIES,
    EVERYBODY,
    EXCHANGE_OFFICE,
    PLATFORM,
    PLATFORM_GROUP,
    SUPPLIERS,
)
from tallystick.demo.model3.ninety_days import CURRENCY, NinetyDays, dollars
from tallystick.demo.stage import DAY_SECONDS, Stage
from tallystick.money.calendar import day_of_date, due_moment

STEPS = 2
MORNING = 9 * 3_600
"""On the first day it is nine o'clock in Shanghai; so it is on every later one."""

CAP, WINDOW_SECONDS = 50_000_000, DAY_SECONDS
"""US$500,000.00 in one transaction, and as much for one group of owners in any 24 hours."""

MOST_MONTHS = 3
GOODS, SERVICES = 121_010, 223_010
FALLBACK_DAYS = 3
FACTORS = {"none": 400_000, "shipped": 700_000, "customs": 850_000, "delivered": 1_000_000}
"""What the goods bear out of a claim's worth, in millionths, by how far they are."""


def play(border: NinetyDays) -> tuple[int, str]:
    """Leaves accounts and a programme. Returns the chain's id and the contract that carriers sign for."""
    _begin(border)
    _let_in(border)
    told = border.stage.portals["operator"].read("/v1/contracts")
    contracts = {contract["name"]: contract["address"] for contract in told["contracts"]}
    _open_programme(border, contracts["cross_border"])
    return int(told["chain_id"]), contracts["milestones"]


def _begin(border: NinetyDays) -> None:
    """Wherever the machine's clock stands, the story begins in the morning of the next day."""
    stage = border.stage
    stage.start()
    stage.backend.stop()
    midnight = due_moment(day_of_date(stage.today()))
    stage.let_seconds_pass(midnight + MORNING - stage.now())


def _let_in(border: NinetyDays) -> None:
    stage = border.stage
    stage.screen.step(f"{PLATFORM.name}, twelve suppliers in four countries, and who is behind them")
    for key in ("platform", *SUPPLIERS, "newcomer", "supervisor"):
        border.names[stage.open(key)["address"]] = EVERYBODY[key].spoken
    for key in ("exchange_office", "operating_bank"):
        stage.appoint(key)
    let_trade(stage, SUPPLIERS)
    admit(stage, "newcomer", "Oslo Marine", NORWAY)
    groups = {supplier.group for supplier in SUPPLIERS.values()}
    stage.say(
        f"The operator admits {len(SUPPLIERS)} suppliers' wallets and says who is behind each: {len(groups)} groups of "
        "owners. The Lim family has a wallet in Singapore and one in Malaysia; the Nguyens and the Webers have two at "
        "home. All are paid in e-CNY."
    )


def let_trade(stage: Stage, suppliers: Iterable[str]) -> None:
    """The platform and these suppliers of its have wallets for money, and it is said who is behind each."""
    among = list(suppliers)
    for key in ("platform", *among):
        stage.portals["operating_bank"].command("/v1/wallets", {"party": stage.portals[key].party})
    admit(stage, "platform", PLATFORM_GROUP, CHINA)
    for key in among:
        admit(stage, key, SUPPLIERS[key].group, SUPPLIERS[key].country)


def admit(stage: Stage, key: str, group: str | None, country: str | None) -> None:
    """The operator says whose a wallet is; nobody's: it takes no part any longer."""
    wallet = {"party": stage.portals[key].party, "group": group, "country": country}
    stage.portals["operator"].command("/v1/border-wallets", wallet)


def _open_programme(border: NinetyDays, policy: str) -> None:
    stage = border.stage
    stage.screen.step("The programme: a policy contract that is asked before anything moves")
    open_programme(stage, policy, COUNTRIES, CAP)
    rows = [
        ("in one transaction at most", dollars(CAP)),
        ("to one group of owners in any 24 hours, claims and money alike", dollars(CAP)),
        ("countries", ", ".join(("China", *COUNTRIES.values()))),
        ("purpose (balance of payments)", f"{GOODS}, trade in goods"),
        ("paid when the goods are", "delivered, as the carrier has signed"),
        ("without a good rate", f"the last one before applies after {FALLBACK_DAYS} days"),
        ("overdue interest", "none is agreed: a silent feed costs nobody anything"),
        ("who can stop it", EXCHANGE_OFFICE.name),
    ]
    stage.screen.table("Rules", ("rule", "value"), rows)
    stage.say(
        "What is stopped from here on is told by its code; a table near the end has every rule and way out. In earnest "
        "the backend reads feeds, fixes rates and pays by itself; here somebody asks for each step, and it is checked."
    )


def open_programme(stage: Stage, policy: str, abroad: Iterable[str], window_cap: int) -> None:
    """Leaves a programme on the stage under which `window_cap` cents may move to one group of owners within a window,
    in China and in these countries."""
    terms = {
        "name": "丝路优选跨境应付 Silk Route payables 2026",
        "currency": CURRENCY,
        "asset_kind": "claim",
        "regime": "offshore",
        "approval": "汇备〔2026〕31号",
        "day_count": "ACT/360",
        "longest_term_months": MOST_MONTHS,
        "overdue_ppm": 0,
        "policy": policy,
    }
    stage.programme = stage.portals["operator"].command("/v1/programmes", terms)["id"]
    host = stage.host()
    listed = {"countries": sorted([CHINA, *abroad])}
    countries = host.command("/v1/country-lists", listed)["list"]["id"]
    limits = {
        "transaction_cap": CAP,
        "window_cap": window_cap,
        "window_seconds": WINDOW_SECONDS,
        "countries": countries,
        "released_at": "delivered",
    }
    path = f"/v1/programmes/{stage.programme}/border"
    host.command(f"{path}/limits", limits)
    host.command(f"{path}/purposes", {"purpose": GOODS, "allowed": True})
    host.command(f"{path}/fallback", {"days": FALLBACK_DAYS})
    host.command(f"{path}/factors", {f"{goods}_ppm": ppm for goods, ppm in FACTORS.items()})
