// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CalendarDay} from "../../../contracts/registry/CalendarDay.sol";

/// @notice `CalendarDay` as a contract, many days at a time.
contract CalendarHarness {
    function dayOf(uint256 moment) external pure returns (uint32) {
        return CalendarDay.dayOf(moment);
    }

    function endOf(uint32 day) external pure returns (uint256) {
        return CalendarDay.endOf(day);
    }

    function addMonths(uint32[] calldata from, uint256 months) external pure returns (uint32[] memory result) {
        result = new uint32[](from.length);
        for (uint256 i = 0; i < from.length; ++i) {
            result[i] = CalendarDay.addMonths(from[i], months);
        }
    }

    /// @return dates year · 10,000 + month · 100 + day of the month
    function toDates(uint32[] calldata numbers) external pure returns (uint256[] memory dates) {
        dates = new uint256[](numbers.length);
        for (uint256 i = 0; i < numbers.length; ++i) {
            (uint256 year, uint256 month, uint256 dayOfMonth) = CalendarDay.toDate(numbers[i]);
            dates[i] = year * 10_000 + month * 100 + dayOfMonth;
        }
    }

    function fromDate(uint256 year, uint256 month, uint256 dayOfMonth) external pure returns (uint32) {
        return CalendarDay.fromDate(year, month, dayOfMonth);
    }
}
