// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITransferPolicy} from "../../../contracts/claims/ITransferPolicy.sol";

/// @notice Does what it is asked with so much gas and no more.
contract Sparing {
    function act(address target, bytes calldata call, uint256 most) external {
        (bool done, bytes memory answer) = target.call{gas: most}(call);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }
}

/// @notice A policy that refuses one giver.
contract Chooser is ITransferPolicy {
    address public unwanted;

    error Unwanted(address from);

    function refuse(address from) external {
        unwanted = from;
    }

    function onTransfer(address, uint64, address from, address, uint64) external view {
        if (from == unwanted) revert Unwanted(from);
    }
}
