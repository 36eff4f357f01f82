"""Who held what of a receivable at any past block or date, out of the journal."""

import time
from collections import defaultdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tallystick.database.store import Store
from tallystick.mirror.journal import COMMITMENT
from tallystick.mirror.tables import Block, Deployment, Posting, Programme, Receivable
from tallystick.money.calendar import day_of_date, due_moment, instant_text
from tallystick.parties.schemas import PartyReference
from tallystick.parties.service import PartyService
from tallystick.receivables.identifiers import claim_text
from tallystick.receivables.reading import receivable_not_found
from tallystick.receivables.repository import ReceivableRepository
from tallystick.receivables.schemas import ClaimThen, Holders, HolderThen
from tallystick.refusal import Invalid, Refusal
from tallystick.web.viewer import Viewer


class History:
    """Postings up to a block, added up. Debtor and supervisor see every holder; a holder sees itself."""

    def __init__(
        self, store: Store, parties: PartyService, repository: ReceivableRepository, deployment: int
    ) -> None:
        self._store = store
        self._parties = parties
        self._repository = repository
        self._deployment = deployment

    def holders(self, viewer: Viewer, number: int, at_block: int | None, on: date | None) -> Holders:
        """At the end of a block, at the end of a date in Asia/Shanghai, or now.

        Raises `NotFound` for who has never had to do with the receivable, and `Refusal` for what is yet to come.
        """
        if at_block is not None and on is not None:
            raise Invalid("one_moment_only", "Both a block and a date are named.", "Name one of them.")
        with self._store.reading() as session:
            only = self._only(session, viewer, number)
            block = self._block(session, at_block, on)
            held = self._held(session, number, block, only)
            names = self._parties.references(session, set(held))
            return Holders(
                receivable=str(number),
                currency=self._currency(session, number),
                block=block,
                at=self._time(session, block),
                holders=sorted(
                    (_holder(number, names[holder], claims) for holder, claims in held.items()),
                    key=lambda row: (-row.face, row.holder.id or row.holder.name),
                ),
            )

    def _only(self, session: Session, viewer: Viewer, number: int) -> bytes | None:
        """Whose holdings the viewer may see; None for everybody's."""
        found = self._repository.receivable(session, viewer, number)
        if found is None and not self._repository.ever_held(session, viewer, number):
            raise receivable_not_found(number)
        owes = found is not None and found[0].debtor == viewer.address
        return None if viewer.sees_all or owes else viewer.address

    def _block(self, session: Session, at_block: int | None, on: date | None) -> int:
        last, now = session.execute(
            select(Deployment.block, Deployment.block_timestamp).where(Deployment.id == self._deployment)
        ).one()
        if on is not None:
            return self._last_block_of(session, on, now)
        if at_block is not None and at_block > last:
            raise Refusal(
                "block_not_reached",
                f"Block {at_block} is not there yet; the last one is {last}.",
                "Name a block up to the last one, or none for the present.",
                {"at_block": at_block, "last": last},
            )
        return int(last) if at_block is None else at_block

    def _last_block_of(self, session: Session, on: date, now: int) -> int:
        """The last block whose time lies before the end of the date. `now`: the ledger's time, in seconds."""
        end = due_moment(day_of_date(on))
        if max(now, int(time.time())) < end:
            raise Refusal(
                "date_not_over",
                f"{on} is not over in Asia/Shanghai, so its holders may still change.",
                "Name a date that is over, or none for the present.",
                {"on": on.isoformat()},
            )
        query = select(func.max(Block.number)).where(
            Block.deployment == self._deployment, Block.timestamp < end
        )
        return session.scalar(query) or 0

    def _held(
        self, session: Session, number: int, block: int, only: bytes | None
    ) -> dict[bytes, list[tuple[int, int]]]:
        """(serial, face) of what each holder had."""
        face = func.sum(Posting.amount)
        query = (
            select(Posting.holder, Posting.serial, face)
            .where(
                Posting.deployment == self._deployment,
                Posting.receivable == number,
                Posting.serial != COMMITMENT,
                Posting.block <= block,
            )
            .group_by(Posting.holder, Posting.serial)
            .having(face != 0)
            .order_by(Posting.serial)
        )
        if only is not None:
            query = query.where(Posting.holder == only)
        held = defaultdict(list)
        for holder, serial, amount in session.execute(query):
            held[holder].append((serial, int(amount)))
        return held

    def _currency(self, session: Session, number: int) -> str:
        return session.execute(
            select(Programme.currency)
            .join(Receivable, Receivable.programme == Programme.number)
            .where(
                Programme.deployment == self._deployment,
                Receivable.deployment == self._deployment,
                Receivable.number == number,
            )
        ).scalar_one()

    def _time(self, session: Session, block: int) -> str | None:
        stored = session.get(Block, (self._deployment, block))
        return None if stored is None else instant_text(stored.timestamp)


def _holder(number: int, holder: PartyReference, claims: list[tuple[int, int]]) -> HolderThen:
    return HolderThen(
        holder=holder,
        face=sum(face for _, face in claims),
        claims=[ClaimThen(id=claim_text((number, serial)), face=face) for serial, face in claims],
    )
