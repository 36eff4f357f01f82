// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ITransferPolicy} from "../../../contracts/claims/ITransferPolicy.sol";

/// @notice Notes what it is asked, refuses one recipient, and can act from within the question.
contract Policy is ITransferPolicy {
    address public unwanted;
    /// @notice The questions asked, with their caller, without the selector.
    bytes[] private _questions;
    address public asker;

    address private _target;
    bytes private _call;
    bool public calledBackWell;
    bytes public calledBackAnswer;

    error Unwanted(address to);

    function refuse(address to) external {
        unwanted = to;
    }

    /// @notice What to do from within the next question.
    function callBackWith(address target, bytes calldata call) external {
        _target = target;
        _call = call;
    }

    function questions() external view returns (bytes[] memory) {
        return _questions;
    }

    function onTransfer(address, uint64, address, address to, uint64) external {
        if (to == unwanted) revert Unwanted(to);
        _questions.push(msg.data[4:]);
        asker = msg.sender;
        address target = _target;
        if (target == address(0)) return;
        _target = address(0);
        (calledBackWell, calledBackAnswer) = target.call(_call);
    }
}
