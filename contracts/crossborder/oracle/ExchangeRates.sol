// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ExchangeRate, MOST_DECIMALS} from "./ExchangeRate.sol";
import {Direction, Feed, Feeds, IExchangeRates, Reading} from "./IExchangeRates.sol";

/// @title The guarded feeds of this deployment and what was believed of them.
contract ExchangeRates is IExchangeRates, AccessManaged {
    using Checkpoints for Checkpoints.Trace208;

    uint256 private constant MILLION = 1_000_000;

    /// @dev Which answer was kept last of a currency.
    struct Kept {
        address source;
        uint80 round;
        Direction direction;
    }

    mapping(bytes3 currency => Feeds) private _feeds;
    /// @dev The last one that was believed of each main feed.
    mapping(bytes3 currency => mapping(address source => uint80)) private _lastRound;
    mapping(bytes3 currency => Kept) private _kept;
    mapping(bytes3 currency => Reading[]) private _readings;
    /// @dev When each was observed, and its place among the readings, counted from 1.
    mapping(bytes3 currency => Checkpoints.Trace208) private _places;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IExchangeRates
    function setFeeds(bytes3 currency, Feeds calldata feeds) external restricted {
        _requireComplete(currency, feeds.main);
        _requireComplete(currency, feeds.second);
        if (address(feeds.main.source) == address(feeds.second.source)) revert FeedsAreOne(currency, address(feeds.main.source));
        _feeds[currency] = feeds;
        emit FeedsSet(currency, feeds);
    }

    /// @inheritdoc IExchangeRates
    function observe(bytes3 currency) external returns (Reading memory reading) {
        reading = check(currency);
        address source = address(_feeds[currency].main.source);
        Kept memory kept = _kept[currency];
        if (kept.source == source && kept.round == reading.round && kept.direction == reading.direction) return reading;
        _kept[currency] = Kept(source, reading.round, reading.direction);
        _lastRound[currency][source] = reading.round;
        Reading[] storage readings = _readings[currency];
        readings.push(reading);
        _places[currency].push(uint48(block.timestamp), uint208(readings.length));
        emit RateObserved(
            currency, reading.round, reading.answer, reading.updatedAt, reading.decimals, reading.direction
        );
    }

    /// @inheritdoc IExchangeRates
    function check(bytes3 currency) public view returns (Reading memory reading) {
        Feeds memory feeds = feedsOf(currency);
        reading = _read(feeds.main);
        address source = address(feeds.main.source);
        uint80 last = _lastRound[currency][source];
        if (reading.round < last) revert RoundWentBack(source, reading.round, last);
        _requireClose(currency, reading, _read(feeds.second), feeds.deviationPpm);
    }

    /// @inheritdoc IExchangeRates
    function readingAt(bytes3 currency, uint40 moment) external view returns (Reading memory) {
        return _readingNo(currency, _places[currency].upperLookupRecent(moment));
    }

    /// @inheritdoc IExchangeRates
    function readingAfter(bytes3 currency, uint40 moment) external view returns (Reading memory) {
        return _readingNo(currency, _places[currency].lowerLookup(uint48(moment) + 1));
    }

    /// @inheritdoc IExchangeRates
    function feedsOf(bytes3 currency) public view returns (Feeds memory feeds) {
        feeds = _feeds[currency];
        if (address(feeds.main.source) == address(0)) revert FeedsNotSet(currency);
    }

    function _readingNo(bytes3 currency, uint208 place) private view returns (Reading memory reading) {
        if (place != 0) reading = _readings[currency][place - 1];
    }

    function _read(Feed memory feed) private view returns (Reading memory) {
        address source = address(feed.source);
        uint8 decimals = feed.source.decimals();
        if (decimals > MOST_DECIMALS) revert TooManyDecimals(source, decimals);
        (uint80 round, int256 answer,, uint256 updatedAt,) = feed.source.latestRoundData();
        if (answer <= 0) revert AnswerNotPositive(source, answer);
        if (updatedAt > block.timestamp) revert AnswerFromTheFuture(source, updatedAt, block.timestamp);
        if (block.timestamp - updatedAt > feed.heartbeat) revert AnswerStale(source, updatedAt, feed.heartbeat);
        uint256 given = uint256(answer);
        if (given < feed.least || given > feed.most) revert AnswerOutOfBounds(source, given, feed.least, feed.most);
        return Reading({
            observedAt: uint40(block.timestamp),
            updatedAt: uint40(updatedAt),
            round: round,
            decimals: decimals,
            direction: feed.direction,
            answer: uint80(given),
            heartbeat: feed.heartbeat
        });
    }

    /// @dev The difference of both rates, times a million, is no more than the second times the deviation.
    function _requireClose(bytes3 currency, Reading memory main, Reading memory second, uint32 deviationPpm)
        private
        pure
    {
        (uint256 numerator, uint256 denominator) = ExchangeRate.ratio(main.answer, main.decimals, main.direction);
        (uint256 secondNumerator, uint256 secondDenominator) =
            ExchangeRate.ratio(second.answer, second.decimals, second.direction);
        uint256 one = numerator * secondDenominator;
        uint256 other = secondNumerator * denominator;
        uint256 difference = one > other ? one - other : other - one;
        if (difference * MILLION > other * deviationPpm) {
            revert AnswersDeviate(currency, main.answer, second.answer, deviationPpm);
        }
    }

    function _requireComplete(bytes3 currency, Feed calldata feed) private view {
        if (
            address(feed.source).code.length == 0 || feed.direction == Direction.Unspecified || feed.heartbeat == 0
                || feed.least == 0 || feed.least > feed.most || feed.most > type(uint80).max
        ) revert FeedIncomplete(currency, address(feed.source));
    }
}
