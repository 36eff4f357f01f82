"""What a source says: a file on this machine or a web address that answers with one quotation.

A quotation is a JSON object of two strings, as a bank's or a data vendor's export is easily turned into:

    {"answer": "7.1234", "updated_at": "2026-11-29T10:00:00+08:00"}
"""

import asyncio
import json
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import httpx
from pydantic import TypeAdapter, ValidationError

from tallystick.refusal import Refusal, Unavailable
from tallystick.web.bodies import Instant

SourceKind = Literal["file", "http"]

TIMEOUT_SECONDS = 10.0
"""For all of an answer, however it comes; how long a name takes to resolve is the machine's."""

MOST_BYTES = 65_536
_LARGEST_ANSWER = 2**191 - 1
_LATEST = 2**40 - 1
_DECIMAL = re.compile(r"(-?)([0-9]{1,58})(?:\.([0-9]{1,58}))?")
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Instant)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is quoted, a decimal as it is written, and when it was so by the source's clock, in seconds since 1970."""

    answer: str
    updated_at: int

    @property
    def parts(self) -> tuple[str, str, str]:
        """Its sign, what stands before the point, and what stands after it without zeros at the end."""
        whole, _, fraction = self.answer.removeprefix("-").partition(".")
        return "-" if self.answer.startswith("-") else "", whole, fraction.rstrip("0")


def read_source(kind: str, location: str) -> Quotation:
    """What the source says now. Raises `Unavailable` where it does not answer, a `Refusal` where it makes no sense."""
    return quotation_of(_READERS[kind](location), location)


def quotation_of(content: bytes, location: str) -> Quotation:
    """A quotation from its JSON. Raises `Refusal`."""
    if len(content) > MOST_BYTES:
        raise _senseless(location, f"it has more than {MOST_BYTES} bytes")
    try:
        said = json.loads(content, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        raise _senseless(location, "it is no JSON") from None
    if not isinstance(said, dict):
        raise _senseless(location, "it is no JSON object")
    return Quotation(_answer(said, location), _updated_at(said, location))


def answer_with(quotation: Quotation, decimals: int, location: str) -> int:
    """The answer as an integer with so many decimals. Raises `Refusal` where it has more: nothing is rounded here."""
    sign, whole, fraction = quotation.parts
    if len(fraction) > decimals:
        raise Refusal(
            "source_too_precise",
            f"{location} quotes {quotation.answer}, and its feed has {decimals} decimals.",
            "Open a feed with as many decimals as the source has.",
        )
    answer = int(sign + whole + fraction.ljust(decimals, "0"))
    if abs(answer) > _LARGEST_ANSWER:
        raise _senseless(location, f"{quotation.answer} is larger than any answer")
    return answer


def _read_file(location: str) -> bytes:
    """Of a file alone: whatever else has a name there may never come to an end."""
    try:
        opened = os.open(location, os.O_RDONLY | os.O_NONBLOCK)
        with os.fdopen(opened, "rb") as file:
            if not stat.S_ISREG(os.fstat(opened).st_mode):
                raise _silent(location, "it is no file")
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise _silent(location, str(reason)) from error


def _read_http(location: str) -> bytes:
    try:
        return asyncio.run(_fetched(location))
    except TimeoutError as error:
        raise _silent(location, f"it takes more than {TIMEOUT_SECONDS:g} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise _silent(location, str(error) or type(error).__name__) from error


async def _fetched(location: str) -> bytes:
    """As it comes over the wire, unpacked by nobody. No redirects are followed: the host has named this address and no
    other."""
    plainly = {"Accept-Encoding": "identity"}
    async with (
        asyncio.timeout(TIMEOUT_SECONDS),
        httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False, headers=plainly) as client,
        client.stream("GET", location) as answer,
    ):
        if answer.status_code != httpx.codes.OK:
            raise _silent(location, f"it answers {answer.status_code}")
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise _silent(location, "it answers in an encoding that nobody asked for")
        content = b""
        async for part in answer.aiter_raw():
            content += part
            if len(content) > MOST_BYTES:
                break
        return content


_READERS: dict[str, Callable[[str], bytes]] = {"file": _read_file, "http": _read_http}


def _answer(said: dict[str, Any], location: str) -> str:
    given = said.get("answer")
    if not isinstance(given, str) or not _DECIMAL.fullmatch(given):
        raise _senseless(location, f"`answer` is {given!r}, no decimal number"[:500])
    return given


def _updated_at(said: dict[str, Any], location: str) -> int:
    given = said.get("updated_at")
    try:
        moment = int(_MOMENT.validate_python(given).timestamp())
    except ValidationError:
        moment = -1
    if not 0 <= moment <= _LATEST:
        raise _senseless(location, f"`updated_at` is {given!r}, no moment with its offset"[:500])
    return moment


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
