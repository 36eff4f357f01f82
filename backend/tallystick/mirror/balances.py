"""Do the mirror's tables agree among themselves? Whatever is counted twice must come out the same."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tallystick.mirror.comparison import Comparison, Difference, Row
from tallystick.mirror.events import NOBODY
from tallystick.mirror.journal import COMMITMENT, ISSUED, MONEY, notes_on
from tallystick.mirror.layout import table_of
from tallystick.mirror.tables import (
    Account,
    Claim,
    Collection,
    Document,
    Drawing,
    FreezeOrder,
    Hold,
    Holding,
    Lot,
    NoteBalance,
    NotePayment,
    NoteSeries,
    Posting,
    Receivable,
    Round,
    Suspension,
    Wallet,
)

_POSTINGS, _CLAIMS, _LOTS = table_of(Posting).c, table_of(Claim).c, table_of(Lot).c
_WALLETS, _HOLDS, _ROUNDS = table_of(Wallet).c, table_of(Hold).c, table_of(Round).c
_COLLECTIONS, _PAYMENTS = table_of(Collection).c, table_of(NotePayment).c
_SERIES, _BALANCES = table_of(NoteSeries).c, table_of(NoteBalance).c
_HOLDINGS, _RECEIVABLES = table_of(Holding).c, table_of(Receivable).c
_DOCUMENTS, _DRAWINGS = table_of(Document).c, table_of(Drawing).c
_ACCOUNTS, _SUSPENSIONS, _FREEZES = table_of(Account).c, table_of(Suspension).c, table_of(FreezeOrder).c


def imbalances(session: Session, deployment: int, note_desk: bytes) -> Iterator[Difference]:
    """Where sums do not agree: each difference names the table and, as the chain's value, what it should add up to."""
    books = _Books(session, deployment, note_desk)
    checks: list[tuple[str, tuple[str, ...], Callable[[], list[Row]], Callable[[], list[Row]]]] = [
        ("mirror_posting", ("block", "log_index"), books.unbalanced_entries, list),
        ("mirror_posting", ("receivable", "serial", "holder"), books.posted, books.expected),
        ("mirror_holding", ("receivable", "holder"), books.holdings, books.claims_by_holder),
        ("mirror_lot", ("receivable", "serial"), books.lots_by_claim, books.faces),
        ("mirror_drawing", ("fingerprint",), books.drawings_by_document, books.drawn),
        ("mirror_freeze_order", ("receivable", "serial"), books.ordered_claims, books.frozen_claims),
        ("mirror_suspension", ("account",), books.ordered_accounts, books.suspended_accounts),
        ("mirror_hold", ("payer",), books.holds_by_payer, books.held_money),
        ("mirror_collection", ("receivable", "round"), books.collected_by_round, books.cursors),
        ("mirror_note_series", ("receivable",), books.supplies, books.wrapped),
        ("mirror_note_balance", ("series",), books.holders_by_series, books.holders),
    ]
    for table, key, counted, expected in checks:

        def in_order(row: Row, key: tuple[str, ...] = key) -> list[Any]:
            return [row[name] for name in key]

        yield from Comparison().differences(
            table, key, sorted(counted(), key=in_order), sorted(expected(), key=in_order)
        )


class _Books:
    def __init__(self, session: Session, deployment: int, note_desk: bytes) -> None:
        self._session = session
        self._deployment = deployment
        self._note_desk = note_desk

    def unbalanced_entries(self) -> list[Row]:
        entry = (_POSTINGS.block, _POSTINGS.log_index)
        return self._rows(_nonzero_sum(select(*entry).group_by(*entry), _POSTINGS.amount))

    def posted(self) -> list[Row]:
        account = (_POSTINGS.receivable, _POSTINGS.serial, _POSTINGS.holder)
        return self._rows(_nonzero_sum(select(*account).group_by(*account), _POSTINGS.amount))

    def expected(self) -> list[Row]:
        return [*self.held_and_owed(), *self.money(), *self.notes()]

    def money(self) -> list[Row]:
        """What is free in each wallet, what each hold has left, and what the banks have issued for both."""
        free = (_WALLETS.balance - _WALLETS.held).label("amount")
        wallets = self._rows(select(_WALLETS.owner, free).where(free != 0))
        holds = self._rows(
            select(_HOLDS.number, _HOLDS.payer, _HOLDS.left.label("amount")).where(_HOLDS.left != 0)
        )
        accounts = [(0, row["owner"], row["amount"]) for row in wallets]
        accounts += [(row["number"], row["payer"], row["amount"]) for row in holds]
        issued = sum(amount for _, _, amount in accounts)
        if issued:
            accounts.append((ISSUED, NOBODY, -issued))
        return [
            {"receivable": MONEY, "serial": serial, "holder": holder, "amount": amount}
            for serial, holder, amount in accounts
        ]

    def notes(self) -> list[Row]:
        """What each wallet has of each series, and, on nobody's side, what that is on."""
        joined = (_BALANCES.deployment == _SERIES.deployment) & (_BALANCES.series == _SERIES.address)
        held = (
            select(_SERIES.receivable, _BALANCES.holder, _BALANCES.balance)
            .join_from(table_of(NoteBalance), table_of(NoteSeries), joined)
            .where(_SERIES.deployment == self._deployment, _BALANCES.balance != 0)
        )
        balances = [(row.receivable, row.holder, int(row.balance)) for row in self._session.execute(held)]
        balances += [(row["receivable"], NOBODY, -row["supply"]) for row in self.supplies()]
        return [
            dict(zip(("receivable", "serial"), notes_on(receivable), strict=True))
            | {"holder": holder, "amount": amount}
            for receivable, holder, amount in balances
        ]

    def supplies(self) -> list[Row]:
        return self._rows(select(_SERIES.receivable, _SERIES.supply).where(_SERIES.supply != 0))

    def wrapped(self) -> list[Row]:
        """The face of the claims that the note desk has title to."""
        face = _HOLDINGS.face.label("supply")
        held = _HOLDINGS.holder == self._note_desk
        return self._rows(select(_HOLDINGS.receivable, face).where(held, face != 0))

    def holders_by_series(self) -> list[Row]:
        counted = func.count().label("holders")
        query = select(_BALANCES.series, counted).where(_BALANCES.balance != 0)
        return self._rows(query.group_by(_BALANCES.series))

    def holders(self) -> list[Row]:
        counted = select(_SERIES.address.label("series"), _SERIES.holders)
        return self._rows(counted.where(_SERIES.holders != 0))

    def holds_by_payer(self) -> list[Row]:
        return self._rows(_nonzero_sum(select(_HOLDS.payer).group_by(_HOLDS.payer), _HOLDS.left))

    def held_money(self) -> list[Row]:
        held = select(_WALLETS.owner.label("payer"), _WALLETS.held.label("left"))
        return self._rows(held.where(_WALLETS.held != 0))

    def collected_by_round(self) -> list[Row]:
        key = (_COLLECTIONS.receivable, _COLLECTIONS.round)
        by_claims = self._rows(_nonzero_sum(select(*key).group_by(*key), _COLLECTIONS.face))
        key = (_PAYMENTS.receivable, _PAYMENTS.round)
        by_notes = self._rows(_nonzero_sum(select(*key).group_by(*key), _PAYMENTS.face))
        collected: Counter[tuple[int, int]] = Counter()
        for row in (*by_claims, *by_notes):
            collected[row["receivable"], row["round"]] += row["face"]
        return [
            {"receivable": receivable, "round": position, "face": face}
            for (receivable, position), face in collected.items()
        ]

    def cursors(self) -> list[Row]:
        cursor = _ROUNDS.cursor.label("face")
        return self._rows(select(_ROUNDS.receivable, _ROUNDS.round, cursor).where(_ROUNDS.cursor != 0))

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
