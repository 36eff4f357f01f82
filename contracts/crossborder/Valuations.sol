// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IIssuance, ReceivableTerms} from "../claims/IIssuance.sol";
import {IProgrammeRegistry} from "../registry/IProgrammeRegistry.sol";
import {HOME, LARGEST_AMOUNT} from "../registry/Money.sol";
import {Fixing, IFixings} from "./IFixings.sol";
import {IMilestones, Milestone} from "./IMilestones.sol";
import {Factors, IValuations, Value} from "./IValuations.sol";
import {ExchangeRate} from "./oracle/ExchangeRate.sol";
import {IExchangeRates, Reading} from "./oracle/IExchangeRates.sol";

/// @title Values claims in foreign currencies.
contract Valuations is IValuations, AccessManaged {
    uint32 private constant MILLION = 1_000_000;

    IExchangeRates public immutable rates;
    IFixings public immutable fixings;
    IMilestones public immutable milestones;
    IProgrammeRegistry public immutable programmes;
    IIssuance public immutable issuance;

    mapping(uint32 programme => Factors) private _factors;

    constructor(
        address authority,
        IExchangeRates rates_,
        IFixings fixings_,
        IMilestones milestones_,
        IProgrammeRegistry programmes_,
        IIssuance issuance_
    ) AccessManaged(authority) {
        rates = rates_;
        fixings = fixings_;
        milestones = milestones_;
        programmes = programmes_;
        issuance = issuance_;
    }

    /// @inheritdoc IValuations
    function setFactors(uint32 programme, Factors calldata factors) external restricted {
        programmes.currencyOf(programme);
        if (
            factors.none > factors.shipped || factors.shipped > factors.customs || factors.customs > factors.delivered
                || factors.delivered > MILLION || factors.delivered == 0
        ) revert FactorsOutOfOrder(programme);
        _factors[programme] = factors;
        emit FactorsSet(programme, factors);
    }

    /// @inheritdoc IValuations
    function record(uint64 receivable) external returns (Value memory value) {
        value = valueOf(receivable);
        emit Valued(receivable, value);
    }

    /// @inheritdoc IValuations
    function factorsOf(uint32 programme) public view returns (Factors memory factors) {
        factors = _factors[programme];
        if (factors.delivered == 0) revert FactorsNotSet(programme);
    }

    /// @inheritdoc IValuations
    function valueOf(uint64 receivable) public view returns (Value memory) {
        return valueOfUnits(receivable, issuance.termsOf(receivable).face);
    }

    /// @inheritdoc IValuations
    function valueOfUnits(uint64 receivable, uint64 units) public view returns (Value memory value) {
        ReceivableTerms memory terms = issuance.termsOf(receivable);
        bytes3 currency = programmes.currencyOf(terms.programme);
        if (currency == HOME) revert NothingToValue(receivable);
        Factors memory factors = factorsOf(terms.programme);
        value.face = units;
        (value.reached,) = milestones.reachedBy(receivable);
        value.factorPpm = _factorFor(value.reached, factors);
        if (fixings.isFixed(receivable)) {
            Fixing memory fixing = fixings.fixingOf(receivable);
            value.isFixed = true;
            (value.answer, value.decimals, value.direction) = (fixing.answer, fixing.decimals, fixing.direction);
        } else {
            Reading memory reading = rates.check(currency);
            (value.answer, value.decimals, value.direction) = (reading.answer, reading.decimals, reading.direction);
        }
        (uint256 numerator, uint256 denominator) =
            ExchangeRate.ratio(value.answer, value.decimals, value.direction);
        uint256 fen =
            ExchangeRate.convert(uint256(units) * value.factorPpm, numerator, denominator * MILLION);
        if (fen > LARGEST_AMOUNT) revert ValueOutOfRange(receivable, fen);
        value.fen = uint64(fen);
    }

    function _factorFor(Milestone reached, Factors memory factors) private pure returns (uint32) {
        if (reached == Milestone.Delivered) return factors.delivered;
        if (reached == Milestone.Customs) return factors.customs;
        return reached == Milestone.Shipped ? factors.shipped : factors.none;
    }
}
