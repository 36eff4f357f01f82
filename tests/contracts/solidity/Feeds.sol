// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ExchangeRate} from "../../../contracts/crossborder/oracle/ExchangeRate.sol";
import {IAggregatorV3} from "../../../contracts/crossborder/oracle/IAggregatorV3.sol";
import {Direction} from "../../../contracts/crossborder/oracle/IExchangeRates.sol";

/// @notice Says whatever it is told to, in whatever round.
contract RewoundFeed is IAggregatorV3 {
    uint8 public decimals = 8;
    uint80 private _round;
    int256 private _answer;
    uint256 private _updatedAt;

    function say(uint80 round, int256 answer, uint256 updatedAt) external {
        (_round, _answer, _updatedAt) = (round, answer, updatedAt);
    }

    function setDecimals(uint8 count) external {
        decimals = count;
    }

    function description() external pure returns (string memory) {
        return "any";
    }

    function version() external pure returns (uint256) {
        return 1;
    }

    function getRoundData(uint80) external view returns (uint80, int256, uint256, uint256, uint80) {
        return (_round, _answer, _updatedAt, _updatedAt, _round);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (_round, _answer, _updatedAt, _updatedAt, _round);
    }
}

contract ExchangeRateHarness {
    function convert(uint256 units, uint256 answer, uint8 decimals, Direction direction)
        external
        pure
        returns (uint256)
    {
        (uint256 numerator, uint256 denominator) = ExchangeRate.ratio(answer, decimals, direction);
        return ExchangeRate.convert(units, numerator, denominator);
    }

    function unitsOf(uint256 fen, uint256 answer, uint8 decimals, Direction direction)
        external
        pure
        returns (uint256)
    {
        (uint256 numerator, uint256 denominator) = ExchangeRate.ratio(answer, decimals, direction);
        return ExchangeRate.unitsOf(fen, numerator, denominator);
    }

    function fenWithin(uint256 units, uint256 answer, uint8 decimals, Direction direction)
        external
        pure
        returns (uint256)
    {
        (uint256 numerator, uint256 denominator) = ExchangeRate.ratio(answer, decimals, direction);
        return ExchangeRate.fenWithin(units, numerator, denominator);
    }
}
