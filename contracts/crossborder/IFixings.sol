// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Direction} from "./oracle/IExchangeRates.sol";
import {IFixedRates} from "../settlement/IFixedRates.sol";

/// @notice The rate that governs every payment of a receivable.
/// @param round of the feed
/// @param answer with so many decimals
/// @param updatedAt when the feed says that it was so, in seconds since 1970
/// @param direction which way round it quotes
/// @param fallbackApplied whether no feed was good in time, so that the last good rate before applies
struct Fixing {
    uint80 round;
    uint80 answer;
    uint40 updatedAt;
    uint8 decimals;
    Direction direction;
    bool fallbackApplied;
}

/// @title The rates at which receivables in foreign currencies are paid, each fixed once.
/// @notice The fixing is the rate that was believed when the due day began, where it was not stale by then. Otherwise it is
/// the first that was believed after that; where there was none within the days that the programme agrees on, the last one
/// before applies, however old, or where there was none at all the first of all. So it never depends on who has it fixed
/// when, and a feed that fails gives no debtor delay.
interface IFixings is IFixedRates {
    event RateFixed(
        uint64 indexed receivable,
        uint80 round,
        uint80 answer,
        uint40 updatedAt,
        uint8 decimals,
        Direction direction,
        bool fallbackApplied,
        uint64 owed
    );
    event FallbackAgreed(uint32 indexed programme, uint16 afterDays);

    error NothingToFix(uint64 receivable);
    error FixedAlready(uint64 receivable);
    error NotYetToFix(uint64 receivable, uint256 notBefore);
    error FallbackOutOfRange(uint16 afterDays);
    error FallbackAgreedAlready(uint32 programme, uint16 afterDays);
    error ConvertedOutOfRange(uint64 receivable, uint256 owed);

    /// @notice After how many days without a good rate the last one before the due day applies. Agreed once; until then
    /// receivables of the programme wait for a good rate.
    function agreeFallback(uint32 programme, uint16 afterDays) external;

    /// @notice Fixes the rate of a receivable, from the beginning of its due day on. Anybody may ask for it.
    function fix(uint64 receivable) external returns (Fixing memory);

    function isFixed(uint64 receivable) external view returns (bool);

    /// @notice Reverts with `NotFixed` where it is not yet.
    function fixingOf(uint64 receivable) external view returns (Fixing memory);
}
