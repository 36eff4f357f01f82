// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title At what rates receivables in foreign currencies are paid.
interface IFixedRates {
    error NotFixed(uint64 receivable);

    /// @notice What the face of a receivable is in fen at its fixing. Reverts with `NotFixed` where there is none yet.
    function owedOn(uint64 receivable) external view returns (uint64 fen);

    /// @notice The most fen that so many minor units of the receivable's currency are worth at its fixing; never more than the
    /// ledger counts.
    function fenWithin(uint64 receivable, uint64 units) external view returns (uint64);

    /// @notice The fewest minor units of the receivable's currency that are worth so many fen at its fixing; never more
    /// than the ledger counts.
    function unitsOf(uint64 receivable, uint64 fen) external view returns (uint64);
}
