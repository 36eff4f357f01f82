"""What the demo prints."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from tallystick.demo.tree import lineage_tree
from tallystick.money.amount import decimal_text


class Screen:
    """Prints the story part by part and step by step."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._steps = 0
        self._step = 0

    def part(self, title: str, steps: int) -> None:
        """Begins a part of so many steps."""
        self._steps, self._step = steps, 0
        self._console.print()
        self._console.print(Rule(Text(title, style="bold"), align="left", characters="━"))

    def step(self, what: str) -> None:
        self._step += 1
        self._console.print()
        self._paragraph(f"[{self._step}/{self._steps}] {what}", 0, "bold")

    def say(self, text: str) -> None:
        self._paragraph(text, 2)

    def table(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Figures stand to the right: every column but the first."""
        table = Table()
        for position, heading in enumerate(headings):
            table.add_column(heading, justify="left" if position == 0 else "right")
        for row in rows:
            table.add_row(*row)
        self._paragraph(title, 0)
        self._console.print(table)

    def reasons(self, title: str, widths: Mapping[str, int], rows: Iterable[Sequence[str]]) -> None:
        """Sentences below headings, each column so wide: they stand to the left, and rows stand apart."""
        table = Table(show_lines=True)
        for heading, width in widths.items():
            table.add_column(heading, overflow="fold", width=width)
        for row in rows:
            table.add_row(*row)
        self._paragraph(title, 0)
        self._console.print(table)

    def refusal(self, attempt: str, problem: dict[str, Any]) -> None:
        self.say(f"attempt: {attempt}")
        drawn_by = [
            f"drawn by receivable {drawing['receivable']}: {decimal_text(drawing['amount'])}"
            for drawing in problem["values"].get("drawn_by", [])
        ]
        refused = f"refused, {problem['code']}: {problem['detail']}"
        for line in (refused, *drawn_by, f"way out: {problem['way_out']}"):
            self._paragraph(line, 4)

    def lineage(self, lineage: dict[str, Any]) -> None:
        self._console.print(lineage_tree(lineage))

    def _paragraph(self, text: str, indent: int, style: str = "") -> None:
        """Wrapped to the console's width, every line indented, none padded."""
        for line in Text(text, style=style).wrap(self._console, self._console.width - indent):
            line.rstrip()
            self._console.print(Text(" " * indent) + line)


def shortened(hexadecimal: str) -> str:
    """An address or hash by its beginning; the whole is in the figures."""
    return hexadecimal[:10] + "…"
