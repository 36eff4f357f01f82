// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract through which holders sell: it has the buyer's signature, and sees to it that the price is paid.
interface IDesk {
    /// @notice The ledger is about to hand value of a claim over, in the transaction of whoever holds it. Reverts to
    /// refuse, which undoes everything.
    /// @dev The caller says which ledger it is; a desk checks that it is the one it knows.
    /// @param seller who holds the claim and asks for the sale
    /// @param epoch the claim's, which its next owner finds changed
    /// @param value minor units of its face; the whole of it, or a part
    /// @param terms what the desk needs to know, as it understands it
    /// @return buyer who gets it
    function onSale(address seller, uint256 claim, uint256 epoch, uint64 value, bytes calldata terms)
        external
        returns (address buyer);
}
