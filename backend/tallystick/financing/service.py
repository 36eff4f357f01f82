"""Asking for quotes, giving and accepting them, and what came of it."""

import secrets
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from eth_utils.crypto import keccak
from sqlalchemy import delete
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.financing.commands import AcceptQuote, AskForQuotes, GiveQuote, RecordLien, RevokeQuote
from tallystick.financing.quote import BASES, Quote, expiry_of
from tallystick.financing.repository import Behind, FinancingRepository
from tallystick.financing.schemas import (
    LienView,
    NewLien,
    NewQuote,
    NewQuoteRequest,
    QuoteList,
    QuoteRequestList,
    QuoteRequestView,
    QuoteView,
    RevokedQuoteView,
    SaleList,
    SaleReceipt,
    SaleView,
)
from tallystick.financing.signing import QuoteSigner
from tallystick.financing.tables import (
    LienReceiptRecord,
    QuoteRecord,
    QuoteRequestAddressee,
    QuoteRequestRecord,
)
from tallystick.mirror.events import NOBODY
from tallystick.mirror.tables import Sale
from tallystick.money.amount import decimal_text
from tallystick.money.calendar import date_of_day, day_of_moment, due_moment, instant_text
from tallystick.money.discount import bank_discount, effective_annual_cost, simple_cost
from tallystick.parties.service import PartyService
from tallystick.programmes.schemas import DAY_COUNTS
from tallystick.receivables.answers import as_viewer, transaction_text
from tallystick.receivables.identifiers import ClaimKey, claim_key, claim_text, parse_claim
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Role, Viewer

PRECISION = Decimal("0.000001")


class FinancingService:
    """What holders and financiers say to each other before, and when, a claim is sold."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        receivables: ReceivableService,
        signer: QuoteSigner,
        deployment: int,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._receivables = receivables
        self._signer = signer
        self._repository = FinancingRepository(deployment)
        dispatcher.answers(AskForQuotes, self._asked, _forget_request)
        dispatcher.answers(GiveQuote, self._given, _forget_quote)
        dispatcher.answers(RecordLien, self._lien_recorded, _forget_receipt)
        dispatcher.answers(AcceptQuote, self._accepted)
        dispatcher.answers(RevokeQuote, self._revoked)

    def ask(
        self, claim: str, new: NewQuoteRequest, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Asks financiers for quotes on a claim of the viewer's, or on a part of it."""
        key = parse_claim(claim)
        command = AskForQuotes(request=str(uuid7()), holder=viewer.address)
        financiers = [self._financier(party) for party in dict.fromkeys(new.financiers)]

        def record(session: Session) -> None:
            self._require_held(session, key, new.value, viewer)
            session.add(
                QuoteRequestRecord(
                    id=command.request,
                    holder=viewer.address,
                    receivable=key[0],
                    serial=key[1],
                    value=new.value,
                    created_at=int(time.time()),
                )
            )
            session.add_all(
                QuoteRequestAddressee(request=command.request, financier=financier)
                for financier in financiers
            )

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def give(
        self, request: str, new: NewQuote, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Answers a request with a quote for today, signed with the viewer's key or by its own wallet."""
        with self._store.reading() as session:
            asked = self._repository.request(session, viewer, request)
            if asked is None or asked.holder == viewer.address:
                raise _request_not_found(request)
            quote = self._terms(session, asked, new, viewer)
        given = None if new.signature is None else bytes.fromhex(new.signature[2:])
        signature, signed = self._signer.signature(quote, given), self._signer.digest(quote)
        command = GiveQuote(digest=signed, financier=viewer.address)

        def record(session: Session) -> None:
            if session.get(QuoteRecord, signed) is not None:
                raise Conflict(
                    "quote_given_already",
                    f"The quote 0x{signed.hex()} was given already.",
                    "Use that one, or give another salt.",
                )
            session.add(
                QuoteRecord(
                    digest=signed,
                    request=asked.id,
                    holder=asked.holder,
                    financier=quote.financier,
                    receivable=quote.claim[0],
                    serial=quote.claim[1],
                    epoch=quote.epoch,
                    value=quote.value,
                    proceeds=quote.proceeds,
                    rate_ppm=quote.rate_ppm,
                    day_count=quote.day_count,
                    value_day=quote.value_day,
                    expiry=quote.expiry,
                    salt=quote.salt,
                    signature=signature,
                    created_at=int(time.time()),
                )
            )

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def record_lien(
        self, claim: str, new: NewLien, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Puts the viewer's registration on record, for a claim on which it was asked for a quote."""
        key = parse_claim(claim)
        command = RecordLien(financier=viewer.address, claim=key, receipt=keccak(new.receipt.encode()))

        def record(session: Session) -> None:
            if session.get(LienReceiptRecord, (command.receipt, viewer.address)) is None:
                session.add(
                    LienReceiptRecord(hash=command.receipt, financier=viewer.address, text=new.receipt)
                )

        def asked() -> None:
            with self._store.reading() as session:
                if not self._repository.was_asked(session, viewer, key):
                    raise NotFound(
                        "claim_not_found",
                        f"There is no claim {claim} on which you were asked for a quote.",
                        "See GET /v1/quote-requests.",
                    )

        return self._dispatcher.carry_out(command, requester, record, dry_run, asked)

    def accept(self, identifier: bytes, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Sells what was quoted: the claim goes to the financier and the money to the viewer, or neither."""
        with self._store.reading() as session:
            found = self._existing(session, viewer, identifier)
        command = AcceptQuote(
            seller=viewer.address, digest=identifier, quote=_quote(found), signature=found.signature
        )
        try:
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)
        except Refusal as refusal:
            if refusal.code in {"funds_insufficient", "money_not_approved"}:
                raise Conflict(
                    "financier_cannot_pay",
                    "The financier's wallet does not let the desk pay the price now.",
                    "Ask the financier, or accept another quote.",
                    {"quote": "0x" + identifier.hex()},
                ) from refusal
            raise

    def revoke(self, identifier: bytes, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Takes a quote of the viewer's back."""
        with self._store.reading() as session:
            found = self._existing(session, viewer, identifier)
        command = RevokeQuote(financier=viewer.address, digest=identifier, quote=_quote(found))
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What there is

    def requests(self, viewer: Viewer) -> QuoteRequestList:
        with self._store.reading() as session:
            rows = self._repository.requests(session, viewer)
            return QuoteRequestList(requests=self._request_views(session, viewer, rows))

    def quotes(self, viewer: Viewer) -> QuoteList:
        with self._store.reading() as session:
            return QuoteList(quotes=self._quote_views(session, self._repository.quotes(session, viewer)))

    def quote(self, identifier: bytes, viewer: Viewer) -> QuoteView:
        with self._store.reading() as session:
            return self._quote_views(session, [self._existing(session, viewer, identifier)])[0]

    def sales(self, viewer: Viewer) -> SaleList:
        with self._store.reading() as session:
            return SaleList(sales=self._sale_views(session, self._repository.sales(session, viewer)))

    # In between

    def _financier(self, party: str) -> bytes:
        found = self._parties.get(party)
        if Role.FINANCIER not in found.roles:
            raise Refusal(
                "not_a_financier",
                f"{found.name} ({', '.join(found.roles)}) is no financier.",
                "Ask parties with that role.",
            )
        return bytes.fromhex(found.address[2:])

    def _require_held(self, session: Session, claim: ClaimKey, value: int, viewer: Viewer) -> None:
        (view,) = self._receivables.claims_in(session, viewer, [claim])
        if view.holder.id != viewer.party:
            raise NotFound(
                "claim_not_found",
                f"You do not hold claim {view.id}.",
                "See your claims with GET /v1/claims.",
            )
        if value > view.face:
            raise Conflict(
                "value_exceeded",
                f"Claim {view.id} has a face of {decimal_text(view.face)}, {decimal_text(value)} is asked for.",
                "Ask for quotes on at most what the claim has.",
                {"claim": view.id, "value": view.face, "requested": value},
            )

    def _terms(self, session: Session, asked: QuoteRequestRecord, new: NewQuote, viewer: Viewer) -> Quote:
        claim = (asked.receivable, asked.serial)
        behind = self._repository.behind(session, claim)
        if behind is None or behind.holder != asked.holder or behind.face < asked.value:
            raise Conflict(
                "request_void",
                f"Claim {claim_text(claim)} is no longer its holder's, or no longer worth that much.",
                "Wait for a new request.",
            )
        now = self._receivables.now(session)
        today = day_of_moment(now)
        if today > behind.due_day:
            raise Conflict(
                "claim_due",
                f"Claim {claim_text(claim)} was due on {date_of_day(behind.due_day)}.",
                "What is due is paid, not financed.",
            )
        expiry = min(expiry_of(new.expires_at), due_moment(today))
        if expiry <= now:
            raise Refusal(
                "quote_expired",
                f"A quote until {instant_text(expiry)} would have ended before it is given.",
                "Let it end later.",
            )
        day_count = behind.day_count if new.day_count is None else DAY_COUNTS.index(new.day_count)
        discount = bank_discount(asked.value, new.rate_ppm, behind.due_day - today, BASES[day_count])
        if discount >= asked.value:
            raise Refusal(
                "rate_leaves_nothing",
                f"At {new.rate_ppm} millionths a year nothing is left of {decimal_text(asked.value)}.",
                "Quote a lower rate.",
            )
        return Quote(
            financier=viewer.address,
            claim=claim,
            epoch=behind.epoch,
            value=asked.value,
            proceeds=asked.value - discount,
            rate_ppm=new.rate_ppm,
            day_count=day_count,
            value_day=today,
            expiry=expiry,
            salt=secrets.token_bytes(32) if new.salt is None else bytes.fromhex(new.salt[2:]),
        )

    def _existing(self, session: Session, viewer: Viewer, identifier: bytes) -> QuoteRecord:
        found = self._repository.quote(session, viewer, identifier)
        if found is None:
            raise NotFound(
                "quote_not_found", f"There is no quote 0x{identifier.hex()} for you.", "See GET /v1/quotes."
            )
        return found

    # Views

    def _request_views(
        self, session: Session, viewer: Viewer, rows: Sequence[QuoteRequestRecord]
    ) -> list[QuoteRequestView]:
        asked = self._repository.financiers(session, [row.id for row in rows])
        behind = {row.id: self._behind(session, (row.receivable, row.serial)) for row in rows}
        sides = {address for addresses in asked.values() for address in addresses}
        sides |= {row.holder for row in rows} | {found.debtor for found in behind.values()}
        names = self._parties.references(session, sides)
        return [
            QuoteRequestView(
                id=row.id,
                claim=claim_text((row.receivable, row.serial)),
                holder=names[row.holder],
                debtor=names[behind[row.id].debtor],
                value=row.value,
                currency=behind[row.id].currency,
                due_date=date_of_day(behind[row.id].due_day),
                financiers=[
                    names[address]
                    for address in asked.get(row.id, [])
                    if viewer.sees_all or viewer.address in {row.holder, address}
                ],
                asked_at=instant_text(row.created_at),
            )
            for row in rows
        ]

    def _behind(self, session: Session, claim: ClaimKey) -> Behind:
        """A claim that was merged away or cancelled since is nobody's, and worth nothing."""
        return self._repository.behind(session, claim) or Behind(NOBODY, 0, "CNY", 1, NOBODY, 0, -1)

    def _quote_views(self, session: Session, rows: Sequence[QuoteRecord]) -> list[QuoteView]:
        ended = self._repository.ended(session, [row.digest for row in rows])
        names = self._parties.references(
            session, {side for row in rows for side in (row.holder, row.financier)}
        )
        now = self._receivables.now(session)
        views = []
        for row in rows:
            behind = self._behind(session, (row.receivable, row.serial))
            days = behind.due_day - row.value_day
            basis = BASES[row.day_count]
            views.append(
                QuoteView.model_validate(
                    {
                        "id": "0x" + row.digest.hex(),
                        "request": row.request,
                        "claim": claim_text((row.receivable, row.serial)),
                        "holder": names[row.holder],
                        "financier": names[row.financier],
                        "value": row.value,
                        "proceeds": row.proceeds,
                        "discount": row.value - row.proceeds,
                        "currency": behind.currency,
                        "rate_ppm": row.rate_ppm,
                        "day_count": DAY_COUNTS[row.day_count],
                        "value_date": date_of_day(row.value_day),
                        "days": max(days, 0),
                        "simple_cost": _rounded(simple_cost(row.value, row.proceeds, 0, days, basis))
                        if days > 0
                        else None,
                        "effective_annual_cost": _rounded(
                            effective_annual_cost(row.value, row.proceeds, 0, days)
                        )
                        if days > 0
                        else None,
                        "recourse": False,
                        "expires_at": instant_text(row.expiry),
                        "lien_recorded": self._repository.has_lien(session, row),
                        "state": ended.get(row.digest) or _state(row, behind, now),
                    }
                )
            )
        return views

    def _sale_views(self, session: Session, rows: Sequence[Sale]) -> list[SaleView]:
        names = self._parties.references(
            session, {side for row in rows for side in (row.seller, row.financier)}
        )
        return [
            SaleView.model_validate(
                {
                    "quote": "0x" + row.quote.hex(),
                    "claim": claim_text((row.receivable, row.serial)),
                    "seller": names[row.seller],
                    "financier": names[row.financier],
                    "value": row.value,
                    "proceeds": row.proceeds,
                    "currency": self._behind(session, (row.receivable, row.serial)).currency,
                    "rate_ppm": row.rate_ppm,
                    "day_count": DAY_COUNTS[row.day_count],
                    "at": instant_text(row.at),
                    "transaction": "0x" + row.transaction_hash.hex(),
                }
            )
            for row in rows
        ]

    # Answers

    def _asked(
        self, session: Session, command: AskForQuotes, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        row = session.get_one(QuoteRequestRecord, command.request)
        (view,) = self._request_views(session, as_viewer(command.holder), [row])
        return view.model_dump(mode="json")

    def _given(self, session: Session, command: GiveQuote, _receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        (view,) = self._quote_views(session, [session.get_one(QuoteRecord, command.digest)])
        return view.model_dump(mode="json")

    def _lien_recorded(
        self, session: Session, command: RecordLien, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return LienView(
            claim=claim_text(command.claim),
            financier=self._parties.references(session, {command.financier})[command.financier],
            receipt_hash="0x" + command.receipt.hex(),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _accepted(
        self, session: Session, command: AcceptQuote, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        (sale,) = self._sale_views(session, [self._repository.sale(session, command.digest)])
        return SaleReceipt(
            sale=sale,
            into=claim_text(_sold_into(receipts[-1], command.quote)),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _revoked(
        self, session: Session, command: RevokeQuote, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        (view,) = self._quote_views(session, [session.get_one(QuoteRecord, command.digest)])
        return RevokedQuoteView(quote=view, transaction=transaction_text(receipts)).model_dump(mode="json")


def _sold_into(receipt: Receipt, quote: Quote) -> ClaimKey:
    """The claim that a sale left with the financier: that one itself, or the new one that the value went into."""
    topic = interface("ReceivableLedger").topic("TransferValue")
    for log in receipt.logs:
        if log.topics[0] == topic:
            return claim_key(int.from_bytes(log.topics[2]))
    return quote.claim


def _state(row: QuoteRecord, behind: Behind, now: int) -> str:
    if now >= row.expiry or day_of_moment(now) != row.value_day:
        return "expired"
    holds = behind.holder == row.holder and behind.epoch == row.epoch and behind.face >= row.value
    return "open" if holds else "void"


def _rounded(figure: Decimal) -> Decimal:
    return figure.quantize(PRECISION)


def _quote(row: QuoteRecord) -> Quote:
    return Quote(
        financier=row.financier,
        claim=(row.receivable, row.serial),
        epoch=row.epoch,
        value=row.value,
        proceeds=row.proceeds,
        rate_ppm=row.rate_ppm,
        day_count=row.day_count,
        value_day=row.value_day,
        expiry=row.expiry,
        salt=row.salt,
    )


def _request_not_found(request: str) -> NotFound:
    return NotFound(
        "quote_request_not_found", f"There is no request {request} to you.", "See GET /v1/quote-requests."
    )


def _forget_request(session: Session, command: AskForQuotes) -> None:
    session.execute(delete(QuoteRequestAddressee).where(QuoteRequestAddressee.request == command.request))
    session.execute(delete(QuoteRequestRecord).where(QuoteRequestRecord.id == command.request))


def _forget_quote(session: Session, command: GiveQuote) -> None:
    session.execute(delete(QuoteRecord).where(QuoteRecord.digest == command.digest))


def _forget_receipt(session: Session, command: RecordLien) -> None:
    session.execute(
        delete(LienReceiptRecord).where(
            LienReceiptRecord.hash == command.receipt, LienReceiptRecord.financier == command.financier
        )
    )
