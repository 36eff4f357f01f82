// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {IERC3525Receiver} from "./IERC3525.sol";

/// @title Asks contracts whether they take what they are sent. Called last, when every effect is in place.
library ReceiverCheck {
    /// @dev A question is given 30,000 gas or 63/64 of what is left. Where it ate all of that, at most 1/64 of about
    /// 30,000 remains.
    uint256 private constant GAS_LEFT_BY_A_STARVED_QUESTION = 500;

    /// @notice ERC-721: a contract must answer, and answer right.
    function requireTitleTaken(address operator, address from, address to, uint256 claim, bytes memory data) internal {
        if (to.code.length == 0) return;
        bytes memory question = abi.encodeCall(IERC721Receiver.onERC721Received, (operator, from, claim, data));
        if (!_answers(to, question, IERC721Receiver.onERC721Received.selector)) {
            revert IERC721Errors.ERC721InvalidReceiver(to);
        }
    }

    /// @notice ERC-3525: a contract that says by ERC-165 that it wants to be asked must answer right; others are not
    /// asked.
    function requireValueTaken(address operator, uint256 fromClaim, uint256 toClaim, address to, uint256 value)
        internal
    {
        if (to.code.length == 0) return;
        if (!ERC165Checker.supportsInterface(to, type(IERC3525Receiver).interfaceId)) {
            // Running out of gas is no answer: a sender must not get round a recipient by sending too little.
            if (gasleft() < GAS_LEFT_BY_A_STARVED_QUESTION) revert IERC721Errors.ERC721InvalidReceiver(to);
            return;
        }
        bytes memory question =
            abi.encodeCall(IERC3525Receiver.onERC3525Received, (operator, fromClaim, toClaim, value, ""));
        if (!_answers(to, question, IERC3525Receiver.onERC3525Received.selector)) {
            revert IERC721Errors.ERC721InvalidReceiver(to);
        }
    }

    /// @dev Copies one word of the answer and no more, whatever its length, so that an endless answer costs the
    /// caller nothing.
    function _answers(address to, bytes memory question, bytes4 expected) private returns (bool taken) {
        assembly ("memory-safe") {
            mstore(0, 0)
            let answered := call(gas(), to, 0, add(question, 0x20), mload(question), 0, 0x20)
            taken := and(and(answered, gt(returndatasize(), 0x1f)), eq(mload(0), expected))
        }
    }
}
