"""What happens on the market for notes in a scene: orders and fills, and a debtor that pays early by auction."""

from tallystick.chain.interface import interface
from tallystick.chain.node import Log
from tests.backend.mirror.note_plays import Notes
from tests.backend.mirror.scene import SECONDS_PER_DAY, Scene

CURVE = [(30, 50_000), (200, 60_000)]
DUE_DAYS = 60


def play_market(scene: Scene) -> None:
    """Asks and bids that are filled, cancelled and over; an auction that is cleared and one that is cancelled.

    Needs identities, an offering and money; plays on a receivable of its own.
    """
    notes = Notes(scene)
    programme = notes.programme_count()
    curves, market, early = scene.contracts.curves, scene.contracts.market, scene.contracts.early_payment
    set_curve = interface("DiscountCurves").encode("setCurve(uint32,(uint16,uint32)[])", programme, CURVE)
    scene.send("governor", curves, set_curve)
    claim = scene.issue_and_accept(1_000, programme=programme, due_days=DUE_DAYS)
    notes.wrap(claim, 1_000, by="tier1")
    for spender in (market, early):
        notes.series("tier1", "approve(address,uint256)", spender, 1_000)
        notes.series("buyer", "approve(address,uint256)", spender, 1_000)
    scene.ecny("bank", "issue(address,uint256)", scene.address("buyer"), 2_000)
    scene.ecny("buyer", "approve(address,uint256)", market, 2_000)
    _trade(scene, claim[0])
    _pay_early(scene, notes, programme, claim[0])


def _trade(scene: Scene, receivable: int) -> None:
    later = scene.node.head().timestamp + 20 * SECONDS_PER_DAY
    first = _last_order(scene) + 1
    terms = "(uint64,uint64,uint64,uint32,uint40)"
    _market(scene, "tier1", f"askAtCurve{terms}", receivable, 400, 100, 1, later)
    _market(scene, "buyer", "fill(uint64,uint64,uint64)", first, 150, 150)
    _market(scene, "buyer", "fill(uint64,uint64,uint64)", first, 250, 250)
    _market(scene, "tier1", f"ask{terms}", receivable, 200, 200, 55_000, later)
    _market(scene, "tier1", "cancel(uint64)", first + 1)
    _market(scene, "buyer", f"bid{terms}", receivable, 100, 1, 0, later)
    _market(scene, "tier1", "fill(uint64,uint64,uint64)", first + 2, 40, 40)
    _market(
        scene,
        "buyer",
        f"ask{terms}",
        receivable,
        30,
        30,
        60_000,
        scene.node.head().timestamp + SECONDS_PER_DAY,
    )
    scene.advance_clock(2 * SECONDS_PER_DAY)
    _market(scene, "bank", "expire(uint64[])", [first + 3])


def _pay_early(scene: Scene, notes: Notes, programme: int, receivable: int) -> None:
    notes.admit("debtor")
    scene.ecny("bank", "issue(address,uint256)", scene.address("debtor"), 1_000)
    auction = _open_auction(scene, programme, 300, uniform=True)
    signature = "offer(uint64,uint64,uint64,uint32,uint64)"
    _early(scene, "tier1", signature, auction, receivable, 200, 90_000, 0)
    _early(scene, "buyer", signature, auction, receivable, 150, 80_000, 0)
    _early(scene, "tier1", "withdraw(uint64)", _last_offer(scene, auction, 0))
    _early(scene, "tier1", signature, auction, receivable, 250, 70_000, 0)
    notes.series("buyer", "approve(address,uint256)", scene.contracts.early_payment, 0)
    scene.advance_clock(SECONDS_PER_DAY)
    _early(scene, "bank", "clear(uint64)", auction)
    other = _open_auction(scene, programme, 100, uniform=False)
    _early(scene, "debtor", "cancel(uint64)", other)


def _open_auction(scene: Scene, programme: int, budget: int, *, uniform: bool) -> int:
    """Its number. The purpose of the hold carries its terms (`AuctionTerms`)."""
    closing = scene.node.head().timestamp + SECONDS_PER_DAY // 2
    terms = programme | closing << 32 | uniform << 72
    scene.hold("debtor", budget, scene.contracts.early_payment, purpose=terms)
    return sum(log.topics[0] == interface("EarlyPayment").topic("AuctionOpened") for log in _told(scene))


def _last_offer(scene: Scene, auction: int, position: int) -> int:
    book = interface("EarlyPayment")
    question = book.encode("offersOf(uint64)", auction)
    (offers,) = book.decode_answer(
        "offersOf(uint64)", scene.node.call(scene.contracts.early_payment, question)
    )
    offer: int = offers[position]
    return offer


def _last_order(scene: Scene) -> int:
    data = interface("NoteMarket").encode("orderCount()")
    return int.from_bytes(scene.node.call(scene.contracts.market, data))


def _told(scene: Scene) -> list[Log]:
    headers = scene.node.headers(0, scene.node.head().number)
    return [log for logs in scene.node.logs(headers, [scene.contracts.early_payment]) for log in logs]


def _market(scene: Scene, by: str, signature: str, *arguments: object) -> None:
    scene.send(by, scene.contracts.market, interface("NoteMarket").encode(signature, *arguments))


def _early(scene: Scene, by: str, signature: str, *arguments: object) -> None:
    scene.send(by, scene.contracts.early_payment, interface("EarlyPayment").encode(signature, *arguments))
