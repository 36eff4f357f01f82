"""e-CNY over HTTP: banks, wallets, payments, approvals and holds, and who sees how much of them."""

from dataclasses import dataclass

import pytest

from tests.api.running_ledger import Firm, RunningLedger, problem

HOLDERS = ("supplier", "financier")


@dataclass(frozen=True)
class Money:
    """A bank with two customers, of whom one has ¥100.00, and somebody whom it does not know."""

    ledger: RunningLedger
    bank: Firm
    rich: Firm
    poor: Firm
    stranger: Firm

    def wallet(self, owner: Firm) -> dict[str, int]:
        view = owner.read(f"/v1/wallets/{owner.party}")
        return {name: view[name] for name in ("balance", "held", "available")}

    def hold(self, **terms: object) -> str:
        body = {"amount": 4_000, "releaser": self.poor.party} | terms
        number: str = self.rich.command("/v1/holds", body)["hold"]["id"]
        return number


@pytest.fixture
def money(ledger: RunningLedger) -> Money:
    bank, rich, poor, stranger = ledger.open_bank(), *(ledger.open_party() for _ in range(3))
    for owner in (rich, poor):
        bank.command("/v1/wallets", {"party": owner.party})
    bank.command(f"/v1/wallets/{rich.party}/issues", {"amount": 10_000})
    return Money(ledger, bank, rich, poor, stranger)


def test_a_bank_opens_wallets_and_puts_money_in(money: Money) -> None:
    assert money.wallet(money.rich) == {"balance": 10_000, "held": 0, "available": 10_000}
    view = money.bank.read(f"/v1/wallets/{money.rich.party}")
    assert (view["owner"]["id"], view["bank"]["id"], view["tier"]) == (money.rich.party, money.bank.party, 0)
    changed = money.bank.command(f"/v1/wallets/{money.rich.party}/tier", {"tier": 2})["wallet"]
    assert changed["tier"] == 2
    refused = money.bank.refused(f"/v1/wallets/{money.rich.party}/tier", {"tier": 7})
    assert refused["code"] == "unknown_tier"


def test_another_bank_has_nothing_to_say_about_a_wallet(money: Money) -> None:
    other = money.ledger.open_bank()
    for what, body in (("issues", {"amount": 1}), ("redemptions", {"amount": 1}), ("tier", {"tier": 1})):
        refused = other.refused(f"/v1/wallets/{money.rich.party}/{what}", body)
        assert refused["code"] == "wallet_of_another_bank"
    assert other.refused("/v1/wallets", {"party": money.rich.party})["code"] == "wallet_already_open"
    assert problem(other.get(f"/v1/wallets/{money.rich.party}"))["code"] == "wallet_not_found"


def test_one_pays_the_other(money: Money) -> None:
    paid = money.rich.command("/v1/payments", {"to": money.poor.party, "amount": 2_500})
    assert (paid["payer"]["id"], paid["payee"]["id"], paid["amount"]) == (
        money.rich.party,
        money.poor.party,
        2_500,
    )
    assert (money.wallet(money.rich)["balance"], money.wallet(money.poor)["balance"]) == (7_500, 2_500)


def test_what_cannot_be_paid_is_refused(money: Money) -> None:
    too_much = {"to": money.poor.party, "amount": 10_001}
    refused = money.rich.refused("/v1/payments", too_much)
    assert (refused["code"], refused["values"]["available"]) == ("funds_insufficient", 10_000)
    to_stranger = {"to": money.stranger.party, "amount": 1}
    assert money.rich.refused("/v1/payments", to_stranger)["code"] == "wallet_not_open"
    assert money.stranger.refused("/v1/payments", to_stranger)["code"] == "wallet_not_open"
    to_bank = {"to": money.bank.party, "amount": 1}
    assert money.rich.refused("/v1/payments", to_bank)["code"] == "party_cannot_hold"


def test_who_is_approved_pays_out_of_the_wallet_of_another_and_no_more(money: Money) -> None:
    payment = {"from": money.rich.party, "to": money.poor.party, "amount": 300}
    assert money.poor.refused("/v1/payments", payment)["code"] == "allowance_insufficient"
    money.rich.command("/v1/payment-approvals", {"spender": money.poor.party, "amount": 500})
    money.poor.command("/v1/payments", payment)
    for viewer in (money.rich, money.poor):
        (left,) = viewer.read("/v1/payment-approvals")["approvals"]
        assert (left["owner"]["id"], left["spender"]["id"], left["remaining"]) == (
            money.rich.party,
            money.poor.party,
            "200",
        )
    assert money.stranger.read("/v1/payment-approvals")["approvals"] == []
    assert money.poor.refused("/v1/payments", payment)["code"] == "allowance_insufficient"
    money.rich.command("/v1/payment-approvals", {"spender": money.poor.party, "amount": 0})
    assert money.rich.read("/v1/payment-approvals")["approvals"] == []


def test_a_bank_redeems_what_its_customer_has_approved(money: Money) -> None:
    redemption = f"/v1/wallets/{money.rich.party}/redemptions"
    assert money.bank.refused(redemption, {"amount": 100})["code"] == "allowance_insufficient"
    money.rich.command("/v1/payment-approvals", {"spender": money.bank.party, "amount": 100})
    assert money.bank.command(redemption, {"amount": 100})["wallet"]["balance"] == 9_900


def test_a_wallets_movements_are_told_to_its_owner_and_its_bank(money: Money) -> None:
    money.rich.command("/v1/payments", {"to": money.poor.party, "amount": 1_000})
    money.rich.command("/v1/payment-approvals", {"spender": money.bank.party, "amount": 50})
    money.bank.command(f"/v1/wallets/{money.rich.party}/redemptions", {"amount": 50})
    path = f"/v1/wallets/{money.rich.party}/movements"
    for viewer in (money.rich, money.bank):
        told = [(row["kind"], row["amount"]) for row in viewer.read(path)["movements"]]
        assert told == [("redeem", 50), ("pay", 1_000), ("issue", 10_000)]
    first = money.rich.read(path, size=2)
    rest = money.rich.read(path, size=2, before=first["next"])
    assert [row["kind"] for row in first["movements"] + rest["movements"]] == ["redeem", "pay", "issue"]
    assert rest["next"] is None
    for viewer in (money.poor, money.stranger):
        assert problem(viewer.get(path))["code"] == "wallet_not_found"


def test_nobody_sees_the_wallet_of_another(money: Money) -> None:
    supervisor = money.ledger.open_party("supervisor")
    assert [row["owner"]["id"] for row in money.poor.read("/v1/wallets")["wallets"]] == [money.poor.party]
    assert money.stranger.read("/v1/wallets")["wallets"] == []
    assert {row["owner"]["id"] for row in money.bank.read("/v1/wallets")["wallets"]} == {
        money.rich.party,
        money.poor.party,
    }
    assert supervisor.read(f"/v1/wallets/{money.rich.party}")["balance"] == 10_000
    for viewer in (money.poor, money.stranger):
        assert problem(viewer.get(f"/v1/wallets/{money.rich.party}"))["code"] == "wallet_not_found"


def test_who_pays_does_not_learn_what_is_in_the_wallet_of_another(money: Money) -> None:
    money.bank.command(f"/v1/wallets/{money.poor.party}/tier", {"tier": 4})
    money.bank.command(f"/v1/wallets/{money.poor.party}/issues", {"amount": 999_000})
    refused = money.rich.refused("/v1/payments", {"to": money.poor.party, "amount": 1_001})
    assert refused["code"] == "balance_limit_exceeded"
    assert "9,990" not in refused["detail"]
    assert "balance" not in refused["values"]
    money.rich.command("/v1/payment-approvals", {"spender": money.poor.party, "amount": 50_000})
    drawn = {"from": money.rich.party, "to": money.poor.party, "amount": 50_000}
    refused = money.poor.refused("/v1/payments", drawn)
    assert refused["code"] == "funds_insufficient"
    assert "100.00" not in refused["detail"]
    assert "available" not in refused["values"]


def test_money_is_set_aside_paid_in_part_and_given_back(money: Money) -> None:
    number = money.hold(purpose="订单 4711")
    assert money.wallet(money.rich) == {"balance": 10_000, "held": 4_000, "available": 6_000}
    view = money.poor.read(f"/v1/holds/{number}")
    assert (view["amount"], view["left"], view["purpose"], view["expires_at"]) == (
        4_000,
        4_000,
        "订单 4711",
        None,
    )
    refused = money.poor.refused(f"/v1/holds/{number}/payments", {"amount": 1})
    assert refused["code"] == "payee_missing"
    paid = money.poor.command(f"/v1/holds/{number}/payments", {"amount": 1_500, "to": money.poor.party})
    assert paid["hold"]["left"] == 2_500
    assert money.rich.refused(f"/v1/holds/{number}/return")["code"] == "hold_not_returnable"
    assert money.poor.command(f"/v1/holds/{number}/return")["hold"]["left"] == 0
    assert money.wallet(money.rich) == {"balance": 8_500, "held": 0, "available": 8_500}
    assert money.poor.refused(f"/v1/holds/{number}/payments", {"amount": 1, "to": money.poor.party})[
        "code"
    ] == ("hold_not_found")


def test_a_hold_for_one_payee_is_paid_to_nobody_else(money: Money) -> None:
    number = money.hold(payee=money.poor.party)
    other = {"amount": 1, "to": money.rich.party}
    assert money.poor.refused(f"/v1/holds/{number}/payments", other)["code"] == "not_the_payee"
    assert money.poor.command(f"/v1/holds/{number}/payments", {"amount": 4_000})["hold"]["left"] == 0
    assert money.wallet(money.poor)["balance"] == 4_000


def test_a_hold_that_has_expired_goes_back_to_its_payer(money: Money) -> None:
    number = money.hold(expires_at=money.ledger.moment(2))
    refused = money.rich.refused(f"/v1/holds/{number}/return")
    assert refused["code"] == "hold_not_returnable"
    past = {"amount": 1, "releaser": money.poor.party, "expires_at": money.ledger.moment(-60)}
    assert money.rich.refused("/v1/holds", past)["code"] == "expiry_passed"


def test_holds_are_told_to_those_whom_they_concern(money: Money) -> None:
    number = money.hold()
    for viewer in (money.rich, money.poor):
        assert [row["id"] for row in viewer.read("/v1/holds")["holds"]] == [number]
    assert money.stranger.read("/v1/holds")["holds"] == []
    for what in ("payments", "return"):
        body = {"amount": 1, "to": money.stranger.party} if what == "payments" else None
        assert money.stranger.refused(f"/v1/holds/{number}/{what}", body)["code"] == "hold_not_found"
    assert problem(money.stranger.get(f"/v1/holds/{number}"))["code"] == "hold_not_found"
    money.poor.command(f"/v1/holds/{number}/return")
    assert money.rich.read("/v1/holds", only_open=True)["holds"] == []


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("purpose", "长" * 11),
        ("purpose", "a\nb"),
        ("amount", 0),
        ("amount", 2**53),
        ("expires_at", "2027-01-01"),
    ],
)
def test_a_malformed_hold_is_refused_by_its_member(money: Money, member: str, value: object) -> None:
    refused = money.rich.refused("/v1/holds", {"amount": 1, "releaser": money.poor.party, member: value})
    assert refused["code"] == "malformed_request"
    assert refused["errors"][0]["pointer"] == f"#/{member}"
