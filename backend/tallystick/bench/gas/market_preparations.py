"""What leads up to each operation on the market for notes, and the transaction that carries it out."""

from typing import Any

from eth_account.signers.local import LocalAccount

from tallystick.bench.gas.ground import COIN_WEI, Call, Ground, address, key
from tallystick.bench.gas.note_ground import MODULES, Notes
from tallystick.bench.gas.note_preparations import AMOUNT
from tallystick.chain.deployment import BANK_ROLE
from tallystick.chain.interface import interface
from tallystick.chain.transacting import transact

BANK = key("bank")
RATE_PPM = 60_000
UNLIMITED = 2**256 - 1
ORDER = 2
"""The one that is measured; one was there before it."""


class Market:
    """Tier one has notes under three modules and an order; A, the investor, has some notes too, and both have money.
    Both have approved the market for all that they have."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.seller, self.investor = ground.tier_one, ground.supplier
        self.notes = Notes(ground, *MODULES)
        ground.do(self.notes.wrapping())
        self.notes.admit(address(self.investor))
        ground.do(self.notes.transfer(address(self.investor), AMOUNT))
        self._grant_bank()
        for trader in (self.seller, self.investor):
            self._furnish(trader)
        ground.do(self.asking())

    def asking(self) -> Call:
        """Of the seller, until the books of the notes close."""
        terms = (self.notes.claim >> 64, 10 * AMOUNT, AMOUNT, RATE_PPM, 2**40 - 1)
        return self._market_call(self.seller, "ask(uint64,uint64,uint64,uint32,uint40)", *terms)

    def filling(self, order: int) -> Call:
        """By the investor, a part of it."""
        return self._market_call(self.investor, "fill(uint64,uint64,uint64)", order, AMOUNT, AMOUNT)

    def _furnish(self, trader: LocalAccount) -> None:
        market, ecny = self.ground.contracts.market, self.ground.contracts.ecny
        money = interface("ECny")
        self.ground.do(Call(BANK, ecny, money.encode("openWallet(address,uint8)", address(trader), 0)))
        issued = money.encode("issue(address,uint256)", address(trader), 100 * AMOUNT)
        self.ground.do(Call(BANK, ecny, issued))
        approval = money.encode("approve(address,uint256)", market, UNLIMITED)
        for target in (ecny, self.notes.series()):
            self.ground.do(Call(trader, target, approval))

    def _grant_bank(self) -> None:
        granting = interface("AccessManager").encode(
            "grantRole(uint64,address,uint32)", BANK_ROLE, address(BANK), 0
        )
        self.ground.do(Call(self.ground.governor, self.ground.contracts.access, granting))
        transact(self.ground.node, self.ground.governor, address(BANK), value=COIN_WEI)

    def _market_call(self, sender: LocalAccount, signature: str, *arguments: Any) -> Call:
        data = interface("NoteMarket").encode(signature, *arguments)
        return Call(sender, self.ground.contracts.market, data)


def asking(ground: Ground) -> Call:
    return Market(ground).asking()


def filling(ground: Ground) -> Call:
    """Not the investor's first payment of the day."""
    market = Market(ground)
    ground.do(market.asking())
    ground.do(market.filling(ORDER))
    return market.filling(ORDER)
