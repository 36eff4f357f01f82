"""A receivable from its parties to its lineage by the command line alone, with a server and without."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from tallystick.money.calendar import add_months
from tallystick.running import OPERATOR_KEY_FILE
from tests.api.program import starting
from tests.api.terminal import Terminal
from tests.api.trade import today

FACE = 10_000


@dataclass(frozen=True)
class Firm:
    """A party and its terminal."""

    party: str
    terminal: Terminal


@pytest.fixture(scope="module", params=["served", "unserved"])
def operator(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """Of a ledger that was just begun, with a server that runs over it and with none."""
    home = tmp_path_factory.mktemp(request.param) / "home"
    with starting(home) as server:
        server.wait_until_it_answers()
        if request.param == "served":
            yield Terminal(home, f"@{home / OPERATOR_KEY_FILE}")
            return
    yield Terminal(home, f"@{home / OPERATOR_KEY_FILE}", loaded=True)


@pytest.fixture(scope="module")
def firms(operator: Terminal) -> list[Firm]:
    """A debtor and two suppliers."""
    opened = [
        operator.told("open-party", "--name", name, "--tax-number", number, "--roles", role)
        for name, number, role in (
            ("长风汽车", "91310000MA1FL0AA01", "debtor"),
            ("一级动力", "91310000MA1FL0AA02", "supplier"),
            ("甲铸造", "91310000MA1FL0AA03", "supplier"),
        )
    ]
    return [Firm(one["party"]["id"], replace(operator, key=one["api_key"])) for one in opened]


@pytest.fixture(scope="module")
def claim(operator: Terminal, firms: list[Firm]) -> str:
    """The first claim of a receivable that was issued and accepted."""
    debtor, supplier, _ = firms
    programme = operator.told(
        "open-programme", "--name", "供应链", "--asset-kind", "claim", "--regime", "plain_claim_register",
        "--day-count", "ACT/360", "--longest-term-months", "6", "--open-accounts-only",
    )  # fmt: skip
    assert programme["open_accounts_only"] is True
    invoice = supplier.terminal.told(
        "register-document", "--kind", "invoice", "--number", "INV 1, 2", "--amount", str(FACE),
        "--issued-on", (today() - timedelta(days=2)).isoformat(),
        "--buyer", debtor.party, "--seller", supplier.party,
    )["fingerprint"]  # fmt: skip
    issued = debtor.terminal.told(
        "issue-receivable", "--programme", programme["id"], "--creditor", supplier.party,
        "--face", str(FACE), "--due-date", add_months(today(), 6).isoformat(),
        "--evidence", f"document={invoice},amount=4000", "--evidence", f"amount=6000,document={invoice}",
    )["receivable"]["id"]  # fmt: skip
    accepted: str = supplier.terminal.told("accept-receivable", issued)["claim"]["id"]
    return accepted


def test_a_receivable_goes_from_issue_to_lineage_by_commands_alone(firms: list[Firm], claim: str) -> None:
    _, supplier, taker = firms
    parts = supplier.terminal.told("split-claim", claim, "--parts", "9000", "--parts", "999", "--parts", "1")
    assert [part["face"] for part in parts["claims"]] == [9_000, 999, 1]
    first, second, third = (part["id"] for part in parts["claims"])
    moved = supplier.terminal.told("transfer-value", first, "--value", "333", "--to", taker.party)["moved"]
    handed = supplier.terminal.told(
        "transfer-claims", "--claims", second, "--claims", third, "--to", taker.party
    )
    assert [one["value"] for one in handed["moved"]] == [999, 1]
    listed = taker.terminal.told("list-claims", "--size", "2")
    assert [one["id"] for one in listed["claims"]] == [second, third]
    rest = taker.terminal.told("list-claims", "--after", listed["next"])
    assert [(one["id"], one["face"]) for one in rest["claims"]] == [(moved[0]["to_claim"], 333)]
    lots = taker.terminal.told("get-claim-lineage", third)["lots"]
    assert [lot["tier"] for lot in lots] == [1, 1, 2]


def test_a_command_that_was_broken_off_is_repeated_under_the_key_that_it_told(operator: Terminal) -> None:
    words = ("open-party", "--name", "乙", "--tax-number", "91310000MA1FL0AA09", "--roles", "supplier")
    once = operator.run(*words)
    assert once.code == 0, once
    name, key = once.err.strip().split(": ")
    assert name == "Idempotency-Key"
    again = operator.run(*words, "--idempotency-key", key)
    assert (again.code, again.out, again.err) == (0, once.out, "")
    other = operator.refused(*words[:2], "丙", *words[3:], "--idempotency-key", key)
    assert other[0].startswith("idempotency_key_reused: ")


def test_a_dry_run_tells_and_does_nothing(firms: list[Firm], claim: str) -> None:
    _, supplier, _ = firms
    held = supplier.terminal.told("get-claim", claim)
    words = ("split-claim", claim, "--parts", "1", "--parts", str(held["face"] - 1), "--dry-run")
    ended = supplier.terminal.run(*words)
    assert (ended.code, ended.err) == (0, ""), "there is nothing to repeat, so no key is told"
    assert json.loads(ended.out)["would"] == "succeed"
    assert supplier.terminal.told("get-claim", claim) == held


def test_a_refusal_is_told_with_its_code_way_out_and_figures(firms: list[Firm], claim: str) -> None:
    _, supplier, taker = firms
    face = supplier.terminal.told("get-claim", claim)["face"]
    line, values = supplier.terminal.refused("transfer-value", claim, "--value", "99999", "--to", taker.party)
    assert line.startswith(f"value_exceeded: Claim {claim} has a face of ")
    assert line.endswith(" Move at most what the claim has.")
    assert json.loads(values) == {"claim": claim, "value": face, "requested": 99_999}


def test_a_body_can_come_whole_from_a_file_or_the_standard_input(
    firms: list[Firm], claim: str, tmp_path: Path
) -> None:
    _, supplier, taker = firms
    terminal = replace(supplier.terminal, loaded=False)
    body = json.dumps({"value": 1, "to": taker.party})
    file = tmp_path / "body"
    file.write_text(body)
    for name, typed in ((str(file), ""), ("-", body)):
        ended = terminal.run("transfer-value", claim, "--body", name, "--dry-run", typed=typed)
        assert json.loads(ended.out)["would"] == "succeed", ended


def test_the_host_of_the_home_needs_no_key_for_what_is_the_hosts(operator: Terminal, claim: str) -> None:
    host = replace(operator, key="")
    assert claim
    for terminal in (host, operator):  # whose key alone would not do
        assert terminal.told("verify-mirror")["verdict"] == "equal"
        assert terminal.told("rebuild-mirror")["same"] is True
    assert host.refused("list-parties")[0].startswith("api_key_missing: list-parties takes the API key of ")
    assert operator.refused("verify-mirror", "--key", operator.key)[0].startswith("role_not_allowed: ")


def test_an_authority_is_appointed_by_the_host_and_gives_its_orders_by_command(
    operator: Terminal, firms: list[Firm], claim: str
) -> None:
    host, holder = replace(operator, key=""), firms[1].terminal
    appointed = host.told("appoint-authority", "--name", "上海金融法院", "--tax-number", "11310000MB2F30001A")
    court = replace(operator, key=appointed["api_key"])
    order = "(2026)沪01执保123号"
    court.told("freeze-claims", "--claims", claim, "--order", order)
    face = holder.told("get-claim", claim)["face"]
    (refused, *_) = holder.refused("split-claim", claim, "--parts", "1", "--parts", str(face - 1))
    assert refused.startswith("claim_frozen: "), refused
    assert [one["order"] for one in court.told("list-freezes")["freezes"]] == [order]
    court.told("lift-freeze", "--claims", claim)
    assert court.told("list-freezes")["freezes"] == []
