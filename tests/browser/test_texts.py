"""Every text is there in every language, and none is there that nobody asks for. What the ledger calls by a word has
its text: the words come from the ledger's own types."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from tallystick.crossborder.schemas import Milestone, MovementKind
from tallystick.early_payment.schemas import AuctionView, EarlyOfferView, Pricing
from tallystick.evidence.schemas import DocumentKind
from tallystick.financing.agreement_schemas import AgreementState, AgreementView
from tallystick.financing.schemas import QuoteState, QuoteView
from tallystick.market.schemas import Side as OrderSide
from tallystick.metrics.positions import Side
from tallystick.monitoring.alerts import RuleName
from tallystick.monitoring.goods import DifferenceName
from tallystick.offers.schemas import OfferState
from tallystick.programmes.schemas import Regime
from tallystick.rail.schemas import InstructionView
from tallystick.receivables.schemas import LotView
from tallystick.receivables.standing import Status
from tallystick.settlement.schemas import Quotes
from tallystick.web.viewer import Role
from tests.browser.texts import APP, LANGUAGES, asked_for, catalogue, refusals, sources

PLACEHOLDER = re.compile(r"\{\w+\}")
LATER = re.compile(r"\$\{[^}]+\}")


def words_of(model: type[BaseModel], field: str) -> tuple[str, ...]:
    """The words that a field of the API is one of."""
    words: tuple[str, ...] = get_args(model.model_fields[field].annotation)
    return words


def named(pattern: str, folder: str = "") -> set[str]:
    """What the portal's own modules call by a name."""
    found = re.compile(pattern, re.MULTILINE)
    texts = [text for path, text in sources() if path.relative_to(APP).as_posix().startswith(folder)]
    return {name for text in texts for name in found.findall(text)}


def returned(file: str, function: str) -> set[str]:
    """The words that one of its functions tells."""
    found = re.search(
        rf"^function {function}\(.*?^\}}", (APP / file).read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found is not None
    return {word for told in re.findall(r"return (.*);", found[0]) for word in re.findall(r'"(\w+)"', told)}


def second(makers: str) -> set[str]:
    """What commands that one function makes are called in its texts: its second argument."""
    return named(rf'^export const \w+ = (?:{makers})\("[^"]+", "(\w+)"', "commands/")


def sentences() -> set[str]:
    """What a command on a claim with recourse tells as its consequence."""
    lists = named(r'^export const \w+ = onClaim\("[^"]+", "[^"]+", \[([^\]]+)\]', "commands/")
    return {word for listed in lists for word in re.findall(r"\w+", listed)}


FAMILIES: dict[str, Iterable[str]] = {
    "agreement.${}": words_of(AgreementView, "kind"),
    "agreement_state.${}": get_args(AgreementState),
    "alert.${}": get_args(RuleName),
    "border.${}": get_args(Quotes),
    "border.waits_for.${}": returned("pages/border.js", "waitsFor"),
    "command.${}": named(r'^  "?([\w-]+)"?(?:: \w+)?,$', "commands/all.js"),
    "auction_stage.${}": words_of(AuctionView, "stage"),
    "consequence.${}": second("answering|deciding|letting|moving|stopping") | sentences(),
    "consequence.${}_against": second("moving"),
    "consequence.${}_payment": second("stopping"),
    "consequence.${}_then": second("letting"),
    "consequence.auction_${}": get_args(Pricing),
    "consequence.instruction_${}": {*words_of(InstructionView, "state")} - {"open"},
    "consequence.order_${}": get_args(OrderSide),
    "country.${}": {"156", "158", "344", "446", "458", "702"},
    "difference.${}": get_args(DifferenceName),
    "document.${}": get_args(DocumentKind),
    "done.${}": second("answering|deciding|letting|moving|onClaim|stopping"),
    "early_stage.${}": words_of(EarlyOfferView, "stage"),
    "field.${}": named(r'\{\s*name: "(\w+)",\s*kind:', "commands/"),
    "hint.${}": second("moving"),
    "instruction.${}": words_of(InstructionView, "kind"),
    "instruction_state.${}": words_of(InstructionView, "state"),
    "market.${}s": get_args(OrderSide),
    "milestone.${}": get_args(Milestone),
    "movement.${}": get_args(MovementKind),
    "offer_state.${}": get_args(OfferState),
    "pricing.${}": get_args(Pricing),
    "purpose.${}": {"121010"},
    "quote.${}": {*words_of(QuoteView, "kind"), "recourse_sale"},
    "quote_state.${}": get_args(QuoteState),
    "regime.${}": get_args(Regime),
    "role.${}": set(Role) - {Role.HOST},
    "side.${}": {*get_args(Side), *get_args(OrderSide), "notes"},
    "spender.${}": {"desk", "early-payment", "market"},
    "status.${}": get_args(Status),
    "step.${}": words_of(LotView, "kind"),
    "waits.${}": {"demand-recourse", "repurchase"},
}
"""What stands in a key that is put together when it is asked for. The host does not sign in."""


def commands() -> set[str]:
    """By the keys of what they are called."""
    return {f"command.{name}" for name in FAMILIES["command.${}"]}


def family(key: str) -> str:
    return LATER.sub("${}", key)


def used() -> set[str]:
    """All keys that are ever asked for."""
    written = {key for _, key in asked_for() if not LATER.search(key)}
    places = named(r'^  \["/[^"]*", "([\w.]+)"', "frame.js")
    handed_on = named(r'^export const \w+ = approving\("[^"]+", "([\w.]+)"', "commands/")
    return (
        written
        | places
        | handed_on
        | {key.replace("${}", word) for key, words in FAMILIES.items() for word in words}
    )


@pytest.mark.parametrize("read", [catalogue, refusals])
def test_every_text_is_in_every_language_with_the_same_places_for_values(read: Any) -> None:
    english = read("en")
    assert len(english) > 400
    for language in LANGUAGES[1:]:
        other = read(language)
        assert list(other) == list(english)
        assert {key for key, text in other.items() if not text} == set()
        differing = [
            key
            for key in english
            if set(PLACEHOLDER.findall(english[key])) != set(PLACEHOLDER.findall(other[key]))
        ]
        assert differing == []


def test_whatever_is_asked_for_by_a_word_of_the_ledgers_is_known_with_all_its_words() -> None:
    asked = {family(key) for _, key in asked_for() if LATER.search(key)}
    assert asked == FAMILIES.keys()
    assert [key for key, words in FAMILIES.items() if not words] == []


def test_every_text_that_is_asked_for_is_there() -> None:
    assert used() - catalogue("en").keys() == set()


def test_no_text_is_there_that_nobody_asks_for() -> None:
    assert catalogue("en").keys() - used() == set()


def test_every_command_is_carried_out_in_a_browser() -> None:
    tests = "".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))
    played = {
        key for language in LANGUAGES for key, text in catalogue(language).items() if f'"{text}"' in tests
    }
    assert len(commands()) > 50
    assert commands() - played == set()
