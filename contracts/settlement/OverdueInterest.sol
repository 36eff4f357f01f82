// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Interest on what was not paid in time: simple, by the day, rounded once.
/// @notice Where nothing was agreed, small enterprises are owed 0.05 % a day (Regulations on Ensuring Payments to Small and
/// Medium-sized Enterprises of the PRC, 2025): ¥10,000,000 for 30 days is ¥150,000.00.
library OverdueInterest {
    uint256 private constant MILLION = 1_000_000;

    /// @notice What `face` fen earn in `numberOfDays` at `ppm` millionths a day, in millionths of a fen.
    function accrued(uint64 face, uint16 ppm, uint24 numberOfDays) internal pure returns (uint96) {
        // 2^53 fen at 2^16 ppm for 2^24 days are below 2^96.
        return uint96(uint256(face) * ppm * numberOfDays);
    }

    /// @notice All that has accrued, in fen, rounded half up.
    function rounded(uint96 millionths) internal pure returns (uint64) {
        return uint64((uint256(millionths) + MILLION / 2) / MILLION);
    }
}
