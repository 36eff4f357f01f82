// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CalendarDay} from "../registry/CalendarDay.sol";
import {ReceivableStatus} from "./IIssuance.sol";

/// @notice The part of a receivable that every movement of its claims reads, in one storage word.
///
/// | bits    | what                                                                   |
/// |---------|------------------------------------------------------------------------|
/// | 0–7     | status: active or cancelled; what is merely offered has no word        |
/// | 8–15    | rules: acceptance, evidence, open accounts only, policy                |
/// | 16      | paused                                                                 |
/// | 32–63   | due day, counted from 1970-01-01 in Asia/Shanghai                      |
/// | 64–127  | outstanding: face still owed, in minor units                           |
/// | 128–191 | serial of the next claim                                               |
/// | 192–223 | programme                                                              |
type Receivable is uint256;

using ReceivableWord for Receivable global;

/// @notice What a programme demands of every onward transfer, as bits of the receivable's rules.
library TransferRule {
    uint8 internal constant ACCEPTANCE = 1;
    uint8 internal constant EVIDENCE = 2;
    uint8 internal constant OPEN_ACCOUNTS_ONLY = 4;
    uint8 internal constant POLICY = 8;
}

library ReceivableWord {
    uint256 private constant RULES_SHIFT = 8;
    uint256 private constant PAUSED = 1 << 16;
    uint256 private constant UNRESTRAINED_MASK = PAUSED | uint256(type(uint8).max) << RULES_SHIFT;
    uint256 private constant DUE_DAY_SHIFT = 32;
    uint256 private constant OUTSTANDING_SHIFT = 64;
    uint256 private constant SERIAL_SHIFT = 128;
    uint256 private constant PROGRAMME_SHIFT = 192;

    /// @dev As it is accepted: the first claim takes serial 1 and the whole face is outstanding.
    function open(uint8 transferRules, uint32 day, uint64 face, uint32 number) internal pure returns (Receivable) {
        return Receivable.wrap(
            uint256(ReceivableStatus.Active) | uint256(transferRules) << RULES_SHIFT | uint256(day) << DUE_DAY_SHIFT
                | uint256(face) << OUTSTANDING_SHIFT | uint256(2) << SERIAL_SHIFT | uint256(number) << PROGRAMME_SHIFT
        );
    }

    /// @dev Undone by both sides: nothing is owed any more.
    function cancel(Receivable receivable) internal pure returns (Receivable) {
        uint256 cleared = uint256(type(uint8).max) | uint256(type(uint64).max) << OUTSTANDING_SHIFT;
        return Receivable.wrap(Receivable.unwrap(receivable) & ~cleared | uint256(ReceivableStatus.Cancelled));
    }

    /// @dev So much of it was paid; the caller has checked that it was owed.
    function retire(Receivable receivable, uint64 face) internal pure returns (Receivable) {
        unchecked {
            return Receivable.wrap(Receivable.unwrap(receivable) - (uint256(face) << OUTSTANDING_SHIFT));
        }
    }

    /// @notice Whether neither a rule of its programme nor a pause stands in the way of any movement.
    function isUnrestrained(Receivable receivable) internal pure returns (bool) {
        return Receivable.unwrap(receivable) & UNRESTRAINED_MASK == 0;
    }

    function isPaused(Receivable receivable) internal pure returns (bool) {
        return Receivable.unwrap(receivable) & PAUSED != 0;
    }

    function withPause(Receivable receivable, bool paused) internal pure returns (Receivable) {
        uint256 word = Receivable.unwrap(receivable);
        return Receivable.wrap(paused ? word | PAUSED : word & ~PAUSED);
    }

    function status(Receivable receivable) internal pure returns (ReceivableStatus) {
        return ReceivableStatus(uint8(Receivable.unwrap(receivable)));
    }

    function demands(Receivable receivable, uint8 rule) internal pure returns (bool) {
        return Receivable.unwrap(receivable) >> RULES_SHIFT & rule != 0;
    }

    function dueDay(Receivable receivable) internal pure returns (uint32) {
        return uint32(Receivable.unwrap(receivable) >> DUE_DAY_SHIFT);
    }

    /// @notice The moment at which it falls due and the books close: the end of the due day in Shanghai.
    function dueAt(Receivable receivable) internal pure returns (uint256) {
        return CalendarDay.endOf(receivable.dueDay());
    }

    function outstanding(Receivable receivable) internal pure returns (uint64) {
        return uint64(Receivable.unwrap(receivable) >> OUTSTANDING_SHIFT);
    }

    function nextSerial(Receivable receivable) internal pure returns (uint64) {
        return uint64(Receivable.unwrap(receivable) >> SERIAL_SHIFT);
    }

    /// @dev 2^64 claims of one receivable are out of reach.
    function skipSerials(Receivable receivable, uint256 count) internal pure returns (Receivable) {
        unchecked {
            return Receivable.wrap(Receivable.unwrap(receivable) + (count << SERIAL_SHIFT));
        }
    }

    function programme(Receivable receivable) internal pure returns (uint32) {
        return uint32(Receivable.unwrap(receivable) >> PROGRAMME_SHIFT);
    }
}
