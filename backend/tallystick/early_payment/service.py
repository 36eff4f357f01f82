"""Opening auctions, offering in them, having them cleared."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Receipt, Reverted
from tallystick.database.store import Store
from tallystick.early_payment.commands import (
    CancelAuction,
    ClearAuction,
    OfferEarly,
    OpenAuction,
    WithdrawEarlyOffer,
)
from tallystick.early_payment.repository import AuctionRow, EarlyPaymentRepository
from tallystick.early_payment.schemas import (
    AuctionDetail,
    AuctionList,
    AuctionReceipt,
    AuctionView,
    ClearedAuction,
    EarlyOfferReceipt,
    EarlyOfferView,
    NewAuction,
    NewEarlyOffer,
)
from tallystick.mirror.projections.market import OPEN, PAID
from tallystick.mirror.tables import EarlyOffer
from tallystick.money.calendar import instant_text
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import as_viewer, transaction_text
from tallystick.refusal import NotFound
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class EarlyPaymentService:
    """Auctions of one ledger. `clock` is the chain's."""

    def __init__(  # noqa: PLR0917 (put together in one place)
        self,
        store: Store,
        node: Node,
        contracts: Contracts,
        dispatcher: Dispatcher,
        parties: PartyService,
        deployment: int,
        clock: Callable[[], int],
    ) -> None:
        self._store = store
        self._node = node
        self._contracts = contracts
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = EarlyPaymentRepository(deployment)
        self._clock = clock
        dispatcher.answers(OpenAuction, self._opened)
        dispatcher.answers(OfferEarly, self._offered)
        dispatcher.answers(WithdrawEarlyOffer, self._withdrawn)
        dispatcher.answers(CancelAuction, self._cancelled)
        dispatcher.answers(ClearAuction, self._cleared)

    def open(self, new: NewAuction, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Sets a budget of the viewer's aside for early payment."""
        command = OpenAuction(
            debtor=viewer.address,
            programme=int(new.programme),
            budget=new.budget,
            closing=int(new.closes_at.timestamp()),
            expiry=0 if new.expires_at is None else int(new.expires_at.timestamp()),
            uniform=new.pricing == "uniform",
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def offer(
        self, auction: int, new: NewEarlyOffer, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Offers notes of the viewer's for early payment."""

        def compose() -> OfferEarly:
            return OfferEarly(
                seller=viewer.address,
                auction=auction,
                receivable=int(new.receivable),
                amount=new.amount,
                rate_ppm=new.rate_ppm,
                hint=self._hint(auction, new.rate_ppm),
            )

        return self._dispatcher.carry_out_composed(compose, requester, dry_run)

    def withdraw(self, offer: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Takes an offer of the viewer's back."""
        command = WithdrawEarlyOffer(seller=viewer.address, offer=offer)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def cancel(self, auction: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Ends an auction of the viewer's for which nobody has offered anything."""
        command = CancelAuction(debtor=viewer.address, auction=auction)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def clear(self, auction: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Has an auction that is closed paid out. The ledger does it by itself too."""
        command = ClearAuction(caller=viewer.address, auction=auction)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What there is

    def all(self, size: int, before: int | None) -> AuctionList:
        with self._store.reading() as session:
            rows = self._repository.auctions(session, size, before)
            views = [AuctionView(**self._view(session, row)) for row in rows]
        return AuctionList(auctions=views, next=views[-1].id if len(rows) == size else None)

    def one(self, number: int, viewer: Viewer) -> AuctionDetail:
        with self._store.reading() as session:
            row = self._existing(session, number)
            offers = self._seen(session, row, viewer)
            return AuctionDetail(**self._view(session, row), standing=self._offer_views(session, offers))

    def _existing(self, session: Session, number: int) -> AuctionRow:
        row = self._repository.auction(session, number)
        if row is None:
            raise NotFound(
                "auction_not_found",
                f"There is no auction {number}.",
                "See GET /v1/auctions.",
                {"auction": str(number)},
            )
        return row

    def _seen(self, session: Session, row: AuctionRow, viewer: Viewer) -> Sequence[EarlyOffer]:
        """All for who pays and who supervises; anybody else sees its own."""
        everything = viewer.sees_all or viewer.address == row.auction.debtor
        return self._repository.offers(session, row.auction.number, None if everything else viewer.address)

    def _view(self, session: Session, row: AuctionRow) -> dict[str, Any]:
        auction = row.auction
        return {
            "id": str(auction.number),
            "debtor": self._parties.references(session, {auction.debtor})[auction.debtor],
            "programme": str(auction.programme),
            "budget": auction.budget,
            "currency": row.currency,
            "pricing": "uniform" if auction.uniform else "as_bid",
            "stage": self._stage(row),
            "closes_at": instant_text(auction.closing),
            "expires_at": instant_text(auction.expiry) if auction.expiry else None,
            "offers": row.offers,
            "face": auction.face,
            "paid": auction.paid,
            "marginal_ppm": auction.marginal_ppm or None,
            "returned": auction.returned,
        }

    def _stage(self, row: AuctionRow) -> str:
        auction, now = row.auction, self._clock()
        if auction.stage != OPEN or now < auction.closing:
            return auction.stage
        return "lapsed" if auction.expiry and now > auction.expiry else "closed"

    def _offer_views(self, session: Session, offers: Sequence[EarlyOffer]) -> list[EarlyOfferView]:
        names = self._parties.references(session, {offer.seller for offer in offers})
        return [
            EarlyOfferView(
                id=str(offer.number),
                auction=str(offer.auction),
                receivable=str(offer.receivable),
                seller=names[offer.seller],
                amount=offer.amount,
                rate_ppm=offer.rate_ppm,
                stage=cast("Any", offer.stage),
                paid_amount=offer.paid_amount,
                price=offer.price,
                paid_ppm=offer.paid_ppm,
            )
            for offer in offers
        ]

    def _hint(self, auction: int, rate_ppm: int) -> int:
        """The last offer that comes before one at this rate, as the contract has them now."""
        question = interface("EarlyPayment").encode("positionFor(uint64,uint32)", auction, rate_ppm)
        try:
            return int.from_bytes(self._node.call(self._contracts.early_payment, question))
        except Reverted as reverted:
            raise refusal_of(reverted) from reverted

    # Answers

    def _opened(
        self, session: Session, _command: OpenAuction, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        number = interface("EarlyPayment").number_told("AuctionOpened", receipts[-1])
        return self._auction_receipt(session, number, receipts)

    def _cancelled(
        self, session: Session, command: CancelAuction, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return self._auction_receipt(session, command.auction, receipts)

    def _auction_receipt(
        self, session: Session, number: int, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        view = AuctionView(**self._view(session, self._existing(session, number)))
        return AuctionReceipt(auction=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _cleared(
        self, session: Session, command: ClearAuction, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        row = self._existing(session, command.auction)
        offers = self._seen(session, row, as_viewer(command.caller))
        return ClearedAuction(
            auction=AuctionView(**self._view(session, row)),
            payments=self._offer_views(session, [offer for offer in offers if offer.stage == PAID]),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _offered(
        self, session: Session, _command: OfferEarly, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        number = interface("EarlyPayment").number_told("OfferMade", receipts[-1], field=2)
        return self._offer_receipt(session, number, receipts)

    def _withdrawn(
        self, session: Session, command: WithdrawEarlyOffer, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return self._offer_receipt(session, command.offer, receipts)

    def _offer_receipt(self, session: Session, number: int, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        offer = self._repository.existing_offer(session, number)
        (view,) = self._offer_views(session, [offer])
        return EarlyOfferReceipt(offer=view, transaction=transaction_text(receipts)).model_dump(mode="json")
