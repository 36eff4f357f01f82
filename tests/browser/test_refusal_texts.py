"""Whatever the ledger may refuse with has its text in every language, and no text is there for what it never says."""

from typing import get_args

import pytest

from tallystick.crossborder.keeper import NOT_BELIEVED
from tallystick.monitoring.attempts import StoppingRule
from tests.browser.codes import NOT_WRITTEN_DOWN, codes, told
from tests.browser.texts import LANGUAGES, refusals


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_told_in_every_language(language: str) -> None:
    assert codes() - refusals(language).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_there_for_a_code_that_there_is_not(language: str) -> None:
    assert refusals(language).keys() - codes() == set()


def test_no_place_that_tells_a_code_is_overlooked() -> None:
    assert {place for code, place in told() if code is None} == NOT_WRITTEN_DOWN.keys()


def test_why_a_rate_is_not_believed_and_what_stops_a_movement_are_codes() -> None:
    assert {*NOT_BELIEVED, *get_args(StoppingRule)} - codes() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_sentences_in_the_order_of_their_codes(language: str) -> None:
    texts = refusals(language)
    assert list(texts) == sorted(texts)
    assert {
        code for code, text in texts.items() if not text.endswith("." if language == "en" else "。")
    } == set()
