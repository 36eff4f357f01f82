"""Texts in requests: each that must be of a form is told in words which one."""

from collections.abc import Iterator
from typing import Any

import pytest

from tallystick.app import described_app
from tallystick.web.forms import DOCUMENT_NUMBER, WORDS
from tests.api.running_ledger import RunningLedger


def _patterns(part: Any) -> Iterator[str]:
    """Every pattern that the API's own description asks for."""
    if isinstance(part, dict):
        if isinstance(part.get("pattern"), str):
            yield part["pattern"]
        for inner in part.values():
            yield from _patterns(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _patterns(inner)


@pytest.mark.parametrize("pattern", sorted(set(_patterns(described_app().openapi()))))
def test_every_form_has_words(pattern: str) -> None:
    assert WORDS[pattern].startswith("It should ")


def test_no_form_has_words_that_nothing_asks_for() -> None:
    unsaid = {DOCUMENT_NUMBER}  # looked at after its blanks are cut off, which a schema cannot say
    assert set(WORDS) - unsaid == set(_patterns(described_app().openapi()))


def test_nobody_is_shown_a_regular_expression(ledger: RunningLedger) -> None:
    firm = ledger.open_party()
    refused = firm.get("/v1/claims/7").json()
    assert refused["code"] == "malformed_request"
    assert (
        "path/claim: It should be a claim, written receivable-serial as in 7-31 (got '7')."
        in refused["detail"]
    )
    body = {"to": "?", "claims": []}
    errors = firm.post("/v1/transfers", body).json()["errors"]
    assert [(error["pointer"], error["detail"]) for error in errors] == [
        ("#/to", "It should be an id: at most 64 letters, digits and hyphens"),
        ("#/claims", "It is too short: at least 1"),
    ]
