// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IProgrammeRegistry, Programme, AssetKind, LegalRegime, DayCount} from "./IProgrammeRegistry.sol";
import {Money} from "./Money.sol";

/// @title The rules under which receivables are issued. A programme never changes once it is open.
contract ProgrammeRegistry is IProgrammeRegistry, AccessManaged {
    /// @notice Twelve calendar months, the longest that the 2025 notice on receivable vouchers allows at all.
    uint8 public constant LONGEST_TERM_MONTHS = 12;

    uint32 public programmeCount;
    mapping(uint32 programme => Programme) private _programmes;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IProgrammeRegistry
    function openProgramme(Programme calldata terms) external restricted returns (uint32 programme) {
        if (bytes(terms.name).length == 0) revert ProgrammeWithoutName();
        if (!Money.isCurrency(terms.currency)) revert ProgrammeWithoutCurrency(terms.currency);
        if (terms.kind == AssetKind.Unspecified) revert ProgrammeWithoutKind();
        if (terms.kind == AssetKind.Bill) revert BillsCannotBeSplit();
        if (terms.regime == LegalRegime.Unspecified) revert ProgrammeWithoutRegime();
        if (terms.regime != LegalRegime.PlainClaimRegister && terms.approval == bytes32(0)) {
            revert RegimeNeedsApproval(terms.regime);
        }
        if (terms.dayCount == DayCount.Unspecified) revert ProgrammeWithoutDayCount();
        if (terms.longestTermMonths == 0 || terms.longestTermMonths > LONGEST_TERM_MONTHS) {
            revert TermOutOfRange(terms.longestTermMonths, LONGEST_TERM_MONTHS);
        }
        programme = ++programmeCount;
        _programmes[programme] = terms;
        emit ProgrammeOpened(programme, terms);
    }

    /// @inheritdoc IProgrammeRegistry
    function programmeOf(uint32 programme) external view returns (Programme memory terms) {
        terms = _programmes[programme];
        if (terms.kind == AssetKind.Unspecified) revert UnknownProgramme(programme);
    }
}
