"""What happens to notes in a scene: who may hold them, how they are made, move, and are paid."""

from eth_utils.crypto import keccak

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tests.backend.mirror.scene import SECONDS_PER_DAY, Scene, claim_id

OFFERED = (b"CNY", 1, 2, 1, 6, False, False, False, True, bytes(20), 15, 500, b"\1" * 32)
NEVER = 2**40 - 1
KNOWN, QUALIFIED = 1, 2**200
CHINA, SINGAPORE = 156, 702


class Notes:
    """The contracts of notes on a scene's chain. `factor` is the transfer agent, `regulator` a trusted issuer."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.receivable = 0

    def identities(self, by: str, signature: str, *arguments: object) -> None:
        self._send(by, self.scene.contracts.identities, "IdentityRegistry", signature, *arguments)

    def admit(self, name: str, country: int = CHINA, until: int = NEVER) -> None:
        address = self.scene.address(name)
        self.identities("operator", "registerIdentity(address,address,uint16)", address, address, country)
        self.state(name, until)

    def state(self, name: str, until: int = NEVER, topic: int = KNOWN) -> None:
        signature = "state(address,uint256,uint40,bytes32)"
        evidence = keccak(name.encode())
        self.identities("regulator", signature, self.scene.address(name), topic, until, evidence)

    def open_offering(self, programme: int) -> None:
        countries = self.scene.contracts.countries
        listed = "listCountries(uint16[])"
        self._send("governor", countries, "CountryModule", listed, [CHINA, SINGAPORE, CHINA])
        modules = [(countries, 1), (self.scene.contracts.holder_count, 50)]
        signature = "openOffering(uint32,address,(address,uint80)[])"
        self.desk("governor", signature, programme, self.scene.address("factor"), modules)

    def desk(self, by: str, signature: str, *arguments: object) -> None:
        self._send(by, self.scene.contracts.note_desk, "NoteDesk", signature, *arguments)

    def wrap(self, claim: tuple[int, int], value: int, by: str) -> None:
        self.receivable = claim[0]
        signature = "sell(uint256,uint64,address,bytes)"
        self.scene.ledger(by, signature, claim_id(claim), value, self.scene.contracts.note_desk, b"")

    def series(self, by: str, signature: str, *arguments: object) -> None:
        self._send(by, self._asked("seriesOf(uint64)", self.receivable), "NoteSeries", signature, *arguments)

    def compliance(self, by: str, signature: str, *arguments: object) -> None:
        address = self._asked("complianceOf(uint32)", self.programme_count())
        self._send(by, address, "NoteCompliance", signature, *arguments)

    def programme_count(self) -> int:
        data = interface("ProgrammeRegistry").encode("programmeCount()")
        return int.from_bytes(self.scene.node.call(self.scene.contracts.programmes, data))

    def _asked(self, signature: str, *arguments: object) -> bytes:
        data = interface("NoteDesk").encode(signature, *arguments)
        return self.scene.node.call(self.scene.contracts.note_desk, data)[12:]

    def _send(self, by: str, to: bytes, name: str, signature: str, *arguments: object) -> Receipt:
        return self.scene.send(by, to, interface(name).encode(signature, *arguments))


def play_notes(scene: Scene) -> None:
    """Wrapped, passed on, frozen, forced, recovered, unwrapped, paid. Needs money, authorities and accounts."""
    notes = Notes(scene)
    scene.open_programme(b"Notes", OFFERED)
    programme = notes.programme_count()
    _play_identities(notes)
    notes.open_offering(programme)
    notes.compliance("governor", "setModules((address,uint80)[])", [(scene.contracts.holder_count, 9)])
    claim = scene.issue_and_accept(900, programme=programme, due_days=3)
    notes.wrap(claim, 500, by="tier1")
    notes.wrap(claim, 300, by="tier1")
    buyer, tier1, a = (scene.address(name) for name in ("buyer", "tier1", "A"))
    notes.series("tier1", "transfer(address,uint256)", buyer, 200)
    notes.series("tier1", "transfer(address,uint256)", tier1, 5)
    notes.series("tier1", "transfer(address,uint256)", buyer, 0)
    notes.series("tier1", "approve(address,uint256)", a, 2**256 - 1)
    notes.series("tier1", "approve(address,uint256)", buyer, 70)
    notes.series("buyer", "transferFrom(address,address,uint256)", tier1, buyer, 70)
    notes.series("factor", "freezePartialTokens(address,uint256)", buyer, 100)
    notes.series("factor", "setFrozenTokens(address,uint256)", a, 2**256 - 1)
    notes.series("factor", "setAddressFrozen(address,bool)", tier1, True)
    notes.series("factor", "setAddressFrozen(address,bool)", tier1, False)
    notes.series("factor", "citeOrder(address,address,uint256,bytes32)", buyer, tier1, 200, b"\7" * 32)
    notes.series("factor", "forcedTransfer(address,address,uint256)", buyer, tier1, 200)
    notes.series("factor", "pause()")
    notes.series("factor", "unpause()")
    notes.desk("tier1", "unwrap(uint256,uint64)", claim_id((claim[0], 2)), 100)
    notes.identities("operator", "registerIdentity(address,address,uint16)", scene.address("B"), tier1, CHINA)
    signature = "recoveryAddress(address,address,address)"
    notes.series("factor", signature, tier1, scene.address("B"), tier1)
    notes.series("factor", "pause()")
    scene.ecny("bank", "issue(address,uint256)", scene.address("debtor"), 900)
    scene.fund(claim[0], 400)
    scene.fund(claim[0], 500)
    scene.advance_clock(4 * SECONDS_PER_DAY)
    notes.series("factor", "setFrozenTokens(address,uint256)", scene.address("B"), 0)
    scene.open_wallet("B")
    wrapped = [claim_id((claim[0], 2)), claim_id((claim[0], 3))]
    notes.desk("buyer", "collect(uint256[],address[])", wrapped, [scene.address("B")])


def _play_identities(notes: Notes) -> None:
    """Topics and issuers that come and go; who was verified under others is verified anew."""
    regulator = notes.scene.address("regulator")
    notes.identities("governor", "addTrustedIssuer(address,uint256[])", regulator, [KNOWN, QUALIFIED, KNOWN])
    notes.identities("governor", "addClaimTopic(uint256)", KNOWN)
    for name in ("tier1", "buyer", "A"):
        notes.admit(name)
    notes.admit("C", SINGAPORE)
    notes.identities("regulator", "withdraw(address,uint256)", notes.scene.address("C"), KNOWN)
    notes.identities("operator", "updateCountry(address,uint16)", notes.scene.address("C"), CHINA)
    notes.identities("operator", "deleteIdentity(address)", notes.scene.address("C"))
    notes.identities("governor", "addClaimTopic(uint256)", QUALIFIED)
    notes.identities("governor", "removeClaimTopic(uint256)", QUALIFIED)
    notes.identities("governor", "addTrustedIssuer(address,uint256[])", notes.scene.address("court"), [KNOWN])
    notes.identities("governor", "removeTrustedIssuer(address)", notes.scene.address("court"))
    signature = "updateIssuerClaimTopics(address,uint256[])"
    notes.identities("governor", signature, regulator, [KNOWN])
    everybody = [notes.scene.address(name) for name in ("tier1", "buyer")]
    notes.identities("buyer", "renew(address[])", everybody)
