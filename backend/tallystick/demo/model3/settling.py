"""Fixing, funding, and payment in parts: each below the caps, each to the fen."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from tallystick.demo.model3.cast import EVERYBODY, SUPPLIERS, group_of
from tallystick.demo.model3.commitments import Commitment
from tallystick.demo.model3.ninety_days import NinetyDays, dollars
from tallystick.demo.model3.opening import CAP
from tallystick.demo.model3.rates import DECIMALS, rate_of
from tallystick.demo.stage import require, yuan
from tallystick.money.exchange import converted
from tallystick.money.settlement import share


@dataclass(slots=True)
class Piece:
    """A claim and how much of it waits, in cents."""

    holder: str
    claim: str
    receivable: str
    left: int


@dataclass(slots=True)
class Pot:
    """What was set aside for a receivable, in fen, and how much of its face was paid from it."""

    fen: int
    face: int
    paid: int = 0

    def take(self, cents: int) -> int:
        """The share of the next so many cents."""
        before, self.paid = self.paid, self.paid + cents
        return share(self.fen, self.face, before, cents)


@dataclass(frozen=True, slots=True)
class Payment:
    """What one transaction paid: US cents of face, and fen."""

    day: int
    payee: str
    receivable: str
    amount: int
    money: int
    transaction: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """The rate of a receivable, as the feed says it, and what is owed at it in fen."""

    day: int
    answer: int
    fallback: bool
    owed: int


class Settling:
    """Keeps what must come out beside what the ledger says, and requires both to be equal."""

    def __init__(self, border: NinetyDays, made: dict[str, Commitment]) -> None:
        self._border = border
        self._made = made
        self._pots: dict[str, Pot] = {}
        self.fixed: dict[str, Fixed] = {}
        self.payments: list[Payment] = []
        self.pieces = self._pieces()

    def fix(self, key: str, answer: int, fallback: bool = False) -> None:
        """The supplier has its rate fixed, which must be the one that is told, and the platform funds it at once."""
        stage, one = self._border.stage, self._made[key]
        path = f"/v1/receivables/{one.receivable}"
        fixing = stage.portals[key].command(f"{path}/fixing")["fixing"]
        owed = converted(one.face, rate_of(answer))
        found = (int(fixing["answer"]), fixing["decimals"], fixing["fallback"], fixing["owed"])
        require(f"The fixing of {SUPPLIERS[key].member.spoken}", found, (answer, DECIMALS, fallback, owed))
        self.fixed[key] = Fixed(self._border.day, answer, fallback, owed)
        platform = stage.portals["platform"]
        stage.portals["operating_bank"].command(f"/v1/wallets/{platform.party}/issues", {"amount": owed})
        settlement = platform.command(f"{path}/fundings")["settlement"]
        require("What the platform still owes", settlement["owed"]["total"], 0)
        self._pots[one.receivable] = Pot(owed, one.face)

    def pay(self, *keys: str) -> None:
        """Every claim on what is owed to these, or a part of it, is paid as far as its owners' caps allow today."""
        due = {self._made[key].receivable for key in keys}
        before = len(self.payments)
        got: dict[str, int] = defaultdict(int)
        for piece in self.pieces:
            amount = min(piece.left, CAP - got[group_of(piece.holder)]) if piece.receivable in due else 0
            if amount:
                got[group_of(piece.holder)] += amount
                self._collect(piece, amount)
        today = self.payments[before:]
        left = sum(piece.left for piece in self.pieces if piece.receivable in due)
        waiting = (
            f"; {dollars(left)} wait for their owners' next 24 hours"
            if left
            else ", and nothing waits any longer"
        )
        self._border.stage.say(
            f"Day {self._border.day}: {dollars(sum(one.amount for one in today))} paid in "
            f"{yuan(sum(one.money for one in today))}, transactions: {len(today)}{waiting}."
        )

    def waiting(self, key: str) -> Piece:
        """A supplier's first claim of which something waits."""
        return next(piece for piece in self.pieces if piece.holder == key and piece.left)

    def told(self) -> dict[str, Any]:
        """As it is written down."""
        return {
            "fixings": {key: asdict(one) for key, one in self.fixed.items()},
            "payments": [asdict(payment) for payment in self.payments],
        }

    def _pieces(self) -> list[Piece]:
        portals = self._border.stage.portals
        return [
            Piece(key, claim["id"], claim["receivable"], claim["face"])
            for key in SUPPLIERS
            for claim in portals[key].pages("/v1/claims", "claims")
        ]

    def _collect(self, piece: Piece, amount: int) -> None:
        told = self._border.stage.portals[piece.holder].command("/v1/collections", {"claims": [piece.claim]})
        money = sum(one["share"] for one in told["shares"])
        what = f"What {EVERYBODY[piece.holder].spoken} is paid on claim {piece.claim}, day {self._border.day}"
        require(what, money, self._pots[piece.receivable].take(amount))
        piece.left -= amount
        self.payments.append(
            Payment(self._border.day, piece.holder, piece.receivable, amount, money, told["transaction"])
        )
