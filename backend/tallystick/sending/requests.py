"""What was asked under an idempotency key, kept so that a repeat can be told what differs."""

import json
from typing import Any

LONGEST_REQUEST = 64 * 1024
"""Characters of a request that are kept; of a longer one a repeat is only told that it differs."""

MOST_DIFFERENCES = 20
MISSING = "(missing)"
LONGEST_VALUE = 80


def request_text(method: str, path: str, query: str, body: bytes) -> str | None:
    """A request as it is kept; None where it is too long or no text."""
    try:
        text = json.dumps([method, path, query, body.decode()], ensure_ascii=False)
    except UnicodeDecodeError:
        return None
    return text if len(text) <= LONGEST_REQUEST else None


def differences(earlier: str | None, now: str | None) -> list[dict[str, Any]]:
    """Where two requests differ: `pointer` (a JSON pointer into the body, or `method`, `path`, `query`), and the two
    values. One line without a place where one of them was not kept."""
    if earlier is None or now is None:
        return [{"pointer": "#", "earlier": "(not kept)", "now": "(another)"}]
    *before, body_before = json.loads(earlier)
    *after, body_after = json.loads(now)
    found = [
        {"pointer": place, "earlier": one, "now": other}
        for place, one, other in zip(("method", "path", "query"), before, after, strict=True)
        if one != other
    ]
    found += _between(_parsed(body_before), _parsed(body_after), "#")
    if not found:
        found.append({"pointer": "#", "earlier": "(written otherwise)", "now": "(written otherwise)"})
    return found[:MOST_DIFFERENCES]


def _between(earlier: Any, now: Any, pointer: str) -> list[dict[str, Any]]:
    if isinstance(earlier, dict) and isinstance(now, dict):
        names = [*earlier, *(name for name in now if name not in earlier)]
        return [
            difference
            for name in names
            for difference in _between(
                earlier.get(name, MISSING), now.get(name, MISSING), f"{pointer}/{_escaped(name)}"
            )
        ]
    if isinstance(earlier, list) and isinstance(now, list) and len(earlier) == len(now):
        return [
            difference
            for position, (one, other) in enumerate(zip(earlier, now, strict=True))
            for difference in _between(one, other, f"{pointer}/{position}")
        ]
    if type(earlier) is type(now) and earlier == now:
        return []
    return [{"pointer": pointer, "earlier": _told(earlier), "now": _told(now)}]


def _parsed(body: str) -> Any:
    """A body that is no JSON is compared as it stands."""
    try:
        return json.loads(body)
    except ValueError:
        return body


def _escaped(name: str) -> str:
    """RFC 6901, section 3."""
    return name.replace("~", "~0").replace("/", "~1")


def _told(value: Any) -> Any:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return value if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
