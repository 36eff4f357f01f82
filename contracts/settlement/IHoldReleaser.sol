// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract that money is set aside with: asked before it becomes the releaser of a hold.
interface IHoldReleaser {
    /// @notice The payer has set money aside for the called contract to pay out. Reverts to refuse, which undoes the hold.
    /// @dev The caller says which money it is; a releaser checks that it is the one it knows.
    /// @param payee whom alone it may be paid to; zero where the releaser says to whom
    /// @param expiry the last second in which it may be paid; zero where it has no end
    /// @return this function's selector
    function onHoldPlaced(
        uint256 hold,
        address payer,
        address payee,
        uint256 amount,
        uint64 expiry,
        bytes32 purpose
    ) external returns (bytes4);
}
