"""What happens across the border in a scene: rates, limits, purposes, milestones, and dollars paid in e-CNY."""

from eth_account import Account
from eth_utils.crypto import keccak

from tallystick.chain.deployment import CARRIER_ROLE
from tallystick.chain.interface import interface
from tests.backend.mirror.scene import SECONDS_PER_DAY, Scene

CAP = 600
FACE = 1_000
GOODS, SERVICES = 121_010, 224_010
CHINA, SINGAPORE = 156, 702
RATE = 14_038_238
DUE_DAYS = 1
ORDER = keccak(text="(2026)沪02行保9号")


def play_border(scene: Scene) -> None:
    """A programme in dollars: set up, stopped and resumed, a claim passed on, delivered, fixed, and paid in parts.

    Needs money and authorities; plays on receivables of its own.
    """
    border = _Border(scene)
    programme = border.open()
    claim = border.commit(programme)
    scene.pass_value(claim, "A", 400, by="tier1")
    border.policy("regulator", "suspendProgramme(uint32,bytes32)", programme, ORDER)
    border.policy("court", "suspendProgramme(uint32,bytes32)", programme, ORDER)
    border.policy("court", "resumeProgramme(uint32)", programme)
    for milestone in (1, 2, 3):
        border.attest(claim[0], milestone)
        border.send("C", scene.contracts.valuations, "Valuations", "record(uint64)", claim[0])
    scene.advance_clock(DUE_DAYS * SECONDS_PER_DAY)
    border.quote(RATE)
    border.send("B", scene.contracts.rates, "ExchangeRates", "observe(bytes3)", b"USD")
    border.send("B", scene.contracts.fixings, "Fixings", "fix(uint64)", claim[0])
    border.send("B", scene.contracts.valuations, "Valuations", "record(uint64)", claim[0])
    border.policy("regulator", "resumeProgramme(uint32)", programme)
    scene.fund(claim[0], scene.owed(claim[0]))
    scene.advance_clock(SECONDS_PER_DAY)
    scene.collect([(claim[0], 2)])
    border.policy("governor", LIMITS, programme, (200, 500, 3_600, border.countries, 3))
    scene.advance_clock(3_600)
    scene.collect([claim])
    border.policy("regulator", "suspendProgramme(uint32,bytes32)", programme, ORDER)
    border.policy("operator", ADMIT, scene.address("B"), (bytes(30), 0))


LIMITS = "setLimits(uint32,(uint64,uint64,uint32,uint80,uint8))"
ADMIT = "admit(address,(bytes30,uint16))"


class _Border:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.countries = 0
        self.feeds = [self._put_feed(decimals) for decimals in (8, 8)]

    def send(self, by: str, to: bytes, name: str, signature: str, *arguments: object) -> None:
        self.scene.send(by, to, interface(name).encode(signature, *arguments))

    def policy(self, by: str, signature: str, *arguments: object) -> None:
        self.send(by, self.scene.contracts.cross_border, "CrossBorderPolicy", signature, *arguments)

    def open(self) -> int:
        """The number of a programme in dollars, at most six at a time."""
        scene, contracts = self.scene, self.scene.contracts
        feeds = [(feed, 2, 400 * SECONDS_PER_DAY, 1, 2**79) for feed in self.feeds]
        feed = "(address,uint8,uint32,uint128,uint128)"
        signature = f"setFeeds(bytes3,({feed},{feed},uint32))"
        self.send("governor", contracts.rates, "ExchangeRates", signature, b"USD", (*feeds, 10_000))
        self.quote(RATE)
        self.send("C", contracts.rates, "ExchangeRates", "observe(bytes3)", b"USD")
        listed = "listCountries(uint16[])"
        self.send("governor", contracts.countries, "CountryModule", listed, [CHINA, SINGAPORE])
        self.countries = int.from_bytes(
            scene.node.call(contracts.countries, _question("CountryModule", "lists()"))
        )
        rules = (b"USD", 1, 3, 1, 6, False, False, False, False, contracts.cross_border, 15, 500, b"\3" * 32)
        scene.open_programme(rules=rules)
        programmes = _question("ProgrammeRegistry", "programmeCount()")
        programme = int.from_bytes(scene.node.call(contracts.programmes, programmes))
        self.policy("governor", LIMITS, programme, (CAP, CAP, SECONDS_PER_DAY, self.countries, 3))
        for purpose, allowed in ((GOODS, True), (SERVICES, True), (SERVICES, False)):
            self.policy("governor", "allowPurpose(uint32,uint32,bool)", programme, purpose, allowed)
        self.send("governor", contracts.fixings, "Fixings", "agreeFallback(uint32,uint16)", programme, 3)
        for name, country in (("debtor", CHINA), ("tier1", SINGAPORE), ("A", SINGAPORE), ("B", SINGAPORE)):
            group = "林家".encode() if name == "A" else name.encode()
            self.policy("operator", ADMIT, scene.address(name), (group.ljust(30, b"\0"), country))
        for factors in ((0, 0, 0, 1), (400_000, 700_000, 850_000, 1_000_000)):
            factors_set = "setFactors(uint32,(uint32,uint32,uint32,uint32))"
            self.send("governor", contracts.valuations, "Valuations", factors_set, programme, factors)
        grant = interface("AccessManager").encode(
            "grantRole(uint64,address,uint32)", CARRIER_ROLE, scene.address("C"), 0
        )
        scene.send("governor", contracts.access, grant)
        return programme

    def commit(self, programme: int) -> tuple[int, int]:
        scene = self.scene
        paper = keccak(text="commercial invoice 1")
        register = interface("EvidenceRegistry").encode(
            "register(bytes32,address,address,uint64,bytes3,uint8)",
            paper,
            scene.address("debtor"),
            scene.address("tier1"),
            FACE,
            b"USD",
            1,
        )
        scene.send("registrar", scene.contracts.evidence, register)
        receivable = scene.issue(FACE, invoice=paper, due_days=DUE_DAYS, programme=programme)
        self.policy("debtor", "declarePurpose(uint64,uint32)", receivable, GOODS)
        scene.accept(receivable)
        return receivable, 1

    def attest(self, receivable: int, milestone: int) -> None:
        """What C has signed, brought by B."""
        scene, contracts = self.scene, self.scene.contracts
        now = scene.node.head().timestamp
        stated = (receivable, milestone, now, keccak(text=f"paper {milestone}"))
        asked = _question("Milestones", "digestOf((uint64,uint8,uint64,bytes32))", stated)
        digest = scene.node.call(contracts.milestones, asked)
        signature = bytes(Account.unsafe_sign_hash(digest, scene.wallets["C"].account.key).signature)
        attest = "attest((uint64,uint8,uint64,bytes32),address,bytes)"
        self.send("B", contracts.milestones, "Milestones", attest, stated, scene.address("C"), signature)

    def quote(self, answer: int) -> None:
        now = self.scene.node.head().timestamp
        for feed in self.feeds:
            self.send("C", feed, "LocalAggregator", "report(int256,uint40)", answer, now)

    def _put_feed(self, decimals: int) -> bytes:
        opened = (self.scene.address("C"), decimals, "CNY / USD")
        asked = interface("LocalFeeds").encode("open(address,uint8,string)", *opened)
        governor, local_feeds = self.scene.address("governor"), self.scene.contracts.local_feeds
        feed = self.scene.node.call(local_feeds, asked, governor)[12:]
        self.scene.send("governor", local_feeds, asked)
        return feed


def _question(name: str, signature: str, *arguments: object) -> bytes:
    return interface(name).encode(signature, *arguments)
