"""Asking for quotes, giving and accepting them, and what came of it."""

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from eth_utils.crypto import keccak
from sqlalchemy import delete
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.store import Store
from tallystick.financing.agreement_presentation import AgreementPresenter
from tallystick.financing.agreement_repository import AgreementRepository
from tallystick.financing.commands import AcceptQuote, AskForQuotes, GiveQuote, RecordLien, RevokeQuote
from tallystick.financing.presentation import FinancingPresenter
from tallystick.financing.quote import LoanQuote, Quote, SaleQuote, expiry_of
from tallystick.financing.repository import FinancingRepository
from tallystick.financing.schemas import (
    FinancingReceipt,
    LienView,
    NewLien,
    NewLoan,
    NewQuote,
    NewQuoteRequest,
    QuoteList,
    QuoteRequestList,
    QuoteView,
    RevokedQuoteView,
    SaleList,
)
from tallystick.financing.signing import QuoteSigner
from tallystick.financing.tables import (
    LienReceiptRecord,
    QuoteRecord,
    QuoteRequestAddressee,
    QuoteRequestRecord,
)
from tallystick.money.amount import decimal_text
from tallystick.money.calendar import date_of_day, day_of_date, day_of_moment, due_moment, instant_text
from tallystick.money.day_count import BASES_ON_CHAIN
from tallystick.money.discount import bank_discount
from tallystick.parties.service import PartyService
from tallystick.programmes.schemas import DAY_COUNTS
from tallystick.receivables.answers import as_viewer, transaction_text
from tallystick.receivables.identifiers import ClaimKey, claim_key, claim_text, parse_claim
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Role, Viewer


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
        self._presenter = FinancingPresenter(parties, self._repository)
        self._agreements = AgreementRepository(deployment)
        self._agreed = AgreementPresenter(parties, self._agreements)
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
                    proceeds=quote.principal if isinstance(quote, LoanQuote) else quote.proceeds,
                    rate_ppm=quote.rate_ppm,
                    day_count=quote.day_count,
                    recourse=isinstance(quote, SaleQuote) and quote.recourse,
                    repay_day=quote.repay_day if isinstance(quote, LoanQuote) else None,
                    reserve_ppm=quote.reserve_ppm if isinstance(quote, LoanQuote) else None,
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
            insert = conflict_aware_insert(session, LienReceiptRecord)
            known = {"hash": command.receipt, "financier": viewer.address, "text": new.receipt}
            session.execute(insert.values(known).on_conflict_do_nothing())

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
        """Sells or pledges what was quoted: that goes to the financier and the money to the viewer, or neither."""
        with self._store.reading() as session:
            found = self._existing(session, viewer, identifier)
        command = AcceptQuote(
            holder=viewer.address, digest=identifier, quote=quote_of(found), signature=found.signature
        )
        with refused_to_financier("0x" + identifier.hex()):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def revoke(self, identifier: bytes, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Takes a quote of the viewer's back."""
        with self._store.reading() as session:
            found = self._existing(session, viewer, identifier)
        command = RevokeQuote(financier=viewer.address, digest=identifier, quote=quote_of(found))
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def signed_quote(self, identifier: bytes, viewer: Viewer) -> tuple[Quote, bytes]:
        """A quote that the viewer gave or was given, and its signature. Raises `NotFound` (`quote_not_found`)."""
        with self._store.reading() as session:
            found = self._existing(session, viewer, identifier)
        return quote_of(found), found.signature

    # What there is

    def requests(self, viewer: Viewer) -> QuoteRequestList:
        with self._store.reading() as session:
            rows = self._repository.requests(session, viewer)
            return QuoteRequestList(requests=self._presenter.requests(session, viewer, rows))

    def quotes(self, viewer: Viewer) -> QuoteList:
        with self._store.reading() as session:
            return QuoteList(quotes=self._quote_views(session, self._repository.quotes(session, viewer)))

    def quote(self, identifier: bytes, viewer: Viewer) -> QuoteView:
        with self._store.reading() as session:
            return self._quote_views(session, [self._existing(session, viewer, identifier)])[0]

    def sales(self, viewer: Viewer) -> SaleList:
        with self._store.reading() as session:
            return SaleList(sales=self._presenter.sales(session, self._repository.sales(session, viewer)))

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
        agreement = self._agreements.of_claim(session, claim)
        if agreement is not None and agreement.pledge and agreement.creditor == viewer.address:
            self._require_whole(session, claim, value)
            return
        (view,) = self._receivables.claims_in(session, viewer, [claim])
        if view.holder.id != viewer.party:
            raise NotFound(
                "claim_not_found",
                f"You do not hold claim {view.id}.",
                "See your claims with GET /v1/claims.",
            )
        if view.disputed:
            raise Conflict(
                "claim_disputed",
                f"Claim {view.id} is disputed by its debtor, or undone by a credit note.",
                "Everything but financing and merging it goes on; settle the dispute with its debtor.",
                {"claim": view.id},
            )
        if value > view.face:
            raise Conflict(
                "value_exceeded",
                f"Claim {view.id} has a face of {decimal_text(view.face)}, {decimal_text(value)} is asked for.",
                "Ask for quotes on at most what the claim has.",
                {"claim": view.id, "value": view.face, "requested": value},
            )

    def _require_whole(self, session: Session, claim: ClaimKey, value: int) -> None:
        """A lender asks for the whole pledge: that is what can be sold when the loan is overdue."""
        behind = self._repository.behind(session, claim)
        if behind is not None and behind.face != value:
            raise Conflict(
                "pledge_sold_whole",
                f"The pledge {claim_text(claim)} has a face of {decimal_text(behind.face)}, {decimal_text(value)} "
                "is asked for.",
                "Ask for quotes on all of it.",
                {"claim": claim_text(claim), "value": behind.face, "requested": value},
            )

    def _terms(self, session: Session, asked: QuoteRequestRecord, new: NewQuote, viewer: Viewer) -> Quote:
        claim = (asked.receivable, asked.serial)
        behind = self._repository.behind(session, claim)
        may = set() if behind is None else {behind.holder, behind.creditor}
        if behind is None or asked.holder not in may or behind.face < asked.value:
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
        common: dict[str, Any] = {
            "financier": viewer.address,
            "claim": claim,
            "epoch": behind.epoch,
            "value": asked.value,
            "rate_ppm": new.rate_ppm,
            "day_count": day_count,
            "value_day": today,
            "expiry": expiry,
            "salt": secrets.token_bytes(32) if new.salt is None else bytes.fromhex(new.salt[2:]),
        }
        if new.loan is not None:
            return _loan(new, new.loan, asked.value, today, common)
        discount = bank_discount(asked.value, new.rate_ppm, behind.due_day - today, BASES_ON_CHAIN[day_count])
        if discount >= asked.value:
            raise Refusal(
                "rate_leaves_nothing",
                f"At {new.rate_ppm} millionths a year nothing is left of {decimal_text(asked.value)}.",
                "Quote a lower rate.",
            )
        return SaleQuote(**common, proceeds=asked.value - discount, recourse=new.recourse)

    def _existing(self, session: Session, viewer: Viewer, identifier: bytes) -> QuoteRecord:
        found = self._repository.quote(session, viewer, identifier)
        if found is None:
            raise NotFound(
                "quote_not_found", f"There is no quote 0x{identifier.hex()} for you.", "See GET /v1/quotes."
            )
        return found

    def _quote_views(self, session: Session, rows: Sequence[QuoteRecord]) -> list[QuoteView]:
        return self._presenter.quotes(session, rows, self._receivables.now(session))

    # Answers

    def _asked(
        self, session: Session, command: AskForQuotes, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        row = session.get_one(QuoteRequestRecord, command.request)
        (view,) = self._presenter.requests(session, as_viewer(command.holder), [row])
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
        viewer, into = as_viewer(command.holder), _financed(receipts[-1], command.quote)
        sales = (
            [] if isinstance(command.quote, LoanQuote) else [self._repository.sale(session, command.digest)]
        )
        agreed = self._repository.agreement_of_quote(session, command.digest)
        rows = [] if agreed is None else [self._agreements.one(session, viewer, agreed)]
        found = [row for row in rows if row is not None]
        return FinancingReceipt(
            sale=next(iter(self._presenter.sales(session, sales)), None),
            agreement=next(
                iter(self._agreed.views(session, viewer, found, self._receivables.now(session))), None
            ),
            claim=claim_text(into),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _revoked(
        self, session: Session, command: RevokeQuote, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        (view,) = self._quote_views(session, [session.get_one(QuoteRecord, command.digest)])
        return RevokedQuoteView(quote=view, transaction=transaction_text(receipts)).model_dump(mode="json")


@contextmanager
def refused_to_financier(quote: str) -> Iterator[None]:
    """Who accepts a quote is not told what its financier's wallet holds, only that it does not pay."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code not in {"funds_insufficient", "allowance_insufficient"}:
            raise
        raise Conflict(
            "financier_cannot_pay",
            "The financier's wallet does not let the desk pay the price now.",
            "Ask the financier, or accept another quote.",
            {"quote": quote},
        ) from refusal


def _financed(receipt: Receipt, quote: Quote) -> ClaimKey:
    """The claim that was sold or pledged: that one itself, or the new one that the value went into."""
    moved = interface("ReceivableLedger").told("TransferValue", receipt)
    return claim_key(int.from_bytes(moved[0][2])) if moved else quote.claim


def quote_of(row: QuoteRecord) -> Quote:
    """The quote as it was signed."""
    terms: dict[str, Any] = {
        "financier": row.financier,
        "claim": (row.receivable, row.serial),
        "epoch": row.epoch,
        "value": row.value,
        "rate_ppm": row.rate_ppm,
        "day_count": row.day_count,
        "value_day": row.value_day,
        "expiry": row.expiry,
        "salt": row.salt,
    }
    if row.repay_day is None or row.reserve_ppm is None:
        return SaleQuote(**terms, proceeds=row.proceeds, recourse=row.recourse)
    return LoanQuote(**terms, principal=row.proceeds, repay_day=row.repay_day, reserve_ppm=row.reserve_ppm)


def _loan(new: NewQuote, loan: NewLoan, value: int, today: int, common: dict[str, Any]) -> LoanQuote:
    if new.recourse:
        raise Refusal(
            "recourse_of_a_sale",
            "A loan is owed in any case: recourse is given with sales.",
            "Leave out one of the two.",
        )
    if loan.principal > value:
        raise Refusal(
            "principal_out_of_range",
            f"{decimal_text(loan.principal)} is more than the {decimal_text(value)} that is pledged.",
            "Lend at most what is pledged.",
            {"principal": loan.principal, "value": value},
        )
    repay_day = day_of_date(loan.repay_date)
    if repay_day < today:
        raise Refusal(
            "repay_day_passed",
            f"{loan.repay_date} is over.",
            "Name the last day on which the loan is to be repaid.",
        )
    return LoanQuote(
        **common, principal=loan.principal, repay_day=repay_day, reserve_ppm=loan.reserve_rate_ppm
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
