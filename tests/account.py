"""What tests have to tell to a reader, said at the end of the run, from whichever worker they ran on."""

from collections.abc import Iterator

import pytest

TOLD = "told"
"""The property under which a test's report carries a line."""


def render_account(reporter: pytest.TerminalReporter) -> None:
    """One section with all that was told; nothing where nothing was."""
    lines = list(_told(reporter))
    if lines:
        reporter.section("servers killed and started again")
        for line in lines:
            reporter.line(line)


def _told(reporter: pytest.TerminalReporter) -> Iterator[str]:
    for outcome in ("passed", "failed"):
        for report in reporter.getreports(outcome):
            if report.when == "call":
                yield from (str(line) for name, line in report.user_properties if name == TOLD)
