"""Notes, registry and rules are what ERC-3643 and ERC-7943 say, by the standards' own lists of functions and events."""

from functools import reduce
from typing import Any

import pytest
from eth_utils.abi import abi_to_signature, collapse_if_tuple
from eth_utils.crypto import keccak

from tallystick.chain.artifacts import artifact
from tests.contracts.driver.note_market import NoteMarket

AGENT_ROLE = {
    "addAgent(address)": "",
    "removeAgent(address)": "",
    "isAgent(address)": "view bool",
}
OWNERSHIP = {"owner()": "view address", "transferOwnership(address)": ""}
ERC_20 = {
    "totalSupply()": "view uint256",
    "balanceOf(address)": "view uint256",
    "transfer(address,uint256)": "bool",
    "allowance(address,address)": "view uint256",
    "approve(address,uint256)": "bool",
    "transferFrom(address,address,uint256)": "bool",
}
ERC_20_METADATA = {"name()": "view string", "symbol()": "view string", "decimals()": "view uint8"}
TOKEN = {
    "onchainID()": "view address",
    "version()": "view string",
    "identityRegistry()": "view address",
    "compliance()": "view address",
    "paused()": "view bool",
    "isFrozen(address)": "view bool",
    "getFrozenTokens(address)": "view uint256",
    "setName(string)": "",
    "setSymbol(string)": "",
    "setOnchainID(address)": "",
    "pause()": "",
    "unpause()": "",
    "setAddressFrozen(address,bool)": "",
    "freezePartialTokens(address,uint256)": "",
    "unfreezePartialTokens(address,uint256)": "",
    "setIdentityRegistry(address)": "",
    "setCompliance(address)": "",
    "forcedTransfer(address,address,uint256)": "bool",
    "mint(address,uint256)": "",
    "burn(address,uint256)": "",
    "recoveryAddress(address,address,address)": "bool",
    "batchTransfer(address[],uint256[])": "",
    "batchForcedTransfer(address[],address[],uint256[])": "",
    "batchMint(address[],uint256[])": "",
    "batchBurn(address[],uint256[])": "",
    "batchSetAddressFrozen(address[],bool[])": "",
    "batchFreezePartialTokens(address[],uint256[])": "",
    "batchUnfreezePartialTokens(address[],uint256[])": "",
}
ERC_7943 = {
    "forcedTransfer(address,address,uint256)": "bool",
    "setFrozenTokens(address,uint256)": "bool",
    "canSend(address)": "view bool",
    "canReceive(address)": "view bool",
    "getFrozenTokens(address)": "view uint256",
    "canTransfer(address,address,uint256)": "view bool",
}
IDENTITY_REGISTRY = {
    "identityStorage()": "view address",
    "issuersRegistry()": "view address",
    "topicsRegistry()": "view address",
    "setIdentityRegistryStorage(address)": "",
    "setClaimTopicsRegistry(address)": "",
    "setTrustedIssuersRegistry(address)": "",
    "registerIdentity(address,address,uint16)": "",
    "deleteIdentity(address)": "",
    "updateCountry(address,uint16)": "",
    "updateIdentity(address,address)": "",
    "batchRegisterIdentity(address[],address[],uint16[])": "",
    "contains(address)": "view bool",
    "isVerified(address)": "view bool",
    "identity(address)": "view address",
    "investorCountry(address)": "view uint16",
}
REGISTRY_STORAGE = {
    "storedIdentity(address)": "view address",
    "storedInvestorCountry(address)": "view uint16",
    "addIdentityToStorage(address,address,uint16)": "",
    "removeIdentityFromStorage(address)": "",
    "modifyStoredInvestorCountry(address,uint16)": "",
    "modifyStoredIdentity(address,address)": "",
    "bindIdentityRegistry(address)": "",
    "unbindIdentityRegistry(address)": "",
    "linkedIdentityRegistries()": "view address[]",
}
TRUSTED_ISSUERS = {
    "addTrustedIssuer(address,uint256[])": "",
    "removeTrustedIssuer(address)": "",
    "updateIssuerClaimTopics(address,uint256[])": "",
    "getTrustedIssuers()": "view address[]",
    "isTrustedIssuer(address)": "view bool",
    "getTrustedIssuerClaimTopics(address)": "view uint256[]",
    "getTrustedIssuersForClaimTopic(uint256)": "view address[]",
    "hasClaimTopic(address,uint256)": "view bool",
}
CLAIM_TOPICS = {
    "addClaimTopic(uint256)": "",
    "removeClaimTopic(uint256)": "",
    "getClaimTopics()": "view uint256[]",
}
COMPLIANCE = {
    "bindToken(address)": "",
    "unbindToken(address)": "",
    "isTokenBound(address)": "view bool",
    "getTokenBound()": "view address",
    "canTransfer(address,address,uint256)": "view bool",
    "transferred(address,address,uint256)": "",
    "created(address,uint256)": "",
    "destroyed(address,uint256)": "",
}
"""Functions as the texts of the standards have them; a contract's type is an address to the ABI."""

EVENTS = {
    "NoteSeries": (
        "Transfer(indexed address,indexed address,uint256)",
        "Approval(indexed address,indexed address,uint256)",
        "UpdatedTokenInformation(string,string,uint8,string,address)",
        "IdentityRegistryAdded(indexed address)",
        "ComplianceAdded(indexed address)",
        "RecoverySuccess(address,address,address)",
        "AddressFrozen(indexed address,indexed bool,indexed address)",
        "TokensFrozen(indexed address,uint256)",
        "TokensUnfrozen(indexed address,uint256)",
        "Paused(address)",
        "Unpaused(address)",
        "AgentAdded(indexed address)",
        "AgentRemoved(indexed address)",
        "OwnershipTransferred(indexed address,indexed address)",
        "ForcedTransfer(indexed address,indexed address,uint256)",
        "Frozen(indexed address,uint256)",
    ),
    "IdentityRegistry": (
        "ClaimTopicsRegistrySet(indexed address)",
        "IdentityStorageSet(indexed address)",
        "TrustedIssuersRegistrySet(indexed address)",
        "IdentityRegistered(indexed address,indexed address)",
        "IdentityRemoved(indexed address,indexed address)",
        "IdentityUpdated(indexed address,indexed address)",
        "CountryUpdated(indexed address,indexed uint16)",
        "IdentityStored(indexed address,indexed address)",
        "IdentityUnstored(indexed address,indexed address)",
        "IdentityModified(indexed address,indexed address)",
        "CountryModified(indexed address,indexed uint16)",
        "IdentityRegistryBound(indexed address)",
        "IdentityRegistryUnbound(indexed address)",
        "TrustedIssuerAdded(indexed address,uint256[])",
        "TrustedIssuerRemoved(indexed address)",
        "ClaimTopicsUpdated(indexed address,uint256[])",
        "ClaimTopicAdded(indexed uint256)",
        "ClaimTopicRemoved(indexed uint256)",
        "AgentAdded(indexed address)",
        "AgentRemoved(indexed address)",
        "OwnershipTransferred(indexed address,indexed address)",
    ),
    "NoteCompliance": (
        "TokenBound(address)",
        "TokenUnbound(address)",
        "OwnershipTransferred(indexed address,indexed address)",
    ),
}
ERRORS = (
    "ERC7943CannotSend(address)",
    "ERC7943CannotReceive(address)",
    "ERC7943CannotTransfer(address,address,uint256)",
    "ERC7943InsufficientUnfrozenBalance(address,uint256,uint256)",
)


def items(contract: str, kind: str) -> list[dict[str, Any]]:
    return [item for item in artifact(contract).abi if item["type"] == kind]


def signature(item: dict[str, Any]) -> str:
    return abi_to_signature(item)  # type: ignore[arg-type]


def answer(item: dict[str, Any]) -> str:
    looks = ["view"] if item["stateMutability"] in {"view", "pure"} and item["outputs"] else []
    return " ".join([*looks, *(collapse_if_tuple(output) for output in item["outputs"])])


def identifier(functions: dict[str, str]) -> bytes:
    """ERC-165: all selectors, exclusive-or."""
    selectors = (int.from_bytes(keccak(text=function)[:4], "big") for function in functions)
    return reduce(lambda first, second: first ^ second, selectors).to_bytes(4, "big")


@pytest.mark.parametrize(
    ("contract", "functions"),
    [
        ("NoteSeries", ERC_20),
        ("NoteSeries", ERC_20_METADATA),
        ("NoteSeries", TOKEN),
        ("NoteSeries", ERC_7943),
        ("NoteSeries", AGENT_ROLE),
        ("NoteSeries", OWNERSHIP),
        ("IdentityRegistry", IDENTITY_REGISTRY),
        ("IdentityRegistry", REGISTRY_STORAGE),
        ("IdentityRegistry", TRUSTED_ISSUERS),
        ("IdentityRegistry", CLAIM_TOPICS),
        ("IdentityRegistry", AGENT_ROLE),
        ("IdentityRegistry", OWNERSHIP),
        ("NoteCompliance", COMPLIANCE),
        ("NoteCompliance", OWNERSHIP),
    ],
)
def test_every_function_of_the_standard_is_there_and_answers_as_it_says(
    contract: str, functions: dict[str, str]
) -> None:
    ours = {signature(item): answer(item) for item in items(contract, "function")}
    assert {name: ours.get(name) for name in functions} == functions


@pytest.mark.parametrize("contract", EVENTS)
def test_every_event_of_the_standard_is_there_with_the_same_topics(contract: str) -> None:
    ours = {
        f"{item['name']}("
        + ",".join(
            ("indexed " if field["indexed"] else "") + collapse_if_tuple(field) for field in item["inputs"]
        )
        + ")"
        for item in items(contract, "event")
    }
    assert set(EVENTS[contract]) <= ours


def test_every_error_of_erc_7943_is_there() -> None:
    assert set(ERRORS) <= {signature(item) for item in items("NoteSeries", "error")}


def test_a_series_declares_the_standards_that_it_keeps(market: NoteMarket) -> None:
    series, _ = market.notes()
    assert identifier(ERC_7943).hex() == "3edbb4c4"
    assert identifier(ERC_20).hex() == "36372b07"
    assert identifier(OWNERSHIP).hex() == "7f5828d0"
    for functions in (ERC_7943, ERC_20, ERC_20_METADATA, TOKEN, AGENT_ROLE, OWNERSHIP):
        assert series.ask("supportsInterface(bytes4)", identifier(functions))
    assert series.ask("supportsInterface(bytes4)", bytes.fromhex("01ffc9a7"))
    for other in ("ffffffff", "00000000", "bf1ef5fe", "41c4fbad", "80ac58cd"):
        assert not series.ask("supportsInterface(bytes4)", bytes.fromhex(other))


def test_the_registry_declares_the_standards_that_it_keeps(market: NoteMarket) -> None:
    identities = market.stage.identities
    for functions in (IDENTITY_REGISTRY, REGISTRY_STORAGE, AGENT_ROLE, OWNERSHIP):
        assert identities.ask("supportsInterface(bytes4)", identifier(functions))
    assert identities.ask("supportsInterface(bytes4)", bytes.fromhex("01ffc9a7"))
    assert not identities.ask("supportsInterface(bytes4)", b"\xff" * 4)
