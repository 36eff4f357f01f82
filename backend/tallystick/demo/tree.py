"""The way of claims back to their issue, as a tree."""

from typing import Any

from rich.tree import Tree

from tallystick.money.amount import amount_text

LOT_KINDS = {
    "mint": "accepted at issue",
    "divide": "split or merged by its holder",
    "pass": "value passed on",
    "assign": "whole claim passed on",
    "sell": "carried by a desk",
}


def lineage_tree(lineage: dict[str, Any]) -> Tree:
    """A receivable's lots, each beneath the one that it was cut from."""
    receivable = lineage["receivable"]
    tree = Tree(
        f"receivable {receivable['id']}: {receivable['debtor']['name']} owes "
        f"{amount_text(receivable['face'], receivable['currency'])}, due {receivable['due_date']}"
    )
    roots = [lot for lot in lineage["lots"] if lot["parent"] is None]
    _branch(tree, roots, lineage["lots"], receivable["currency"])
    return tree


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
            f"tier {tier}  {holder}: {flow}{pieces}, {LOT_KINDS[kind]} [dim]({transaction[:10]}…)[/dim]"
        )
        numbers = {lot["lot"] for lot in group}
        _branch(branch, [lot for lot in everything if lot["parent"] in numbers], everything, currency)
