// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEvidenceRegistry} from "../registry/IEvidenceRegistry.sol";
import {IProgrammeRegistry} from "../registry/IProgrammeRegistry.sol";
import {Backing} from "./ClaimBook.sol";
import {Claim} from "./ClaimWord.sol";
import {ClaimMovements} from "./ClaimMovements.sol";
import {IClaimOffers, LATEST_EXPIRY, Offer} from "./IClaimOffers.sol";
import {Receivable, TransferRule} from "./ReceivableWord.sol";

/// @title Offers of value, with evidence and an end, that the recipient signs for.
abstract contract ClaimOffers is ClaimMovements, IClaimOffers {
    IProgrammeRegistry public immutable programmes;
    IEvidenceRegistry public immutable evidence;

    /// @inheritdoc IClaimOffers
    mapping(bytes32 id => bool) public offerStands;

    constructor(IProgrammeRegistry programmes_, IEvidenceRegistry evidence_) {
        programmes = programmes_;
        evidence = evidence_;
    }

    /// @inheritdoc IClaimOffers
    function offer(Offer calldata terms) external returns (bytes32 id) {
        uint256 claim = terms.claim;
        Claim word = _existing(claim);
        _requireTitle(claim, word);
        Receivable receivable = _receivables[_receivableOf(claim)];
        _requireMovable(claim, word, receivable);
        _requireHolder(terms.to);
        if (terms.to == word.owner()) revert OfferToOneself(claim, terms.to);
        if (terms.value == 0) revert ValueMissing(claim);
        _available(claim, word, terms.value);
        if (terms.expiry <= block.timestamp) revert OfferExpired(terms.expiry, block.timestamp);
        if (terms.expiry > LATEST_EXPIRY) revert OfferExpiryTooLate(terms.expiry, LATEST_EXPIRY);
        if (terms.drawings.length == 0 && receivable.demands(TransferRule.EVIDENCE)) {
            revert EvidenceRequired(_receivableOf(claim));
        }
        id = _offerId(terms, word);
        if (offerStands[id]) revert OfferStandsAlready(id);
        offerStands[id] = true;
        emit OfferMade(id, claim, terms.to, word.owner(), terms.value, terms.expiry, terms.drawings);
    }

    /// @inheritdoc IClaimOffers
    function acceptOffer(Offer calldata terms) external returns (uint256 into) {
        Claim word = _existing(terms.claim);
        bytes32 id = _close(terms, word);
        if (msg.sender != terms.to) revert NotTheRecipient(id, msg.sender);
        if (block.timestamp >= terms.expiry) revert OfferExpired(terms.expiry, block.timestamp);
        bool whole = terms.value == word.value();
        uint64 number = _receivableOf(terms.claim);
        into = whole ? terms.claim : _claimId(number, _receivables[number].nextSerial());
        emit OfferAccepted(id, into);
        Backing backing = terms.drawings.length == 0 ? Backing.None : Backing.Document;
        if (backing == Backing.Document) _drawFor(terms, word.owner(), number, into);
        if (whole) _moveClaim(terms.claim, word, terms.to, backing);
        else _moveIntoNewClaim(terms.claim, word, terms.to, terms.value, backing);
    }

    /// @inheritdoc IClaimOffers
    function declineOffer(Offer calldata terms) external {
        bytes32 id = _close(terms, _existing(terms.claim));
        if (msg.sender != terms.to) revert NotTheRecipient(id, msg.sender);
        emit OfferDeclined(id);
    }

    /// @inheritdoc IClaimOffers
    function withdrawOffer(Offer calldata terms) external {
        Claim word = _existing(terms.claim);
        bytes32 id = _close(terms, word);
        _requireTitle(terms.claim, word);
        emit OfferWithdrawn(id);
    }

    function _close(Offer calldata terms, Claim word) private returns (bytes32 id) {
        id = _offerId(terms, word);
        if (!offerStands[id]) revert OfferNotOpen(id);
        delete offerStands[id];
    }

    /// @dev The registry is our own and calls nobody, so it may be asked before the movement is booked.
    function _drawFor(Offer calldata terms, address from, uint64 number, uint256 into) private {
        bytes3 currency = programmes.currencyOf(_receivables[number].programme());
        uint256 drawn = evidence.draw(terms.drawings, from, terms.to, currency, into);
        if (drawn != terms.value) revert EvidenceDoesNotMatchValue(terms.value, drawn);
    }

    /// @dev The epoch is part of it: what a former owner has offered is gone with the claim.
    function _offerId(Offer calldata terms, Claim word) private pure returns (bytes32) {
        return keccak256(abi.encode(terms, word.epoch()));
    }
}
