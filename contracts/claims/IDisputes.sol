// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Objections to claims: by the debtor, or by a credit note on the document that they rest on.
/// @notice What is disputed can be neither sold nor pledged through a desk. The debt, its payment and every other movement
/// are as before.
interface IDisputes {
    error NotAReceivableOf(uint64 receivable, address caller);
    error CreditNoteUnknown(bytes32 creditNote);
    error CreditExceeded(bytes32 fingerprint, uint64 short, uint64 disputed, uint64 requested);

    /// @notice The debtor disputes value of a claim.
    /// @param value minor units; a part becomes a claim of its own first
    /// @param reason hash of what it objects
    /// @return disputed the claim that is disputed now
    function raise(uint256 claim, uint64 value, bytes32 reason) external returns (uint256 disputed);

    /// @notice The registrar disputes value of a claim that rests on a document, by its receivable's issue or by the transfer
    /// that made it, where a credit note has left the document good for less than was drawn on it: up to what is missing.
    /// @return disputed the claim that is disputed now
    function raiseForCredit(uint256 claim, uint64 value, bytes32 creditNote) external returns (uint256 disputed);

    /// @notice The debtor lets an objection fall.
    function withdraw(uint256 claim) external;

    /// @notice What has been disputed on account of a consumer's drawings on a document, in minor units.
    /// @param consumer a receivable's number, or the claim that a transfer made
    function disputedFor(bytes32 fingerprint, uint256 consumer) external view returns (uint64);
}
