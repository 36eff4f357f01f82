"""Rows of the mirror as the API shows them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from tallystick.mirror.tables import Claim, Entry, Lot
from tallystick.money.calendar import date_of_day, due_moment, instant_text
from tallystick.parties.schemas import PartyReference
from tallystick.parties.service import PartyService
from tallystick.receivables.identifiers import claim_text
from tallystick.receivables.repository import ReceivableRepository, ReceivableRow
from tallystick.receivables.schemas import ClaimView, LotView, ReceivableView
from tallystick.receivables.standing import status_of
from tallystick.web.viewer import Viewer


class Presenter:
    """Puts names to addresses, dates to days and words to numbers."""

    def __init__(self, parties: PartyService, repository: ReceivableRepository) -> None:
        self._parties = parties
        self._repository = repository

    def receivables(self, session: Session, rows: Sequence[ReceivableRow], now: int) -> list[ReceivableView]:
        """`now` is the chain's time in seconds: whether a receivable has matured is read off it."""
        sides = (
            side
            for row in (found.receivable for found in rows)
            for side in (row.debtor, row.creditor, row.cancellation_proposer)
        )
        names = self._parties.references(session, {side for side in sides if side is not None})
        return [_receivable(row, names, now) for row in rows]

    def claims(self, session: Session, viewer: Viewer, claims: Sequence[Claim]) -> list[ClaimView]:
        parents = {}
        for number in {claim.receivable for claim in claims}:
            found = self._repository.receivable(session, viewer, number)
            if found is not None:
                parents[number] = found
        sides = {claim.holder for claim in claims} | {
            receivable.debtor for receivable, *_ in parents.values()
        }
        sides |= {claim.beneficiary for claim in claims if claim.beneficiary is not None}
        names = self._parties.references(session, sides)
        tiers = self._repository.tiers(session, claims)
        return [
            ClaimView(
                id=claim_text((claim.receivable, claim.serial)),
                receivable=str(claim.receivable),
                holder=names[claim.holder],
                debtor=names[parents[claim.receivable][0].debtor],
                face=claim.face,
                currency=parents[claim.receivable][1],
                due_date=date_of_day(parents[claim.receivable][0].due_day),
                tiers=tiers.get((claim.receivable, claim.serial), []),
                frozen=claim.frozen,
                encumbered_for=None if claim.beneficiary is None else names[claim.beneficiary],
                recourse=claim.recourse,
                disputed=claim.disputed,
            )
            for claim in claims
        ]

    def lots(
        self, session: Session, lots: Sequence[tuple[Lot, Entry]], flow: dict[int, int]
    ) -> list[LotView]:
        names = self._parties.references(session, {lot.holder for lot, _ in lots})
        return [
            LotView.model_validate(
                {
                    "lot": str(lot.lot),
                    "parent": None if lot.parent is None else str(lot.parent),
                    "kind": entry.kind,
                    "holder": names[lot.holder],
                    "tier": lot.tier,
                    "claim": claim_text((lot.receivable, lot.serial)),
                    "flow": flow[lot.lot],
                    "block": entry.block,
                    "at": instant_text(entry.timestamp),
                    "transaction": "0x" + entry.transaction_hash.hex(),
                }
            )
            for lot, entry in lots
            if lot.lot in flow
        ]


def _receivable(found: ReceivableRow, names: dict[bytes, PartyReference], now: int) -> ReceivableView:
    row = found.receivable
    proposer = row.cancellation_proposer
    return ReceivableView(
        id=str(row.number),
        programme=str(row.programme),
        status=status_of(found, now),
        debtor=names[row.debtor],
        creditor=names[row.creditor],
        face=row.face,
        outstanding=row.outstanding,
        currency=found.currency,
        issued_on=date_of_day(row.issue_day),
        accept_by=date_of_day(row.accept_day),
        due_date=date_of_day(row.due_day),
        due_at=instant_text(due_moment(row.due_day)),
        paused=row.paused,
        cancellation_proposed_by=None if proposer is None else names[proposer],
    )
