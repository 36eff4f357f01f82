"""Putting the contracts on a chain, and finding them again.

A deployment is (genesis hash, directory contract). Its transactions come from the governor's key alone, in a fixed
order, so the governor's nonce says how far an interrupted deployment came and the next start goes on from there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import rlp
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from tallystick.chain.interface import interface
from tallystick.chain.node import Node
from tallystick.chain.transacting import transact

OPERATOR_ROLE = 1
REGISTRAR_ROLE = 2
LEDGER_ROLE = 3
AUTHORITY_ROLE = 4
ISSUANCE_ROLE = 5
BANK_ROLE = 6
SETTLEMENT_ROLE = 7
DISPUTES_ROLE = 8
NOTES_ROLE = 9
CARRIER_ROLE = 10

CONTRACT_NAMES = (
    "access",
    "programmes",
    "evidence",
    "description",
    "ledger",
    "issuance",
    "ecny",
    "settlement",
    "desk",
    "disputes",
    "curves",
    "identities",
    "notes",
    "note_desk",
    "market",
    "countries",
    "maximum_balance",
    "holder_count",
    "lock_up",
    "transfer_limit",
    "early_payment",
    "rates",
    "fixings",
    "milestones",
    "cross_border",
    "local_feeds",
    "valuations",
)


@dataclass(frozen=True, slots=True)
class Contracts:
    """Where the contracts of one deployment are; `block` is the first to follow it from."""

    genesis_hash: bytes
    directory: bytes
    block: int
    access: bytes
    programmes: bytes
    evidence: bytes
    description: bytes
    ledger: bytes
    issuance: bytes
    ecny: bytes
    settlement: bytes
    desk: bytes
    disputes: bytes
    curves: bytes
    identities: bytes
    notes: bytes
    note_desk: bytes
    market: bytes
    countries: bytes
    maximum_balance: bytes
    holder_count: bytes
    lock_up: bytes
    transfer_limit: bytes
    early_payment: bytes
    rates: bytes
    fixings: bytes
    milestones: bytes
    cross_border: bytes
    local_feeds: bytes
    valuations: bytes


@dataclass(frozen=True, slots=True)
class _Step:
    to: bytes | None
    data: bytes


def created_address(creator: bytes, nonce: int) -> bytes:
    """Where a contract that `creator` makes with its transaction `nonce` will be (Yellow Paper, section 7)."""
    return keccak(rlp.encode([creator, nonce]))[12:]


def deploy(node: Node, governor: LocalAccount, operator: bytes, registrar: bytes) -> Contracts:
    """Puts the contracts on the chain, or what is still missing of them, and hands out the powers.

    `governor` must have funds for gas and must not be used for anything else until the directory is there.
    """
    address = bytes.fromhex(governor.address[2:])
    steps = list(_steps(address, operator, registrar))
    for nonce in range(node.nonce(address), len(steps)):
        transact(node, governor, steps[nonce].to, steps[nonce].data, nonce=nonce)
    return connect(node, created_address(address, len(steps) - 1))


def connect(node: Node, directory: bytes) -> Contracts:
    """The contracts that a directory names."""
    book = interface("Directory")

    def ask(signature: str, *arguments: Any) -> Any:
        return book.decode_answer(signature, node.call(directory, book.encode(signature, *arguments)))[0]

    named = {
        name: bytes.fromhex(ask("contractNamed(bytes32)", _bytes32(name))[2:]) for name in CONTRACT_NAMES
    }
    return Contracts(
        genesis_hash=node.genesis_hash(), directory=directory, block=ask("deployedAt()"), **named
    )


def _steps(governor: bytes, operator: bytes, registrar: bytes) -> Iterator[_Step]:
    created = {name: created_address(governor, nonce) for nonce, name in enumerate(CONTRACT_NAMES)}
    access, programmes, evidence, description, ledger, issuance, ecny, settlement, *_ = created.values()
    curves, identities, notes, note_desk = (
        created[name] for name in ("curves", "identities", "notes", "note_desk")
    )
    yield _Step(None, interface("AccessManager").constructor(governor))
    yield _Step(None, interface("ProgrammeRegistry").constructor(access))
    yield _Step(None, interface("EvidenceRegistry").constructor(access))
    yield _Step(None, interface("ClaimDescription").constructor(programmes, issuance))
    yield _Step(
        None, interface("ReceivableLedger").constructor(access, programmes, evidence, description, identities)
    )
    yield _Step(None, interface("Issuance").constructor(access, programmes, evidence, ledger))
    yield _Step(None, interface("ECny").constructor(access))
    yield _Step(
        None,
        interface("Settlement").constructor(access, ecny, programmes, ledger, issuance, created["fixings"]),
    )
    yield _Step(None, interface("FinancingDesk").constructor(ecny, programmes, ledger, issuance, settlement))
    yield _Step(None, interface("Disputes").constructor(access, ledger, issuance, evidence))
    yield _Step(None, interface("DiscountCurves").constructor(access, programmes))
    yield _Step(None, interface("IdentityRegistry").constructor(governor, operator, ledger))
    yield _Step(None, interface("NoteSeries").constructor(access, note_desk, identities))
    yield _Step(
        None, interface("NoteDesk").constructor(access, programmes, ledger, issuance, settlement, notes)
    )
    yield _Step(
        None, interface("NoteMarket").constructor(ecny, programmes, ledger, issuance, curves, note_desk)
    )
    yield _Step(None, interface("CountryModule").constructor())
    yield _Step(None, interface("MaximumBalanceModule").constructor())
    yield _Step(None, interface("HolderCountModule").constructor())
    yield _Step(None, interface("LockUpModule").constructor())
    yield _Step(None, interface("TransferLimitModule").constructor())
    yield _Step(
        None,
        interface("EarlyPayment").constructor(
            ecny, programmes, issuance, created["curves"], identities, note_desk
        ),
    )
    yield _Step(None, interface("ExchangeRates").constructor(access))
    yield _Step(None, interface("Fixings").constructor(access, created["rates"], programmes, issuance))
    yield _Step(None, interface("Milestones").constructor(access, issuance))
    yield _Step(
        None,
        interface("CrossBorderPolicy").constructor(
            access, programmes, issuance, ledger, settlement, created["milestones"], created["countries"]
        ),
    )
    yield _Step(None, interface("LocalFeeds").constructor(access))
    yield _Step(
        None,
        interface("Valuations").constructor(
            access, created["rates"], created["fixings"], created["milestones"], programmes, issuance
        ),
    )
    yield _Step(access, _hand_out_powers(created, operator, registrar))
    names = [_bytes32(name) for name in CONTRACT_NAMES]
    yield _Step(None, interface("Directory").constructor(names, list(created.values())))


def _hand_out_powers(created: Mapping[str, bytes], operator: bytes, registrar: bytes) -> bytes:
    access = interface("AccessManager")
    programmes, evidence, ledger, issuance, ecny, settlement, disputes = (
        created[name]
        for name in ("programmes", "evidence", "ledger", "issuance", "ecny", "settlement", "disputes")
    )
    functions = (
        (programmes, "ProgrammeRegistry", "openProgramme", OPERATOR_ROLE),
        (ledger, "ReceivableLedger", "openAccount", OPERATOR_ROLE),
        (ledger, "ReceivableLedger", "pauseReceivable", OPERATOR_ROLE),
        (ledger, "ReceivableLedger", "resumeReceivable", OPERATOR_ROLE),
        (ledger, "ReceivableLedger", "freeze", AUTHORITY_ROLE),
        (ledger, "ReceivableLedger", "unfreeze", AUTHORITY_ROLE),
        (ledger, "ReceivableLedger", "suspend", AUTHORITY_ROLE),
        (ledger, "ReceivableLedger", "reinstate", AUTHORITY_ROLE),
        (ledger, "ReceivableLedger", "mint", ISSUANCE_ROLE),
        (ledger, "ReceivableLedger", "burnClaims", ISSUANCE_ROLE),
        (ledger, "ReceivableLedger", "retire", SETTLEMENT_ROLE),
        (issuance, "Issuance", "recordFunding", SETTLEMENT_ROLE),
        (settlement, "Settlement", "collectFor", NOTES_ROLE),
        (ledger, "ReceivableLedger", "dispute", DISPUTES_ROLE),
        (ledger, "ReceivableLedger", "endDispute", DISPUTES_ROLE),
        (disputes, "Disputes", "raiseForCredit", REGISTRAR_ROLE),
        (ecny, "ECny", "openWallet", BANK_ROLE),
        (ecny, "ECny", "changeTier", BANK_ROLE),
        (ecny, "ECny", "issue", BANK_ROLE),
        (ecny, "ECny", "redeem", BANK_ROLE),
        (evidence, "EvidenceRegistry", "register", REGISTRAR_ROLE),
        (evidence, "EvidenceRegistry", "credit", REGISTRAR_ROLE),
        (evidence, "EvidenceRegistry", "draw", LEDGER_ROLE),
        (evidence, "EvidenceRegistry", "release", LEDGER_ROLE),
        (created["cross_border"], "CrossBorderPolicy", "admit", OPERATOR_ROLE),
        (created["cross_border"], "CrossBorderPolicy", "suspendProgramme", AUTHORITY_ROLE),
        (created["cross_border"], "CrossBorderPolicy", "resumeProgramme", AUTHORITY_ROLE),
    )
    assigned = [
        access.encode(
            "setTargetFunctionRole(address,bytes4[],uint64)",
            target,
            [interface(contract).selector(function)],
            role,
        )
        for target, contract, function, role in functions
    ]
    members = (
        (OPERATOR_ROLE, operator),
        (REGISTRAR_ROLE, registrar),
        (LEDGER_ROLE, ledger),
        (LEDGER_ROLE, issuance),
        (ISSUANCE_ROLE, issuance),
        (SETTLEMENT_ROLE, settlement),
        (DISPUTES_ROLE, disputes),
        (NOTES_ROLE, created["note_desk"]),
    )
    granted = [access.encode("grantRole(uint64,address,uint32)", role, member, 0) for role, member in members]
    admitted = [
        access.encode(
            "execute(address,bytes)",
            ledger,
            interface("ReceivableLedger").encode("admitDesk(address)", created[desk]),
        )
        for desk in ("desk", "note_desk")
    ]
    return access.encode("multicall(bytes[])", [*assigned, *granted, *admitted])


def _bytes32(name: str) -> bytes:
    return name.encode().ljust(32, b"\0")
