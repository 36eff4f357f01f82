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
/// @param longestTermMonths calendar months between issue and due date at most, until a later rule takes effect
/// @param acceptanceRequired whether every onward transfer needs the recipient's own signature
/// @param evidenceRequired whether every onward transfer must draw on a trade document
/// @param openAccountsOnly whether only accounts that the operator opened may hold claims
/// @param tokenOffering whether tokens on its claims are offered to investors, which a plain register may not do
/// @param policy a contract that is asked before anything changes hands (`ITransferPolicy`); zero for none
/// @param graceDays how many days after the due day an unpaid receivable is in default
/// @param overduePpm interest on what was not paid in time, in millionths of it a day
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
    bool tokenOffering;
    address policy;
    uint8 graceDays;
    uint16 overduePpm;
    bytes32 approval;
    string name;
}

/// @notice The longest term of receivables issued from a day on.
/// @param fromDay counted from 1970-01-01 in Asia/Shanghai
/// @param longestTermMonths calendar months
struct TermRule {
    uint32 fromDay;
    uint8 longestTermMonths;
}

/// @notice What binds an issue on a given day: the programme's terms without those that only people read.
struct IssueRules {
    bytes3 currency;
    uint8 longestTermMonths;
    bool acceptanceRequired;
    bool evidenceRequired;
    bool openAccountsOnly;
    address policy;
}

/// @notice How receivables are paid.
/// @param currency ISO 4217 code
/// @param graceDays how many days after the due day an unpaid receivable is in default
/// @param overduePpm interest on what was not paid in time, in millionths of it a day
struct SettlementRules {
    bytes3 currency;
    uint8 graceDays;
    uint16 overduePpm;
}

interface IProgrammeRegistry {
    event ProgrammeOpened(uint32 indexed programme, Programme terms);
    /// @notice Receivables issued from `fromDay` on are due within `longestTermMonths`; earlier ones keep their terms.
    event TermRuleSet(uint32 indexed programme, uint32 fromDay, uint8 longestTermMonths);

    error ProgrammeWithoutName();
    error ProgrammeWithoutCurrency(bytes3 currency);
    error ProgrammeWithoutKind();
    error ProgrammeWithoutRegime();
    error ProgrammeWithoutDayCount();
    /// @notice A bill of exchange endorsed in part is void (Negotiable Instruments Law of the PRC, article 33).
    error BillsCannotBeSplit();
    error RegimeNeedsApproval(LegalRegime regime);
    /// @notice On the mainland tokens are offered on approved infrastructure or not at all.
    error TokenOfferingNeedsApproval(LegalRegime regime);
    error PolicyNotAContract(address policy);
    /// @notice What is owed in a foreign currency is paid in parts, and the policy says how much (`IReleasePolicy`).
    error PolicyCannotRelease(address policy, bytes3 currency);
    error TermOutOfRange(uint8 months, uint8 longest);
    error OverdueRateOutOfRange(uint16 ppm, uint16 largest);
    error TermRuleNotAhead(uint32 fromDay, uint32 earliest);
    error UnknownProgramme(uint32 programme);

    /// @notice Opens a programme. Its terms are final but for the longest term of later issues.
    /// @return programme its number, counted from 1
    function openProgramme(Programme calldata terms) external returns (uint32 programme);

    /// @notice Schedules a longest term for what is issued from `fromDay` on: after today, and after every rule before.
    function setTermRule(uint32 programme, uint32 fromDay, uint8 longestTermMonths) external;

    /// @notice The terms as opened; reverts with `UnknownProgramme` where there is none.
    function programmeOf(uint32 programme) external view returns (Programme memory);

    /// @notice What binds an issue on `day`; reverts with `UnknownProgramme` where there is none.
    function issueRules(uint32 programme, uint32 day) external view returns (IssueRules memory);

    /// @notice How receivables of the programme are paid; reverts with `UnknownProgramme` where there is none.
    function settlementRules(uint32 programme) external view returns (SettlementRules memory);

    /// @notice The term rules in the order in which they take effect, beginning with the programme's own (day 0).
    function termRules(uint32 programme) external view returns (TermRule[] memory);

    /// @notice ISO 4217 code of the programme's amounts; reverts with `UnknownProgramme` where there is none.
    function currencyOf(uint32 programme) external view returns (bytes3);
}
