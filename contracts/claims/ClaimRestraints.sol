// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Orders} from "../registry/Orders.sol";
import {Claim} from "./ClaimWord.sol";
import {ClaimSales} from "./ClaimSales.sol";
import {IClaimRestraints} from "./IClaimRestraints.sol";
import {ReceivableStatus} from "./IIssuance.sol";
import {Receivable} from "./ReceivableWord.sol";

/// @title What keeps claims where they are.
abstract contract ClaimRestraints is ClaimSales, IClaimRestraints {
    Orders private _freezes;

    /// @inheritdoc IClaimRestraints
    mapping(uint256 claim => address) public beneficiaryOf;

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
        _requireMovable(claim, word, _receivables[_receivableOf(claim)]);
        if (beneficiary == address(0) || beneficiary == address(this) || beneficiary == word.owner()) {
            revert InvalidBeneficiary(claim, beneficiary);
        }
        _claims[claim] = word.withEncumbrance(true);
        beneficiaryOf[claim] = beneficiary;
        emit ClaimEncumbered(claim, beneficiary);
    }

    /// @inheritdoc IClaimRestraints
    function release(uint256 claim) external {
        Claim word = _existing(claim);
        address beneficiary = beneficiaryOf[claim];
        if (msg.sender != beneficiary || beneficiary == address(0)) {
            revert NotTheBeneficiary(claim, beneficiary, msg.sender);
        }
        _requireNotSuspended(beneficiary);
        _claims[claim] = word.withEncumbrance(false);
        delete beneficiaryOf[claim];
        emit ClaimReleased(claim, beneficiary);
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

    function _existingReceivable(uint64 receivable) internal view returns (Receivable word) {
        word = _receivables[receivable];
        if (word.status() == ReceivableStatus.None) revert ReceivableNotMinted(receivable);
    }
}
