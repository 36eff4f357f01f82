"""What the portal ships: every text in every language, nothing that asks another machine, true copies."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from scripts.vendor_portal import PACKAGES, VENDOR, differences
from tallystick.crossborder.keeper import NOT_BELIEVED
from tallystick.demo.portal_ledger.story import furnished
from tallystick.portal.pages import STATIC
from tallystick.refusal import Conflict
from tests.browser.portal import Portal
from tests.outside import outside

APP = STATIC / "app"
LANGUAGES = ("en", "zh-CN", "zh-TW")
ENTRY = re.compile(r'^  "(?P<key>[^"]+)": "(?P<text>.*)",$', re.MULTILINE)
ASKED = re.compile(r'\b(?:t|known)\(\s*"(?P<key>[\w.-]+)"')
PLACEHOLDER = re.compile(r"\{\w+\}")


def catalogue(language: str) -> dict[str, str]:
    text = (APP / "languages" / f"{language}.js").read_text("utf-8")
    return {found["key"]: found["text"] for found in ENTRY.finditer(text)}


def sources() -> Iterator[tuple[Path, str]]:
    for path in sorted(APP.rglob("*.js")):
        yield path, path.read_text("utf-8")


def test_every_text_is_in_every_language_with_the_same_places_for_values() -> None:
    english = catalogue("en")
    assert len(english) > 400
    for language in LANGUAGES[1:]:
        other = catalogue(language)
        assert list(other) == list(english)
        assert {key for key, text in other.items() if not text} == set()
        differing = [
            key
            for key in english
            if set(PLACEHOLDER.findall(english[key])) != set(PLACEHOLDER.findall(other[key]))
        ]
        assert differing == []


def test_every_text_that_is_asked_for_is_there() -> None:
    english = catalogue("en")
    asked = {found["key"] for _, text in sources() for found in ASKED.finditer(text)}
    assert asked - english.keys() == set()


def test_every_command_has_a_name() -> None:
    listed = (APP / "commands" / "all.js").read_text("utf-8").partition("COMMANDS = {")[2]
    commands = re.findall(r'^  "?([a-z-]+)"?[:,]', listed, re.MULTILINE)
    assert len(commands) > 50
    named = {key.removeprefix("command.") for key in catalogue("en") if key.startswith("command.")}
    assert set(commands) == named


def test_every_command_is_carried_out_in_a_browser() -> None:
    played = "".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))
    done = {
        key for language in LANGUAGES for key, text in catalogue(language).items() if f'"{text}"' in played
    }
    commands = {key for key in catalogue("en") if key.startswith("command.")}
    assert commands - done == set()


def test_why_a_rate_is_not_believed_is_told_in_words() -> None:
    assert {f"refusal.{code}" for code in NOT_BELIEVED} - catalogue("en").keys() == set()


def test_no_markup_is_made_of_text_and_no_other_machine_is_named() -> None:
    for path, text in sources():
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http"):
            assert forbidden not in text, (path.name, forbidden)


def test_no_file_of_the_portal_is_long() -> None:
    lengths = {path.name: text.count("\n") for path, text in sources() if path.parent.name != "languages"}
    assert max(lengths.values()) <= 300, lengths


def test_what_is_copied_is_what_was_published() -> None:
    if not PACKAGES.exists():
        outside("ECharts and Noto Sans SC", "`make test` installs them into tests/browser/node_modules")
    assert differences() == []
    assert {path.name for path in VENDOR.rglob("LICENSE*")} == {"LICENSE", "LICENSE-d3"}


@pytest.mark.parametrize("path", ["/portal/", "/portal/app/main.js", "/portal/vendor/echarts/LICENSE"])
def test_a_page_may_load_only_what_comes_from_the_ledger(
    portal: Portal, http: httpx.Client, path: str
) -> None:
    answer = http.get(portal.url + path).raise_for_status()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_whoever_opens_the_ledgers_address_comes_to_the_portal(portal: Portal, http: httpx.Client) -> None:
    assert http.get(portal.url + "/").headers["location"] == "/portal/"


def test_keys_are_given_to_browsers_on_this_machine_only(portal: Portal, http: httpx.Client) -> None:
    listed = http.get(f"{portal.url}/portal/demo-parties").json()["parties"]
    assert [party["role"] for party in listed].count("supplier") == 10
    assert not any("api_key" in party for party in listed)
    path = f"{portal.url}/portal/demo-parties/C"
    assert http.post(path).json() == {"api_key": portal.parties["C"]["api_key"]}
    for elsewhere in ({"Host": "ledger.example"}, {"Origin": "https://elsewhere.example"}):
        refused = http.post(path, headers=elsewhere)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_from_this_machine")
        assert http.get(f"{portal.url}/portal/demo-parties", headers=elsewhere).json() == {"parties": []}
    assert http.post(f"{portal.url}/portal/demo-parties/nobody").json()["code"] == "party_not_found"
    assert http.get(path).status_code == 404


def test_a_home_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("somebody's")
    with pytest.raises(Conflict, match="home_in_use"):
        furnished(tmp_path)
    assert (tmp_path / "ledger.sqlite").read_text() == "somebody's"
