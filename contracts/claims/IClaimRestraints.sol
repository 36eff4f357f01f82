// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What keeps claims where they are: orders of authorities, encumbrances, pauses. And disputes, which only keep
/// them from being financed.
interface IClaimRestraints {
    /// @param order hash of the order that the authority acts on
    event ClaimFrozen(uint256 indexed claim, address indexed authority, bytes32 order);
    event ClaimUnfrozen(uint256 indexed claim, address indexed authority, bytes32 order);
    event ClaimEncumbered(uint256 indexed claim, address indexed beneficiary);
    event ClaimReleased(uint256 indexed claim, address indexed beneficiary);
    /// @notice A claim's whole value is disputed; what is split off from it is too.
    /// @param reason hash of what is objected, or a credit note's fingerprint
    event ClaimDisputed(uint256 indexed claim, bytes32 reason);
    event DisputeEnded(uint256 indexed claim);
    event ReceivablePaused(uint64 indexed receivable, address indexed by);
    event ReceivableResumed(uint64 indexed receivable, address indexed by);

    error InvalidBeneficiary(uint256 claim, address beneficiary);
    error NotTheBeneficiary(uint256 claim, address beneficiary, address caller);
    error ClaimIsNotDisputed(uint256 claim);
    error ReceivableIsNotPaused(uint64 receivable);

    /// @notice An authority stops claims under its order: they do not move, split, merge or serve as collateral.
    function freeze(uint256[] calldata claims, bytes32 order) external;

    /// @notice The authority lifts its own order; a claim is free when no other authority's stands.
    function unfreeze(uint256[] calldata claims) external;

    /// @notice The holder ties a whole claim to somebody else's interest: it stays where it is until released.
    function encumber(uint256 claim, address beneficiary) external;

    /// @notice The beneficiary gives the claim free again.
    function release(uint256 claim) external;

    /// @notice Value of a claim is disputed: it can be neither sold nor pledged through a desk, and everything else goes on.
    /// @param value minor units; a part becomes a claim of its own first
    /// @return disputed the claim that is disputed now
    function dispute(uint256 claim, uint64 value, bytes32 reason) external returns (uint256 disputed);

    /// @notice A claim is disputed no longer.
    function endDispute(uint256 claim) external;

    /// @notice The operator stops all movement of a receivable's claims, never a payment on them.
    function pauseReceivable(uint64 receivable) external;

    function resumeReceivable(uint64 receivable) external;

    /// @notice The order under which an authority has frozen a claim; zero where it has not.
    function freezeOrder(uint256 claim, address authority) external view returns (bytes32);

    /// @notice For whose benefit a claim is encumbered; zero where it is not.
    function beneficiaryOf(uint256 claim) external view returns (address);
}
