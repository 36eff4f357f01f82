"""What the ledger says it is, by ERC-165."""

import pytest

from tests.contracts.driver.cast import TIER_ONE
from tests.contracts.driver.ledger import Ledger
from tests.contracts.driver.stage import Stage


def supports(ledger: Ledger, identifier: int) -> bool:
    answer: bool = ledger.ask("supportsInterface(bytes4)", identifier.to_bytes(4, "big"))
    return answer


@pytest.mark.parametrize(
    "identifier",
    [0xD5358140, 0x80AC58CD, 0x01FFC9A7, 0xB688BE58, 0xE1600902, 0x5B5E139F],
    ids=[
        "ERC-3525",
        "ERC-721",
        "ERC-165",
        "ERC-3525 slot approval",
        "ERC-3525 metadata",
        "ERC-721 metadata",
    ],
)
def test_the_ledger_declares_the_standards_it_keeps(ledger: Ledger, identifier: int) -> None:
    assert supports(ledger, identifier)


@pytest.mark.parametrize(
    "identifier",
    [0xFFFFFFFF, 0x00000000, 0x780E9D63, 0x3B741B9E, 0x009CE20B, 0x150B7A02],
    ids=[
        "the invalid one",
        "zero",
        "ERC-721 enumeration",
        "ERC-3525 slot enumeration",
        "ERC-3525 receiver",
        "ERC-721 receiver",
    ],
)
def test_the_ledger_declares_nothing_that_it_does_not_keep(ledger: Ledger, identifier: int) -> None:
    assert not supports(ledger, identifier)


def test_asking_costs_less_than_the_thirty_thousand_gas_that_erc_165_grants(
    stage: Stage, ledger: Ledger
) -> None:
    outcome = ledger.send(TIER_ONE, "supportsInterface(bytes4)", bytes.fromhex("ffffffff"))
    assert outcome.gas_used - 21_000 < 30_000
    assert stage.ledger is ledger


def test_identifiers_are_what_the_functions_make_them(ledger: Ledger) -> None:
    """ERC-165: an interface's identifier is all its selectors, exclusive-or."""
    erc_3525 = (
        "valueDecimals()",
        "balanceOf(uint256)",
        "slotOf(uint256)",
        "approve(uint256,address,uint256)",
        "allowance(uint256,address)",
        "transferFrom(uint256,uint256,uint256)",
        "transferFrom(uint256,address,uint256)",
    )
    erc_721 = (
        "balanceOf(address)",
        "ownerOf(uint256)",
        "safeTransferFrom(address,address,uint256,bytes)",
        "safeTransferFrom(address,address,uint256)",
        "transferFrom(address,address,uint256)",
        "approve(address,uint256)",
        "setApprovalForAll(address,bool)",
        "getApproved(uint256)",
        "isApprovedForAll(address,address)",
    )
    slot_approval = (
        "setApprovalForSlot(address,uint256,address,bool)",
        "isApprovedForSlot(address,uint256,address)",
    )
    erc_3525_metadata = ("contractURI()", "slotURI(uint256)")
    erc_721_metadata = ("name()", "symbol()", "tokenURI(uint256)")
    for functions, identifier in (
        (erc_3525, 0xD5358140),
        (erc_721, 0x80AC58CD),
        (slot_approval, 0xB688BE58),
        (erc_3525_metadata, 0xE1600902),
        (erc_721_metadata, 0x5B5E139F),
    ):
        assert set(functions) <= set(ledger.interface.function_signatures)
        combined = 0
        for function in functions:
            zeros = [_zero(kind) for kind in function.split("(")[1][:-1].split(",") if kind]
            combined ^= int.from_bytes(ledger.interface.encode(function, *zeros)[:4], "big")
        assert combined == identifier


def _zero(kind: str) -> object:
    return {"uint256": 0, "address": bytes(20), "bool": False, "bytes": b""}[kind]
