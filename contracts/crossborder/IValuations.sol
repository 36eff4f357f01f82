// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Milestone} from "./IMilestones.sol";
import {Direction} from "./oracle/IExchangeRates.sol";

/// @notice How much of a claim's worth the goods behind it bear out, in millionths, by how far they have come.
struct Factors {
    uint32 none;
    uint32 shipped;
    uint32 customs;
    uint32 delivered;
}

/// @notice What a face in a foreign currency is worth in fen.
/// @param face minor units of the receivable's currency; nothing here changes it
/// @param answer the rate: a feed's answer with so many decimals, and which way round it quotes
/// @param isFixed whether that is the fixing at which the receivable is paid; else it is what the feeds say now
/// @param reached how far the goods have come
/// @param factorPpm for that, in millionths
/// @param fen face × rate × factor, rounded half to even, once
struct Value {
    uint64 face;
    uint80 answer;
    uint8 decimals;
    Direction direction;
    bool isFixed;
    Milestone reached;
    uint32 factorPpm;
    uint64 fen;
}

/// @title What claims in foreign currencies are worth in yuan, as risk sees them. What is owed is the face at its fixing
/// (`IFixings`), whatever the goods have been through.
interface IValuations {
    event FactorsSet(uint32 indexed programme, Factors factors);
    event Valued(uint64 indexed receivable, Value value);

    error FactorsOutOfOrder(uint32 programme);
    error FactorsNotSet(uint32 programme);
    error NothingToValue(uint64 receivable);
    error ValueOutOfRange(uint64 receivable, uint256 fen);

    /// @notice Says what milestones are worth under a programme, from now on: none more than the whole, none less than the
    /// one before it.
    function setFactors(uint32 programme, Factors calldata factors) external;

    /// @notice Reverts with `FactorsNotSet` where nothing was said.
    function factorsOf(uint32 programme) external view returns (Factors memory);

    /// @notice What a receivable is worth now. Until its rate is fixed it is valued at what the feeds say, under all their
    /// guards: reverts with the reason where they are not good.
    function valueOf(uint64 receivable) external view returns (Value memory);

    /// @notice The same for a part of it, in minor units of its currency.
    function valueOfUnits(uint64 receivable, uint64 units) external view returns (Value memory);

    /// @notice Puts what a receivable is worth now on record. Anybody may.
    function record(uint64 receivable) external returns (Value memory);
}
