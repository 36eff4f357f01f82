// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Calendar days in Asia/Shanghai, counted from 1970-01-01 as day 0.
/// @notice China has kept UTC+8 without summer time since 1991, so a day is a fixed window of 86,400 seconds.
/// @dev Civil dates by the proleptic Gregorian calendar, after Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms" (2013), with years starting on 1 March so that the leap day comes last.
library CalendarDay {
    uint256 internal constant SECONDS_PER_DAY = 86_400;
    uint256 internal constant SHANGHAI_OFFSET = 8 hours;
    uint256 private constant DAYS_PER_ERA = 146_097;
    uint256 private constant DAYS_BEFORE_1970 = 719_468;

    /// @notice The day on which a moment (seconds since 1970) falls in Shanghai.
    function dayOf(uint256 moment) internal pure returns (uint32) {
        return uint32((moment + SHANGHAI_OFFSET) / SECONDS_PER_DAY);
    }

    /// @notice The first moment that is no longer on `day`: what is due on a day falls due at its end.
    /// @dev 32 bits of days are far from any overflow, and day 0 ends 16 hours after the epoch.
    function endOf(uint32 day) internal pure returns (uint256) {
        unchecked {
            return (uint256(day) + 1) * SECONDS_PER_DAY - SHANGHAI_OFFSET;
        }
    }

    /// @notice The same day of the month, `months` later; the month's last day where it has no such day.
    function addMonths(uint32 day, uint256 months) internal pure returns (uint32) {
        (uint256 year, uint256 month, uint256 dayOfMonth) = toDate(day);
        uint256 monthsSinceZero = year * 12 + month - 1 + months;
        year = monthsSinceZero / 12;
        month = monthsSinceZero % 12 + 1;
        uint256 last = daysInMonth(year, month);
        return fromDate(year, month, dayOfMonth < last ? dayOfMonth : last);
    }

    /// @notice Year, month (1 to 12) and day of the month (1 to 31) of a day number.
    function toDate(uint32 day) internal pure returns (uint256 year, uint256 month, uint256 dayOfMonth) {
        uint256 shifted = uint256(day) + DAYS_BEFORE_1970;
        uint256 era = shifted / DAYS_PER_ERA;
        uint256 dayOfEra = shifted % DAYS_PER_ERA;
        uint256 yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        uint256 monthFromMarch = (5 * dayOfYear + 2) / 153;
        dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    }

    /// @notice The day number of a civil date, which must exist and not lie before 1970.
    function fromDate(uint256 year, uint256 month, uint256 dayOfMonth) internal pure returns (uint32) {
        uint256 marchYear = month <= 2 ? year - 1 : year;
        uint256 era = marchYear / 400;
        uint256 yearOfEra = marchYear % 400;
        uint256 monthFromMarch = month > 2 ? month - 3 : month + 9;
        uint256 dayOfYear = (153 * monthFromMarch + 2) / 5 + dayOfMonth - 1;
        uint256 dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return uint32(era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_1970);
    }

    function daysInMonth(uint256 year, uint256 month) internal pure returns (uint256) {
        if (month == 2) return isLeap(year) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    function isLeap(uint256 year) internal pure returns (bool) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
