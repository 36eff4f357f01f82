// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DayCount} from "../registry/IProgrammeRegistry.sol";

/// @title The bank discount of a face: F · q · d / B, rounded half up to the minor unit, in one division, last.
/// @notice ¥100,000,000 at 6 % for 181 days on ACT/360 is ¥3,016,666.67.
library BankDiscount {
    uint256 private constant MILLION = 1_000_000;

    /// @param face F, in minor units
    /// @param ppm q, in millionths a year
    /// @param numberOfDays d, from the value day to the due day
    /// @param dayCount which B: 360 or 365 days
    function discount(uint64 face, uint32 ppm, uint32 numberOfDays, DayCount dayCount)
        internal
        pure
        returns (uint256)
    {
        uint256 divisor = divisorOf(dayCount);
        return (uint256(face) * ppm * numberOfDays + divisor / 2) / divisor;
    }

    /// @notice The millionths of a rate times the days of a year: what F · q · d is divided by.
    function divisorOf(DayCount dayCount) internal pure returns (uint256) {
        return (dayCount == DayCount.Act360 ? 360 : 365) * MILLION;
    }
}
