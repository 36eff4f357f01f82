// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAggregatorV3} from "./IAggregatorV3.sol";

/// @notice Which way round a feed quotes. Chainlink's CNY / USD says how many dollars a yuan is worth.
enum Direction {
    Unspecified,
    CnyPerUnit,
    UnitsPerCny
}

/// @notice A feed and what its answers have to keep to.
/// @param direction which way round it quotes
/// @param heartbeat seconds after which an answer is stale
/// @param least the smallest answer that is believed, with the feed's own decimals
/// @param most the largest
struct Feed {
    IAggregatorV3 source;
    Direction direction;
    uint32 heartbeat;
    uint128 least;
    uint128 most;
}

/// @notice Where a currency's rate comes from.
/// @param main whose answers are taken
/// @param second which they may not deviate from
/// @param deviationPpm by how much at most, in millionths of the second's rate
struct Feeds {
    Feed main;
    Feed second;
    uint32 deviationPpm;
}

/// @notice An answer that was believed.
/// @param observedAt when it was looked at and kept to every guard, in seconds since 1970
/// @param updatedAt when the feed says that it was so
/// @param answer with so many decimals
/// @param heartbeat the feed's own then, in seconds: so long after `updatedAt` it is not stale
struct Reading {
    uint40 observedAt;
    uint40 updatedAt;
    uint80 round;
    uint8 decimals;
    Direction direction;
    uint80 answer;
    uint32 heartbeat;
}

/// @title Exchange rates of foreign currencies in CNY, from guarded feeds, with the history of what was believed.
/// @notice A feed is believed where its answer is positive, no older than its own heartbeat, not from the future, within
/// its bounds, in a round not before the one that was believed last, and close to the second feed's. Anybody has the
/// present answer looked at; what is believed is kept, so that what the rate was at a moment never depends on who asks when.
interface IExchangeRates {
    event FeedsSet(bytes3 indexed currency, Feeds feeds);
    event RateObserved(
        bytes3 indexed currency,
        uint80 indexed round,
        uint80 answer,
        uint40 updatedAt,
        uint8 decimals,
        Direction direction
    );

    error FeedsNotSet(bytes3 currency);
    error FeedIncomplete(bytes3 currency, address source);
    error FeedsAreOne(bytes3 currency, address source);
    error AnswerNotPositive(address source, int256 answer);
    error AnswerStale(address source, uint256 updatedAt, uint256 heartbeat);
    error AnswerFromTheFuture(address source, uint256 updatedAt, uint256 time);
    error AnswerOutOfBounds(address source, uint256 answer, uint256 least, uint256 most);
    error AnswersDeviate(bytes3 currency, uint256 answer, uint256 second, uint256 deviationPpm);
    error RoundWentBack(address source, uint80 round, uint80 last);
    error TooManyDecimals(address source, uint8 decimals);

    /// @notice Says where the rate of a currency comes from, from now on.
    function setFeeds(bytes3 currency, Feeds calldata feeds) external;

    /// @notice Looks at the present answer and keeps it. Reverts with the reason where it is not believed.
    function observe(bytes3 currency) external returns (Reading memory);

    /// @notice What `observe` would keep now. Reverts with the reason where the answer is not believed.
    function check(bytes3 currency) external view returns (Reading memory);

    /// @notice The last answer that had been believed by a moment; `observedAt` is 0 where there was none.
    function readingAt(bytes3 currency, uint40 moment) external view returns (Reading memory);

    /// @notice The first answer that was believed after a moment; `observedAt` is 0 where there is none.
    function readingAfter(bytes3 currency, uint40 moment) external view returns (Reading memory);

    function feedsOf(bytes3 currency) external view returns (Feeds memory);
}
