"""What receivables in foreign currencies are worth in e-CNY, now and as it was put on record."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Receipt, Reverted
from tallystick.crossborder.commands import RecordValue, SetFactors
from tallystick.crossborder.schemas import (
    MILESTONES,
    FactorsReceipt,
    NewFactors,
    ReceivableValue,
    RecordedValueView,
    ValueReceipt,
    ValueView,
)
from tallystick.database.store import Store
from tallystick.mirror.tables import Valuation
from tallystick.money.calendar import instant_text
from tallystick.money.exchange import Direction
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.service import ReceivableService
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.dispatch import Dispatcher
from tallystick.settlement.fixing import QUOTES
from tallystick.web.viewer import Viewer

MOST_RECORDED = 100


class ValuationService:
    """Asks the contract, which alone knows the formula."""

    def __init__(  # noqa: PLR0917 (put together in one place)
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        dispatcher: Dispatcher,
        receivables: ReceivableService,
        deployment: int,
        governor: bytes,
    ) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts
        self._dispatcher = dispatcher
        self._receivables = receivables
        self._deployment = deployment
        self._governor = governor
        dispatcher.answers(SetFactors, _set)
        dispatcher.answers(RecordValue, self._recorded)

    def set_factors(self, programme: int, new: NewFactors, requester: Requester, dry_run: bool) -> Outcome:
        """Says what milestones are worth."""
        factors = (new.none_ppm, new.shipped_ppm, new.customs_ppm, new.delivered_ppm)
        command = SetFactors(governor=self._governor, programme=programme, factors=factors)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def value(self, receivable: int, viewer: Viewer) -> ReceivableValue:
        """What a receivable is worth now, to those who see it. Raises `NotFound`."""
        currency = self._receivables.receivable(viewer, receivable).currency
        now, refusal = None, None
        try:
            now = self._value_now(receivable)
        except Reverted as reverted:
            refusal = refusal_of(reverted)
        with self._store.reading() as session:
            recorded = [_recorded_view(row) for row in self._last(session, receivable, MOST_RECORDED)]
        return ReceivableValue(
            receivable=str(receivable),
            currency=currency,
            now=now,
            code=None if refusal is None else refusal.code,
            detail=None if refusal is None else refusal.detail,
            recorded=recorded,
        )

    def record(self, receivable: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Puts on record what a receivable is worth now."""
        return self._dispatcher.carry_out(
            RecordValue(caller=viewer.address, receivable=receivable),
            requester,
            dry_run=dry_run,
            permission=lambda: self._receivables.receivable(viewer, receivable),
        )

    def _value_now(self, receivable: int) -> ValueView:
        signature = "valueOf(uint64)"
        valuations = interface("Valuations")
        answer = self._node.call(self._contracts.valuations, valuations.encode(signature, receivable))
        face, rate, decimals, direction, fixed, reached, factor_ppm, fen = valuations.decode_answer(
            signature, answer
        )[0]
        return ValueView(
            face=face,
            answer=str(rate),
            decimals=decimals,
            quotes=QUOTES[Direction(direction)],
            fixed=fixed,
            milestone=MILESTONES[reached],
            factor_ppm=factor_ppm,
            value=fen,
        )

    def _last(self, session: Session, receivable: int, count: int) -> list[Valuation]:
        query = select(Valuation).where(
            Valuation.deployment == self._deployment, Valuation.receivable == receivable
        )
        newest = query.order_by(Valuation.block.desc(), Valuation.log_index.desc())
        return list(session.scalars(newest.limit(count)))

    def _recorded(
        self, session: Session, command: RecordValue, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        hashes = {receipt.transaction_hash for receipt in receipts}
        query = select(Valuation).where(
            Valuation.deployment == self._deployment,
            Valuation.receivable == command.receivable,
            Valuation.transaction_hash.in_(hashes),
        )
        return ValueReceipt(
            receivable=str(command.receivable),
            recorded=_recorded_view(session.scalars(query).one()),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")


def _recorded_view(row: Valuation) -> RecordedValueView:
    return RecordedValueView(
        face=row.face,
        answer=row.answer,
        decimals=row.decimals,
        quotes=QUOTES[Direction(row.direction)],
        fixed=row.is_fixed,
        milestone=MILESTONES[row.reached],
        factor_ppm=row.factor_ppm,
        value=row.fen,
        at=instant_text(row.at),
        transaction="0x" + row.transaction_hash.hex(),
    )


def _set(_session: Session, command: SetFactors, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    none, shipped, customs, delivered = command.factors
    return FactorsReceipt(
        programme=str(command.programme),
        none_ppm=none,
        shipped_ppm=shipped,
        customs_ppm=customs,
        delivered_ppm=delivered,
        transaction=transaction_text(receipts),
    ).model_dump(mode="json")
