"""What a source says: a file on this machine or a web address that answers with one quotation.

A quotation is a JSON object of two strings, as a bank's or a data vendor's export is easily turned into:

    {"answer": "7.1234", "updated_at": "2026-11-29T10:00:00+08:00"}
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

import httpx

from tallystick.refusal import Refusal, Unavailable

SourceKind = Literal["file", "http"]

TIMEOUT_SECONDS = 10.0
MOST_BYTES = 65_536
_LARGEST_ANSWER = 2**191 - 1
_MOST_DIGITS = 60
_LATEST = 2**40 - 1


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted, and when it was so by the source's clock, in seconds since 1970."""

    answer: Decimal
    updated_at: int


def read_source(kind: str, location: str) -> Quotation:
    """What the source says now. Raises `Unavailable` where it does not answer, a `Refusal` where it makes no sense."""
    return quotation_of(_READERS[kind](location), location)


def quotation_of(content: bytes, location: str) -> Quotation:
    """A quotation from its JSON. Raises `Refusal`."""
    if len(content) > MOST_BYTES:
        raise _senseless(location, f"it has more than {MOST_BYTES} bytes")
    try:
        said = json.loads(content, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError):
        raise _senseless(location, "it is no JSON") from None
    if not isinstance(said, dict):
        raise _senseless(location, "it is no JSON object")
    return Quotation(_answer(said, location), _updated_at(said, location))


def answer_with(quotation: Quotation, decimals: int, location: str) -> int:
    """The answer as an integer with so many decimals. Raises `Refusal` where it has more: nothing is rounded here."""
    scaled = quotation.answer.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        raise Refusal(
            "source_too_precise",
            f"{location} quotes {quotation.answer}, and its feed has {decimals} decimals.",
            "Open a feed with as many decimals as the source has.",
        )
    if abs(scaled) > _LARGEST_ANSWER:
        raise _senseless(location, f"{quotation.answer} is larger than any answer")
    return int(scaled)


def _read_file(location: str) -> bytes:
    try:
        with Path(location).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _silent(location, str(reason)) from error


def _read_http(location: str) -> bytes:
    """No redirects are followed: the host has named this address and no other."""
    try:
        with httpx.stream("GET", location, timeout=TIMEOUT_SECONDS, trust_env=False) as answer:
            if answer.status_code != httpx.codes.OK:
                raise _silent(location, f"it answers {answer.status_code}")
            content = b""
            for part in answer.iter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    break
            return content
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _silent(location, str(error)) from error


_READERS: dict[str, Callable[[str], bytes]] = {"file": _read_file, "http": _read_http}


def _answer(said: dict[str, Any], location: str) -> Decimal:
    given = said.get("answer")
    try:
        answer = Decimal(given) if isinstance(given, (str, Decimal)) else None
    except InvalidOperation:
        answer = None
    if answer is None or not answer.is_finite() or abs(answer.adjusted()) > _MOST_DIGITS:
        raise _senseless(location, f"`answer` is {given!r}, no decimal number")
    return answer


def _updated_at(said: dict[str, Any], location: str) -> int:
    given = said.get("updated_at")
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 0 <= moment.timestamp() <= _LATEST:
        raise _senseless(location, f"`updated_at` is {given!r}, no moment with its offset")
    return int(moment.timestamp())


def _silent(location: str, reason: str) -> Unavailable:
    return Unavailable(
        "source_silent",
        f"{location} cannot be read: {reason}.",
        "See that it is there; the next reading tries again.",
    )


def _senseless(location: str, reason: str) -> Refusal:
    return Refusal(
        "source_senseless",
        f"What {location} says makes no sense: {reason}.",
        'Have it say {"answer": "7.1234", "updated_at": "2026-11-29T10:00:00+08:00"}.',
    )
