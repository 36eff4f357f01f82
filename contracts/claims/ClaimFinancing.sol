// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccounts} from "../registry/IAccounts.sol";
import {Backing, Tie} from "./ClaimBook.sol";
import {Claim} from "./ClaimWord.sol";
import {ClaimRestraints} from "./ClaimRestraints.sol";
import {IClaimFinancing} from "./IClaimFinancing.sol";
import {IDesk} from "./IDesk.sol";

/// @title Financing through a desk: title, or a pledge, and money change hands in one call of the holder, or not at all.
abstract contract ClaimFinancing is ClaimRestraints, IClaimFinancing {
    /// @inheritdoc IClaimFinancing
    function sell(uint256 claim, uint64 value, IDesk desk, bytes calldata terms) external returns (uint256 into) {
        Claim word = _financeable(claim, value, desk);
        (address buyer, uint64 agreement) = desk.onSale(msg.sender, claim, word.epoch(), value, terms);
        // Whatever the desk has called may have called back: what is sold is what is there now.
        word = _financeable(claim, value, desk);
        into = _partOf(claim, word, value);
        word = _claims[into];
        if (agreement != 0) {
            if (word.hasRecourse()) revert ClaimCarriesRecourse(claim);
            word = word.withRecourse(true);
            _ties[into] = Tie(address(desk), agreement);
            emit RecourseGiven(into, address(desk), agreement);
        }
        emit CarriedByDesk(address(desk), into);
        _moveClaim(into, word, buyer, Backing.Desk);
    }

    /// @inheritdoc IClaimFinancing
    function pledge(uint256 claim, uint64 value, IDesk desk, bytes calldata terms) external returns (uint256 pledged) {
        Claim word = _financeable(claim, value, desk);
        pledged = _partOf(claim, word, value);
        _encumber(pledged, _claims[pledged], address(desk));
        _ties[pledged].agreement = desk.onPledge(msg.sender, claim, word.epoch(), value, pledged, terms);
    }

    /// @inheritdoc IClaimFinancing
    function surrender(uint256 claim, address to) external {
        Claim word = _existing(claim);
        Tie memory tie = _ties[claim];
        if (msg.sender != tie.party || tie.agreement == 0) revert NotTiedToDesk(claim, msg.sender);
        _requireHolder(to);
        if (word.isEncumbered()) word = _release(claim, word, msg.sender);
        else word = _endRecourse(claim, word);
        emit CarriedByDesk(msg.sender, claim);
        _moveClaim(claim, word, to, Backing.Desk);
    }

    /// @inheritdoc IClaimFinancing
    function waiveRecourse(uint256 claim) external {
        Claim word = _existing(claim);
        _requireTitle(claim, word);
        _requireNotSuspended(word.owner());
        if (!word.hasRecourse()) revert NoRecourse(claim);
        _endRecourse(claim, word);
    }

    /// @inheritdoc IClaimFinancing
    function tieOf(uint256 claim) external view returns (address party, uint64 agreement) {
        Tie memory tie = _ties[claim];
        return (tie.party, tie.agreement);
    }

    function _endRecourse(uint256 claim, Claim word) private returns (Claim ended) {
        ended = word.withRecourse(false);
        _claims[claim] = ended;
        delete _ties[claim];
        emit RecourseEnded(claim);
    }

    /// @dev The caller holds the claim, and so much of it that nobody disputes.
    function _financeable(uint256 claim, uint64 value, IDesk desk) private view returns (Claim word) {
        word = _existing(claim);
        if (msg.sender != word.owner()) revert ERC721InsufficientApproval(msg.sender, claim);
        if (!_accounts[address(desk)].isDesk()) revert IAccounts.DeskNotAdmitted(address(desk));
        if (word.isDisputed()) revert ClaimIsDisputed(claim);
        if (value == 0) revert ValueMissing(claim);
        _available(claim, word, value);
    }
}
