// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A rule of a programme's own about what may change hands.
interface ITransferPolicy {
    /// @notice Asked by the ledger whenever face goes from one holder to another, acceptance of the receivable
    /// included. Reverts to refuse, which undoes the movement.
    /// @dev Asked in the transaction of the movement, when the books already show it, so that a policy that calls back
    /// finds them consistent. A policy that keeps counts checks that its caller is the ledger.
    /// @param operator who moves it
    /// @param receivable the receivable that it is a part of
    /// @param from who gives; the debtor at acceptance
    /// @param to who gets
    /// @param value minor units
    function onTransfer(address operator, uint64 receivable, address from, address to, uint64 value) external;
}
