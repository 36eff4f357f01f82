// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Direction} from "./IExchangeRates.sol";

// As many as any token has; a rate is a fraction of two numbers that are multiplied with amounts.
uint8 constant MOST_DECIMALS = 18;

/// @title What so many minor units are at a rate: fen = units · numerator / denominator, rounded half to even, once.
/// @notice US$20,000,000.00 at 7.1234 yuan for a dollar are ¥142,468,000.00. Both currencies have two decimals.
library ExchangeRate {
    /// @dev What a fraction of a fen is at the answer of a feed, whichever way round it quotes.
    function ratio(uint256 answer, uint8 decimals, Direction direction)
        internal
        pure
        returns (uint256 numerator, uint256 denominator)
    {
        uint256 one = 10 ** uint256(decimals);
        return direction == Direction.CnyPerUnit ? (answer, one) : (one, answer);
    }

    /// @notice What so many minor units are in fen.
    function convert(uint256 units, uint256 numerator, uint256 denominator) internal pure returns (uint256 fen) {
        uint256 product = units * numerator;
        fen = product / denominator;
        uint256 rest = product % denominator;
        // Half to even (IEEE 754, roundTiesToEven).
        if (rest > denominator - rest || (rest == denominator - rest && fen % 2 == 1)) ++fen;
    }

    /// @notice The most fen that so many units are worth.
    function fenWithin(uint256 units, uint256 numerator, uint256 denominator) internal pure returns (uint256) {
        return units * numerator / denominator;
    }

    /// @notice The fewest units that are worth so much.
    function unitsOf(uint256 fen, uint256 numerator, uint256 denominator) internal pure returns (uint256) {
        return Math.ceilDiv(fen * denominator, numerator);
    }
}
