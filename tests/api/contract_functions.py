"""The functions of the contracts that people send to, and which of them call data names."""

from collections.abc import Iterator

from eth_abi.abi import decode
from eth_utils.abi import abi_to_signature, function_signature_to_4byte_selector

from tallystick.chain.artifacts import artifact
from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface

Function = tuple[str, str]
"""A contract and the full signature of one of its functions."""

CONTRACTS = {
    "ReceivableLedger": "ledger",
    "Issuance": "issuance",
    "EvidenceRegistry": "evidence",
    "ProgrammeRegistry": "programmes",
    "ECny": "ecny",
    "Settlement": "settlement",
    "FinancingDesk": "desk",
    "Disputes": "disputes",
    "DiscountCurves": "curves",
    "IdentityRegistry": "identities",
    "NoteDesk": "note_desk",
    "CountryModule": "countries",
    "NoteMarket": "market",
    "EarlyPayment": "early_payment",
    "ExchangeRates": "rates",
    "Fixings": "fixings",
    "Milestones": "milestones",
    "CrossBorderPolicy": "cross_border",
    "LocalFeeds": "local_feeds",
    "Valuations": "valuations",
}
"""And how a deployment names them."""

CHANGING: set[Function] = {
    (name, abi_to_signature(item))  # type: ignore[arg-type]
    for name in CONTRACTS
    for item in artifact(name).abi
    if item["type"] == "function" and item["stateMutability"] not in {"view", "pure"}
}
ACCESS_MANAGED = {(name, signature) for name, signature in CHANGING if signature == "setAuthority(address)"}
"""Only the access manager itself calls these, to hand a contract over to another one."""

IN_OTHER_WORDS: dict[Function, str] = {
    (
        "IdentityRegistry",
        "addIdentityToStorage(address,address,uint16)",
    ): "the standard's storage: registerIdentity",
    ("IdentityRegistry", "removeIdentityFromStorage(address)"): "the standard's storage: deleteIdentity",
    ("IdentityRegistry", "modifyStoredIdentity(address,address)"): "the standard's storage: updateIdentity",
    (
        "IdentityRegistry",
        "modifyStoredInvestorCountry(address,uint16)",
    ): "the standard's storage: updateCountry",
    (
        "IdentityRegistry",
        "batchRegisterIdentity(address[],address[],uint16[])",
    ): "registerIdentity, for several",
    ("IdentityRegistry", "updateIdentity(address,address)"): "deleteIdentity and registerIdentity",
    (
        "IdentityRegistry",
        "addAgent(address)",
    ): "the operator, whom the backend signs for, is agent from the start",
    ("IdentityRegistry", "removeAgent(address)"): "see addAgent",
    (
        "IdentityRegistry",
        "transferOwnership(address)",
    ): "the governor, whom the backend signs for, stays the owner",
    ("NoteMarket", "multicall(bytes[])"): "several of the others, for wallets that would sign once",
    (
        "CountryModule",
        "moved(address,uint80,address,address,uint256)",
    ): "rules are told, and this one keeps nothing",
}
"""What no command tells the contracts: what does the same instead, or why nobody would."""

MULTICALL = "multicall(bytes[])"


def contracts_by_address(contracts: Contracts) -> dict[bytes, str]:
    """The name of each at its address in a deployment."""
    return {getattr(contracts, named): contract for contract, named in CONTRACTS.items()}


def functions_named(contract: str, data: bytes) -> Iterator[Function]:
    """The functions that a call asks for: itself, and those that it carries."""
    selectors = {
        function_signature_to_4byte_selector(one): one for one in interface(contract).function_signatures
    }
    signature = selectors[data[:4]]
    yield contract, signature
    if signature == MULTICALL:
        (carried,) = decode(["bytes[]"], data[4:])
        for call in carried:
            yield from functions_named(contract, call)
