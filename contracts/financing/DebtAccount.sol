// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount} from "../registry/IProgrammeRegistry.sol";

/// @notice What is owed under an agreement, in one storage word.
/// @param principal fen
/// @param accruedThrough the last day that is counted in `accrued`; zero before the account is opened
/// @param accrued interest from day to day: the sum of principal · ppm · days
/// @param interestPaid fen
struct Debt {
    uint56 principal;
    uint24 accruedThrough;
    uint120 accrued;
    uint56 interestPaid;
}

/// @title A debt at simple interest by the day: all interest is rounded once, half up, and its parts telescope.
/// @notice ¥5,000,000 at 6 % for 90 days on ACT/360 is ¥75,000.00. Payments go to interest first, then to principal
/// (Civil Code of the PRC, article 561).
library DebtAccount {
    uint256 private constant MILLION = 1_000_000;

    function accrueTo(Debt memory debt, uint32 day, uint32 ratePpm) internal pure {
        if (day <= debt.accruedThrough) return;
        // 2^53 fen at 2^32 ppm for 2^24 days are below 2^120.
        debt.accrued += uint120(uint256(debt.principal) * ratePpm * (day - debt.accruedThrough));
        debt.accruedThrough = uint24(day);
    }

    /// @return interest that has accrued and was not paid, in fen
    function interestOwed(Debt memory debt, DayCount dayCount) internal pure returns (uint64) {
        uint256 divisor = (dayCount == DayCount.Act360 ? 360 : 365) * MILLION;
        return uint64((debt.accrued + divisor / 2) / divisor - debt.interestPaid);
    }

    /// @dev The caller has checked that no more is paid than is owed.
    /// @return interest what of `amount` is interest
    function pay(Debt memory debt, DayCount dayCount, uint64 amount) internal pure returns (uint64 interest) {
        interest = interestOwed(debt, dayCount);
        if (amount < interest) interest = amount;
        debt.interestPaid += uint56(interest);
        debt.principal -= uint56(amount - interest);
    }
}
