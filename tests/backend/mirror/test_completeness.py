"""Nothing that the contracts can say or the tables can hold is forgotten."""

from dataclasses import replace
from typing import get_args, get_type_hints

import pytest

from tallystick.chain.artifacts import artifact
from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Header, Log
from tallystick.mirror import rows
from tallystick.mirror.decoding import Decoder
from tallystick.mirror.derivation import Stretch, record
from tallystick.mirror.events import Event
from tallystick.mirror.followed import followed_from
from tallystick.mirror.layout import BY_BLOCK, columns_of
from tallystick.mirror.projection import _PROJECTIONS
from tallystick.mirror.state import State
from tallystick.mirror.writing import projections_of
from tests.backend.mirror.rows import TABLES

CONTRACTS = Contracts(
    genesis_hash=bytes(32),
    directory=b"\5" * 20,
    description=b"\6" * 20,
    issuance=b"\7" * 20,
    block=1,
    access=b"\1" * 20,
    programmes=b"\2" * 20,
    evidence=b"\3" * 20,
    ledger=b"\4" * 20,
    ecny=b"\x08" * 20,
    settlement=b"\x09" * 20,
    desk=b"\x0a" * 20,
    disputes=b"\x0b" * 20,
    curves=b"\x0c" * 20,
    identities=b"\x0d" * 20,
    notes=b"\x0e" * 20,
    note_desk=b"\x0f" * 20,
    countries=b"\x10" * 20,
    maximum_balance=b"\x11" * 20,
    holder_count=b"\x12" * 20,
    lock_up=b"\x13" * 20,
    transfer_limit=b"\x14" * 20,
    market=b"\x15" * 20,
    early_payment=b"\x16" * 20,
    rates=b"\x17" * 20,
    fixings=b"\x18" * 20,
    milestones=b"\x19" * 20,
    cross_border=b"\x1a" * 20,
    local_feeds=b"\x1b" * 20,
    valuations=b"\x1c" * 20,
)

WITHOUT_CONSEQUENCE = {
    **{
        ("AccessManager", item["name"]): "the mirror keeps no powers"
        for item in artifact("AccessManager").abi
        if item["type"] == "event"
    },
    ("ReceivableLedger", "Approval"): "an approval moves nothing",
    ("ReceivableLedger", "ApprovalForAll"): "an approval moves nothing",
    ("ReceivableLedger", "ApprovalForSlot"): "an approval moves nothing",
    ("ReceivableLedger", "SlotChanged"): "a claim's receivable is in its id",
    ("ReceivableLedger", "AuthorityUpdated"): "the mirror keeps no powers",
    ("ProgrammeRegistry", "AuthorityUpdated"): "the mirror keeps no powers",
    ("EvidenceRegistry", "AuthorityUpdated"): "the mirror keeps no powers",
    ("Issuance", "AuthorityUpdated"): "the mirror keeps no powers",
    ("ECny", "AuthorityUpdated"): "the mirror keeps no powers",
    ("FinancingDesk", "EIP712DomainChanged"): "of ERC-5267, for domains that change; this one does not",
    ("FinancingDesk", "ClaimRepurchased"): "payment, title and the end of recourse tell the same",
    ("Disputes", "AuthorityUpdated"): "the mirror keeps no powers",
    ("DiscountCurves", "AuthorityUpdated"): "the mirror keeps no powers",
    **dict.fromkeys(
        (
            ("IdentityRegistry", "AgentAdded"),
            ("IdentityRegistry", "AgentRemoved"),
            ("IdentityRegistry", "OwnershipTransferred"),
            ("NoteSeries", "OwnershipTransferred"),
            ("NoteCompliance", "OwnershipTransferred"),
        ),
        "the mirror keeps no powers",
    ),
    **{
        (
            "IdentityRegistry",
            event,
        ): "the standard says it twice, and what follows for the wallet comes with it"
        for event in (
            "IdentityRegistered",
            "IdentityRemoved",
            "IdentityUpdated",
            "IdentityStored",
            "IdentityUnstored",
            "IdentityModified",
            "CountryModified",
        )
    },
    **{
        ("IdentityRegistry", event): "the four registries are one for ever"
        for event in (
            "ClaimTopicsRegistrySet",
            "IdentityStorageSet",
            "TrustedIssuersRegistrySet",
            "IdentityRegistryBound",
            "IdentityRegistryUnbound",
        )
    },
    ("NoteDesk", "AuthorityUpdated"): "the mirror keeps no powers",
    ("ExchangeRates", "AuthorityUpdated"): "the mirror keeps no powers",
    (
        "ExchangeRates",
        "FeedsSet",
    ): "which feeds there are the contract says; what was believed of them is told",
    ("Fixings", "AuthorityUpdated"): "the mirror keeps no powers",
    ("Milestones", "AuthorityUpdated"): "the mirror keeps no powers",
    ("Milestones", "EIP712DomainChanged"): "of ERC-5267, for domains that change; this one does not",
    ("CrossBorderPolicy", "AuthorityUpdated"): "the mirror keeps no powers",
    ("LocalFeeds", "AuthorityUpdated"): "the mirror keeps no powers",
    ("Valuations", "AuthorityUpdated"): "the mirror keeps no powers",
    ("NoteDesk", "Wrapped"): "the series and the ledger tell the same",
    ("NoteDesk", "Unwrapped"): "the series and the ledger tell the same",
    ("Settlement", "AuthorityUpdated"): "the mirror keeps no powers",
    ("NoteCompliance", "TokenBound"): "a series is bound when it is opened",
    ("NoteCompliance", "TokenUnbound"): "the contract refuses what follows",
    ("NoteSeries", "ForcedTransfer"): "the order that it was made on is told beside it",
    ("NoteSeries", "OrderCited"): "an order moves nothing before it is used",
    ("NoteSeries", "TokensFrozen"): "what is frozen then is told beside it",
    ("NoteSeries", "TokensUnfrozen"): "what is frozen then is told beside it",
    ("NoteSeries", "IdentityRegistryAdded"): "the contract refuses what follows",
    ("NoteSeries", "ComplianceAdded"): "the contract refuses what follows",
    ("NoteSeries", "UpdatedTokenInformation"): "a name moves nothing",
    ("ECny", "Issued"): "the movement of the money tells the same",
    ("ECny", "Redeemed"): "the movement of the money tells the same",
}

NAMES = {
    CONTRACTS.access: "AccessManager",
    CONTRACTS.programmes: "ProgrammeRegistry",
    CONTRACTS.evidence: "EvidenceRegistry",
    CONTRACTS.description: "ClaimDescription",
    CONTRACTS.ledger: "ReceivableLedger",
    CONTRACTS.issuance: "Issuance",
    CONTRACTS.ecny: "ECny",
    CONTRACTS.settlement: "Settlement",
    CONTRACTS.desk: "FinancingDesk",
    CONTRACTS.disputes: "Disputes",
    CONTRACTS.curves: "DiscountCurves",
    CONTRACTS.identities: "IdentityRegistry",
    CONTRACTS.note_desk: "NoteDesk",
    CONTRACTS.countries: "CountryModule",
    CONTRACTS.market: "NoteMarket",
    CONTRACTS.early_payment: "EarlyPayment",
    CONTRACTS.rates: "ExchangeRates",
    CONTRACTS.fixings: "Fixings",
    CONTRACTS.milestones: "Milestones",
    CONTRACTS.cross_border: "CrossBorderPolicy",
    CONTRACTS.local_feeds: "LocalFeeds",
    CONTRACTS.valuations: "Valuations",
    CONTRACTS.directory: "Directory",
}

MADE = {b"\x20" * 20: "NoteSeries", b"\x21" * 20: "NoteCompliance", b"\x22" * 20: "LocalAggregator"}
"""What contracts of the deployment have made, wherever that is."""


EVENTS = [
    (address, name, item["name"])
    for address, name in {**NAMES, **MADE}.items()
    for item in artifact(name).abi
    if item["type"] == "event"
]


@pytest.mark.parametrize(("address", "contract", "event"), EVENTS)
def test_every_event_is_understood_or_known_to_be_without_consequence(
    address: bytes, contract: str, event: str
) -> None:
    topic, decoder = interface(contract).topic(event), Decoder(CONTRACTS)
    understood = topic in decoder._of_made if address in MADE else address + topic in decoder._decoders
    assert understood != ((contract, event) in WITHOUT_CONSEQUENCE)


def test_every_contract_that_tells_anything_is_followed() -> None:
    telling = {address for address, _, _ in EVENTS} - MADE.keys()
    assert telling <= set(followed_from(CONTRACTS)) <= set(NAMES)


def test_every_kind_of_event_does_something() -> None:
    assert set(_PROJECTIONS) == set(get_args(Event))


def test_every_table_is_written_and_compared() -> None:
    projected = {kind.__tablename__ for kind, _ in projections_of(State())}
    by_block = {kind.__tablename__ for kind in BY_BLOCK}
    assert projected | by_block | {"mirror_deployment"} == set(TABLES)


def test_an_event_of_a_contract_that_only_looks_like_ours_is_none_of_ours() -> None:
    decoder = Decoder(CONTRACTS)
    topics = interface("ReceivableLedger").topic("AccountOpened") + bytes(12) + b"\7" * 20
    assert decoder.decode(CONTRACTS.ledger, topics, bytes(31) + b"\1") is not None
    assert decoder.decode(CONTRACTS.evidence, topics, bytes(31) + b"\1") is None
    assert decoder.decode(CONTRACTS.ledger, b"", b"") is None


HEADER = Header(7, b"\1" * 32, b"\2" * 32, 1_000)
LOG = Log(b"\4" * 20, (b"\5" * 32, b"\6" * 32), b"\7" * 40, b"\x08" * 32, transaction_index=3, log_index=9)
OTHER_LOGS = [
    replace(LOG, address=b"\5" * 20),
    replace(LOG, topics=(b"\5" * 32, b"\7" * 32)),
    replace(LOG, topics=(b"\5" * 32,), data=b"\6" * 32 + LOG.data),
    replace(LOG, data=b"\7" * 39 + b"\6"),
    replace(LOG, data=b""),
    replace(LOG, transaction_hash=b"\x09" * 32),
    replace(LOG, transaction_index=4),
    replace(LOG, log_index=8),
]


def running_digest(header: Header, *logs: Log, before: bytes = bytes(32)) -> bytes:
    return record(Stretch([header], [logs]), before, Decoder(CONTRACTS)).digest


def test_the_running_digest_tells_any_two_histories_apart() -> None:
    digests = [running_digest(HEADER, log) for log in (LOG, *OTHER_LOGS)]
    digests += [
        running_digest(HEADER),
        running_digest(HEADER, LOG, LOG),
        running_digest(replace(HEADER, hash=bytes(32)), LOG),
    ]
    digests.append(running_digest(HEADER, LOG, before=b"\1" * 32))
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "mirror_deployment"])
def test_every_table_has_its_row_with_the_same_columns(name: str) -> None:
    row = getattr(rows, f"{name.removeprefix('mirror_').title().replace('_', '')}Row")
    hints = get_type_hints(row)
    assert tuple(hints) == columns_of(TABLES[name])
    for column in TABLES[name].c:
        if column.name in hints:
            python_type = column.type.python_type
            assert hints[column.name] == (python_type | None if column.nullable else python_type)
