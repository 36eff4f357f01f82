// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC173} from "./IERC3643.sol";

/// @title An owner (ERC-173).
/// @dev Without a constructor, so that clones can have one: whoever makes it calls `_setOwner`.
abstract contract Owned is IERC173 {
    address public owner;

    error CallerIsNotTheOwner(address caller);
    error InvalidOwner(address owner);

    modifier onlyOwner() {
        if (msg.sender != owner) revert CallerIsNotTheOwner(msg.sender);
        _;
    }

    /// @notice Hands the ownership on. It cannot be given up: somebody has to be there to act as owner.
    /// @inheritdoc IERC173
    function transferOwnership(address newOwner) external onlyOwner {
        if (newOwner == address(0)) revert InvalidOwner(newOwner);
        _setOwner(newOwner);
    }

    function _setOwner(address newOwner) internal {
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }
}
