// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {BankDiscount} from "../../financing/BankDiscount.sol";
import {DayCount} from "../../registry/IProgrammeRegistry.sol";
import {LARGEST_AMOUNT} from "../../registry/Money.sol";

/// @title What a face is bought for before it is due, what face an amount of money buys, and how little a curve
/// allows.
/// @notice F is a face and P its price in minor units, q a bank discount rate in millionths a year, d the days to the
/// due day, D = B · 10⁶ with B the 360 or 365 days of a year. The discount leaves something of the face: q · d < D.
library EarlyPrice {
    /// @notice P = F − F · q · d / D, the discount rounded half up.
    function priceOf(uint64 face, uint32 ratePpm, uint32 remainingDays, DayCount dayCount)
        internal
        pure
        returns (uint64)
    {
        return uint64(face - BankDiscount.discount(face, ratePpm, remainingDays, dayCount));
    }

    /// @notice The largest F whose price is not above P: floor((P · D + D / 2) / (D − q · d)). Its price is P exactly,
    /// since a unit more of face is priced at one more or at none.
    /// @dev For a price below that of some face, so that the answer is below that face.
    function faceFor(uint64 price, uint32 ratePpm, uint32 remainingDays, DayCount dayCount)
        internal
        pure
        returns (uint64)
    {
        uint256 divisor = BankDiscount.divisorOf(dayCount);
        return uint64((uint256(price) * divisor + divisor / 2) / (divisor - uint256(ratePpm) * remainingDays));
    }

    /// @notice The lowest q, in whole millionths, that takes as much off the largest of all faces as a curve does.
    /// There rounding no longer hides a difference, so that at this rate no smaller face is discounted by less either.
    /// @param discount what the curve takes off `LARGEST_AMOUNT`
    function leastRate(uint64 discount, uint32 remainingDays, DayCount dayCount) internal pure returns (uint256) {
        uint256 divisor = BankDiscount.divisorOf(dayCount);
        uint256 faceDays = uint256(LARGEST_AMOUNT) * remainingDays;
        return (uint256(discount) * divisor - divisor / 2 + faceDays - 1) / faceDays;
    }
}
