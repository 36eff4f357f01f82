// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice How far the goods behind a receivable have come.
enum Milestone {
    None,
    Shipped,
    Customs,
    Delivered
}

/// @notice What a carrier states and signs.
/// @param occurredAt when it happened, in seconds since 1970
/// @param document hash of the bill of lading, customs declaration or delivery note
struct Attestation {
    uint64 receivable;
    Milestone milestone;
    uint64 occurredAt;
    bytes32 document;
}

/// @title Milestones of the goods, by carriers' signed statements.
interface IMilestones {
    event MilestoneReached(
        uint64 indexed receivable,
        Milestone indexed milestone,
        address indexed carrier,
        uint64 occurredAt,
        bytes32 document
    );

    error NotACarrier(address signer);
    error AttestationNotSigned(address signer);
    error MilestoneOutOfOrder(uint64 receivable, Milestone milestone, Milestone reached);
    error MilestoneTimeOutOfRange(uint64 occurredAt, uint256 notBefore, uint256 notAfter);
    error AttestationWithoutDocument();

    /// @notice Takes a carrier's statement, which anybody may bring (EIP-712; ERC-1271 where the carrier is a contract). A
    /// receivable's milestones come one after the other.
    function attest(Attestation calldata attestation, address carrier, bytes calldata signature) external;

    /// @notice The last milestone that was reached, and when.
    function reachedBy(uint64 receivable) external view returns (Milestone milestone, uint64 occurredAt);

    /// @notice What a carrier signs.
    function digestOf(Attestation calldata attestation) external view returns (bytes32);
}
