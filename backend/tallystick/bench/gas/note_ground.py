"""An offering of notes on the ledger that is measured on, with the series of one receivable."""

from typing import Any

from tallystick.bench.gas.ground import COIN_WEI, FACE, VALUE, Call, Ground, address, key
from tallystick.chain.interface import interface
from tallystick.chain.transacting import transact
from tallystick.crossborder.countries import CHINA

ISSUER = key("issuer")
TOPIC = 1
STATED_UNTIL = 2**33
EVIDENCE = bytes(range(1, 33))

MODULES = {"countries": 1, "maximum_balance": FACE, "holder_count": 200}
"""What each is set to; the countries are on the first list that is made."""


class Notes:
    """An offering under some modules, open for wrapping; tier one is admitted and has a claim to wrap. Whoever is
    admitted is stated about on one topic."""

    def __init__(self, ground: Ground, *modules: str) -> None:
        self.ground = ground
        transact(ground.node, ground.governor, address(ISSUER), value=COIN_WEI)
        self._govern("identities", "IdentityRegistry", "addClaimTopic(uint256)", TOPIC)
        trusting = "addTrustedIssuer(address,uint256[])"
        self._govern("identities", "IdentityRegistry", trusting, address(ISSUER), [TOPIC])
        self._govern("countries", "CountryModule", "listCountries(uint16[])", [CHINA])
        self.programme = ground.programme(token_offering=True)
        settings = [(getattr(ground.contracts, name), MODULES[name]) for name in modules]
        opening = "openOffering(uint32,address,(address,uint80)[])"
        self._govern("note_desk", "NoteDesk", opening, self.programme, address(key("agent")), settings)
        self.admit(address(ground.tier_one))
        self.claim = ground.claim(self.programme)

    def admit(self, *wallets: bytes) -> None:
        for wallet in wallets:
            self.ground.do(registration(self.ground, wallet))
            self.ground.do(statement(self.ground, wallet))

    def opening(self, receivable: int) -> Call:
        """Of its series, by tier one."""
        data = interface("NoteDesk").encode("openSeries(uint64)", receivable)
        return Call(self.ground.tier_one, self.ground.contracts.note_desk, data)

    def wrapping(self, value: int = VALUE) -> Call:
        desk = self.ground.contracts.note_desk
        signature = "sell(uint256,uint64,address,bytes)"
        return self.ground.ledger_call(self.ground.tier_one, signature, self.claim, value, desk, b"")

    def unwrapping(self, value: int) -> Call:
        """Out of what was wrapped first."""
        data = interface("NoteDesk").encode("unwrap(uint256,uint64)", self.claim + 1, value)
        return Call(self.ground.tier_one, self.ground.contracts.note_desk, data)

    def transfer(self, to: bytes, amount: int) -> Call:
        return self._series_call("transfer(address,uint256)", to, amount)

    def transfers(self, holders: list[bytes], amount: int) -> Call:
        """To all of them in one call."""
        amounts = [amount] * len(holders)
        return self._series_call("batchTransfer(address[],uint256[])", holders, amounts)

    def series(self) -> bytes:
        """Where it is, once something was wrapped."""
        data = interface("NoteDesk").encode("seriesOf(uint64)", self.claim >> 64)
        return self.ground.node.call(self.ground.contracts.note_desk, data)[12:]

    def _series_call(self, signature: str, *arguments: Any) -> Call:
        """By tier one."""
        data = interface("NoteSeries").encode(signature, *arguments)
        return Call(self.ground.tier_one, self.series(), data)

    def _govern(self, name: str, contract: str, signature: str, *arguments: Any) -> None:
        data = interface(contract).encode(signature, *arguments)
        self.ground.do(Call(self.ground.governor, getattr(self.ground.contracts, name), data))


def registration(ground: Ground, wallet: bytes) -> Call:
    """By the registry's agent, as an identity of its own."""
    signature = "registerIdentity(address,address,uint16)"
    data = interface("IdentityRegistry").encode(signature, wallet, wallet, CHINA)
    return Call(ground.operator, ground.contracts.identities, data)


def withdrawal(ground: Ground, wallet: bytes) -> Call:
    """Of what was stated; it begins another era of the registry."""
    data = interface("IdentityRegistry").encode("withdraw(address,uint256)", wallet, TOPIC)
    return Call(ISSUER, ground.contracts.identities, data)


def statement(ground: Ground, wallet: bytes) -> Call:
    signature = "state(address,uint256,uint40,bytes32)"
    data = interface("IdentityRegistry").encode(signature, wallet, TOPIC, STATED_UNTIL, EVIDENCE)
    return Call(ISSUER, ground.contracts.identities, data)
