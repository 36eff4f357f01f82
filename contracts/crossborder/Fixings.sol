// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IIssuance, ReceivableStatus, ReceivableTerms} from "../claims/IIssuance.sol";
import {CalendarDay} from "../registry/CalendarDay.sol";
import {IProgrammeRegistry} from "../registry/IProgrammeRegistry.sol";
import {HOME, LARGEST_AMOUNT} from "../registry/Money.sol";
import {IFixedRates} from "../settlement/IFixedRates.sol";
import {Fixing, IFixings} from "./IFixings.sol";
import {ExchangeRate} from "./oracle/ExchangeRate.sol";
import {IExchangeRates, Reading} from "./oracle/IExchangeRates.sol";

/// @title Fixes what receivables in foreign currencies are paid at.
contract Fixings is IFixings, AccessManaged {
    /// @dev A year: no debtor waits longer for a feed.
    uint16 private constant LATEST_FALLBACK = 366;

    IExchangeRates public immutable rates;
    IProgrammeRegistry public immutable programmes;
    IIssuance public immutable issuance;

    /// @notice After how many days without a good rate the last one before the due day applies; zero where nothing is agreed.
    mapping(uint32 programme => uint16) public fallbackDays;
    mapping(uint64 receivable => Fixing) private _fixings;

    constructor(
        address authority,
        IExchangeRates rates_,
        IProgrammeRegistry programmes_,
        IIssuance issuance_
    ) AccessManaged(authority) {
        rates = rates_;
        programmes = programmes_;
        issuance = issuance_;
    }

    /// @inheritdoc IFixings
    function agreeFallback(uint32 programme, uint16 afterDays) external restricted {
        programmes.currencyOf(programme);
        if (afterDays == 0 || afterDays > LATEST_FALLBACK) revert FallbackOutOfRange(afterDays);
        if (fallbackDays[programme] != 0) revert FallbackAgreedAlready(programme, fallbackDays[programme]);
        fallbackDays[programme] = afterDays;
        emit FallbackAgreed(programme, afterDays);
    }

    /// @inheritdoc IFixings
    function fix(uint64 receivable) external returns (Fixing memory fixing) {
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        if (terms.status != ReceivableStatus.Active) revert IIssuance.ReceivableNotActive(receivable);
        bytes3 currency = programmes.currencyOf(terms.programme);
        if (currency == HOME) revert NothingToFix(receivable);
        if (isFixed(receivable)) revert FixedAlready(receivable);
        uint256 from = CalendarDay.endOf(terms.dueDay - 1);
        if (block.timestamp < from) revert NotYetToFix(receivable, from);
        fixing = _ratesAt(currency, uint40(from), fallbackDays[terms.programme]);
        _fixings[receivable] = fixing;
        uint256 owed = _convert(fixing, terms.face);
        if (owed > LARGEST_AMOUNT) revert ConvertedOutOfRange(receivable, owed);
        emit RateFixed(
            receivable,
            fixing.round,
            fixing.answer,
            fixing.updatedAt,
            fixing.decimals,
            fixing.direction,
            fixing.fallbackApplied,
            uint64(owed)
        );
    }

    /// @inheritdoc IFixings
    function isFixed(uint64 receivable) public view returns (bool) {
        return _fixings[receivable].answer != 0;
    }

    /// @inheritdoc IFixings
    function fixingOf(uint64 receivable) public view returns (Fixing memory fixing) {
        fixing = _fixings[receivable];
        if (fixing.answer == 0) revert NotFixed(receivable);
    }

    /// @inheritdoc IFixedRates
    function owedOn(uint64 receivable) external view returns (uint64) {
        return uint64(_convert(fixingOf(receivable), issuance.termsOf(receivable).face));
    }

    /// @inheritdoc IFixedRates
    function fenWithin(uint64 receivable, uint64 units) external view returns (uint64) {
        Fixing memory fixing = fixingOf(receivable);
        (uint256 numerator, uint256 denominator) =
            ExchangeRate.ratio(fixing.answer, fixing.decimals, fixing.direction);
        return uint64(Math.min(ExchangeRate.fenWithin(units, numerator, denominator), LARGEST_AMOUNT));
    }

    /// @inheritdoc IFixedRates
    function unitsOf(uint64 receivable, uint64 fen) external view returns (uint64) {
        Fixing memory fixing = fixingOf(receivable);
        (uint256 numerator, uint256 denominator) =
            ExchangeRate.ratio(fixing.answer, fixing.decimals, fixing.direction);
        return uint64(Math.min(ExchangeRate.unitsOf(fen, numerator, denominator), LARGEST_AMOUNT));
    }

    function _ratesAt(bytes3 currency, uint40 moment, uint16 afterDays) private returns (Fixing memory) {
        Reading memory before = rates.readingAt(currency, moment);
        if (before.observedAt != 0 && moment - before.updatedAt <= before.heartbeat) return _fixed(before, false);
        uint256 latest = afterDays == 0 ? type(uint256).max : moment + uint256(afterDays) * 1 days;
        Reading memory later = rates.readingAfter(currency, moment);
        if (later.observedAt != 0 && later.observedAt <= latest) return _fixed(later, false);
        if (block.timestamp <= latest) return _fixed(rates.observe(currency), false);
        if (before.observedAt != 0) return _fixed(before, true);
        return _fixed(later.observedAt != 0 ? later : rates.observe(currency), true);
    }

    function _fixed(Reading memory reading, bool fallbackApplied) private pure returns (Fixing memory) {
        return Fixing({
            round: reading.round,
            answer: reading.answer,
            updatedAt: reading.updatedAt,
            decimals: reading.decimals,
            direction: reading.direction,
            fallbackApplied: fallbackApplied
        });
    }

    /// @dev Rounded once, over the whole of what is converted.
    function _convert(Fixing memory fixing, uint64 units) private pure returns (uint256) {
        (uint256 numerator, uint256 denominator) =
            ExchangeRate.ratio(fixing.answer, fixing.decimals, fixing.direction);
        return ExchangeRate.convert(units, numerator, denominator);
    }
}
