"""What the demo prints."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from tallystick.money.amount import amount_text, decimal_text

LOT_KINDS = {
    "mint": "accepted at issue",
    "divide": "split or merged by its holder",
    "pass": "value passed on",
    "assign": "whole claim passed on",
    "sell": "carried by a desk",
}


class Screen:
    """Prints the story step by step."""

    def __init__(self, console: Console, steps: int) -> None:
        self._console = console
        self._steps = steps
        self._step = 0

    def step(self, what: str) -> None:
        self._step += 1
        self._console.print(Text(f"\n[{self._step}/{self._steps}] {what}", style="bold"))

    def say(self, text: str) -> None:
        self._console.print(Padding(Text(text), (0, 0, 0, 2), expand=False))

    def table(self, title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Figures stand to the right: every column but the first."""
        table = Table(title=title, title_justify="left", title_style="")
        for position, heading in enumerate(headings):
            table.add_column(heading, justify="left" if position == 0 else "right")
        for row in rows:
            table.add_row(*row)
        self._console.print(table)

    def refusal(self, attempt: str, problem: dict[str, Any]) -> None:
        self.say(f"attempt: {attempt}")
        drawn_by = [
            f"drawn by receivable {drawing['receivable']}: {decimal_text(drawing['amount'])}"
            for drawing in problem["values"].get("drawn_by", [])
        ]
        refused = f"refused, {problem['code']}: {problem['detail']}"
        for line in (refused, *drawn_by, f"way out: {problem['way_out']}"):
            self._console.print(Padding(Text(line), (0, 0, 0, 4), expand=False))

    def lineage(self, lineage: dict[str, Any]) -> None:
        receivable = lineage["receivable"]
        tree = Tree(
            f"receivable {receivable['id']}: {receivable['debtor']['name']} owes "
            f"{amount_text(receivable['face'], receivable['currency'])}, due {receivable['due_date']}"
        )
        roots = [lot for lot in lineage["lots"] if lot["parent"] is None]
        _branch(tree, roots, lineage["lots"], receivable["currency"])
        self._console.print(tree)


def shortened(hexadecimal: str) -> str:
    """An address or hash by its beginning; the whole is in the figures."""
    return hexadecimal[:10] + "…"


def _branch(tree: Tree, lots: list[dict[str, Any]], everything: list[dict[str, Any]], currency: str) -> None:
    """Lots that one transaction made alike stand together on one line."""
    groups: dict[tuple[str, int, str, str], list[dict[str, Any]]] = {}
    for lot in lots:
        groups.setdefault((lot["holder"]["name"], lot["tier"], lot["kind"], lot["transaction"]), []).append(
            lot
        )
    for (holder, tier, kind, transaction), group in groups.items():
        flow = amount_text(sum(lot["flow"] for lot in group), currency)
        pieces = f" in {len(group)} claims" if len(group) > 1 else ""
        branch = tree.add(
            f"tier {tier}  {holder}: {flow}{pieces}, {LOT_KINDS[kind]} [dim]({shortened(transaction)})[/dim]"
        )
        numbers = {lot["lot"] for lot in group}
        _branch(branch, [lot for lot in everything if lot["parent"] in numbers], everything, currency)
