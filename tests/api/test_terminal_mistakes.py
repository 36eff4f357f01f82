"""What is mistaken at a terminal is told in one line that says what and how to mend it."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.api.program import starting, tallystick
from tests.api.terminal import Terminal

ISSUE = (
    "issue-receivable", "--programme", "1", "--creditor", "x", "--face", "5", "--due-date", "2027-01-01",
)  # fmt: skip
PARTY = ("open-party", "--name", "x", "--tax-number", "91310000MA1FL0AA01", "--roles", "debtor")

MISTAKES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "unknown command": (("split-clam", "1-1"), ("bad_command", "'split-clam'", "--help")),
    "unknown option": (("get-claim", "1-1", "--colour"), ("bad_command", "--colour", "get-claim --help")),
    "unknown option of serve": (("serve", "--colour"), ("bad_command", "--colour", "serve --help")),
    "missing argument": (("get-claim",), ("bad_command", "CLAIM")),
    "argument too many": (("get-claim", "1-1", "2-1"), ("bad_command", "2-1")),
    "empty argument": (("get-claim", ""), ("malformed_value", "CLAIM")),
    "option without a value": (("get-claim", "1-1", "--key"), ("bad_command", "--key")),
    "missing options": (PARTY[:3], ("option_missing", "--tax-number, --roles", "open-party --help")),
    "fraction": (("split-claim", "1-1", "--parts", "1.5"), ("malformed_value", "--parts", "'1.5'", "fen")),
    "fraction without one": (("split-claim", "1-1", "--parts", "1.0"), ("malformed_value", "'1.0'")),
    "exponent": (("split-claim", "1-1", "--parts", "1e3"), ("malformed_value", "'1e3'")),
    "separators": (("split-claim", "1-1", "--parts", "1_000"), ("malformed_value", "'1_000'")),
    "full-width digits": (("split-claim", "1-1", "--parts", "\uff11\uff10\uff10"), ("malformed_value", "--parts")),
    "words for a number": (("list-claims", "--size", "ten"), ("malformed_value", "--size", "'ten'")),
    "words for a path's number": (("get-receivable", "x"), ("malformed_value", "RECEIVABLE", "'x'")),
    "no pairs": ((*ISSUE, "--evidence", "0x5e"), ("malformed_value", "--evidence", "document=…,amount=…")),
    "unknown member": ((*ISSUE, "--evidence", "amuont=1"), ("malformed_value", "'amuont'", "amount=…")),
    "member missing": ((*ISSUE, "--evidence", "amount=1"), ("malformed_value", "lacks document")),
    "member twice": ((*ISSUE, "--evidence", "amount=1,amount=2"), ("malformed_value", "amount", "twice")),
    "member a fraction": ((*ISSUE, "--evidence", "document=x,amount=.5"), ("malformed_value", "amount", "'.5'")),
    "broken JSON": ((*ISSUE, "--evidence", '{"document":'), ("malformed_value", "--evidence")),
    "endless JSON": ((*ISSUE, "--evidence", "[" * 100_000), ("malformed_value", "--evidence")),
    "body twice": ((*PARTY, "--body", "-"), ("body_twice", "--body")),
    "no such file": (("open-party", "--body", "/no/such/file"), ("file_not_available", "/no/such/file")),
    "key file without @": (("get-claim", "1-1", "--key", "home/key"), ("malformed_value", "--key", "@")),
    "no such key file": (("get-claim", "1-1", "--key", "@/no/such"), ("file_not_available", "/no/such")),
    "no key": (("get-claim", "1-1"), ("api_key_missing", "supplier", "--key", "TALLYSTICK_API_KEY")),
    "key over two lines": (("get-claim", "1-1", "--key", "a\nb"), ("malformed_value", "--key")),
    "idempotency key beyond ASCII": ((*PARTY, "--idempotency-key", "钥匙"), ("malformed_value", "--idempotency-key")),
    "unknown key": (("get-claim", "1-1", "--key", "tally_x_y"), ("api_key_unknown",)),
    "no server": (("get-health", "--url", "http://127.0.0.1:1"), ("server_unreachable", "127.0.0.1:1")),
    "no URL": (("get-health", "--url", "ledger"), ("malformed_url", "'ledger'")),
    "no ledger": (("get-health", "--home", "/no/such/home"), ("ledger_not_found", "/no/such/home")),
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mistaken") / "home"


@pytest.fixture(scope="module", autouse=True)
def _served(home: Path) -> Iterator[None]:
    with starting(home) as server:
        server.wait_until_it_answers()
        yield


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_in_one_line(home: Path, mistake: str) -> None:
    words, expected = MISTAKES[mistake]
    (line,) = Terminal(home).refused(*words)
    assert line.startswith(f"{expected[0]}: "), line
    assert len(line) < 500 + sum(map(len, words))
    for part in expected:
        assert part in line


def test_what_is_no_text_is_told_in_one_line(home: Path) -> None:
    (line,) = Terminal(home).refused("get-party", "\udcff")
    assert line.startswith("bad_command: ")


def test_several_mistakes_in_a_body_are_all_told(home: Path) -> None:
    operator = Terminal(home, f"@{home / 'operator-api-key'}")
    first, *others = operator.refused("open-party", "--name", "", "--tax-number", "9", "--roles", "king")
    assert first.startswith("malformed_request: ")
    assert [line.split(":")[0] for line in others] == ["--name", "--tax-number", "--roles (no. 1)"]


def test_a_refusal_speaks_of_commands_and_options(home: Path) -> None:
    operator = Terminal(home, f"@{home / 'operator-api-key'}")
    (line,) = operator.refused("get-party", "nobody")
    assert line.startswith("party_not_found: ")
    assert line.endswith("See `tallystick list-parties`.")
    (line,) = operator.refused("open-party", "--name", "x", "--tax-number", "9", "--roles", "debtor")
    assert "--tax-number: It should be a tax number: 15 to 20 letters and digits (got '9')." in line
    assert line.endswith("Correct the request as `tallystick open-party --help` describes it.")


def test_a_body_from_a_file_is_corrected_where_the_pointer_leads(home: Path, tmp_path: Path) -> None:
    body = tmp_path / "party.json"
    body.write_text('{"name": "x", "tax_number": "9", "roles": ["debtor"]}')
    (line,) = Terminal(home, f"@{home / 'operator-api-key'}").refused("open-party", "--body", str(body))
    assert "#/tax_number: " in line


def test_an_answer_that_is_no_ledgers_is_told() -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:  # which answers 501, in HTML
        Thread(target=other.serve_forever, daemon=True).start()
        ended = tallystick("get-health", url=f"http://127.0.0.1:{other.server_port}")
        other.shutdown()
    assert (ended.code, ended.err.split(":")[0]) == (2, "not_a_ledger"), ended
    assert len(ended.err.splitlines()) == 1
