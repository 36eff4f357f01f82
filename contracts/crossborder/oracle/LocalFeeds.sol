// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {MOST_DECIMALS} from "./ExchangeRate.sol";
import {ILocalFeeds} from "./ILocalFeeds.sol";
import {LocalAggregator} from "./LocalAggregator.sol";

/// @title Opens the local feeds of this deployment.
/// @notice To open one makes nobody believe it: which feeds a rate comes from is said to `ExchangeRates`.
contract LocalFeeds is ILocalFeeds, AccessManaged {
    mapping(address feed => bool) public isOpen;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc ILocalFeeds
    function open(address reporter, uint8 decimals, string calldata description)
        external
        restricted
        returns (address feed)
    {
        if (reporter == address(0)) revert FeedWithoutReporter();
        if (bytes(description).length == 0) revert FeedWithoutDescription();
        if (decimals > MOST_DECIMALS) revert FeedDecimalsOutOfRange(decimals, MOST_DECIMALS);
        feed = address(new LocalAggregator(reporter, decimals, description));
        isOpen[feed] = true;
        emit FeedOpened(feed, reporter, decimals, description);
    }
}
