// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Feeds of this deployment's own, where no public one is at hand.
interface ILocalFeeds {
    event FeedOpened(address indexed feed, address indexed reporter, uint8 decimals, string description);

    error FeedWithoutReporter();
    error FeedWithoutDescription();
    error FeedDecimalsOutOfRange(uint8 decimals, uint8 most);

    /// @notice Opens a feed that one reporter pushes to.
    /// @param decimals of its answers
    /// @param description what is quoted, as "USD / CNY": yuan for one dollar
    /// @return feed a contract with Chainlink's AggregatorV3 interface, which says nothing yet
    function open(address reporter, uint8 decimals, string calldata description) external returns (address feed);

    /// @notice Whether a feed was opened here.
    function isOpen(address feed) external view returns (bool);
}
