// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IIssuance} from "../claims/IIssuance.sol";
import {Roles} from "../registry/Roles.sol";
import {Attestation, IMilestones, Milestone} from "./IMilestones.sol";

/// @title What carriers have stated of the goods behind receivables.
contract Milestones is IMilestones, AccessManaged, EIP712 {
    bytes32 private constant ATTESTATION_TYPEHASH =
        keccak256("Attestation(uint64 receivable,uint8 milestone,uint64 occurredAt,bytes32 document)");

    struct Reached {
        Milestone milestone;
        uint64 occurredAt;
    }

    IIssuance public immutable issuance;

    mapping(uint64 receivable => Reached) private _reached;

    constructor(address authority, IIssuance issuance_) AccessManaged(authority) EIP712("Tallystick milestones", "1") {
        issuance = issuance_;
    }

    /// @inheritdoc IMilestones
    function attest(Attestation calldata attestation, address carrier, bytes calldata signature) external {
        issuance.termsOf(attestation.receivable);
        if (attestation.document == bytes32(0)) revert AttestationWithoutDocument();
        Reached memory reached = _reached[attestation.receivable];
        if (uint8(attestation.milestone) != uint8(reached.milestone) + 1) {
            revert MilestoneOutOfOrder(attestation.receivable, attestation.milestone, reached.milestone);
        }
        if (attestation.occurredAt < reached.occurredAt || attestation.occurredAt > block.timestamp) {
            revert MilestoneTimeOutOfRange(attestation.occurredAt, reached.occurredAt, block.timestamp);
        }
        (bool carries,) = IAccessManager(authority()).hasRole(Roles.CARRIER, carrier);
        if (!carries) revert NotACarrier(carrier);
        if (!SignatureChecker.isValidSignatureNow(carrier, digestOf(attestation), signature)) {
            revert AttestationNotSigned(carrier);
        }
        _reached[attestation.receivable] = Reached(attestation.milestone, attestation.occurredAt);
        emit MilestoneReached(
            attestation.receivable,
            attestation.milestone,
            carrier,
            attestation.occurredAt,
            attestation.document
        );
    }

    /// @inheritdoc IMilestones
    function reachedBy(uint64 receivable) external view returns (Milestone milestone, uint64 occurredAt) {
        Reached memory reached = _reached[receivable];
        return (reached.milestone, reached.occurredAt);
    }

    /// @inheritdoc IMilestones
    function digestOf(Attestation calldata attestation) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(ATTESTATION_TYPEHASH, attestation)));
    }
}
