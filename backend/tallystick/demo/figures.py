"""What C's financing cost, beside what money cost it before, and why the market's figures do not hold together."""

from decimal import Decimal
from typing import Any

from tallystick.demo.stage import Stage, require, yuan
from tallystick.money.cost import simple_interest
from tallystick.money.day_count import basis_of
from tallystick.money.discount import effective_annual_cost

BASELINE_PPM, CLAIMED_PPM = 120_000, 80_000
BASELINE_DAY_COUNT = "ACT/360"
EVIDENCE = "流动资金借款合同 2026-0117,年利率 12 %"
SPREAD_PPM, EXPECTED_LOSS_PPM = 38_000, 6_000
SHIBOR = {
    "O/N": "1.3650",
    "1W": "1.4700",
    "2W": "1.5120",
    "1M": "1.5480",
    "3M": "1.5800",
    "6M": "1.6300",
    "9M": "1.6480",
    "1Y": "1.6600",
}
"""Per cent, as a day's curve may look; no day's in particular."""

FIGURES = (
    "cost",
    "days",
    "discount_rate",
    "simple_cost",
    "effective_annual_cost",
    "seconds_to_cash",
    "baseline",
)


def price(stage: Stage, value: int, due: str) -> dict[str, Any]:
    """The bank reckons its terms off the day's curve before it signs."""
    rows = "".join(f"{stage.today()},SHIBOR,{tenor},{rate}\n" for tenor, rate in SHIBOR.items())
    heading = "date,curve,tenor,rate_percent\n"
    stage.portals["operator"].send("/v1/rates", heading + rows, "text/csv")
    asked = {"spread_ppm": SPREAD_PPM, "expected_loss_ppm": EXPECTED_LOSS_PPM}
    terms = stage.portals["bank"].read("/v1/terms", face=value, due_date=due, **asked)
    provisional = ", provisionally: no holiday calendar covers that day yet" if terms["provisional"] else ""
    stage.say(
        f"The bank looks its terms up: SHIBOR for {terms['days']} days {_of_ppm(terms['curve_ppm'])}, for the car "
        f"maker's credit {_of_ppm(SPREAD_PPM)}, for expected loss {_of_ppm(EXPECTED_LOSS_PPM)}; as a discount "
        f"{_of_ppm(terms['rate_ppm'])} a year{provisional}."
    )
    return terms


def beside_the_baseline(stage: Stage, quote: dict[str, Any]) -> dict[str, Any]:
    """C shows what money cost it; cost, saving and effective rate must come out to the fen."""
    stage.screen.step("What that cost C, beside what money cost it before")
    c = stage.portals["C"]
    baseline = {
        "rate_ppm": BASELINE_PPM,
        "day_count": BASELINE_DAY_COUNT,
        "from_date": stage.today().replace(month=1, day=1).isoformat(),
        "evidence": EVIDENCE,
    }
    c.command("/v1/baselines", baseline)
    one = next(row for row in c.read("/v1/financings")["financings"] if row["id"] == quote["id"])
    paid, days = quote["proceeds"], quote["days"]
    elsewhere = simple_interest(paid, BASELINE_PPM, days, basis_of(BASELINE_DAY_COUNT))
    effective = effective_annual_cost(quote["value"], paid, 0, days)
    require("What it costs C", one["cost"], quote["discount"])
    require("What it would have cost", one["baseline"]["cost"], elsewhere)
    require("What C saves", one["baseline"]["saving"], elsewhere - quote["discount"])
    require("What it costs a year", Decimal(one["effective_annual_cost"]), round(effective, 6))
    stage.say(
        f"C evidences that it has paid {_of_ppm(BASELINE_PPM)}: for {days} days the same cash would have cost "
        f"{yuan(elsewhere)}. Here it cost {yuan(one['cost'])}, {_percent(one['effective_annual_cost'])} a year "
        f"compounded, and C saves {yuan(one['baseline']['saving'])}."
    )
    return {name: one[name] for name in FIGURES} | _does_not_close(stage, one)


def _does_not_close(stage: Stage, one: dict[str, Any]) -> dict[str, Any]:
    """What the market says: cost from 12 % down to 6 %, and the bank earns 8 %."""
    bank, path = stage.portals["bank"], f"/v1/financings/{one['id']}/statements"
    claimed = simple_interest(one["proceeds"], CLAIMED_PPM, one["days"], basis_of(one["day_count"]))
    told = bank.command(path, {"income": claimed})
    require("By how much it does not close", told["unexplained"], one["cost"] - claimed)
    stage.say(
        f"The market says such a bank earns {_of_ppm(CLAIMED_PPM)} on it: that is {yuan(claimed)} on its cash, and C "
        f"pays {yuan(one['cost'])}. The ledger flags it: {yuan(-told['unexplained'])} that nobody pays."
    )
    taxes, reserve = one["cost"] * 6 // 106, one["cost"] // 10
    uses = {"income": one["cost"] - taxes - reserve, "taxes": taxes, "loss_reserve": reserve}
    closed = bank.command(path, uses)
    require("What is unexplained", closed["unexplained"], 0)
    stage.say(
        f"By the bank's own books {yuan(uses['income'])} stay with it, {yuan(taxes)} are taxes and {yuan(reserve)} "
        "are laid by for loss: that closes."
    )
    return {"claimed_income": claimed, "claimed_unexplained": told["unexplained"], "statement": closed}


def report(stage: Stage, directory: str, cost: dict[str, Any]) -> dict[str, Any]:
    """The programme's figures, and its report as files. C's financing is the only one so far."""
    told = stage.host().read("/v1/figures", programme=stage.programme)
    (portfolio,) = told["portfolios"]
    (together,) = portfolio["financings"]
    require("What the programme's financings cost", together["cost"], cost["cost"])
    require("What the programme saves", together["saving"], cost["baseline"]["saving"])
    code, said = stage.backend.run("report", "--programme", stage.programme, "--directory", directory)
    if code != 0:
        raise SystemExit(f"The report was not written: {said}")
    stage.say(
        f"tallystick report --programme {stage.programme}: {len(said.splitlines())} files in {directory}, among them "
        "report.html, which needs nothing else."
    )
    return {"as_of": told["as_of"], "tiers": portfolio["tiers"], "financing": together}


def _of_ppm(ppm: int) -> str:
    return f"{(Decimal(ppm) / 10_000).normalize():f} %"


def _percent(rate: str) -> str:
    return f"{Decimal(rate) * 100:.4f} %"
