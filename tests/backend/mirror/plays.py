"""What happens in a scene: a little, one of everything, and the first model in full."""

from tests.backend.mirror.border_plays import play_border
from tests.backend.mirror.market_plays import play_market
from tests.backend.mirror.note_plays import play_notes
from tests.backend.mirror.scene import DAYS_TO_DUE, DEBTOR_ROLE, SECONDS_PER_DAY, Scene, claim_id


def play_a_little(scene: Scene) -> None:
    """A receivable whose second claim A holds; it is frozen, and part of the first is offered. Another one is paid."""
    scene.ledger("operator", "openAccount(address,uint8)", scene.address("debtor"), DEBTOR_ROLE)
    scene.open_programme()
    scene.set_curve((30, 50_000), (180, 60_000))
    scene.appoint_authorities()
    invoice = scene.register(1_100)
    scene.credit(invoice, 100)
    scene.accept(scene.issue(1_000, invoice=invoice))
    scene.pass_value((1, 1), "A", 400, by="tier1")
    scene.offer((1, 1), "B", 50, by="tier1")
    scene.allow((1, 1), scene.address("C"), 25, by="tier1")
    scene.freeze((1, 2), by="court")
    scene.suspend("C", by="regulator")
    scene.appoint_bank()
    scene.open_wallet("debtor", amount=1_000)
    scene.open_wallet("tier1")
    scene.ecny("tier1", "approve(address,uint256)", scene.address("bank"), 50)
    paid = scene.issue_and_accept(100, due_days=1)
    scene.fund(paid[0], 100)
    scene.fund(1, 300)
    scene.advance_clock(2 * SECONDS_PER_DAY)
    scene.collect([paid])
    scene.open_factor(1_000)
    financed = scene.issue_and_accept(200)
    due = scene.today() + DAYS_TO_DUE
    scene.record_lien(financed, b"\1" * 32)
    scene.revoke(scene.quote(financed, 50, due))
    scene.sell(scene.quote(financed, 60, due), by="tier1")
    scene.ecny("tier1", "approve(address,uint256)", scene.contracts.desk, 1_000)
    scene.repay(scene.lend(scene.loan_quote(financed, 70, 50, days=9), by="tier1"), 20, by="tier1")
    late = scene.issue_and_accept(100, due_days=1)
    scene.record_lien(late, b"\2" * 32)
    scene.sell(scene.quote(late, 100, scene.today() + 1, recourse=True), by="tier1")
    scene.advance_clock(17 * SECONDS_PER_DAY)
    scene.desk("factor", "demandRecourse(uint256)", claim_id(late))
    scene.fund(late[0], scene.owed(late[0]))
    play_notes(scene)
    scene.open_wallet("buyer")
    play_market(scene)
    scene.open_wallet("A")
    scene.ecny("bank", "issue(address,uint256)", scene.address("debtor"), 10_000)
    play_border(scene)


def play_everything(scene: Scene) -> None:
    """One of everything that can happen to receivables and claims, and some of it twice."""
    scene.open_accounts()
    scene.open_programme()
    scene.set_curve((90, 50_000))
    scene.set_curve((30, 50_000), (180, 60_000))
    first = scene.issue_and_accept(1_000)
    scene.issue(700)  # offered only
    scene.split(first, [400, 250, 250, 100], by="tier1")
    scene.pass_value(first, "A", 150, by="tier1")  # to claim 5
    scene.pass_value(first, "tier1", 50, by="tier1")  # to claim 6, in the same hands
    scene.assign((1, 2), "A", by="tier1")
    scene.assign_many([(1, 3), (1, 4)], "B", by="tier1")
    scene.move((1, 2), (1, 5), 200, by="A")  # merges two lots of A
    scene.move((1, 5), (1, 3), 170, by="A")  # passes parts of both to B
    scene.move((1, 2), (1, 5), 50, by="A")  # leaves claim 2 empty
    scene.assign((1, 2), "C", by="A")  # and hands the empty claim on
    scene.assign((1, 3), "B", by="B")  # to itself
    scene.move((1, 3), (1, 4), 0, by="B")  # nothing
    scene.move((1, 3), (1, 3), 10, by="B")  # into itself
    scene.pass_value((1, 3), "C", 60, by="B")  # an account that nobody opened
    scene.allow((1, 5), scene.address("C"), 5, by="A")
    second = scene.issue_and_accept(300, "B")
    play_ends(scene)
    play_restraints(scene)
    play_offers(scene)
    play_desk(scene)
    play_money(scene)
    play_maturity(scene)
    play_financing(scene)
    play_debts(scene)
    play_notes(scene)
    play_market(scene)
    scene.ecny("bank", "issue(address,uint256)", scene.address("debtor"), 10_000)
    play_border(scene)
    scene.assign(second, "tier1", by="B")
    scene.assign(second, "B", by="tier1")  # and back


def play_ends(scene: Scene) -> None:
    """Receivables that came to nothing, each in its way, and rules and documents that changed."""
    scene.end("decline", scene.issue(10), by="tier1")  # receivable 4
    scene.end("withdraw", scene.issue(20), by="debtor")
    lapsing = scene.issue(30, accept_days=0)
    scene.advance_clock(SECONDS_PER_DAY)
    scene.end("lapse", lapsing, by="C")
    cancelled = scene.issue_and_accept(70)  # receivable 7
    scene.issuance("tier1", "proposeCancellation(uint64)", cancelled[0])
    scene.issuance("tier1", "retractCancellation(uint64)", cancelled[0])
    scene.split(cancelled, [30, 40], by="tier1")
    scene.allow(cancelled, scene.address("A"), 7, by="tier1")
    scene.cancel(cancelled[0], [(7, 1), (7, 2)])
    scene.set_term_rule(months=3)
    scene.credit(scene.register(90), 40)


def play_restraints(scene: Scene) -> None:
    """On receivable 8: what is stopped by whom, and free again or not."""
    scene.appoint_authorities()
    claim = scene.issue_and_accept(600)
    scene.split(claim, [100, 200, 300], by="tier1")
    scene.freeze((8, 1), by="court")
    scene.freeze((8, 1), by="regulator")
    scene.unfreeze((8, 1), by="court")  # still frozen
    scene.freeze((8, 2), by="court")
    scene.unfreeze((8, 2), by="court")
    for serial in (2, 3):
        scene.ledger("tier1", "encumber(uint256,address)", claim_id((8, serial)), scene.address("B"))
    scene.ledger("B", "release(uint256)", claim_id((8, 2)))
    scene.suspend("registrar", by="court")
    scene.suspend("registrar", by="regulator")
    scene.reinstate("registrar", by="court")  # still suspended
    scene.suspend("B", by="court")
    scene.reinstate("B", by="court")
    scene.ledger("operator", "pauseReceivable(uint64)", 8)
    scene.ledger("operator", "resumeReceivable(uint64)", 8)
    scene.ledger("operator", "pauseReceivable(uint64)", 8)  # and stays so


def play_offers(scene: Scene) -> None:
    """On receivable 9: each way in which an offer ends, and claims put together."""
    claim = scene.issue_and_accept(1_000)
    invoice = scene.register(500, seller="A", buyer="tier1")
    scene.offer(claim, "B", 11, by="tier1")  # left open
    taken = scene.offer(claim, "A", 200, by="tier1", drawings=[(invoice, 150), (invoice, 50)])
    scene.answer_offer("acceptOffer", taken, by="A")  # makes claim 2
    declined = scene.offer(claim, "A", 12, by="tier1")
    scene.answer_offer("declineOffer", declined, by="A")
    scene.answer_offer("offer", declined, by="tier1")  # once more
    scene.answer_offer("withdrawOffer", declined, by="tier1")
    scene.distribute(claim, [("A", 100), ("tier1", 60), ("B", 40)], by="tier1")  # claims 3 to 5
    scene.answer_offer("acceptOffer", scene.offer((9, 4), "A", 60, by="tier1"), by="A")  # all of it
    scene.allow((9, 3), scene.address("B"), 2**256 - 1, by="A")
    scene.merge([(9, 3), (9, 4)], (9, 2), by="A")
    scene.allow((9, 2), scene.address("B"), 30, by="A")
    scene.pass_value((9, 2), "B", 25, by="B")  # as allowed
    scene.allow((9, 2), scene.address("tier1"), 8, by="A")
    scene.ledger("tier1", "renounceAllowance(uint256)", claim_id((9, 2)))


def play_desk(scene: Scene) -> None:
    """On receivable 10: sales through a desk, whole and in part."""
    desk = scene.admit_desk()
    claim = scene.issue_and_accept(400)
    scene.split(claim, [100, 300], by="tier1")
    scene.ledger("tier1", "setApprovalForAll(address,bool)", desk, True)
    to, tier1 = scene.address("B"), scene.address("tier1")
    scene.by_desk(desk, "transferFrom(address,address,uint256)", tier1, to, claim_id((10, 1)))
    scene.by_desk(desk, "transferFrom(uint256,address,uint256)", claim_id((10, 2)), to, 80)
    scene.by_desk(desk, "transferFrom(uint256,uint256,uint256)", claim_id((10, 2)), claim_id((10, 1)), 20)
    scene.by_desk(desk, "transferFrom(uint256,uint256,uint256)", claim_id((10, 2)), claim_id((10, 1)), 0)
    scene.pass_value((10, 2), "A", 50, by="tier1")  # trade again
    scene.ledger("governor", "dismissDesk(address)", desk)


def play_money(scene: Scene) -> None:
    """Payments, and each way in which a hold ends; hold 2 stays."""
    scene.appoint_bank()
    scene.open_wallet("debtor", amount=100_000)
    for owner in ("tier1", "A", "C"):
        scene.open_wallet(owner, tier=2)
    scene.ecny("bank", "changeTier(address,uint8)", scene.address("tier1"), 1)
    scene.pay("debtor", "tier1", 3_000)
    scene.pay("tier1", "tier1", 10)
    scene.pay("tier1", "A", 0)
    scene.ecny("A", "approve(address,uint256)", scene.address("bank"), 50)
    scene.ecny("tier1", "approve(address,uint256)", scene.address("bank"), 900)
    scene.ecny("tier1", "approve(address,uint256)", scene.address("A"), 2**256 - 1)
    scene.ecny("bank", "redeem(address,uint256)", scene.address("tier1"), 900)
    paid = scene.hold("debtor", 500, scene.address("C"), scene.address("A"))
    scene.ecny("C", "payHold(uint256,address,uint256)", paid, scene.address("A"), 200)
    scene.ecny("C", "payHold(uint256,address,uint256)", paid, scene.address("A"), 300)
    kept = scene.hold("tier1", 70, scene.address("C"), expiry=scene.node.head().timestamp + 9_999)
    scene.ecny("C", "payHold(uint256,address,uint256)", kept, scene.address("A"), 30)
    returned = scene.hold("tier1", 60, scene.address("C"))
    scene.ecny("C", "returnHold(uint256)", returned)


def play_maturity(scene: Scene) -> None:
    """On receivable 11: paid in two parts, the second one late and with interest, and not all of it collected. 12 was
    funded in part before it is due, 13 is paid in full."""
    first, second, third = scene.issue_and_accept(1_000, due_days=1), *map(scene.issue_and_accept, (90, 80))
    scene.split(first, [500, 300, 200], by="tier1")
    scene.assign((11, 2), "A", by="tier1")
    scene.fund(11, 101)
    scene.issuance("tier1", "proposeCancellation(uint64)", second[0])
    scene.fund(second[0], 45)
    scene.fund(third[0], 80)
    scene.advance_clock(4 * SECONDS_PER_DAY)
    scene.collect([(11, 2), (11, 1)])
    scene.fund(11, 250)
    scene.collect([(11, 1)])
    scene.assign((11, 1), "C", by="tier1")
    scene.fund(11, scene.owed(11))
    scene.collect([(11, 2), (11, 1)])


def play_financing(scene: Scene) -> None:
    """On receivable 14: sold in part and then whole, for money; one quote was taken back."""
    scene.open_factor(5_000)
    claim = scene.issue_and_accept(900)
    due = scene.today() + DAYS_TO_DUE
    scene.record_lien(claim, b"\1" * 32)
    scene.revoke(scene.quote(claim, 900, due))
    scene.sell(scene.quote(claim, 300, due), by="tier1")
    scene.sell(scene.quote(claim, 600, due), by="tier1")
    scene.record_lien((14, 2), b"\2" * 32)


def play_debts(scene: Scene) -> None:
    """Loans on 15: one repaid, one enforced by sale with a surplus, one by collection. On 16 recourse is given, passed
    on in parts, called on, paid for and waived. On 17 a part and a whole are disputed."""
    for name in ("tier1", "factor"):
        scene.ecny(name, "approve(address,uint256)", scene.contracts.desk, 10**6)
    scene.ecny("bank", "issue(address,uint256)", scene.address("factor"), 9_000)
    scene.open_factor(5_000, "buyer")
    pledged, sold, disputed = (scene.issue_and_accept(900, due_days=days) for days in (9, 2, 60))
    due = scene.today() + 9
    scene.record_lien(pledged, b"\3" * 32)
    repaid = scene.lend(scene.loan_quote(pledged, 300, 200, days=1), by="tier1")  # claim 2
    scene.repay(repaid, 50, by="tier1")
    scene.repay(repaid, 150, by="tier1")
    enforced = scene.lend(scene.loan_quote(pledged, 200, 100, days=0), by="tier1")  # claim 3
    scene.lend(scene.loan_quote(pledged, 400, 100, days=20), by="tier1")  # claim 1
    scene.record_lien(sold, b"\4" * 32)
    scene.sell(scene.quote(sold, 800, scene.today() + 2, recourse=True), by="tier1")  # claim 2
    scene.split((16, 2), [500, 200, 100], by="factor")  # claims 3 and 4
    scene.assign((16, 3), "A", by="factor")
    scene.dispute(disputed, 300)  # claim 2
    scene.pass_value((17, 2), "A", 100, by="tier1")  # claim 3
    scene.dispute(disputed, 600)
    scene.withdraw_dispute((17, 3))
    scene.advance_clock(3 * SECONDS_PER_DAY)
    scene.record_lien((15, 3), b"\5" * 32, by="buyer")
    scene.enforce(enforced, scene.quote((15, 3), 200, due, by="buyer"))
    scene.fund(16, 301)
    scene.collect([(16, 2), (16, 3)])
    scene.desk("tier1", "repurchase(uint256)", claim_id((16, 2)))
    scene.fund(15, 700)
    scene.advance_clock(20 * SECONDS_PER_DAY)
    scene.collect([(15, 1), (15, 2), (15, 3)])
    scene.desk("A", "demandRecourse(uint256)", claim_id((16, 3)))
    scene.ledger("factor", "waiveRecourse(uint256)", claim_id((16, 4)))
    for receivable in (15, 16):
        scene.fund(receivable, scene.owed(receivable))


def play_model_1(scene: Scene, million: int = 100_000_000) -> None:
    """¥100m in a hundred claims: 30 to A, 20 to B, and 10 of A's to C."""
    scene.open_accounts()
    scene.open_programme()
    first = scene.issue_and_accept(100 * million)
    scene.split(first, [million] * 100, by="tier1")
    scene.assign_many([(1, serial) for serial in range(1, 31)], "A", by="tier1")
    scene.assign_many([(1, serial) for serial in range(31, 51)], "B", by="tier1")
    scene.assign_many([(1, serial) for serial in range(1, 11)], "C", by="A")
