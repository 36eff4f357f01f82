"""Three due days: one on which all is well, one on which the feed cannot be believed, and one without any rate."""

from dataclasses import dataclass
from typing import Any

from tallystick.demo.model3 import spending
from tallystick.demo.model3.cast import EVERYBODY, EXCHANGE_OFFICE, FIRST, LAST, LATE, SECOND
from tallystick.demo.model3.commitments import Commitment
from tallystick.demo.model3.goods import Goods
from tallystick.demo.model3.ninety_days import DAYS, NinetyDays, dollars
from tallystick.demo.model3.opening import FALLBACK_DAYS
from tallystick.demo.model3.rates import Feeds, rate_text
from tallystick.demo.model3.settling import Settling
from tallystick.demo.model3.values import Values
from tallystick.demo.stage import require, yuan

STEPS = 5
PARTS = 4
"""Nobody's claims that fall due together take more windows than these."""

ORDER = "汇发〔2026〕77号 停止支付"
RATE_OF_FIRST, RATE_AFTERWARDS = 71_180, 71_295
MISPLACED, APART, RATE_OF_SECOND, LAST_BELIEVED = 713_330, 71_900, 71_333, 71_150
TWICE = "saigon"
SAME_OWNERS = "mekong"


@dataclass(frozen=True, slots=True)
class DueDays:
    """What happens when the commitments fall due."""

    border: NinetyDays
    made: dict[str, Commitment]
    goods: Goods
    feeds: Feeds
    settling: Settling
    values: Values

    def play(self) -> dict[str, Any]:
        """All of it, in the order of the days."""
        self._fix_first()
        spent = self._pay_first()
        self._fix_second()
        self._pay_second()
        self._fall_back()
        return {"late": LATE, "order": ORDER, "spending": spent}

    def _due(self, day: int) -> list[str]:
        return [key for key, one in self.made.items() if one.due_in == day]

    def _set_aside(self, keys: list[str]) -> str:
        return yuan(sum(self.settling.fixed[key].owed for key in keys))

    def _fix_first(self) -> None:
        border, due = self.border, self._due(FIRST)
        border.stage.screen.step(
            f"Day {FIRST}: the first {len(due)} fall due, at the rate that their due day began with"
        )
        border.go_to(FIRST - 1)
        self.goods.arrive_for(FIRST)
        self.feeds.say(RATE_OF_FIRST)
        self.feeds.observe()
        self.values.record("customs", RATE_OF_FIRST)
        receivable = self.made[TWICE].receivable
        fixing, funding = (f"/v1/receivables/{receivable}/{what}" for what in ("fixing", "fundings"))
        early = f"{EVERYBODY[TWICE].spoken} has its rate fixed a day early"
        border.stopped("not_yet_to_fix", early, border.stage.portals[TWICE], fixing)
        platform = border.stage.portals["platform"]
        border.stopped("not_fixed", "the platform sets yuan aside before there is a rate", platform, funding)
        border.go_to(FIRST)
        self.feeds.say(RATE_AFTERWARDS)
        self.feeds.observe()
        for key in due:
            self.settling.fix(key, RATE_OF_FIRST)
        self.values.record("customs", RATE_OF_FIRST, fixed=True)
        border.stage.say(
            f"A dollar was {rate_text(RATE_OF_FIRST)} yuan when the day began and is {rate_text(RATE_AFTERWARDS)} now. "
            f"Whoever has it fixed, and whenever: {rate_text(RATE_OF_FIRST)} governs every payment. The platform "
            f"sets {self._set_aside(due)} aside."
        )

    def _pay_first(self) -> dict[str, Any]:
        """And what they do with it."""
        border, due = self.border, self._due(FIRST)
        border.stage.screen.step(
            "They are paid in parts; one shipment is late; an authority stops everything for a while"
        )
        for day in range(FIRST + 1, FIRST + PARTS + 1):
            border.go_to(day)
            if day == FIRST + PARTS - 1:
                self._stand_still()
            self.settling.pay(*(key for key in due if key != LATE))
            if day == FIRST + 1:
                self._too_soon()
        self._seen()
        return spending.play(border)

    def _too_soon(self) -> None:
        border, portals = self.border, self.border.stage.portals
        for code, key, what in (
            ("window_cap_exceeded", TWICE, "asks for its next part on the same day"),
            (
                "window_cap_exceeded",
                SAME_OWNERS,
                f"asks for its part: its owners have had theirs through {EVERYBODY[TWICE].spoken}",
            ),
            ("not_released", LATE, "asks for its money while its goods wait at customs"),
        ):
            claims = {"claims": [self.settling.waiting(key).claim]}
            border.stopped(code, f"{EVERYBODY[key].spoken} {what}", portals[key], "/v1/collections", claims)
        self._require_held()
        border.stage.say(
            f"{EVERYBODY[LATE].spoken}'s {dollars(self.made[LATE].face)} stay held in the platform's wallet. It "
            "cannot take them back, and is not overdue with them."
        )

    def _require_held(self) -> None:
        """What waits for goods is set aside, and nobody is late with it."""
        stage, one = self.border.stage, self.made[LATE]
        told = stage.portals["platform"].read(f"/v1/receivables/{one.receivable}/settlement")
        require("What the platform owes", (told["days_overdue"], told["owed"]["total"]), (0, 0))
        require("What waits", told["outstanding"], one.face)

    def _seen(self) -> None:
        """The supervisor sees that goods and money part."""
        stage, one = self.border.stage, self.made[LATE]
        (told,) = stage.portals["supervisor"].read("/v1/monitoring", programme=stage.programme)["programmes"]
        parted = {
            row["receivable"]: [
                (found["name"], found["amount"], found["days"]) for found in row["differences"]
            ]
            for row in told["goods_and_money"]
            if row["due_date"] < stage.in_days(0) and row["differences"]
        }
        found = ("due_and_not_delivered", one.face, self.border.day - (FIRST + 1))
        require("Where goods and money part", parted, {one.receivable: [found]})
        stage.say(
            f"The supervisor sees one receivable whose goods and money part: {dollars(one.face)}, due and not "
            f"delivered for {found[2]} whole days."
        )

    def _stand_still(self) -> None:
        border, portals = self.border, self.border.stage.portals
        path = f"/v1/programmes/{border.stage.programme}/border"
        office = portals["exchange_office"]
        office.command(f"{path}/stop", {"order": ORDER})
        border.stage.say(
            f"{EXCHANGE_OFFICE.name} stops the programme under order {ORDER}, whose hash the chain keeps."
        )
        claims = {"claims": [self.settling.waiting(TWICE).claim]}
        border.stopped(
            "programme_suspended",
            f"{EVERYBODY[TWICE].spoken} is to be paid under the exchange office's order",
            portals[TWICE],
            "/v1/collections",
            claims,
        )
        border.stopped(
            "role_not_allowed", "the operator lifts the order", portals["operator"], f"{path}/resumption"
        )
        office.command(f"{path}/resumption")
        border.stage.say("It has looked into it and lifts its own order: payment goes on where it was.")

    def _fix_second(self) -> None:
        border, due, feeds = self.border, self._due(SECOND), self.feeds
        border.go_to(SECOND)
        border.stage.screen.step(f"Day {SECOND}: {len(due)} more fall due, and the feed cannot be believed")
        self.goods.arrive_for(SECOND)
        self._not_fixed("rate_stale", due[0], f"the feed has been silent since day {FIRST}")
        feeds.say(MISPLACED, RATE_OF_SECOND)
        self._not_fixed("rate_out_of_bounds", due[0], f"the feed jumps to {rate_text(MISPLACED)}")
        feeds.say(APART, RATE_OF_SECOND)
        self._not_fixed(
            "rates_deviate", due[0], f"the feeds say {rate_text(APART)} and {rate_text(RATE_OF_SECOND)}"
        )
        feeds.say(RATE_OF_SECOND)
        for key in due:
            self.settling.fix(key, RATE_OF_SECOND)
        border.stage.say(
            f"Then both feeds say {rate_text(RATE_OF_SECOND)}, and the same request is granted, on the due day "
            "still: the first rate that is believed after a silence is the fixing. The platform sets "
            f"{self._set_aside(due)} aside."
        )

    def _not_fixed(self, code: str, key: str, why: str) -> None:
        path = f"/v1/receivables/{self.made[key].receivable}/fixing"
        attempt = f"{EVERYBODY[key].spoken} has its rate fixed: {why}"
        self.border.stopped(code, attempt, self.border.stage.portals[key], path)

    def _pay_second(self) -> None:
        border, due = self.border, self._due(SECOND)
        border.stage.screen.step("They are paid in parts, and so is the late shipment, which has come")
        for day in range(SECOND + 1, SECOND + PARTS + 1):
            border.go_to(day)
            if day == SECOND + 1:
                self._require_held()
                self.goods.bring(LATE, "delivered")
                border.stage.say(
                    f"{EVERYBODY[LATE].spoken}'s goods come {day - FIRST} days late, and nobody is overdue even now. "
                    f"The carrier signs for them, and they are paid at the rate of day {FIRST}, "
                    f"{rate_text(RATE_OF_FIRST)}, whatever a dollar is today."
                )
                self.values.record("delivered", RATE_OF_FIRST, fixed=True)
                self.values.show()
            self.settling.pay(*due, LATE)
        self.feeds.say(LAST_BELIEVED)
        self.feeds.observe()

    def _fall_back(self) -> None:
        border, due = self.border, self._due(LAST)
        border.go_to(LAST)
        border.stage.screen.step(
            f"Days {LAST} to {DAYS}: the feeds fall silent for good, and what was agreed for that applies"
        )
        self.goods.arrive_for(LAST)
        (key,) = due
        self._not_fixed("rate_stale", key, f"nobody has said anything since day {SECOND + PARTS}")
        border.go_to(DAYS)
        self.settling.fix(key, LAST_BELIEVED, fallback=True)
        border.stage.say(
            f"After {FALLBACK_DAYS} days without a good rate the last one that was believed before the due day "
            f"applies: {rate_text(LAST_BELIEVED)}, of day {SECOND + PARTS}."
        )
        self.settling.pay(key)
