"""Last of all: every custom error was provoked, and every power refused to somebody, by a test of this room."""

import pytest

from tallystick.chain.interface import interface
from tests.contracts.driver.notes import NoteCompliance
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
    "IdentityRegistry",
    "NoteSeries",
    "NoteDesk",
    "NoteCompliance",
    "NoteMarket",
    "CountryModule",
    "MaximumBalanceModule",
    "HolderCountModule",
    "LockUpModule",
    "TransferLimitModule",
    "EarlyPayment",
    "ExchangeRates",
    "Fixings",
    "Milestones",
    "CrossBorderPolicy",
    "LocalAggregator",
    "LocalFeeds",
    "Valuations",
)

MANAGED = (
    "ProgrammeRegistry",
    "EvidenceRegistry",
    "ReceivableLedger",
    "ECny",
    "DiscountCurves",
    "Disputes",
    "Issuance",
    "Settlement",
    "NoteDesk",
    "ExchangeRates",
    "Fixings",
    "Milestones",
    "CrossBorderPolicy",
    "LocalFeeds",
    "Valuations",
)

CANNOT_OCCUR = {
    (contract, "AccessManagedRequiredDelay"): "declared by OpenZeppelin's interface, raised nowhere in it"
    for contract in MANAGED
} | {
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
    ("ECny", "ERC20InsufficientBalance"): "ours is refused before it, with what is free",
    ("ECny", "ERC20InvalidApprover"): "OpenZeppelin has it for callers that are nobody",
    ("ECny", "ERC20InvalidSender"): "OpenZeppelin has it for payers that are nobody",
    ("FinancingDesk", "InvalidShortString"): "of OpenZeppelin's names of more than 31 bytes; ours is shorter",
    ("FinancingDesk", "StringTooLong"): "of OpenZeppelin's names of more than 31 bytes; ours is shorter",
    ("NoteDesk", "CloneArgumentsTooLong"): "OpenZeppelin has it for clones of 24 kB; ours have twenty bytes",
    ("NoteDesk", "Create2EmptyBytecode"): "of OpenZeppelin's deployment; a clone has code",
    ("NoteDesk", "FailedDeployment"): "of OpenZeppelin's deployment; no receivable has a second series",
    ("NoteDesk", "InsufficientBalance"): "of OpenZeppelin's deployment with coin; ours is without",
    ("LockUpModule", "CheckpointUnorderedInsertion"): "of OpenZeppelin's histories; what was got only grows",
    ("CrossBorderPolicy", "CheckpointUnorderedInsertion"): "of OpenZeppelin's histories; time only grows",
    ("ExchangeRates", "CheckpointUnorderedInsertion"): "of OpenZeppelin's histories; time only grows",
    ("Milestones", "InvalidShortString"): "of OpenZeppelin's names of more than 31 bytes; ours is shorter",
    ("Milestones", "StringTooLong"): "of OpenZeppelin's names of more than 31 bytes; ours is shorter",
    ("NoteCompliance", "AddressEmptyCode"): "a module says that it is one, so it has code",
    ("NoteMarket", "AddressEmptyCode"): "OpenZeppelin's multicall calls itself, which has code",
    ("NoteSeries", "AddressEmptyCode"): "OpenZeppelin's multicall calls itself, which has code",
    ("NoteSeries", "ERC20InvalidApprover"): "ERC-6093 has it for callers that are nobody",
    ("NoteSeries", "ERC20InvalidReceiver"): "ERC-6093's; ours says that nobody is not verified",
    ("NoteSeries", "ERC20InvalidSender"): "ERC-6093 has it for callers that are nobody",
    ("NoteSeries", "ERC20InvalidSpender"): "ERC-6093's; an allowance of nobody's does no harm",
    ("NoteSeries", "ERC7943CannotReceive"): "the standard's, in place of which ours says why",
    ("NoteSeries", "ERC7943CannotSend"): "the standard's, in place of which ours says why",
    ("ReceivableLedger", "RoleMissing"): "declared for accounts, raised by the issuance",
}

LACKING = {
    "AccessManagedUnauthorized",
    "AccountNotOpen",
    "AllowanceExceeded",
    "CallerIsNotAnAgent",
    "CallerIsNotTheOwner",
    "ERC20InsufficientAllowance",
    "ERC20InsufficientBalance",
    "ERC721InsufficientApproval",
    "ERC721InvalidApprover",
    "HoldNotReturnable",
    "NotAReceivableOf",
    "NotASide",
    "NotOwedTo",
    "NotStatedBy",
    "NotTheBinder",
    "NotTheBeneficiary",
    "NotTheCreditor",
    "NotTheObligor",
    "NotTheSettlement",
    "NotTiedToDesk",
    "NotAFinancier",
    "NotTheFinancier",
    "NotTheLedger",
    "NotTheMoney",
    "NotTheNoteDesk",
    "NotTheDebtor",
    "NotTheMaker",
    "NotTheOwner",
    "NotTheRecipient",
    "NotTheReporter",
    "NotTheReleaser",
    "NothingAllowed",
    "NotTrustedOn",
    "NotVerified",
    "NotItself",
    "NotTheAuctionsDebtor",
    "NotTheSeller",
    "RoleMissing",
    "TokenNotBound",
    "WalletNotOpen",
}
# Everybody appoints operators, for itself only; several calls in one are each asked for the caller's right; what was
# not accepted in time is ended by anybody; anybody may have holders paid, into their own wallets, and pay what another
# owes; anybody may have a series opened and its claims put together, which gives nobody anything, gets claims for its
# own notes, has a wallet's standing found anew, puts orders away whose time is over, and lists countries for offerings
# to name; what it tells a module counts for it alone; anybody has an auction that is closed cleared, for those in it.
# Anybody has feeds looked at, a rate fixed, a value put on record, and brings what a carrier has signed: none of it is
# the caller's to say.
FOR_EVERYBODY = {
    "setApprovalForAll",
    "multicall",
    "lapse",
    "collect",
    "repay",
    "openSeries",
    "consolidate",
    "unwrap",
    "renew",
    "expire",
    "listCountries",
    "moved",
    "clear",
    "observe",
    "fix",
    "record",
    "attest",
}
ONES_OWN_NOTES = {("NoteSeries", "approve(address,uint256)")}
AUTHORITY = {"freeze", "unfreeze", "suspend", "reinstate", "suspendProgramme", "resumeProgramme"}
WALLETS = {
    "registerIdentity",
    "batchRegisterIdentity",
    "deleteIdentity",
    "updateCountry",
    "updateIdentity",
    "addIdentityToStorage",
    "removeIdentityFromStorage",
    "modifyStoredInvestorCountry",
    "modifyStoredIdentity",
}
OWNED = {
    "addClaimTopic",
    "removeClaimTopic",
    "addTrustedIssuer",
    "removeTrustedIssuer",
    "updateIssuerClaimTopics",
    "transferOwnership",
    "addAgent",
    "removeAgent",
    "setModules",
    "bindToken",
    "unbindToken",
    "setName",
    "setSymbol",
    "setOnchainID",
    "setIdentityRegistry",
    "setCompliance",
}
BORDER = {"setFeeds", "agreeFallback", "setLimits", "allowPurpose", "open", "setFactors"}
POWERS = {
    "operator": {"openAccount", "openProgramme", "pauseReceivable", "resumeReceivable", "admit"} | WALLETS,
    "registrar": {"register", "credit", "raiseForCredit"},
    "governor": {"setTermRule", "setCurve", "admitDesk", "dismissDesk", "openOffering", "nameAgent"}
    | OWNED
    | BORDER,
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
            stage.identities,
            stage.notes,
            stage.note_desk,
            stage.venue,
            stage.countries,
            stage.maximum_balance,
            stage.holder_count,
            stage.lock_up,
            stage.transfer_limit,
            stage.early_payment,
            stage.rates,
            stage.fixings,
            stage.milestones,
            stage.cross_border,
            stage.local_feeds,
            stage.valuations,
            NoteCompliance(stage.chain, interface("NoteCompliance"), bytes(20)),
        )
        for signature in contract.changing_functions
    }
    refused_to = {(p.contract, p.function) for p in PROVOKED if p.caller == who and p.error in LACKING}
    granted = {signature.split("(")[0] for _, signature in changing - refused_to - ONES_OWN_NOTES}
    assert granted <= POWERS.get(who, set()) | FOR_EVERYBODY
