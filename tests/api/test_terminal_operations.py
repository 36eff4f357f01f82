"""Operations at a terminal: signed with one's own wallet, listed, and followed; with a server and without."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from eth_account import Account
from eth_account.signers.local import LocalAccount

from tallystick.running import OPERATOR_KEY_FILE
from tests.api.own_wallet import signed
from tests.api.program import starting
from tests.api.terminal import Terminal


@dataclass(frozen=True)
class Signer:
    """Somebody at a terminal who signs with a wallet, and a party to name in commands."""

    terminal: Terminal
    account: LocalAccount
    other: str


@pytest.fixture(scope="module", params=["served", "unserved"])
def signer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signer]:
    home = tmp_path_factory.mktemp(request.param) / "home"
    operator = Terminal(home, f"@{home / OPERATOR_KEY_FILE}", loaded=request.param == "unserved")
    account: LocalAccount = Account.create()
    with starting(home) as server:
        server.wait_until_it_answers()
        if request.param == "served":
            yield _signer(operator, account)
            return
    yield _signer(operator, account)


def _signer(operator: Terminal, account: LocalAccount) -> Signer:
    def opened(tax_number: str, *words: str) -> Any:
        given = ("--name", "公司", "--tax-number", tax_number, "--roles", "supplier")
        return operator.told("open-party", *given, *words)

    own, other = opened("W" * 18, "--wallet", account.address), opened("X" * 18)
    return Signer(replace(operator, key=own["api_key"]), account, other["party"]["id"])


def _prepared(signer: Signer, *approved: str) -> tuple[str, str]:
    """An operation that waits for its signature, and the signed bytes for it."""
    told = signer.terminal.told("appoint-delegate", "--to", signer.other, *approved)
    assert told["stage"] == "prepared"
    return told["operation"], signed(signer.account, told["transactions"][0])


def test_what_a_wallet_has_to_sign_is_told_and_not_waited_for(signer: Signer) -> None:
    operation, transaction = _prepared(signer, "--approved")
    assert signer.terminal.told("get-operation", operation)["stage"] == "prepared"
    answer = signer.terminal.told("submit-operation", operation, "--transactions", transaction)
    assert answer["transaction"].startswith("0x")
    assert signer.terminal.told("submit-operation", operation, "--transactions", transaction) == answer
    listed = signer.terminal.told("list-operations", "--size", "1")
    assert [(one["id"], one["stage"]) for one in listed["operations"]] == [(operation, "final")]


def test_signed_transactions_can_be_handed_in_as_a_file(signer: Signer, tmp_path: Path) -> None:
    operation, transaction = _prepared(signer, "--no-approved")
    file = tmp_path / "signed.json"
    file.write_text(json.dumps({"transactions": [transaction]}))
    answer = signer.terminal.told("submit-operation", operation, "--body", str(file))
    assert answer == signer.terminal.told("get-operation", operation)["answer"]


def test_a_wrong_signature_is_refused_in_one_line(signer: Signer) -> None:
    told = signer.terminal.told("appoint-delegate", "--to", signer.other, "--approved")
    other = signed(Account.create(), told["transactions"][0])
    lines = signer.terminal.refused("submit-operation", told["operation"], "--transactions", other)
    assert lines[0].startswith("signed_by_another: ")


def test_following_tells_each_stage_on_a_line_of_json(signer: Signer) -> None:
    operation, transaction = _prepared(signer, "--approved")
    signer.terminal.told("submit-operation", operation, "--transactions", transaction)
    ended = signer.terminal.run("follow-operation", operation)
    assert ended.code == 0, ended
    (line,) = ended.out.splitlines()
    assert json.loads(line) == signer.terminal.told("get-operation", operation)
    assert signer.terminal.refused("follow-operation", "nowhere")[0].startswith("operation_not_found: ")
