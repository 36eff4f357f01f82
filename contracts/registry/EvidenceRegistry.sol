// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IEvidenceRegistry, Document, DocumentKind, Drawing} from "./IEvidenceRegistry.sol";
import {LARGEST_AMOUNT, Money} from "./Money.sol";

/// @title Trade documents as budgets: registered once, drawn on by receivables and transfers, never beyond their amount.
contract EvidenceRegistry is IEvidenceRegistry, AccessManaged {
    mapping(bytes32 fingerprint => Document) private _documents;
    mapping(bytes32 fingerprint => mapping(uint256 consumer => uint64)) private _drawn;

    /// @inheritdoc IEvidenceRegistry
    mapping(bytes32 creditNote => bytes32) public creditedBy;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IEvidenceRegistry
    function register(
        bytes32 fingerprint,
        address buyer,
        address seller,
        uint64 amount,
        bytes3 currency,
        DocumentKind kind
    ) external restricted {
        _requireNew(fingerprint);
        if (!Money.isAmount(amount)) revert DocumentAmountOutOfRange(amount, LARGEST_AMOUNT);
        if (!Money.isCurrency(currency)) revert DocumentWithoutCurrency(currency);
        if (kind == DocumentKind.Unspecified) revert DocumentWithoutKind(fingerprint);
        if (buyer == address(0) || seller == address(0) || buyer == seller) {
            revert DocumentNeedsTwoParties(buyer, seller);
        }
        _documents[fingerprint] =
            Document({buyer: buyer, amount: amount, currency: currency, kind: kind, seller: seller, drawn: 0});
        emit DocumentRegistered(fingerprint, buyer, seller, amount, currency, kind);
    }

    /// @inheritdoc IEvidenceRegistry
    function credit(bytes32 fingerprint, bytes32 creditNote, uint64 amount) external restricted {
        Document storage document = _existing(fingerprint);
        _requireNew(creditNote);
        if (amount == 0) revert DocumentAmountOutOfRange(amount, LARGEST_AMOUNT);
        if (amount > document.amount) revert CreditExceedsDocument(fingerprint, document.amount, amount);
        creditedBy[creditNote] = fingerprint;
        document.amount -= amount;
        emit DocumentCredited(fingerprint, creditNote, amount, document.amount);
    }

    /// @inheritdoc IEvidenceRegistry
    function draw(Drawing[] calldata drawings, address buyer, address seller, bytes3 currency, uint256 consumer)
        external
        restricted
        returns (uint256 total)
    {
        for (uint256 i = 0; i < drawings.length; ++i) {
            bytes32 fingerprint = drawings[i].fingerprint;
            uint64 requested = drawings[i].amount;
            Document storage document = _existing(fingerprint);
            if (document.buyer != buyer || document.seller != seller) {
                revert DocumentOfOthers(fingerprint, buyer, seller);
            }
            if (document.currency != currency) revert DocumentInOtherCurrency(fingerprint, document.currency);
            if (requested == 0) revert DrawingWithoutAmount(fingerprint);
            // Widened, since a credit note may have left less than what is drawn.
            if (uint256(document.drawn) + requested > document.amount) {
                revert EvidenceExceeded(fingerprint, document.amount, document.drawn, requested);
            }
            document.drawn += requested;
            _drawn[fingerprint][consumer] += requested;
            total += requested;
            emit EvidenceDrawn(fingerprint, consumer, requested, document.drawn);
        }
    }

    /// @inheritdoc IEvidenceRegistry
    function release(bytes32[] calldata fingerprints, uint256 consumer) external restricted returns (uint256 total) {
        for (uint256 i = 0; i < fingerprints.length; ++i) {
            bytes32 fingerprint = fingerprints[i];
            uint64 amount = _drawn[fingerprint][consumer];
            if (amount == 0) revert NothingDrawn(fingerprint, consumer);
            Document storage document = _documents[fingerprint];
            document.drawn -= amount;
            delete _drawn[fingerprint][consumer];
            total += amount;
            emit EvidenceReleased(fingerprint, consumer, amount, document.drawn);
        }
    }

    /// @inheritdoc IEvidenceRegistry
    function documentOf(bytes32 fingerprint) external view returns (Document memory) {
        return _existing(fingerprint);
    }

    /// @inheritdoc IEvidenceRegistry
    function drawnBy(bytes32 fingerprint, uint256 consumer) external view returns (uint64) {
        return _drawn[fingerprint][consumer];
    }

    function _existing(bytes32 fingerprint) private view returns (Document storage document) {
        document = _documents[fingerprint];
        if (document.kind == DocumentKind.Unspecified) revert UnknownDocument(fingerprint);
    }

    /// @dev A number is used once, be it a document's or a credit note's.
    function _requireNew(bytes32 fingerprint) private view {
        if (_documents[fingerprint].kind != DocumentKind.Unspecified || creditedBy[fingerprint] != bytes32(0)) {
            revert DocumentAlreadyRegistered(fingerprint);
        }
    }
}
