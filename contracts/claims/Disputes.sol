// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Document, IEvidenceRegistry} from "../registry/IEvidenceRegistry.sol";
import {IDisputes} from "./IDisputes.sol";
import {IIssuance} from "./IIssuance.sol";
import {IReceivableLedger} from "./IReceivableLedger.sol";

/// @title Who may dispute claims, and how much of them.
contract Disputes is IDisputes, AccessManaged {
    IReceivableLedger public immutable ledger;
    IIssuance public immutable issuance;
    IEvidenceRegistry public immutable evidence;

    /// @inheritdoc IDisputes
    mapping(bytes32 fingerprint => mapping(uint256 consumer => uint64)) public disputedFor;

    constructor(
        address authority,
        IReceivableLedger ledger_,
        IIssuance issuance_,
        IEvidenceRegistry evidence_
    ) AccessManaged(authority) {
        ledger = ledger_;
        issuance = issuance_;
        evidence = evidence_;
    }

    /// @inheritdoc IDisputes
    function raise(uint256 claim, uint64 value, bytes32 reason) external returns (uint256 disputed) {
        _requireDebtor(claim);
        return ledger.dispute(claim, value, reason);
    }

    /// @inheritdoc IDisputes
    function raiseForCredit(uint256 claim, uint64 value, bytes32 creditNote)
        external
        restricted
        returns (uint256 disputed)
    {
        uint256 consumer = uint64(claim >> 64);
        bytes32 fingerprint = evidence.creditedBy(creditNote);
        if (fingerprint == bytes32(0)) revert CreditNoteUnknown(creditNote);
        Document memory document = evidence.documentOf(fingerprint);
        uint64 short = document.drawn > document.amount ? document.drawn - document.amount : 0;
        uint64 drawn = evidence.drawnBy(fingerprint, consumer);
        if (drawn == 0) {
            consumer = claim;
            drawn = evidence.drawnBy(fingerprint, claim);
        }
        if (drawn < short) short = drawn;
        uint64 already = disputedFor[fingerprint][consumer];
        if (uint256(already) + value > short) revert CreditExceeded(fingerprint, short, already, value);
        disputedFor[fingerprint][consumer] = already + value;
        return ledger.dispute(claim, value, creditNote);
    }

    /// @inheritdoc IDisputes
    function withdraw(uint256 claim) external {
        _requireDebtor(claim);
        ledger.endDispute(claim);
    }

    function _requireDebtor(uint256 claim) private view {
        uint64 receivable = uint64(claim >> 64);
        if (claim >> 128 != 0 || issuance.termsOf(receivable).debtor != msg.sender) {
            revert NotAReceivableOf(receivable, msg.sender);
        }
    }
}
