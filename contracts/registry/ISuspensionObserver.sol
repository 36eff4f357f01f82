// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract that has to know at once who is suspended.
interface ISuspensionObserver {
    /// @notice The ledger has stopped an account, or it is free again. Must not refuse.
    function onSuspensionChanged(address account, bool suspended) external;
}
