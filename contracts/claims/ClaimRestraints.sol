// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Orders} from "../registry/Orders.sol";
import {Tie} from "./ClaimBook.sol";
import {ClaimOffers} from "./ClaimOffers.sol";
import {Claim} from "./ClaimWord.sol";
import {IClaimRestraints} from "./IClaimRestraints.sol";
import {ReceivableStatus} from "./IIssuance.sol";
import {Receivable} from "./ReceivableWord.sol";

/// @title What keeps claims where they are.
abstract contract ClaimRestraints is ClaimOffers, IClaimRestraints {
    Orders private _freezes;

    error ReceivableNotMinted(uint64 receivable);

    /// @inheritdoc IClaimRestraints
    function freeze(uint256[] calldata claims, bytes32 order) external restricted {
        if (claims.length == 0) revert NoClaimsNamed();
        for (uint256 i = 0; i < claims.length; ++i) {
            uint256 claim = claims[i];
            Claim word = _existing(claim);
            if (_freezes.impose(claim, order)) _claims[claim] = word.withFrozen(true);
            emit ClaimFrozen(claim, msg.sender, order);
        }
    }

    /// @inheritdoc IClaimRestraints
    function unfreeze(uint256[] calldata claims) external restricted {
        if (claims.length == 0) revert NoClaimsNamed();
        for (uint256 i = 0; i < claims.length; ++i) {
            uint256 claim = claims[i];
            (bytes32 order, bool last) = _freezes.lift(claim);
            if (last) _claims[claim] = _claims[claim].withFrozen(false);
            emit ClaimUnfrozen(claim, msg.sender, order);
        }
    }

    /// @inheritdoc IClaimRestraints
    function encumber(uint256 claim, address beneficiary) external {
        Claim word = _existing(claim);
        _requireTitle(claim, word);
        if (beneficiary == address(0) || beneficiary == address(this) || beneficiary == word.owner()) {
            revert InvalidBeneficiary(claim, beneficiary);
        }
        // A desk would not know what for: it learns of pledges as they are made.
        if (_accounts[beneficiary].isDesk()) revert InvalidBeneficiary(claim, beneficiary);
        _encumber(claim, word, beneficiary);
    }

    /// @inheritdoc IClaimRestraints
    function release(uint256 claim) external {
        Claim word = _existing(claim);
        address beneficiary = beneficiaryOf(claim);
        if (msg.sender != beneficiary || beneficiary == address(0)) {
            revert NotTheBeneficiary(claim, beneficiary, msg.sender);
        }
        _requireNotSuspended(beneficiary);
        _release(claim, word, beneficiary);
    }

    /// @inheritdoc IClaimRestraints
    function dispute(uint256 claim, uint64 value, bytes32 reason) external restricted returns (uint256 disputed) {
        Claim word = _existing(claim);
        if (word.isDisputed()) revert ClaimIsDisputed(claim);
        if (value == 0) revert ValueMissing(claim);
        _available(claim, word, value);
        disputed = _partOf(claim, word, value);
        _claims[disputed] = _claims[disputed].withDispute(true);
        emit ClaimDisputed(disputed, reason);
    }

    /// @inheritdoc IClaimRestraints
    function endDispute(uint256 claim) external restricted {
        Claim word = _existing(claim);
        if (!word.isDisputed()) revert ClaimIsNotDisputed(claim);
        _claims[claim] = word.withDispute(false);
        emit DisputeEnded(claim);
    }

    /// @inheritdoc IClaimRestraints
    function pauseReceivable(uint64 receivable) external restricted {
        Receivable word = _existingReceivable(receivable);
        _requireRunning(receivable, word);
        _receivables[receivable] = word.withPause(true);
        emit ReceivablePaused(receivable, msg.sender);
    }

    /// @inheritdoc IClaimRestraints
    function resumeReceivable(uint64 receivable) external restricted {
        Receivable word = _existingReceivable(receivable);
        if (!word.isPaused()) revert ReceivableIsNotPaused(receivable);
        _receivables[receivable] = word.withPause(false);
        emit ReceivableResumed(receivable, msg.sender);
    }

    /// @inheritdoc IClaimRestraints
    function freezeOrder(uint256 claim, address authority) external view returns (bytes32) {
        return _freezes.orders[claim][authority];
    }

    /// @inheritdoc IClaimRestraints
    function beneficiaryOf(uint256 claim) public view returns (address) {
        return _claims[claim].isEncumbered() ? _ties[claim].party : address(0);
    }

    function _encumber(uint256 claim, Claim word, address beneficiary) internal {
        _requireMovable(claim, word, _receivables[_receivableOf(claim)]);
        if (word.hasRecourse()) revert ClaimCarriesRecourse(claim);
        _claims[claim] = word.withEncumbrance(true);
        _ties[claim] = Tie(beneficiary, 0);
        emit ClaimEncumbered(claim, beneficiary);
    }

    function _release(uint256 claim, Claim word, address beneficiary) internal returns (Claim released) {
        released = word.withEncumbrance(false);
        _claims[claim] = released;
        delete _ties[claim];
        emit ClaimReleased(claim, beneficiary);
    }

    function _existingReceivable(uint64 receivable) internal view returns (Receivable word) {
        word = _receivables[receivable];
        if (word.status() == ReceivableStatus.None) revert ReceivableNotMinted(receivable);
    }
}
