// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAggregatorV3} from "./IAggregatorV3.sol";

/// @title A feed that one reporter pushes to, where no public one is at hand: a file's or a bank's quotes, round by round.
/// @notice What it says is the reporter's alone; whoever reads it guards against it as against any feed.
contract LocalAggregator is IAggregatorV3 {
    struct Answer {
        int192 answer;
        uint40 updatedAt;
    }

    address public immutable reporter;
    uint8 public immutable decimals;
    string public description;

    Answer[] private _answers;

    /// @notice As Chainlink's aggregators tell it.
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    error NotTheReporter(address caller);
    error AnswerTooLarge(int256 answer);
    error NoSuchRound(uint80 round);

    constructor(address reporter_, uint8 decimals_, string memory description_) {
        reporter = reporter_;
        decimals = decimals_;
        description = description_;
    }

    /// @param updatedAt when it was so, in seconds since 1970, by the source's clock
    /// @return round its number, counted from 1
    function report(int256 answer, uint40 updatedAt) external returns (uint80 round) {
        if (msg.sender != reporter) revert NotTheReporter(msg.sender);
        if (answer > type(int192).max || answer < type(int192).min) revert AnswerTooLarge(answer);
        _answers.push(Answer(int192(answer), updatedAt));
        round = uint80(_answers.length);
        emit AnswerUpdated(answer, round, updatedAt);
    }

    function version() external pure returns (uint256) {
        return 1;
    }

    /// @inheritdoc IAggregatorV3
    function getRoundData(uint80 _roundId) external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round(_roundId);
    }

    /// @inheritdoc IAggregatorV3
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return _round(uint80(_answers.length));
    }

    function _round(uint80 round) private view returns (uint80, int256, uint256, uint256, uint80) {
        if (round == 0 || round > _answers.length) revert NoSuchRound(round);
        Answer memory kept = _answers[round - 1];
        return (round, kept.answer, kept.updatedAt, kept.updatedAt, round);
    }
}
