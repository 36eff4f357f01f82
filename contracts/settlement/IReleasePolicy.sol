// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What a policy has to say about the money that is paid on receivables in foreign currencies.
/// @notice Amounts are minor units of the receivable's currency; what waits is held for its holder and is not overdue.
interface IReleasePolicy {
    /// @notice How much may be paid to `payee` now, in this transaction. Reverts with the reason where nothing may.
    function releasable(uint64 receivable, address payee) external view returns (uint64);

    /// @notice So much is paid. Reverts where that is too much.
    /// @param money the same in fen
    function onRelease(uint64 receivable, address payee, uint64 amount, uint64 money) external;
}
