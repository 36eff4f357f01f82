// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEarlyPayment} from "./IEarlyPayment.sol";

/// @title A call of a contract to itself that may fail without harm to what comes after it.
/// @dev Each has the same gas, whatever the caller sent: somebody's code that burns it all is passed over and stops
/// nobody else, and nobody has an offer passed over by sending too little. Of what it fails with only a selector is
/// looked at.
library Attempt {
    /// @notice What one attempt may take.
    uint256 internal constant GAS = 500_000;
    /// @dev A call leaves a sixty-fourth behind (EIP-150); the rest is for what surrounds it.
    uint256 private constant GAS_NEEDED = GAS + GAS / 32;

    /// @return done whether it took effect
    /// @return reason selector of the error that it failed with; zero where there was none
    function act(bytes memory data) internal returns (bool done, bytes4 reason) {
        _requireGas();
        uint256 most = GAS;
        assembly ("memory-safe") {
            done := call(most, address(), 0, add(data, 0x20), mload(data), 0, 0)
        }
        if (!done) reason = _reason();
    }

    /// @return done whether it was answered
    /// @return reason selector of the error that it failed with; zero where there was none
    function ask(bytes memory data) internal view returns (bool done, bytes4 reason) {
        _requireGas();
        uint256 most = GAS;
        assembly ("memory-safe") {
            done := staticcall(most, address(), add(data, 0x20), mload(data), 0, 0)
        }
        if (!done) reason = _reason();
    }

    function _requireGas() private view {
        if (gasleft() < GAS_NEEDED) revert IEarlyPayment.GasMissing(gasleft(), GAS_NEEDED);
    }

    function _reason() private pure returns (bytes4 reason) {
        assembly ("memory-safe") {
            if gt(returndatasize(), 3) {
                mstore(0, 0)
                returndatacopy(0, 0, 4)
                reason := mload(0)
            }
        }
    }
}
