// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @notice The days on which one debtor has to pay, as long as it has not paid.
/// @dev A bit a day, 256 days a word, so that all days past are read in one or two words a year.
/// @param first the earliest day ever entered; zero where none was
/// @param due how many receivables with something outstanding fall due on a day
/// @param openDays a bit for each day on which at least one does
struct DueDays {
    uint32 first;
    mapping(uint32 day => uint256) due;
    mapping(uint256 word => uint256) openDays;
}

using DueDayBook for DueDays global;

/// @title Knows without a search whether a debtor is overdue; nobody has to report it, and payment ends it.
library DueDayBook {
    function enter(DueDays storage self, uint32 day) internal {
        if (self.due[day]++ == 0) self.openDays[day >> 8] |= 1 << (day & 255);
        uint32 first = self.first;
        if (first == 0 || day < first) self.first = day;
    }

    /// @dev The caller has entered it before.
    function strike(DueDays storage self, uint32 day) internal {
        if (--self.due[day] == 0) self.openDays[day >> 8] &= ~(1 << (day & 255));
    }

    /// @notice The earliest day before `today` on which something fell due that is still outstanding; zero: none.
    function overdueSince(DueDays storage self, uint32 today) internal view returns (uint32) {
        uint32 first = self.first;
        if (first == 0 || today == 0) return 0;
        for (uint32 word = first >> 8; word <= (today - 1) >> 8; ++word) {
            uint256 bits = self.openDays[word];
            if (word == today >> 8) bits &= (1 << (today & 255)) - 1;
            if (bits != 0) return (word << 8) + uint32(Math.log2(bits & (~bits + 1)));
        }
        return 0;
    }
}
