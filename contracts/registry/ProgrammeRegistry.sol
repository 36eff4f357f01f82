// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {IReleasePolicy} from "../settlement/IReleasePolicy.sol";
import {CalendarDay} from "./CalendarDay.sol";
import {
    AssetKind,
    DayCount,
    IProgrammeRegistry,
    IssueRules,
    LegalRegime,
    Programme,
    SettlementRules,
    TermRule
} from "./IProgrammeRegistry.sol";
import {HOME, Money} from "./Money.sol";

/// @title The rules under which receivables are issued. A programme never changes once it is open, but for the longest
/// term, which may be set anew for issues to come.
contract ProgrammeRegistry is IProgrammeRegistry, AccessManaged {
    /// @notice Twelve calendar months, the longest that the 2025 notice on receivable vouchers allows at all.
    uint8 public constant LONGEST_TERM_MONTHS = 12;

    /// @notice 1 % a day. What the law allows is far below; this keeps out a rate given in another unit.
    uint16 public constant LARGEST_OVERDUE_PPM = 10_000;

    uint32 public programmeCount;
    mapping(uint32 programme => Programme) private _programmes;
    mapping(uint32 programme => TermRule[]) private _termRules;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IProgrammeRegistry
    function openProgramme(Programme calldata terms) external restricted returns (uint32 programme) {
        _requireComplete(terms);
        _requireLawful(terms);
        _requireTerm(terms.longestTermMonths);
        if (terms.overduePpm > LARGEST_OVERDUE_PPM) {
            revert OverdueRateOutOfRange(terms.overduePpm, LARGEST_OVERDUE_PPM);
        }
        _requirePolicy(terms.policy, terms.currency);
        programme = ++programmeCount;
        _programmes[programme] = terms;
        _termRules[programme].push(TermRule({fromDay: 0, longestTermMonths: terms.longestTermMonths}));
        emit ProgrammeOpened(programme, terms);
    }

    /// @inheritdoc IProgrammeRegistry
    function setTermRule(uint32 programme, uint32 fromDay, uint8 longestTermMonths) external restricted {
        TermRule[] storage rules = _rulesOf(programme);
        _requireTerm(longestTermMonths);
        uint32 today = CalendarDay.dayOf(block.timestamp);
        uint32 last = rules[rules.length - 1].fromDay;
        uint32 earliest = (last > today ? last : today) + 1;
        if (fromDay < earliest) revert TermRuleNotAhead(fromDay, earliest);
        rules.push(TermRule({fromDay: fromDay, longestTermMonths: longestTermMonths}));
        emit TermRuleSet(programme, fromDay, longestTermMonths);
    }

    /// @inheritdoc IProgrammeRegistry
    function programmeOf(uint32 programme) external view returns (Programme memory) {
        return _existing(programme);
    }

    /// @inheritdoc IProgrammeRegistry
    function issueRules(uint32 programme, uint32 day) external view returns (IssueRules memory) {
        Programme storage terms = _existing(programme);
        return IssueRules({
            currency: terms.currency,
            longestTermMonths: _longestTermOn(_termRules[programme], day),
            acceptanceRequired: terms.acceptanceRequired,
            evidenceRequired: terms.evidenceRequired,
            openAccountsOnly: terms.openAccountsOnly,
            policy: terms.policy
        });
    }

    /// @inheritdoc IProgrammeRegistry
    function settlementRules(uint32 programme) external view returns (SettlementRules memory) {
        Programme storage terms = _existing(programme);
        return SettlementRules({
            currency: terms.currency,
            graceDays: terms.graceDays,
            overduePpm: terms.overduePpm
        });
    }

    /// @inheritdoc IProgrammeRegistry
    function termRules(uint32 programme) external view returns (TermRule[] memory) {
        return _rulesOf(programme);
    }

    /// @inheritdoc IProgrammeRegistry
    function currencyOf(uint32 programme) external view returns (bytes3) {
        return _existing(programme).currency;
    }

    function _existing(uint32 programme) private view returns (Programme storage terms) {
        terms = _programmes[programme];
        if (terms.kind == AssetKind.Unspecified) revert UnknownProgramme(programme);
    }

    function _rulesOf(uint32 programme) private view returns (TermRule[] storage rules) {
        rules = _termRules[programme];
        if (rules.length == 0) revert UnknownProgramme(programme);
    }

    /// @dev The first rule is in effect from day 0, so there always is one.
    function _longestTermOn(TermRule[] storage rules, uint32 day) private view returns (uint8) {
        uint256 i = rules.length - 1;
        while (rules[i].fromDay > day) --i;
        return rules[i].longestTermMonths;
    }

    function _requireComplete(Programme calldata terms) private pure {
        if (bytes(terms.name).length == 0) revert ProgrammeWithoutName();
        if (!Money.isCurrency(terms.currency)) revert ProgrammeWithoutCurrency(terms.currency);
        if (terms.kind == AssetKind.Unspecified) revert ProgrammeWithoutKind();
        if (terms.regime == LegalRegime.Unspecified) revert ProgrammeWithoutRegime();
        if (terms.dayCount == DayCount.Unspecified) revert ProgrammeWithoutDayCount();
    }

    function _requireLawful(Programme calldata terms) private pure {
        if (terms.kind == AssetKind.Bill) revert BillsCannotBeSplit();
        if (terms.regime == LegalRegime.PlainClaimRegister) {
            if (terms.tokenOffering) revert TokenOfferingNeedsApproval(terms.regime);
        } else if (terms.approval == bytes32(0)) {
            revert RegimeNeedsApproval(terms.regime);
        }
    }

    function _requirePolicy(address policy, bytes3 currency) private view {
        if (policy == address(0)) return;
        if (policy.code.length == 0) revert PolicyNotAContract(policy);
        if (currency == HOME) return;
        if (!ERC165Checker.supportsInterface(policy, type(IReleasePolicy).interfaceId)) {
            revert PolicyCannotRelease(policy, currency);
        }
    }

    function _requireTerm(uint8 months) private pure {
        if (months == 0 || months > LONGEST_TERM_MONTHS) revert TermOutOfRange(months, LONGEST_TERM_MONTHS);
    }
}
