"""What a test needs from outside the package, and the one rule for when it cannot be had."""

import os
from typing import NoReturn

import pytest


def outside(what: str, why: str) -> NoReturn:
    """Give up on a test for want of `what`: skipped for all to see at home, failed under CI=true."""
    message = f"NOT TESTED, {what} is not to be had: {why}"
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
