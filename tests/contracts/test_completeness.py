"""Last of all: every custom error was provoked, and every power refused to somebody, by a test of this room."""

import pytest

from tallystick.chain.interface import interface
from tests.contracts.driver.refusals import PROVOKED
from tests.contracts.driver.stage import Stage

OURS = (
    "ProgrammeRegistry",
    "EvidenceRegistry",
    "ReceivableLedger",
    "Issuance",
    "ClaimDescription",
    "Directory",
    "ECny",
    "Settlement",
    "FinancingDesk",
    "Disputes",
    "DiscountCurves",
)

CANNOT_OCCUR = {
    (
        "ProgrammeRegistry",
        "AccessManagedRequiredDelay",
    ): "declared by OpenZeppelin's interface, raised nowhere in it",
    (
        "EvidenceRegistry",
        "AccessManagedRequiredDelay",
    ): "declared by OpenZeppelin's interface, raised nowhere in it",
    (
        "ReceivableLedger",
        "AccessManagedRequiredDelay",
    ): "declared by OpenZeppelin's interface, raised nowhere in it",
    (
        "ReceivableLedger",
        "ERC721InvalidSender",
    ): "ERC-6093 has it for burning and minting hooks that we do not have",
    ("ReceivableLedger", "AddressEmptyCode"): "OpenZeppelin's multicall calls itself, which has code",
    ("Issuance", "AddressEmptyCode"): "OpenZeppelin's multicall calls itself, which has code",
    (
        "ClaimDescription",
        "StringsInsufficientHexLength",
    ): "of OpenZeppelin's hex of chosen length; addresses always fit",
    ("ECny", "AccessManagedRequiredDelay"): "declared by OpenZeppelin's interface, raised nowhere in it",
    ("ECny", "ERC20InsufficientBalance"): "ours is refused before it, with what is free",
    ("ECny", "ERC20InvalidApprover"): "OpenZeppelin has it for callers that are nobody",
    ("ECny", "ERC20InvalidSender"): "OpenZeppelin has it for payers that are nobody",
    ("FinancingDesk", "InvalidShortString"): "of OpenZeppelin's names of more than 31 bytes; ours is shorter",
    ("FinancingDesk", "StringTooLong"): "of OpenZeppelin's names of more than 31 bytes; ours is shorter",
    (
        "DiscountCurves",
        "AccessManagedRequiredDelay",
    ): "declared by OpenZeppelin's interface, raised nowhere in it",
    ("Disputes", "AccessManagedRequiredDelay"): "declared by OpenZeppelin's interface, raised nowhere in it",
    ("Issuance", "AccessManagedRequiredDelay"): "declared by OpenZeppelin's interface, raised nowhere in it",
    ("ReceivableLedger", "RoleMissing"): "declared for accounts, raised by the issuance",
}

LACKING = {
    "AccessManagedUnauthorized",
    "AccountNotOpen",
    "AllowanceExceeded",
    "ERC20InsufficientAllowance",
    "ERC721InsufficientApproval",
    "ERC721InvalidApprover",
    "HoldNotReturnable",
    "NotAReceivableOf",
    "NotASide",
    "NotOwedTo",
    "NotTheBeneficiary",
    "NotTheCreditor",
    "NotTheObligor",
    "NotTheSettlement",
    "NotTiedToDesk",
    "NotAFinancier",
    "NotTheFinancier",
    "NotTheLedger",
    "NotTheMoney",
    "NotTheDebtor",
    "NotTheOwner",
    "NotTheRecipient",
    "NotTheReleaser",
    "NothingAllowed",
    "RoleMissing",
    "WalletNotOpen",
}
# Everybody appoints operators, for itself only; several calls in one are each asked for the caller's right; what was
# not accepted in time is ended by anybody; anybody may have holders paid, into their own wallets, and pay what another
# owes.
FOR_EVERYBODY = {"setApprovalForAll", "multicall", "lapse", "collect", "repay"}
AUTHORITY = {"freeze", "unfreeze", "suspend", "reinstate"}
POWERS = {
    "operator": {"openAccount", "openProgramme", "pauseReceivable", "resumeReceivable"},
    "registrar": {"register", "credit", "raiseForCredit"},
    "governor": {"setTermRule", "setCurve", "admitDesk", "dismissDesk"},
    "court": AUTHORITY,
}

pytestmark = pytest.mark.usefixtures("whole_room")


def test_every_custom_error_of_our_contracts_is_provoked_by_a_test() -> None:
    declared = {(contract, error) for contract in OURS for error in interface(contract).error_names}
    provoked = {(provocation.contract, provocation.error) for provocation in PROVOKED}
    assert declared - provoked - CANNOT_OCCUR.keys() == set()


def test_no_error_is_excused_that_occurs_or_does_not_exist() -> None:
    declared = {(contract, error) for contract in OURS for error in interface(contract).error_names}
    provoked = {(provocation.contract, provocation.error) for provocation in PROVOKED}
    assert CANNOT_OCCUR.keys() <= declared
    assert CANNOT_OCCUR.keys() & provoked == set()


@pytest.mark.parametrize("who", ["stranger", "operator", "registrar", "governor", "court"])
def test_every_function_that_changes_something_is_refused_to_who_lacks_the_right(
    stage: Stage, who: str
) -> None:
    changing = {
        (contract.interface.name, signature)
        for contract in (
            stage.programmes,
            stage.evidence,
            stage.ledger,
            stage.issuance,
            stage.directory,
            stage.ecny,
            stage.settlement,
            stage.financing,
            stage.disputes,
            stage.curves,
        )
        for signature in contract.changing_functions
    }
    refused_to = {(p.contract, p.function) for p in PROVOKED if p.caller == who and p.error in LACKING}
    granted = {signature.split("(")[0] for _, signature in changing - refused_to}
    assert granted <= POWERS.get(who, set()) | FOR_EVERYBODY
