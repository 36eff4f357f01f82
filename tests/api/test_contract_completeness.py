"""Whatever the contracts can be told, some command tells them; what no person may tell them is listed and refused."""

from collections.abc import Iterator
from itertools import product
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

import msgspec
import pytest
from eth_utils.address import to_checksum_address
from sqlalchemy import select

from tallystick.chain.interface import interface
from tallystick.chain.node import Reverted
from tallystick.parties.tables import Party
from tallystick.sending.command import Command
from tallystick.sending.contract_errors import refusal_of
from tallystick.sending.tables import SigningKey
from tests.api.contract_functions import (
    ACCESS_MANAGED,
    CHANGING,
    CONTRACTS,
    IN_OTHER_WORDS,
    Function,
    contracts_by_address,
    functions_named,
)
from tests.api.running_ledger import RunningLedger

SOMEBODY = b"\1" * 20
MINTED = (1, SOMEBODY, SOMEBODY, 100, 20_000, 1, 0, bytes(20))
FOR_CONTRACTS: dict[Function, tuple[str, tuple[Any, ...]]] = {
    ("ReceivableLedger", "mint((uint64,address,address,uint64,uint32,uint32,uint8,address))"): (
        "the issuance mints when a creditor accepts",
        (MINTED,),
    ),
    ("ReceivableLedger", "burnClaims(uint64,uint256[],address)"): (
        "the issuance burns what both sides have cancelled",
        (1, [1 << 64 | 1], SOMEBODY),
    ),
    ("EvidenceRegistry", "draw((bytes32,uint64)[],address,address,bytes3,uint256)"): (
        "issuance and ledger draw for what rests on the documents",
        ([(bytes(32), 1)], SOMEBODY, b"\2" * 20, b"CNY", 1),
    ),
    ("EvidenceRegistry", "release(bytes32[],uint256)"): (
        "the issuance gives back what an offer that came to nothing has drawn",
        ([bytes(32)], 1),
    ),
    ("ReceivableLedger", "retire(uint256,uint64,uint8)"): (
        "the settlement pays a claim's holder",
        (1 << 64 | 1, 1, 1),
    ),
    ("CrossBorderPolicy", "onTransfer(address,uint64,address,address,uint64)"): (
        "the ledger asks the policy before a claim changes hands",
        (SOMEBODY, 1, SOMEBODY, b"\2" * 20, 1),
    ),
    ("CrossBorderPolicy", "onRelease(uint64,address,uint64,uint64)"): (
        "the settlement tells the policy what it pays",
        (1, SOMEBODY, 1, 1),
    ),
    ("Issuance", "recordFunding(uint64,bool)"): ("the settlement has money for it", (1, True)),
    ("Settlement", "onHoldPlaced(uint256,address,address,uint256,uint64,bytes32)"): (
        "the money asks it whether it will pay out a hold",
        (1, SOMEBODY, bytes(20), 1, 0, bytes(32)),
    ),
    ("Settlement", "collectFor(uint256[],(address,uint64,uint8)[])"): (
        "the note desk has those paid who hold notes on its claims",
        ([1 << 64 | 1], [(SOMEBODY, 1, 0)]),
    ),
    ("FinancingDesk", "onSale(address,uint256,uint256,uint64,bytes)"): (
        "the ledger asks it about a sale",
        (SOMEBODY, 1 << 64 | 1, 0, 1, b""),
    ),
    ("FinancingDesk", "onPledge(address,uint256,uint256,uint64,uint256,bytes)"): (
        "the ledger asks it about a pledge",
        (SOMEBODY, 1 << 64 | 1, 0, 1, 1 << 64 | 1, b""),
    ),
    ("FinancingDesk", "onCollection(uint256,address,uint64,uint32)"): (
        "the settlement asks it whose what is collected is",
        (1 << 64 | 1, SOMEBODY, 1, 1),
    ),
    ("NoteDesk", "onSale(address,uint256,uint256,uint64,bytes)"): (
        "the ledger asks it about what is wrapped",
        (SOMEBODY, 1 << 64 | 1, 0, 1, b""),
    ),
    ("EarlyPayment", "onHoldPlaced(uint256,address,address,uint256,uint64,bytes32)"): (
        "the money asks it whether it will pay out a hold",
        (1, SOMEBODY, bytes(20), 1, 0, bytes(32)),
    ),
    ("EarlyPayment", "deliver(uint64,address,uint64,address,uint64,uint64)"): (
        "it calls itself, so that notes and money change hands together",
        (1, SOMEBODY, 1, SOMEBODY, 1, 1),
    ),
    ("IdentityRegistry", "onSuspensionChanged(address,bool)"): (
        "the ledger tells it whom an authority has stopped",
        (SOMEBODY, True),
    ),
    ("ReceivableLedger", "surrender(uint256,address)"): (
        "the desk hands over what is tied to it",
        (1 << 64 | 1, SOMEBODY),
    ),
    ("ReceivableLedger", "dispute(uint256,uint64,bytes32)"): (
        "the contract of disputes has seen who may",
        (1 << 64 | 1, 1, bytes(32)),
    ),
    ("ReceivableLedger", "endDispute(uint256)"): (
        "the contract of disputes has seen who may",
        (1 << 64 | 1,),
    ),
    **dict.fromkeys(
        sorted(ACCESS_MANAGED), ("the access manager alone puts a contract under another", (SOMEBODY,))
    ),
}
"""Functions that are there for other contracts: why, and arguments that they would read."""


LEAVES: dict[Any, tuple[Any, ...]] = {
    NoneType: (None,),
    bool: (True, False),
    int: (1,),
    str: ("CNY",),
    bytes: (SOMEBODY,),
}


def _samples(kind: Any) -> Iterator[Any]:
    """Values of a command's field, one for each way in which a command can turn on it."""
    if kind in LEAVES:
        yield from LEAVES[kind]
    elif isinstance(kind, UnionType):
        for one in get_args(kind):
            yield from _samples(one)
    elif get_origin(kind) is list:
        element = next(_samples(get_args(kind)[0]))
        yield from ([element], [element, element])
    elif get_origin(kind) is tuple:
        yield tuple(next(_samples(part)) for part in get_args(kind))
    else:
        yield from _commands(kind)


def _commands(kind: type[msgspec.Struct]) -> Iterator[Any]:
    """A command, or a part of one, with every combination of its fields' values."""
    fields = msgspec.structs.fields(kind)
    for values in product(*(list(_samples(field.type)) for field in fields)):
        yield kind(**{field.name: value for field, value in zip(fields, values, strict=True)})


@pytest.fixture(scope="module")
def kinds(sqlite_ledger: RunningLedger) -> list[type[Command]]:
    """Every kind of command that a running backend carries out."""
    return [kind.command for kind in sqlite_ledger.backend.dispatcher._kinds.values()]


@pytest.fixture(scope="module")
def told(sqlite_ledger: RunningLedger, kinds: list[type[Command]]) -> set[Function]:
    """All that any of these commands tells the contracts."""
    contracts = sqlite_ledger.backend.contracts
    names = contracts_by_address(contracts)
    return {
        function
        for kind in kinds
        for command in _commands(kind)
        for call in command.calls(contracts)
        if call.to in names
        for function in functions_named(names[call.to], call.data)
    }


def test_every_kind_of_command_is_carried_out(kinds: list[type[Command]]) -> None:
    def concrete(kind: type[Command]) -> Iterator[type[Command]]:
        if "kind" in vars(kind):
            yield kind
        for below in kind.__subclasses__():
            yield from concrete(below)

    ours = {kind for kind in concrete(Command) if kind.__module__.startswith("tallystick.")}
    assert ours == set(kinds)


@pytest.mark.parametrize("function", sorted(CHANGING), ids=".".join)
def test_every_function_that_changes_something_is_told_by_a_command_or_is_for_contracts(
    told: set[Function], function: Function
) -> None:
    assert (function in told) != (function in FOR_CONTRACTS.keys() | IN_OTHER_WORDS.keys())


def test_no_function_is_excused_that_does_not_exist() -> None:
    assert FOR_CONTRACTS.keys() | IN_OTHER_WORDS.keys() <= CHANGING


@pytest.fixture(scope="module")
def persons(sqlite_ledger: RunningLedger) -> dict[str, bytes]:
    """The ledger's own services, a party with every role of trade, an authority and a bank."""
    trader = sqlite_ledger.open_party("debtor", "supplier", "financier", "investor")
    offices = sqlite_ledger.open_authority(), sqlite_ledger.open_bank()
    with sqlite_ledger.backend.store.reading() as session:
        services = select(SigningKey.purpose, SigningKey.address).where(~SigningKey.purpose.contains(":"))
        found = {row.purpose: row.address for row in session.execute(services)}
        for firm in (trader, *offices):
            party = session.get(Party, firm.party)
            assert party is not None
            found[party.roles] = party.address
    return found


@pytest.mark.parametrize("function", FOR_CONTRACTS, ids=".".join)
def test_what_is_for_contracts_is_refused_to_every_person(
    sqlite_ledger: RunningLedger, persons: dict[str, bytes], function: Function
) -> None:
    assert persons.keys() >= {"funder", "governor", "operator", "registrar", "authority", "bank", "keeper"}
    backend, (contract, signature) = sqlite_ledger.backend, function
    address = getattr(backend.contracts, CONTRACTS[contract])
    data = interface(contract).encode(signature, *FOR_CONTRACTS[function][1])
    for person in persons.values():
        with pytest.raises(Reverted) as refused:
            backend.node.gas_needed(person, address, data)
        assert refusal_of(refused.value).code in {
            "power_missing",
            "not_the_money",
            "not_the_ledger",
            "not_the_settlement",
            "not_itself",
            "claim_not_found",
            "not_your_claim",
            "not_tied_to_desk",
        }


def test_who_signs_for_itself_is_told_the_chain_and_the_contracts(sqlite_ledger: RunningLedger) -> None:
    """Directory and answer name the same contracts, each of which is there."""
    node, contracts = sqlite_ledger.backend.node, sqlite_ledger.backend.contracts
    told = sqlite_ledger.open_party().read("/v1/contracts")
    assert (told["chain_id"], told["genesis_hash"]) == (
        str(node.chain_id()),
        "0x" + node.genesis_hash().hex(),
    )
    book = interface("Directory")
    directory = bytes.fromhex(told["directory"][2:])
    names = book.decode_answer("names()", node.call(directory, book.encode("names()")))[0]
    assert [one["name"] for one in told["contracts"]] == [name.rstrip(b"\0").decode() for name in names]
    for one in told["contracts"]:
        asked = book.encode("contractNamed(bytes32)", one["name"].encode().ljust(32, b"\0"))
        named = book.decode_answer("contractNamed(bytes32)", node.call(directory, asked))[0]
        assert one["address"] == to_checksum_address(named)
    assert directory == contracts.directory
