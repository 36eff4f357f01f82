"""What is wrong with a value, in words that need no knowledge of the library that found it."""

from typing import Any

from tallystick.web.forms import WORDS

_SAID: dict[str, str] = {
    "missing": "It is missing",
    "extra_forbidden": "There is no such field here",
    "string_type": "It should be text",
    "string_too_short": "It is too short: at least {min_length} characters",
    "string_too_long": "It is too long: at most {max_length} characters",
    "int_type": "It should be an integer",
    "int_parsing": "It should be an integer",
    "int_parsing_size": "It is too large",
    "int_from_float": "It should be an integer",
    "bool_type": "It should be true or false",
    "bool_parsing": "It should be true or false",
    "greater_than": "It should be more than {gt}",
    "greater_than_equal": "It should be at least {ge}",
    "less_than": "It should be less than {lt}",
    "less_than_equal": "It should be at most {le}",
    "literal_error": "It should be {expected}",
    "enum": "It should be {expected}",
    "list_type": "It should be a list",
    "too_short": "It is too short: at least {min_length}",
    "too_long": "It is too long: at most {max_length}",
    "model_type": "It should be a JSON object",
    "model_attributes_type": "The body should be a JSON object",
}


def wording(item: dict[str, Any]) -> str:
    """One of pydantic's errors, told without a full stop."""
    kind, context = item["type"], item.get("ctx", {})
    if kind == "json_invalid":
        return f"The body is not JSON, at character {item['loc'][-1]}: {context['error']}"
    if kind == "string_pattern_mismatch":
        return WORDS.get(context["pattern"], "It is not of the form that is asked for")
    said = _SAID.get(kind)
    if said is not None:
        return said.format(**context)
    message: str = item["msg"]
    return message.removeprefix("Value error, ")
