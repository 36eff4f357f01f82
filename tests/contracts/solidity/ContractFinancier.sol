// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IERC3525Receiver} from "../../../contracts/claims/IERC3525.sol";

/// @notice A financier that is a contract: it signs for everything (ERC-1271), and when it is given value it makes one
/// call of its own, whose outcome it remembers.
contract ContractFinancier is IERC165, IERC1271, IERC3525Receiver {
    bool public signs = true;
    bool public succeeded;
    bytes public answer;

    address private _target;
    bytes private _call;

    function setSigns(bool signs_) external {
        signs = signs_;
    }

    function act(address target, bytes calldata call) external returns (bytes memory told) {
        bool done;
        (done, told) = target.call(call);
        if (!done) {
            assembly ("memory-safe") {
                revert(add(told, 0x20), mload(told))
            }
        }
    }

    function callWhenGiven(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        return signs ? IERC1271.isValidSignature.selector : bytes4(0);
    }

    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC3525Receiver).interfaceId;
    }

    function onERC3525Received(address, uint256, uint256, uint256, bytes calldata) external returns (bytes4) {
        if (_target != address(0)) (succeeded, answer) = _target.call(_call);
        return IERC3525Receiver.onERC3525Received.selector;
    }
}
