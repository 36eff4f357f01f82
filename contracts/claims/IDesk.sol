// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A contract through which holders finance claims: it has the signature of who pays, sees to it that the money
/// moves, and keeps what was agreed.
/// @dev Callers say who they are; a desk checks that it is the ledger, or the settlement, that it knows.
interface IDesk {
    /// @notice The ledger is about to hand value of a claim over, in the transaction of whoever holds it. Reverts to
    /// refuse, which undoes everything.
    /// @param seller who holds the claim and asks for the sale
    /// @param epoch the claim's, which its next owner finds changed
    /// @param value minor units of its face; the whole of it, or a part
    /// @param terms what the desk needs to know, as it understands it
    /// @return buyer who gets it
    /// @return agreement the desk's number of the recourse that the seller gives; zero where it gives none
    function onSale(address seller, uint256 claim, uint256 epoch, uint64 value, bytes calldata terms)
        external
        returns (address buyer, uint64 agreement);

    /// @notice The ledger has tied a claim to this desk, in the transaction of whoever holds it. Reverts to refuse, which
    /// undoes everything.
    /// @param pledgor who holds the claim and asks for the loan
    /// @param claim what the pledged claim was taken out of, or that one itself
    /// @param epoch of `claim`
    /// @param value minor units of the pledged claim's face
    /// @param pledged the claim that is tied to the desk now
    /// @return agreement the desk's number of the loan, never zero
    function onPledge(
        address pledgor,
        uint256 claim,
        uint256 epoch,
        uint64 value,
        uint256 pledged,
        bytes calldata terms
    ) external returns (uint64 agreement);

    /// @notice The settlement is about to pay what a claim that is tied to this desk has collected.
    /// @param holder who has title
    /// @param share fen
    /// @param day on which the debtor had set it aside, counted from 1970-01-01 in Asia/Shanghai
    /// @return other whom a part of it belongs to
    /// @return toOther that part; the holder gets the rest
    function onCollection(uint256 claim, address holder, uint64 share, uint32 day)
        external
        returns (address other, uint64 toOther);
}
