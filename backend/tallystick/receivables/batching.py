"""Many moves in one request: all or none, and whoever is refused learns which move was in the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.parties.service import PartyService
from tallystick.receivables.answers import moved_value, transaction_text
from tallystick.receivables.batch_command import Move, TransferBatch
from tallystick.receivables.bodies import NewBatch, NewMove
from tallystick.receivables.discretion import Discretion
from tallystick.receivables.identifiers import parse_claim
from tallystick.receivables.moving import transfer_to_self
from tallystick.receivables.reading import Reading
from tallystick.receivables.repository import ReceivableRepository
from tallystick.receivables.schemas import BatchedMove, BatchReceipt
from tallystick.refusal import Conflict, Refusal, Unavailable
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.outbox import OF_THE_KEY
from tallystick.sending.outcomes import ReplayedRefusal
from tallystick.sending.wordings.claims import NOT_YOUR_CLAIM
from tallystick.web.viewer import Viewer


class Batching:
    """Moves the viewer's own claims and value, many at a time."""

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
        dispatcher.answers(TransferBatch, self._transferred)

    def transfer(self, new: NewBatch, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """Carries out all moves, or refuses with the position of the first that cannot be."""
        earlier = None if dry_run else self._dispatcher.earlier(requester)
        if earlier is not None:
            return earlier
        moves = self._resolved(new.moves, viewer)
        try:
            return self._tried(moves, viewer, requester, dry_run)
        except Unavailable:
            raise
        except ReplayedRefusal:
            raise
        except Refusal as refusal:
            if refusal.code in OF_THE_KEY:
                raise
            raise self._placed(refusal, new.moves, moves, viewer, requester) from refusal

    def _tried(self, moves: list[Move], viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        command = TransferBatch(holder=viewer.address, moves=moves)
        with self._discretion.no_more_than_seen([move.claim for move in moves], viewer):
            return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def _resolved(self, asked: list[NewMove], viewer: Viewer) -> list[Move]:
        wallets: dict[str, bytes] = {}
        moves = []
        for position, one in enumerate(asked):
            with _at(position, one):
                if one.to is not None and one.to not in wallets:
                    wallets[one.to] = self._recipient(one.to, viewer)
                moves.append(
                    Move(
                        claim=parse_claim(one.claim),
                        to=None if one.to is None else wallets[one.to],
                        to_claim=None if one.to_claim is None else parse_claim(one.to_claim),
                        value=one.value,
                    )
                )
        self._require_worth(asked, moves, viewer)
        self._require_seen(asked, moves, viewer)
        return moves

    def _recipient(self, party: str, viewer: Viewer) -> bytes:
        address = self._parties.address(party)
        if address == viewer.address:
            raise transfer_to_self(party)
        return address

    def _require_worth(self, asked: list[NewMove], moves: list[Move], viewer: Viewer) -> None:
        try:
            self._reading.require_worth(viewer, {move.claim for move in moves if move.value is None})
        except Conflict as refusal:
            named = refusal.values["claim"]
            position = next(
                place for place, one in enumerate(asked) if one.claim == named and one.value is None
            )
            refusal.errors.append(_mistake(refusal, position, asked[position]))
            raise

    def _require_seen(self, asked: list[NewMove], moves: list[Move], viewer: Viewer) -> None:
        """The contract takes value into any claim; told apart here, siblings' claims could be counted."""
        named = {move.to_claim for move in moves if move.to_claim is not None}
        with self._store.reading() as session:
            seen = {
                (claim.receivable, claim.serial)
                for claim in self._repository.claims_named(session, viewer, named)
            }
        for position, (one, move) in enumerate(zip(asked, moves, strict=True)):
            if move.to_claim is not None:
                with _at(position, one):
                    if move.to_claim == move.claim:
                        raise Refusal(
                            "merge_into_itself",
                            f"Value of claim {one.claim} is to go into itself.",
                            "Name another claim of the same receivable.",
                            {"claim": one.claim},
                        )
                    if move.to_claim not in seen:
                        self._reading.claim(viewer, one.to_claim or "")

    def _placed(
        self,
        refusal: Refusal,
        asked: list[NewMove],
        moves: list[Move],
        viewer: Viewer,
        requester: Requester,
    ) -> Refusal:
        """The refusal with the position of the first move that cannot be made after those before it."""
        named = refusal.values.get("claim")
        places = [place for place, one in enumerate(asked) if named and named in (one.claim, one.to_claim)]
        if len(places) != 1:
            fits, found = self._first_failing(moves, viewer, requester)
            if found is None:  # it was not about the moves, or is over already
                return refusal
            refusal, places = found, [fits]
            if fits and refusal.code == "refused_by_contract":
                refusal = _too_large(len(moves), fits)
            elif refusal.code == NOT_YOUR_CLAIM:
                refusal = _moved_before(asked, fits) or refusal
        refusal.errors.append(_mistake(refusal, places[0], asked[places[0]]))
        return refusal

    def _first_failing(
        self, moves: list[Move], viewer: Viewer, requester: Requester
    ) -> tuple[int, Refusal | None]:
        """How many moves can be made, and why the next cannot; None where all can. Halves what is left each time."""
        fits, fails, found = 0, len(moves) + 1, None
        tried = len(moves)
        while fails - fits > 1:
            try:
                self._tried(moves[:tried], viewer, requester, dry_run=True)
                fits = tried
            except Unavailable:
                return 0, None
            except Refusal as refusal:
                fails, found = tried, refusal
            tried = (fits + fails) // 2
        return fits, found

    def _transferred(
        self, session: Session, _command: TransferBatch, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        moved = self._repository.moved(session, receipts[-1].block_number, receipts[-1].transaction_hash)
        names = self._parties.references(session, {movement.recipient for movement in moved})
        return BatchReceipt(
            moved=[
                BatchedMove(**moved_value(movement), recipient=names[movement.recipient])
                for movement in moved
            ],
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")


@contextmanager
def _at(position: int, asked: NewMove) -> Iterator[None]:
    """Whatever is refused inside is refused for this move."""
    try:
        yield
    except Refusal as refusal:
        refusal.errors.append(_mistake(refusal, position, asked))
        raise


def _too_large(moves: int, fitting: int) -> Refusal:
    return Refusal(
        "batch_too_large",
        f"A block of this chain has gas for the first {fitting} of {moves} moves.",
        f"Send at most {fitting} of them at a time.",
        {"moves": moves, "fitting": fitting},
    )


def _moved_before(asked: list[NewMove], position: int) -> Refusal | None:
    """Where a move cannot be made since one before it hands the claim over."""
    claim = asked[position].claim
    for earlier, one in enumerate(asked[:position]):
        if one.claim == claim and one.value is None:
            return Refusal(
                "claim_moved_before",
                f"Move {position + 1}: claim {claim} is handed over by move {earlier + 1} already.",
                "Hand each claim over once, and move value out of it before that.",
                {"claim": claim, "move": position + 1, "earlier_move": earlier + 1},
            )
    return None


def _mistake(refusal: Refusal, position: int, asked: NewMove) -> dict[str, Any]:
    return {"pointer": f"#/moves/{position}", "detail": refusal.detail, "value": asked.claim}
