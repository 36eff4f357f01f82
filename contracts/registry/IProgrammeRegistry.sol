// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What a receivable is in law. A claim may be assigned in part; a bill may not be split by endorsement.
enum AssetKind {
    Unspecified,
    Claim,
    Bill
}

/// @notice Under whose permission the register runs.
enum LegalRegime {
    Unspecified,
    PlainClaimRegister,
    ApprovedInfrastructure,
    Offshore
}

/// @notice Day-count conventions, days actual over 360 or 365 fixed.
enum DayCount {
    Unspecified,
    Act360,
    Act365F
}

/// @param currency ISO 4217 code; every amount is an integer of its minor unit
/// @param kind what the receivables are in law
/// @param regime under whose permission the register runs
/// @param dayCount basis of every discount and interest under the programme
/// @param longestTermMonths calendar months between issue and due date at most
/// @param acceptanceRequired whether every onward transfer needs the recipient's own signature
/// @param evidenceRequired whether every onward transfer must draw on a trade document
/// @param openAccountsOnly whether only accounts that the operator opened may hold claims
/// @param approval approval id (approved infrastructure) or filing number (offshore); may be zero otherwise
/// @param name how people call the programme
struct Programme {
    bytes3 currency;
    AssetKind kind;
    LegalRegime regime;
    DayCount dayCount;
    uint8 longestTermMonths;
    bool acceptanceRequired;
    bool evidenceRequired;
    bool openAccountsOnly;
    bytes32 approval;
    string name;
}

interface IProgrammeRegistry {
    event ProgrammeOpened(uint32 indexed programme, Programme terms);

    error ProgrammeWithoutName();
    error ProgrammeWithoutCurrency(bytes3 currency);
    error ProgrammeWithoutKind();
    error ProgrammeWithoutRegime();
    error ProgrammeWithoutDayCount();
    /// @notice A bill of exchange endorsed in part is void (Negotiable Instruments Law of the PRC, article 33).
    error BillsCannotBeSplit();
    error RegimeNeedsApproval(LegalRegime regime);
    error TermOutOfRange(uint8 months, uint8 longest);
    error UnknownProgramme(uint32 programme);

    /// @notice Opens a programme. Its terms are final.
    /// @return programme its number, counted from 1
    function openProgramme(Programme calldata terms) external returns (uint32 programme);

    /// @notice The terms of a programme; reverts with `UnknownProgramme` where there is none.
    function programmeOf(uint32 programme) external view returns (Programme memory);
}
