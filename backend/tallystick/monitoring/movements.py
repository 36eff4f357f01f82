"""The record of every movement: who, what for, how much, how full the limits were, and whether goods and money match.

Amounts are minor units of the programme's currency, money is fen; moments are seconds since 1970.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tallystick.mirror.places import Place
from tallystick.monitoring.goods import Goods
from tallystick.monitoring.history import History, Owner
from tallystick.monitoring.repository import CollectionRow, MovementRow

COMMIT, CROSS, RELEASE = "commit", "cross", "release"
"""A commitment accepted, a claim passed on, money paid: as the mirror names them."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement. A commitment moves nothing yet: it fills no limit.

    `claim` is the one that was paid (its serial), where money was paid on one. `milestone` is the last that had been
    stated by then. `transaction_use` and `window_use` are what had moved in the
    transaction, and come to the recipient's group within the window, with this movement; the caps are those in force
    then. `counted`: it takes up of the window, which what a group passes on to itself does not.
    """

    place: Place
    at: int
    transaction: bytes
    kind: str
    programme: int
    currency: str
    receivable: int
    claim: int | None
    sender: bytes
    recipient: bytes
    sender_group: bytes | None
    recipient_group: bytes
    sender_country: int | None
    recipient_country: int | None
    amount: int
    money: int | None
    interest: bool
    purpose: int
    milestone: int
    transaction_use: int
    transaction_cap: int
    window_use: int
    window_cap: int
    window: int
    counted: bool
    matched: bool

    @property
    def id(self) -> str:
        """As cursors of movements have it."""
        return f"{self.place[0]}-{self.place[1]}"

    @property
    def is_payment(self) -> bool:
        """Of money; a claim may also be retired by a share that comes to no fen."""
        return self.kind == RELEASE and bool(self.money)


class _Got:
    """What a group has got under a programme, as `CrossBorderPolicy` keeps it: all of it so far, by when."""

    def __init__(self) -> None:
        self._moments: list[int] = []
        self._totals: list[int] = []

    def add(self, moment: int, amount: int) -> None:
        self._totals.append((self._totals[-1] if self._totals else 0) + amount)
        self._moments.append(moment)

    def within(self, moment: int, window: int) -> int:
        """In the seconds of the window up to a moment, that one included."""
        before = bisect_right(self._moments, moment - window)
        now = bisect_right(self._moments, moment)
        return self._total(now) - self._total(before)

    def _total(self, count: int) -> int:
        return self._totals[count - 1] if count else 0


class WindowUse:
    """How full the windows of a programme's groups are, movement by movement."""

    def __init__(self) -> None:
        self._got: dict[bytes, _Got] = {}

    def add(self, group: bytes, moment: int, amount: int) -> None:
        """Moments come in their order."""
        self._got.setdefault(group, _Got()).add(moment, amount)

    def of(self, group: bytes, moment: int, window: int) -> int:
        """What a group has got in the window that ends at a moment."""
        got = self._got.get(group)
        return 0 if got is None else got.within(moment, window)

    def groups(self) -> Sequence[bytes]:
        return sorted(self._got)


def recorded(
    rows: Sequence[MovementRow],
    collections: Sequence[CollectionRow],
    goods: Mapping[int, Goods],
    history: History,
) -> tuple[list[Movement], WindowUse]:
    """The records of a programme's movements, and how full its windows have become. Rows come in the chain's order."""
    windows, paid_claims = WindowUse(), PaidClaims(collections)
    transaction, moved = b"", 0
    paid: dict[int, int] = {}
    found = []
    for row in rows:
        movement = row.movement
        if movement.transaction_hash != transaction:
            transaction, moved = movement.transaction_hash, 0
        counted = movement.kind != COMMIT and movement.sender_group != movement.recipient_group
        moved += 0 if movement.kind == COMMIT else movement.amount
        if counted:
            windows.add(bytes(movement.recipient_group), movement.at, movement.amount)
        claim = paid_claims.of(row)
        interest = claim is not None and claim.interest
        if movement.kind == RELEASE and not interest:
            paid[movement.receivable] = paid.get(movement.receivable, 0) + movement.amount
        found.append(_record(row, claim, history, windows, moved, counted, goods[movement.receivable], paid))
    return found, windows


def _record(  # noqa: PLR0913, PLR0917 (all that one record takes)
    row: MovementRow,
    claim: CollectionRow | None,
    history: History,
    windows: WindowUse,
    moved: int,
    counted: bool,
    goods: Goods,
    paid: Mapping[int, int],
) -> Movement:
    movement, receivable = row.movement, row.receivable
    place = (movement.block, movement.log_index)
    limits = history.limits(receivable.programme, place)
    sender = bytes(receivable.debtor if movement.sender is None else movement.sender)
    giver, taker = history.owner(sender, place), history.owner(bytes(movement.recipient), place)
    milestone = goods.milestone_at(place)
    window = 0 if limits is None else limits.window
    return Movement(
        place=place,
        at=movement.at,
        transaction=bytes(movement.transaction_hash),
        kind=movement.kind,
        programme=receivable.programme,
        currency=row.currency,
        receivable=movement.receivable,
        claim=None if claim is None else claim.collection.serial,
        sender=sender,
        recipient=bytes(movement.recipient),
        sender_group=_group(movement.sender_group, giver),
        recipient_group=bytes(movement.recipient_group),
        sender_country=None if giver is None else giver.country,
        recipient_country=None if taker is None else taker.country,
        amount=movement.amount,
        money=movement.money,
        interest=claim is not None and claim.interest,
        purpose=movement.purpose,
        milestone=milestone,
        transaction_use=moved,
        transaction_cap=0 if limits is None else limits.transaction_cap,
        window_use=windows.of(bytes(movement.recipient_group), movement.at, window),
        window_cap=0 if limits is None else limits.window_cap,
        window=window,
        counted=counted,
        matched=goods.matches(movement.kind == RELEASE, place, paid.get(movement.receivable, 0)),
    )


def _group(told: bytes | None, owner: Owner | None) -> bytes | None:
    """Of the sender; money comes from the debtor's hold, whose group the event does not name."""
    if told is not None:
        return bytes(told)
    return None if owner is None else owner.group


class PaidClaims:
    """Which share each payment belongs to: the settlement tells of a claim's share, then to whom it is released."""

    def __init__(self, collections: Sequence[CollectionRow]) -> None:
        self._shares: dict[tuple[bytes, int], list[CollectionRow]] = {}
        for row in collections:
            key = bytes(row.collection.transaction_hash), row.collection.receivable
            self._shares.setdefault(key, []).append(row)

    def of(self, row: MovementRow) -> CollectionRow | None:
        """The last share of that receivable before the payment in its transaction; None where notes were paid."""
        movement = row.movement
        if movement.kind != RELEASE:
            return None
        shares = self._shares.get((bytes(movement.transaction_hash), movement.receivable), ())
        before = [share for share in shares if share.collection.log_index < movement.log_index]
        return before[-1] if before else None
