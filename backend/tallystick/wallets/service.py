"""Wallets, payments and holds: what banks and owners ask for, and what they may see of it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.mirror.events import NOBODY
from tallystick.mirror.tables import Hold, Wallet
from tallystick.money.calendar import instant_text
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import transaction_text
from tallystick.refusal import Conflict, NotFound, Refusal
from tallystick.sending.command import Command, Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.wallets.commands import (
    ApprovePayments,
    ChangeWalletTier,
    IssueMoney,
    OpenWallet,
    Pay,
    PayHold,
    PlaceHold,
    RedeemMoney,
    ReturnHold,
)
from tallystick.wallets.repository import MovementRow, WalletRepository
from tallystick.wallets.schemas import (
    PURPOSE_BYTES,
    HoldList,
    HoldPayment,
    HoldReceipt,
    HoldView,
    MoneyMovement,
    MoneyMovementList,
    NewHold,
    NewPayment,
    NewPaymentApproval,
    NewWallet,
    PaymentApprovalList,
    PaymentApprovalReceipt,
    PaymentApprovalView,
    PaymentReceipt,
    WalletList,
    WalletReceipt,
    WalletView,
)
from tallystick.web.viewer import Viewer


class WalletService:
    """e-CNY of the ledger's parties."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        *,
        deployment: int,
        settlement: bytes,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._settlement = settlement
        self._repository = WalletRepository(deployment)
        for kind in (OpenWallet, ChangeWalletTier, IssueMoney, RedeemMoney):
            dispatcher.answers(kind, self._wallet_changed)
        dispatcher.answers(Pay, self._paid)
        dispatcher.answers(ApprovePayments, self._approved)
        dispatcher.answers(PlaceHold, self._placed)
        dispatcher.answers(PayHold, self._hold_changed)
        dispatcher.answers(ReturnHold, self._hold_changed)

    # What banks do

    def open(self, new: NewWallet, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Opens a wallet for a party that can owe or hold claims."""
        owner = self._parties.address(new.party)
        return self._carry_out(
            OpenWallet(bank=viewer.address, owner=owner, tier=new.tier), requester, dry_run
        )

    def change_tier(
        self, party: str, tier: int, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        command = ChangeWalletTier(bank=viewer.address, owner=self._parties.address(party), tier=tier)
        return self._carry_out(command, requester, dry_run)

    def issue(self, party: str, amount: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Puts money into the wallet of one of the viewer's customers."""
        command = IssueMoney(bank=viewer.address, owner=self._parties.address(party), amount=amount)
        return self._carry_out(command, requester, dry_run)

    def redeem(self, party: str, amount: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Takes money out of the wallet of one of the viewer's customers, which has approved it."""
        command = RedeemMoney(bank=viewer.address, owner=self._parties.address(party), amount=amount)
        return self._carry_out(command, requester, dry_run)

    # What owners do

    def pay(self, new: NewPayment, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Pays out of the viewer's own wallet, or out of one whose owner has approved it."""
        payer = viewer.address if new.payer is None else self._parties.address(new.payer)
        command = Pay(
            spender=None if payer == viewer.address else viewer.address,
            payer=payer,
            payee=self._parties.address(new.to),
            amount=new.amount,
        )
        with self._balances_untold(viewer):
            return self._carry_out(command, requester, dry_run)

    def approve(
        self, new: NewPaymentApproval, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Lets a party pay out of the viewer's wallet, or a bank redeem."""
        command = ApprovePayments(
            owner=viewer.address,
            spender=self._parties.spender(new.spender),
            amount=new.amount,
        )
        return self._carry_out(command, requester, dry_run)

    def place_hold(self, new: NewHold, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Sets money of the viewer's aside."""
        command = PlaceHold(
            payer=viewer.address,
            amount=new.amount,
            releaser=self._parties.address(new.releaser),
            payee=NOBODY if new.payee is None else self._parties.address(new.payee),
            expiry=0 if new.expires_at is None else int(new.expires_at.timestamp()),
            purpose=new.purpose.encode().ljust(PURPOSE_BYTES, b"\0"),
        )
        return self._carry_out(command, requester, dry_run)

    def pay_hold(
        self, number: int, new: HoldPayment, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Pays out of a hold that names the viewer to do so."""
        with self._store.reading() as session:
            hold = self._existing_hold(session, viewer, number)
        if new.to is None and hold.payee is None:
            raise Conflict(
                "payee_missing",
                f"Hold {number} names no payee, and neither does the request.",
                "Say in `to` who is paid.",
                {"hold": str(number)},
            )
        payee = hold.payee if new.to is None else self._parties.address(new.to)
        command = PayHold(releaser=viewer.address, hold=number, payee=payee or NOBODY, amount=new.amount)
        with self._balances_untold(viewer):
            return self._carry_out(command, requester, dry_run)

    def return_hold(self, number: int, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Gives back what is left of a hold: its releaser at any time, its payer after it has expired."""
        command = ReturnHold(caller=viewer.address, hold=number)

        def seen() -> None:
            with self._store.reading() as session:
                self._existing_hold(session, viewer, number)

        return self._dispatcher.carry_out(command, requester, dry_run=dry_run, permission=seen)

    # What there is

    def all(self, viewer: Viewer) -> WalletList:
        with self._store.reading() as session:
            return WalletList(wallets=self._wallet_views(session, self._repository.wallets(session, viewer)))

    def get(self, party: str, viewer: Viewer) -> WalletView:
        with self._store.reading() as session:
            return self._wallet_views(session, [self._existing_wallet(session, viewer, party)])[0]

    def movements(
        self, party: str, viewer: Viewer, size: int, before: tuple[int, int] | None
    ) -> MoneyMovementList:
        """A page of what came into a wallet that the viewer may see, or left it."""
        with self._store.reading() as session:
            owner = self._existing_wallet(session, viewer, party).owner
            rows = self._repository.movements(session, owner, size, before)
            views = self._movement_views(session, rows)
        last = rows[-1].entry if len(rows) == size else None
        return MoneyMovementList(
            movements=views, next=None if last is None else f"{last.block}-{last.log_index}"
        )

    def approvals(self, viewer: Viewer) -> PaymentApprovalList:
        with self._store.reading() as session:
            rows = self._repository.approvals(session, viewer)
            sides = {side for row in rows for side in (row.owner, row.spender)}
            names = self._parties.references(session, sides)
            return PaymentApprovalList(
                approvals=[
                    PaymentApprovalView(
                        owner=names[row.owner], spender=names[row.spender], remaining=row.amount
                    )
                    for row in rows
                ]
            )

    def hold(self, number: int, viewer: Viewer) -> HoldView:
        with self._store.reading() as session:
            return self._hold_views(session, [self._existing_hold(session, viewer, number)])[0]

    def hold_in(self, session: Session, number: int) -> HoldView:
        """For a command that has just placed it."""
        return self._hold_views(session, [self._repository.hold_of(session, number)])[0]

    def holds(self, viewer: Viewer, size: int, after: int | None, only_open: bool) -> HoldList:
        with self._store.reading() as session:
            rows = self._repository.holds(session, viewer, size, after, only_open)
            views = self._hold_views(session, rows)
        return HoldList(holds=views, next=views[-1].id if len(rows) == size else None)

    # In between

    def _carry_out(self, command: Command, requester: Requester, dry_run: bool) -> Outcome:
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    @contextmanager
    def _balances_untold(self, viewer: Viewer) -> Iterator[None]:
        """Who pays must not learn how much is in the wallet of another."""
        try:
            yield
        except Refusal as refusal:
            owner = refusal.values.get("owner")
            if refusal.code not in {"balance_limit_exceeded", "funds_insufficient", "daily_limit_exceeded"}:
                raise
            if owner is None or bytes.fromhex(owner[2:]) == viewer.address:
                raise
            raise Conflict(
                refusal.code,
                f"The wallet of {owner} does not allow this payment.",
                "Ask its owner, or pay less.",
                {"owner": owner},
            ) from refusal

    def _existing_wallet(self, session: Session, viewer: Viewer, party: str) -> Wallet:
        found = self._repository.wallet(session, viewer, self._parties.any_address(party))
        if found is None:
            raise NotFound(
                "wallet_not_found", f"There is no wallet of {party} for you.", "See GET /v1/wallets."
            )
        return found

    def _existing_hold(self, session: Session, viewer: Viewer, number: int) -> Hold:
        found = self._repository.hold(session, viewer, number)
        if found is None:
            raise NotFound("hold_not_found", f"There is no hold {number} for you.", "See GET /v1/holds.")
        return found

    def _wallet_views(self, session: Session, rows: Iterable[Wallet]) -> list[WalletView]:
        rows = list(rows)
        names = self._parties.references(session, {side for row in rows for side in (row.owner, row.bank)})
        return [
            WalletView(
                owner=names[row.owner],
                bank=names[row.bank],
                tier=row.tier,
                balance=row.balance,
                held=row.held,
                available=row.balance - row.held,
            )
            for row in rows
        ]

    def _movement_views(self, session: Session, rows: list[MovementRow]) -> list[MoneyMovement]:
        names = self._parties.references(session, {side for row in rows for side in (row.payer, row.payee)})
        return [
            MoneyMovement.model_validate(
                {
                    "kind": row.entry.kind,
                    "payer": None if row.payer == NOBODY else names[row.payer],
                    "payee": None if row.payee == NOBODY else names[row.payee],
                    "amount": row.amount,
                    "block": row.entry.block,
                    "at": instant_text(row.entry.timestamp),
                    "transaction": "0x" + row.entry.transaction_hash.hex(),
                }
            )
            for row in rows
        ]

    def _hold_views(self, session: Session, rows: Iterable[Hold]) -> list[HoldView]:
        rows = list(rows)
        sides = {side for row in rows for side in (row.payer, row.releaser, row.payee) if side is not None}
        names = self._parties.references(session, sides)
        return [
            HoldView(
                id=str(row.number),
                payer=names[row.payer],
                releaser=names[row.releaser],
                payee=None if row.payee is None else names[row.payee],
                amount=row.amount,
                left=row.left,
                expires_at=instant_text(row.expiry) if row.expiry else None,
                purpose=None if row.releaser == self._settlement else _text(row.purpose),
                receivable=str(int.from_bytes(row.purpose)) if row.releaser == self._settlement else None,
                purpose_word="0x" + row.purpose.hex(),
                placed_at=instant_text(row.at),
            )
            for row in rows
        ]

    # Answers

    def _wallet_changed(
        self,
        session: Session,
        command: OpenWallet | ChangeWalletTier | IssueMoney | RedeemMoney,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        wallet = self._repository.wallet_of(session, command.owner)
        if wallet is None:
            raise NotFound("wallet_not_found", "The wallet is not there any more.", "See GET /v1/wallets.")
        (view,) = self._wallet_views(session, [wallet])
        return WalletReceipt(wallet=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _paid(self, session: Session, command: Pay, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        names = self._parties.references(session, {command.payer, command.payee})
        return PaymentReceipt(
            payer=names[command.payer],
            payee=names[command.payee],
            amount=command.amount,
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _approved(
        self, session: Session, command: ApprovePayments, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        names = self._parties.references(session, {command.owner, command.spender})
        return PaymentApprovalReceipt(
            owner=names[command.owner],
            spender=names[command.spender],
            amount=command.amount,
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _placed(self, session: Session, _command: PlaceHold, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        return self._hold_receipt(session, hold_placed(receipts), receipts)

    def _hold_changed(
        self, session: Session, command: PayHold | ReturnHold, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return self._hold_receipt(session, command.hold, receipts)

    def _hold_receipt(self, session: Session, number: int, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        hold = self.hold_in(session, number)
        return HoldReceipt(hold=hold, transaction=transaction_text(receipts)).model_dump(mode="json")


def hold_placed(receipts: tuple[Receipt, ...]) -> int:
    """The number of the hold that a transaction placed."""
    return interface("ECny").number_told("HoldPlaced", receipts[-1])


def _text(purpose: bytes) -> str | None:
    """A purpose that was written as text; others' holds may carry anything."""
    try:
        text = purpose.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None
