"""Loans and recourses: repaid, enforced, demanded, bought back, waived."""

from typing import Any

from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.financing.agreement_commands import (
    DemandRecourse,
    EnforcePledge,
    RepayLoan,
    RepurchaseClaim,
    WaiveRecourse,
)
from tallystick.financing.agreement_presentation import AgreementPresenter
from tallystick.financing.agreement_repository import AgreementRepository, AgreementRow
from tallystick.financing.agreement_schemas import (
    AgreementList,
    AgreementView,
    ChangedAgreement,
    NewEnforcement,
    NewRepayment,
    WaivedRecourse,
)
from tallystick.financing.quote import SaleQuote
from tallystick.financing.service import FinancingService, refused_to_financier
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import as_viewer, transaction_text
from tallystick.receivables.identifiers import ClaimKey, claim_text, parse_claim
from tallystick.receivables.service import ReceivableService
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer


class AgreementService:
    """What the sides of a loan or a recourse do after the money was paid."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        receivables: ReceivableService,
        financing: FinancingService,
        deployment: int,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._receivables = receivables
        self._financing = financing
        self._repository = AgreementRepository(deployment)
        self._presenter = AgreementPresenter(parties, self._repository)
        dispatcher.answers(RepayLoan, self._repaid)
        dispatcher.answers(EnforcePledge, self._enforced)
        dispatcher.answers(DemandRecourse, self._demanded)
        dispatcher.answers(RepurchaseClaim, self._repurchased)
        dispatcher.answers(WaiveRecourse, self._waived)

    def all(self, viewer: Viewer) -> AgreementList:
        with self._store.reading() as session:
            rows = self._repository.all(session, viewer)
            return AgreementList(
                agreements=self._presenter.views(session, viewer, rows, self._receivables.now(session))
            )

    def one(self, number: int, viewer: Viewer) -> AgreementView:
        with self._store.reading() as session:
            return self._view(session, viewer, self._existing(session, viewer, number))

    def repay(
        self, number: int, new: NewRepayment, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Pays on a loan that the viewer is a side of: as much as it says, or all that is owed today."""
        amount = new.amount
        if amount is None:
            amount = sum(one.owed for one in self.one(number, viewer).owing)
            if not amount:
                raise Conflict(
                    "nothing_owed",
                    f"Nothing is owed under agreement {number}.",
                    "There is nothing to do.",
                    {"agreement": str(number)},
                )
        command = RepayLoan(payer=viewer.address, agreement=number, amount=amount)
        return self._dispatcher.carry_out(
            command, requester, dry_run=dry_run, permission=lambda: self.one(number, viewer)
        )

    def enforce(
        self, number: int, new: NewEnforcement, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Sells the pledge of an overdue loan of the viewer's at a quote that it was given."""
        self.one(number, viewer)
        quote, signature = self._financing.signed_quote(bytes.fromhex(new.quote[2:]), viewer)
        if not isinstance(quote, SaleQuote):
            raise Refusal(
                "quote_of_a_loan",
                "That quote is of a loan.",
                "Name one at which its financier buys the pledge.",
            )
        command = EnforcePledge(creditor=viewer.address, agreement=number, quote=quote, signature=signature)
        with refused_to_financier(new.quote):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def demand(self, claim: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Calls on the seller of a claim that the viewer holds."""
        command = DemandRecourse(holder=viewer.address, claim=parse_claim(claim))
        return self._under_recourse(command, viewer, requester, dry_run)

    def repurchase(self, claim: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Buys a claim back that the viewer has sold with recourse."""
        command = RepurchaseClaim(seller=viewer.address, claim=parse_claim(claim))
        return self._under_recourse(command, viewer, requester, dry_run)

    def waive(self, claim: str, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Lets the seller of a claim that the viewer holds off."""
        command = WaiveRecourse(holder=viewer.address, claim=parse_claim(claim))
        return self._under_recourse(command, viewer, requester, dry_run)

    def _under_recourse(
        self,
        command: DemandRecourse | RepurchaseClaim | WaiveRecourse,
        viewer: Viewer,
        requester: Requester,
        dry_run: bool,
    ) -> Outcome:
        return self._dispatcher.carry_out(
            command,
            requester,
            dry_run=dry_run,
            permission=lambda: self._require_party_to(command.claim, viewer),
        )

    def _require_party_to(self, claim: ClaimKey, viewer: Viewer) -> None:
        """Told alike whether the claim carries no recourse, or it is none of the viewer's business."""
        with self._store.reading() as session:
            agreement = self._repository.of_claim(session, claim)
            if agreement is None or agreement.pledge:
                raise _no_recourse(claim)
            owing = self._repository.owing(session, agreement, 0)
            holders = {one.holder for one in owing if one.claim == claim}
        if viewer.address not in {agreement.obligor, *holders}:
            raise _no_recourse(claim)

    def _existing(self, session: Session, viewer: Viewer, number: int) -> AgreementRow:
        row = self._repository.one(session, viewer, number)
        if row is None:
            raise NotFound(
                "agreement_not_found",
                f"There is no agreement {number} for you.",
                "See GET /v1/agreements.",
            )
        return row

    def _view(self, session: Session, viewer: Viewer, row: AgreementRow) -> AgreementView:
        (view,) = self._presenter.views(session, viewer, [row], self._receivables.now(session))
        return view

    # Answers

    def _changed(
        self, session: Session, viewer: Viewer, number: int, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return ChangedAgreement(
            agreement=self._view(session, viewer, self._existing(session, viewer, number)),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _repaid(self, session: Session, command: RepayLoan, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        return self._changed(session, as_viewer(command.payer), command.agreement, receipts)

    def _enforced(
        self, session: Session, command: EnforcePledge, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return self._changed(session, as_viewer(command.creditor), command.agreement, receipts)

    def _demanded(
        self, session: Session, command: DemandRecourse, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        number = _agreement_told(receipts[-1])
        return self._changed(session, as_viewer(command.holder), number, receipts)

    def _repurchased(
        self, session: Session, command: RepurchaseClaim, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        number = _agreement_told(receipts[-1])
        return self._changed(session, as_viewer(command.seller), number, receipts)

    def _waived(
        self, _session: Session, command: WaiveRecourse, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return WaivedRecourse(
            claim=claim_text(command.claim), transaction=transaction_text(receipts)
        ).model_dump(mode="json")


def _agreement_told(receipt: Receipt) -> int:
    """The agreement that a demand, or a repurchase, was under."""
    desk = interface("FinancingDesk")
    told = desk.told("RecourseDemanded", receipt) + desk.told("ClaimRepurchased", receipt)
    return int.from_bytes(told[0][1])


def _no_recourse(claim: ClaimKey) -> NotFound:
    return NotFound(
        "recourse_not_found",
        f"There is no recourse on claim {claim_text(claim)} for you.",
        "See GET /v1/agreements.",
    )
