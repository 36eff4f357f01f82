"""A deployment with its people, in sentences: who issues, accepts, splits and passes on what."""

from collections.abc import Sequence

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from tallystick.chain.deployment import Contracts, deploy
from tallystick.chain.interface import interface
from tallystick.chain.node import Node, Receipt
from tallystick.mirror.events import ClaimId
from tests.backend.chain.wallet import Wallet, key

COIN = 10**21
GAS = 8_000_000
SECONDS_PER_DAY = 86_400
DAYS_TO_DUE = 120

PEOPLE = ("governor", "operator", "registrar", "debtor", "tier1", "A", "B", "C")
DEBTOR_ROLE = 1
SUPPLIER_ROLE = 2

PROGRAMME = (b"CNY", 1, 1, 1, 6, False, False, False, bytes(32))
PROGRAMME_NAME = "应收账款 · plain claims".encode()


class Scene:
    def __init__(self, node: Node, first_key: int = 1_000) -> None:
        """Each `first_key` makes for another deployment by other people."""
        self.node = node
        self.wallets = {name: Wallet(node, key(first_key + number)) for number, name in enumerate(PEOPLE)}
        self._documents = 0
        rich = Wallet(node)
        for wallet in self.wallets.values():
            rich.send(to=wallet.address, value=COIN)
        governor = self.wallets["governor"].account
        self.contracts: Contracts = deploy(
            node, governor, self.address("operator"), self.address("registrar")
        )

    def address(self, name: str) -> bytes:
        return self.wallets[name].address

    def open_accounts(self) -> None:
        roles = {"debtor": DEBTOR_ROLE, "tier1": SUPPLIER_ROLE, "A": SUPPLIER_ROLE, "B": SUPPLIER_ROLE}
        for name, role in roles.items():
            self.ledger("operator", "openAccount(address,uint8)", self.address(name), role)

    def open_programme(self, name: bytes = PROGRAMME_NAME) -> None:
        """The chain takes any bytes for a name."""
        registry = interface("ProgrammeRegistry")
        (types,) = registry.event_data_types("ProgrammeOpened")
        terms = encode([types.replace("string", "bytes")], [(*PROGRAMME, name)])
        self._send("operator", self.contracts.programmes, registry.selector("openProgramme") + terms)

    def register(self, amount: int, seller: str = "tier1") -> bytes:
        self._documents += 1
        fingerprint = keccak(b"invoice %d" % self._documents)
        signature = "register(bytes32,address,address,uint64,bytes3,uint8)"
        data = interface("EvidenceRegistry").encode(
            signature, fingerprint, self.address("debtor"), self.address(seller), amount, b"CNY", 1
        )
        self._send("registrar", self.contracts.evidence, data)
        return fingerprint

    def issue(self, face: int, creditor: str = "tier1", invoice: bytes | None = None) -> int:
        """Offers a receivable, on an invoice of its own unless one is given, from which it draws twice."""
        fingerprint = self.register(face, creditor) if invoice is None else invoice
        drawings = [(fingerprint, face)] if face == 1 else [(fingerprint, face - 1), (fingerprint, 1)]
        due = (self.node.head().timestamp + 8 * 3_600) // SECONDS_PER_DAY + DAYS_TO_DUE
        signature = "issue(uint32,address,uint64,uint32,(bytes32,uint64)[])"
        self.ledger("debtor", signature, 1, self.address(creditor), face, due, drawings)
        return int.from_bytes(self.ask("receivableCount()"), "big")

    def issue_and_accept(self, face: int, creditor: str = "tier1") -> ClaimId:
        receivable = self.issue(face, creditor)
        self.accept(receivable, creditor)
        return receivable, 1

    def accept(self, receivable: int, by: str = "tier1") -> None:
        self.ledger(by, "accept(uint64)", receivable)

    def split(self, claim: ClaimId, parts: Sequence[int], by: str) -> None:
        self.ledger(by, "split(uint256,uint64[])", claim_id(claim), list(parts))

    def pass_value(self, claim: ClaimId, to: str, value: int, by: str) -> None:
        """Into a new claim of `to`."""
        self.ledger(by, "transferFrom(uint256,address,uint256)", claim_id(claim), self.address(to), value)

    def move(self, source: ClaimId, destination: ClaimId, value: int, by: str) -> None:
        """Into a claim that is there already."""
        signature = "transferFrom(uint256,uint256,uint256)"
        self.ledger(by, signature, claim_id(source), claim_id(destination), value)

    def assign(self, claim: ClaimId, to: str, by: str) -> None:
        signature = "transferFrom(address,address,uint256)"
        self.ledger(by, signature, self.address(by), self.address(to), claim_id(claim))

    def assign_many(self, claims: Sequence[ClaimId], to: str, by: str) -> None:
        self.ledger(
            by, "transferClaims(uint256[],address)", [claim_id(claim) for claim in claims], self.address(to)
        )

    def ask(self, signature: str, *arguments: object, block: int | None = None) -> bytes:
        """The ledger's answer."""
        data = interface("ReceivableLedger").encode(signature, *arguments)
        return self.node.call(self.contracts.ledger, data, block=block)

    def ledger(self, by: str, signature: str, *arguments: object) -> Receipt:
        return self._send(
            by, self.contracts.ledger, interface("ReceivableLedger").encode(signature, *arguments)
        )

    def _send(self, by: str, to: bytes, data: bytes) -> Receipt:
        receipt = self.wallets[by].send(to=to, data=data, gas=GAS)
        assert receipt.succeeded, f"{by} was refused: {data[:4].hex()}"
        return receipt


def claim_id(claim: ClaimId) -> int:
    return claim[0] << 64 | claim[1]


def play_a_little(scene: Scene) -> None:
    """A receivable whose second claim A holds."""
    scene.ledger("operator", "openAccount(address,uint8)", scene.address("debtor"), DEBTOR_ROLE)
    scene.open_programme()
    first = scene.issue_and_accept(1_000)
    scene.pass_value(first, "A", 400, by="tier1")


def play_everything(scene: Scene) -> None:
    """One of everything that can happen to receivables and claims, and some of it twice."""
    scene.open_accounts()
    scene.open_programme()
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
    scene.ledger("A", "approve(uint256,address,uint256)", claim_id((1, 5)), scene.address("C"), 5)
    second = scene.issue_and_accept(300, "B")
    scene.assign(second, "tier1", by="B")
    scene.assign(second, "B", by="tier1")  # and back


def play_model_1(scene: Scene, million: int = 100_000_000) -> None:
    """¥100m in a hundred claims: 30 to A, 20 to B, and 10 of A's to C."""
    scene.open_accounts()
    scene.open_programme()
    first = scene.issue_and_accept(100 * million)
    scene.split(first, [million] * 100, by="tier1")
    scene.assign_many([(1, serial) for serial in range(1, 31)], "A", by="tier1")
    scene.assign_many([(1, serial) for serial in range(31, 51)], "B", by="tier1")
    scene.assign_many([(1, serial) for serial in range(1, 11)], "C", by="A")
