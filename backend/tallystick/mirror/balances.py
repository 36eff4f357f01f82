"""Do the mirror's tables agree among themselves? Whatever is counted twice must come out the same."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tallystick.mirror.comparison import Comparison, Difference, Row
from tallystick.mirror.journal import COMMITMENT
from tallystick.mirror.layout import table_of
from tallystick.mirror.tables import (
    Account,
    Claim,
    Document,
    Drawing,
    FreezeOrder,
    Holding,
    Lot,
    Posting,
    Receivable,
    Suspension,
)

_POSTINGS, _CLAIMS, _LOTS = table_of(Posting).c, table_of(Claim).c, table_of(Lot).c
_HOLDINGS, _RECEIVABLES = table_of(Holding).c, table_of(Receivable).c
_DOCUMENTS, _DRAWINGS = table_of(Document).c, table_of(Drawing).c
_ACCOUNTS, _SUSPENSIONS, _FREEZES = table_of(Account).c, table_of(Suspension).c, table_of(FreezeOrder).c


def imbalances(session: Session, deployment: int) -> Iterator[Difference]:
    """Where sums do not agree: each difference names the table and, as the chain's value, what it should add up to."""
    books = _Books(session, deployment)
    checks: list[tuple[str, tuple[str, ...], Callable[[], list[Row]], Callable[[], list[Row]]]] = [
        ("mirror_posting", ("block", "log_index"), books.unbalanced_entries, list),
        ("mirror_posting", ("receivable", "serial", "holder"), books.posted, books.held_and_owed),
        ("mirror_holding", ("receivable", "holder"), books.holdings, books.claims_by_holder),
        ("mirror_lot", ("receivable", "serial"), books.lots_by_claim, books.faces),
        ("mirror_drawing", ("fingerprint",), books.drawings_by_document, books.drawn),
        ("mirror_freeze_order", ("receivable", "serial"), books.ordered_claims, books.frozen_claims),
        ("mirror_suspension", ("account",), books.ordered_accounts, books.suspended_accounts),
    ]
    for table, key, counted, expected in checks:

        def in_order(row: Row, key: tuple[str, ...] = key) -> list[Any]:
            return [row[name] for name in key]

        yield from Comparison().differences(
            table, key, sorted(counted(), key=in_order), sorted(expected(), key=in_order)
        )


class _Books:
    def __init__(self, session: Session, deployment: int) -> None:
        self._session = session
        self._deployment = deployment

    def unbalanced_entries(self) -> list[Row]:
        entry = (_POSTINGS.block, _POSTINGS.log_index)
        return self._rows(_nonzero_sum(select(*entry).group_by(*entry), _POSTINGS.amount))

    def posted(self) -> list[Row]:
        account = (_POSTINGS.receivable, _POSTINGS.serial, _POSTINGS.holder)
        return self._rows(_nonzero_sum(select(*account).group_by(*account), _POSTINGS.amount))

    def held_and_owed(self) -> list[Row]:
        held = select(_CLAIMS.receivable, _CLAIMS.serial, _CLAIMS.holder, _CLAIMS.face.label("amount"))
        owed = select(_RECEIVABLES.number, _RECEIVABLES.debtor, _RECEIVABLES.outstanding)
        return [
            *self._rows(held.where(_CLAIMS.face != 0)),
            *(_commitment(row) for row in self._rows(owed.where(_RECEIVABLES.outstanding != 0))),
        ]

    def holdings(self) -> list[Row]:
        return self._rows(select(_HOLDINGS.receivable, _HOLDINGS.holder, _HOLDINGS.face, _HOLDINGS.claims))

    def claims_by_holder(self) -> list[Row]:
        holding = (_CLAIMS.receivable, _CLAIMS.holder)
        counted = (func.sum(_CLAIMS.face).label("face"), func.count().label("claims"))
        return self._rows(select(*holding, *counted).group_by(*holding))

    def lots_by_claim(self) -> list[Row]:
        claim = (_LOTS.receivable, _LOTS.serial)
        return self._rows(_nonzero_sum(select(*claim).group_by(*claim), _LOTS.remaining))

    def faces(self) -> list[Row]:
        return self._rows(
            select(_CLAIMS.receivable, _CLAIMS.serial, _CLAIMS.face.label("remaining")).where(
                _CLAIMS.face != 0
            )
        )

    def drawings_by_document(self) -> list[Row]:
        document = _DRAWINGS.fingerprint
        return self._rows(_nonzero_sum(select(document).group_by(document), _DRAWINGS.amount))

    def drawn(self) -> list[Row]:
        drawn = _DOCUMENTS.drawn
        return self._rows(select(_DOCUMENTS.fingerprint, drawn.label("amount")).where(drawn != 0))

    def ordered_claims(self) -> list[Row]:
        return self._rows(select(_FREEZES.receivable, _FREEZES.serial).distinct())

    def frozen_claims(self) -> list[Row]:
        return self._rows(select(_CLAIMS.receivable, _CLAIMS.serial).where(_CLAIMS.frozen))

    def ordered_accounts(self) -> list[Row]:
        return self._rows(select(_SUSPENSIONS.account).distinct())

    def suspended_accounts(self) -> list[Row]:
        return self._rows(select(_ACCOUNTS.address.label("account")).where(_ACCOUNTS.suspended))

    def _rows(self, query: Select[Any]) -> list[Row]:
        (table,) = query.get_final_froms()
        own = query.where(table.c.deployment == self._deployment)
        # PostgreSQL's sums are decimals.
        return [
            {name: _whole(value) for name, value in row.items()}
            for row in self._session.execute(own).mappings()
        ]


def _nonzero_sum(query: Select[Any], amount: Any) -> Select[Any]:
    total = func.sum(amount)
    return query.add_columns(total.label(amount.name)).having(total != 0)


def _commitment(receivable: Row) -> Row:
    """What the debtor owes, as the other side of what all claims have."""
    return {
        "receivable": receivable["number"],
        "serial": COMMITMENT,
        "holder": receivable["debtor"],
        "amount": -receivable["outstanding"],
    }


def _whole(value: Any) -> Any:
    return value if isinstance(value, bytes) else int(value)
