"""What holders do with their claims: cut, hand on, put together."""

from typing import Any, get_args

from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import as_viewer, moved_value, transaction_text
from tallystick.receivables.bodies import NewClaimTransfer, NewDistribution, NewMerge, NewSplit, NewTransfer
from tallystick.receivables.discretion import Discretion
from tallystick.receivables.identifiers import ClaimKey, claim_key, parse_claim
from tallystick.receivables.moving_commands import (
    DistributeClaim,
    MergeClaims,
    SplitClaim,
    SplitClaimEvenly,
    TransferClaim,
    TransferClaims,
    TransferClaimsSafely,
    TransferValue,
    TransferValueToClaim,
)
from tallystick.receivables.reading import Reading
from tallystick.receivables.repository import Movement, ReceivableRepository
from tallystick.receivables.schemas import (
    DistributedValue,
    DistributionReceipt,
    MergedClaim,
    MovedValue,
    SplitClaims,
    TransferReceipt,
)
from tallystick.refusal import Invalid, Refusal
from tallystick.sending.command import Command, Outcome, Permission, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Viewer

HandingOver = TransferClaim | TransferClaims | TransferClaimsSafely
Transfer = TransferValue | TransferValueToClaim | HandingOver


class Moving:
    """Every movement is the holder's, or that of somebody whom it has appointed: whoever else asks is refused."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        repository: ReceivableRepository,
        reading: Reading,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = repository
        self._reading = reading
        self._discretion = Discretion(store, repository)
        for split in (SplitClaim, SplitClaimEvenly):
            dispatcher.answers(split, self._split_done)
        for transfer in get_args(Transfer):
            dispatcher.answers(transfer, self._transferred)
        dispatcher.answers(DistributeClaim, self._distributed)
        dispatcher.answers(MergeClaims, self._merged)

    def split(
        self, claim: str, new: NewSplit, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Cuts a claim of the viewer's into parts."""
        key = parse_claim(claim)
        if new.parts is not None:
            parts = SplitClaim(holder=viewer.address, claim=key, parts=new.parts)
            return self._move(parts, [key], viewer, requester, dry_run)
        if new.count is None or new.value is None:
            raise Invalid("no_parts", "The split names no parts.", "Name `parts`, or `count` and `value`.")
        pieces = SplitClaimEvenly(holder=viewer.address, claim=key, count=new.count, value=new.value)
        return self._move(pieces, [key], viewer, requester, dry_run)

    def transfer(
        self, claim: str, new: NewTransfer, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Moves value out of a claim of the viewer's."""
        source = parse_claim(claim)
        if new.to_claim is not None:
            destination = new.to_claim
            into_claim = TransferValueToClaim(
                holder=viewer.address, claim=source, to_claim=parse_claim(destination), value=new.value
            )
            # The contract takes value into any claim; told apart here, siblings' claims could be counted.
            return self._move(
                into_claim,
                [source],
                viewer,
                requester,
                dry_run,
                lambda: self._reading.claim(viewer, destination),
            )
        if new.to is None:
            raise Invalid("no_destination", "The transfer names no destination.", "Name `to` or `to_claim`.")
        command = TransferValue(
            holder=viewer.address, claim=source, to=self._recipient(new.to, viewer), value=new.value
        )
        return self._move(command, [source], viewer, requester, dry_run)

    def distribute(
        self, claim: str, new: NewDistribution, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Moves value out of a claim of the viewer's to several recipients, all or none."""
        command = DistributeClaim(
            holder=viewer.address,
            claim=parse_claim(claim),
            parts=[(self._recipient(part.to, viewer), part.value) for part in new.parts],
        )
        return self._move(command, [command.claim], viewer, requester, dry_run)

    def transfer_claims(
        self, new: NewClaimTransfer, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Hands whole claims over that the viewer holds or may move, all or none."""
        _require_each_once(new.claims)
        claims = [parse_claim(claim) for claim in new.claims]
        command = self._handing_over(claims, new, viewer)
        return self._move(
            command,
            claims,
            viewer,
            requester,
            dry_run,
            lambda: self._reading.require_worth(viewer, claims),
        )

    def _handing_over(self, claims: list[ClaimKey], new: NewClaimTransfer, viewer: Viewer) -> HandingOver:
        to = self._recipient(new.to, viewer)
        if not new.safely and len(claims) > 1:
            return TransferClaims(holder=viewer.address, claims=claims, to=to)
        with self._store.reading() as session:
            holders = self._repository.holders(session, claims)
        # A claim that is not there is asked for as one's own: the contract refuses it as it does a claim of others.
        held = [(holders.get(claim, viewer.address), claim) for claim in claims]
        if new.safely:
            message = None if new.message is None else bytes.fromhex(new.message[2:])
            return TransferClaimsSafely(sender=viewer.address, claims=held, to=to, message=message)
        ((holder, claim),) = held
        return TransferClaim(sender=viewer.address, holder=holder, claim=claim, to=to)

    def merge(
        self, claim: str, new: NewMerge, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Puts claims of the viewer's into another one of the same receivable."""
        _require_each_once(new.claims)
        command = MergeClaims(
            holder=viewer.address,
            claims=[parse_claim(other) for other in new.claims],
            into=parse_claim(claim),
        )
        return self._move(command, [command.into, *command.claims], viewer, requester, dry_run)

    def _recipient(self, party: str, viewer: Viewer) -> bytes:
        """The wallet of another party than the viewer."""
        address = self._parties.address(party)
        if address == viewer.address:
            raise transfer_to_self(party)
        return address

    def _move(
        self,
        command: Command,
        claims: list[ClaimKey],
        viewer: Viewer,
        requester: Requester,
        dry_run: bool,
        permission: Permission | None = None,
    ) -> Outcome:
        with self._discretion.no_more_than_seen(claims, viewer):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run, permission=permission)

    def _split_done(
        self, session: Session, command: SplitClaim | SplitClaimEvenly, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        moved = interface("ReceivableLedger").told("TransferValue", receipts[-1])
        created = [claim_key(int.from_bytes(topics[2])) for topics in moved]
        claims = self._reading.claims_in(session, as_viewer(command.holder), [command.claim, *created])
        return SplitClaims(claims=claims, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _transferred(
        self, session: Session, command: Transfer, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        recipient = self._taker(session, command)
        return TransferReceipt(
            moved=[MovedValue(**moved_value(movement)) for movement in self._moved(session, receipts)],
            recipient=self._parties.references(session, {recipient})[recipient],
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _distributed(
        self, session: Session, _command: DistributeClaim, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        moved = self._moved(session, receipts)
        names = self._parties.references(session, {movement.recipient for movement in moved})
        return DistributionReceipt(
            moved=[
                DistributedValue(**moved_value(movement), recipient=names[movement.recipient])
                for movement in moved
            ],
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _merged(
        self, session: Session, command: MergeClaims, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        (claim,) = self._reading.claims_in(session, as_viewer(command.holder), [command.into])
        return MergedClaim(claim=claim, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _moved(self, session: Session, receipts: tuple[Receipt, ...]) -> list[Movement]:
        return self._repository.moved(session, receipts[-1].block_number, receipts[-1].transaction_hash)

    def _taker(self, session: Session, command: Transfer) -> bytes:
        if not isinstance(command, TransferValueToClaim):
            return command.to
        return self._repository.holders(session, [command.to_claim]).get(command.to_claim, command.holder)


def transfer_to_self(party: str) -> Refusal:
    return Refusal(
        "transfer_to_self",
        "The recipient is you, who has it already.",
        "Cut it with POST /v1/claims/<claim>/splits instead.",
        {"to": party},
    )


def _require_each_once(claims: list[str]) -> None:
    repeated = next((claim for claim in claims if claims.count(claim) > 1), None)
    if repeated is not None:
        raise Refusal("claim_named_twice", f"Claim {repeated} is named twice.", "Name each claim once.")
