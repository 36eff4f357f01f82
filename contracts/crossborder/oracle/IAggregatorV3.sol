// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A price feed as Chainlink publishes it (AggregatorV3Interface).
/// @notice https://docs.chain.link/data-feeds/api-reference
interface IAggregatorV3 {
    /// @notice How many decimals an answer has.
    function decimals() external view returns (uint8);

    /// @notice What is quoted, as "CNY / USD": dollars for one yuan.
    function description() external view returns (string memory);

    function version() external view returns (uint256);

    function getRoundData(uint80 _roundId)
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);

    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}
