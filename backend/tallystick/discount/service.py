"""Setting curves, and pricing claims by them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Receipt, Reverted
from tallystick.database.store import Store
from tallystick.discount.commands import SetCurve
from tallystick.discount.schemas import (
    CurveVersions,
    CurveVersionView,
    EarlyPrice,
    KnotView,
    NewCurve,
    SetCurveReceipt,
)
from tallystick.mirror.tables import CurveKnot
from tallystick.money.calendar import date_of_day, day_of_date, day_of_moment, instant_text
from tallystick.programmes.service import ProgrammeService
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Conflict
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class DiscountService:
    """The curves of one deployment's programmes."""

    def __init__(  # noqa: PLR0913, PLR0917 (put together in one place)
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        dispatcher: Dispatcher,
        programmes: ProgrammeService,
        receivables: ReceivableService,
        deployment: int,
        governor: bytes,
    ) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts
        self._dispatcher = dispatcher
        self._programmes = programmes
        self._receivables = receivables
        self._deployment = deployment
        self._governor = governor
        dispatcher.answers(SetCurve, self._set)

    def set_curve(self, programme: int, new: NewCurve, requester: Requester, dry_run: bool) -> Outcome:
        """Prices from now on; the contract refuses a curve that prices badly."""
        command = SetCurve(
            governor=self._governor,
            programme=programme,
            knots=[(knot.remaining_days, knot.rate_ppm) for knot in new.knots],
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def curves(self, programme: int) -> CurveVersions:
        """Raises `NotFound` where there is no such programme."""
        self._programmes.get(programme)
        with self._store.reading() as session:
            return CurveVersions(curves=self._versions(session, programme))

    def early_price(self, viewer: Viewer, claim: str) -> EarlyPrice:
        """What a claim of the viewer's, or one that it owes, brings today. Raises `Refusal`."""
        found = self._receivables.claim(viewer, claim)
        receivable = self._receivables.receivable(viewer, int(found.receivable))
        programme = self._programmes.get(int(receivable.programme))
        with self._store.reading() as session:
            today = day_of_moment(self._receivables.now(session))
        days = day_of_date(receivable.due_date) - today
        if days < 0:
            raise Conflict("claim_due", f"Claim {claim} is due already.", "Collect it.", {"claim": claim})
        block = self._node.head().number
        discount = self._ask(block, "discountOf(uint32,uint64,uint32)", int(programme.id), found.face, days)
        return EarlyPrice(
            claim=found.id,
            face=found.face,
            currency=found.currency,
            value_date=date_of_day(today),
            due_date=receivable.due_date,
            remaining_days=days,
            day_count=programme.day_count,
            curve_version=self._ask(block, "curveVersion(uint32)", int(programme.id)),
            discount=discount,
            price=found.face - discount,
        )

    def _ask(self, block: int, signature: str, *arguments: int) -> int:
        """What the contract answers as of a block. Raises the `Refusal` that it answers with."""
        book = interface("DiscountCurves")
        try:
            answer = self._node.call(self._contracts.curves, book.encode(signature, *arguments), block=block)
        except Reverted as reverted:
            raise refusal_of(reverted) from reverted
        return int(book.decode_answer(signature, answer)[0])

    def _versions(self, session: Session, programme: int) -> list[CurveVersionView]:
        """The last one first."""
        query = (
            select(CurveKnot)
            .where(CurveKnot.deployment == self._deployment, CurveKnot.programme == programme)
            .order_by(CurveKnot.version.desc(), CurveKnot.remaining_days)
        )
        versions: dict[int, list[CurveKnot]] = {}
        for knot in session.scalars(query):
            versions.setdefault(knot.version, []).append(knot)
        return [_view(knots) for knots in versions.values()]

    def _set(self, session: Session, command: SetCurve, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        version = interface("DiscountCurves").number_told("CurveSet", receipts[-1], field=2)
        versions = self._versions(session, command.programme)
        curve = next(one for one in versions if one.version == version)
        return SetCurveReceipt(curve=curve, transaction=transaction_text(receipts)).model_dump(mode="json")


def _view(knots: Sequence[CurveKnot]) -> CurveVersionView:
    return CurveVersionView(
        programme=str(knots[0].programme),
        version=knots[0].version,
        set_at=instant_text(knots[0].at),
        knots=[KnotView(remaining_days=knot.remaining_days, rate_ppm=knot.rate_ppm) for knot in knots],
    )
