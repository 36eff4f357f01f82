"""Making offers, answering them, and reading them."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from eth_abi.abi import decode
from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.evidence.service import EvidenceService
from tallystick.mirror.tables import Offer
from tallystick.money.calendar import date_of_day, instant_text
from tallystick.offers.commands import AcceptOffer, DeclineOffer, MakeOffer, Terms, WithdrawOffer
from tallystick.offers.discretion import face_untold
from tallystick.offers.repository import OfferRepository, OfferRow
from tallystick.offers.schemas import NewOffer, OfferedDrawing, OfferList, OfferReceipt, OfferView
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.receivables.identifiers import parse_claim
from tallystick.refusal import NotFound, Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer

Answer = type[AcceptOffer | DeclineOffer | WithdrawOffer]


class OfferService:
    """Offers of value that the recipient signs for."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        evidence: EvidenceService,
        deployment: int,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._evidence = evidence
        self._repository = OfferRepository(deployment)
        dispatcher.answers(MakeOffer, self._made)
        for answer in (AcceptOffer, DeclineOffer, WithdrawOffer):
            dispatcher.answers(answer, self._answered)

    def make(self, claim: str, new: NewOffer, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Offers value out of a claim that the viewer holds or may move."""
        terms = Terms(
            claim=parse_claim(claim),
            to=self._parties.address(new.to),
            value=new.value,
            expiry=int(new.expires_at.timestamp()),
            drawings=[(bytes.fromhex(drawing.document[2:]), drawing.amount) for drawing in new.evidence],
        )
        with self._store.reading() as session:
            known = self._repository.held_in(session, terms.claim)
        command = MakeOffer(maker=viewer.address, terms=terms, **known)
        with self._what_draws_named(viewer):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def answer(
        self, how: Answer, identifier: bytes, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Accepts, declines or withdraws an offer, whose terms are told again from the mirror."""
        with self._store.reading() as session:
            offer = self._existing(session, viewer, identifier).offer
        command = how(offer=identifier, caller=viewer.address, terms=_terms(offer))
        with self._what_draws_named(viewer), face_untold(command.terms.claim):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def get(self, viewer: Viewer, identifier: bytes) -> OfferView:
        """One offer. Raises `NotFound` where there is none for this viewer."""
        with self._store.reading() as session:
            return self._views(session, [self._existing(session, viewer, identifier)])[0]

    def all(self, viewer: Viewer, size: int, after: tuple[int, int] | None, state: str | None) -> OfferList:
        """A page of the offers that the viewer made and of those made to it."""
        with self._store.reading() as session:
            rows = self._repository.offers(session, viewer, size, after, state)
            views = self._views(session, rows)
        last = rows[-1].offer if len(rows) == size else None
        return OfferList(offers=views, next=None if last is None else f"{last.block}-{last.log_index}")

    def _existing(self, session: Session, viewer: Viewer, identifier: bytes) -> OfferRow:
        row = self._repository.offer(session, viewer, identifier)
        if row is None:
            raise NotFound(
                "offer_not_found", f"There is no offer 0x{identifier.hex()} for you.", "See GET /v1/offers."
            )
        return row

    @contextmanager
    def _what_draws_named(self, viewer: Viewer) -> Iterator[None]:
        """Only those who are entitled to know what draws on an exhausted document are told: its two sides."""
        try:
            yield
        except Refusal as refusal:
            if refusal.code == "evidence_exceeded" and "drawn_by" not in refusal.values:
                with suppress(NotFound):
                    document = self._evidence.get(viewer, bytes.fromhex(refusal.values["fingerprint"][2:]))
                    refusal.values["drawn_by"] = [one.model_dump(mode="json") for one in document.drawings]
            raise

    def _views(self, session: Session, rows: list[OfferRow]) -> list[OfferView]:
        sides = {side for row in rows for side in (row.offer.holder, row.offer.recipient, row.debtor)}
        names = self._parties.references(session, sides)
        return [
            OfferView.model_validate(
                {
                    "id": "0x" + row.offer.id.hex(),
                    "claim": f"{row.offer.receivable}-{row.offer.serial}",
                    "holder": names[row.offer.holder],
                    "recipient": names[row.offer.recipient],
                    "debtor": names[row.debtor],
                    "value": row.offer.value,
                    "currency": row.currency,
                    "due_date": date_of_day(row.due_day),
                    "expires_at": instant_text(row.offer.expiry),
                    "evidence": [
                        OfferedDrawing(document="0x" + fingerprint.hex(), amount=amount)
                        for fingerprint, amount in _drawings(row.offer)
                    ],
                    "state": row.state,
                    "into": row.offer.into_serial and f"{row.offer.receivable}-{row.offer.into_serial}",
                    "made_at": instant_text(row.offer.at),
                }
            )
            for row in rows
        ]

    def _made(self, session: Session, _command: MakeOffer, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        (made,) = interface("ReceivableLedger").told("OfferMade", receipts[-1])
        return self._receipt(session, made[1], receipts)

    def _answered(
        self,
        session: Session,
        command: AcceptOffer | DeclineOffer | WithdrawOffer,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        return self._receipt(session, command.offer, receipts)

    def _receipt(self, session: Session, identifier: bytes, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        (view,) = self._views(session, [self._repository.offer_made(session, identifier)])
        transaction = transaction_text(receipts)
        return OfferReceipt(offer=view, transaction=transaction).model_dump(mode="json")


def _terms(offer: Offer) -> Terms:
    return Terms(
        claim=(offer.receivable, offer.serial),
        to=offer.recipient,
        value=offer.value,
        expiry=offer.expiry,
        drawings=_drawings(offer),
    )


def _drawings(offer: Offer) -> list[tuple[bytes, int]]:
    (drawings,) = decode(["(bytes32,uint64)[]"], offer.drawings)
    return [(bytes(fingerprint), amount) for fingerprint, amount in drawings]
