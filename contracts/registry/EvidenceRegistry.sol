// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IEvidenceRegistry, Document, DocumentKind, Drawing} from "./IEvidenceRegistry.sol";
import {LARGEST_AMOUNT, Money} from "./Money.sol";

/// @title Trade documents as budgets: registered once, drawn on by receivables, never beyond their amount.
contract EvidenceRegistry is IEvidenceRegistry, AccessManaged {
    mapping(bytes32 fingerprint => Document) private _documents;

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
        if (_documents[fingerprint].kind != DocumentKind.Unspecified) revert DocumentAlreadyRegistered(fingerprint);
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
    function draw(Drawing[] calldata drawings, address buyer, address seller, bytes3 currency, uint64 receivable)
        external
        restricted
        returns (uint256 total)
    {
        for (uint256 i = 0; i < drawings.length; ++i) {
            bytes32 fingerprint = drawings[i].fingerprint;
            uint64 requested = drawings[i].amount;
            Document storage document = _documents[fingerprint];
            if (document.kind == DocumentKind.Unspecified) revert UnknownDocument(fingerprint);
            if (document.buyer != buyer || document.seller != seller) {
                revert DocumentOfOthers(fingerprint, buyer, seller);
            }
            if (document.currency != currency) revert DocumentInOtherCurrency(fingerprint, document.currency);
            if (requested == 0) revert DrawingWithoutAmount(fingerprint);
            if (requested > document.amount - document.drawn) {
                revert EvidenceExceeded(fingerprint, document.amount, document.drawn, requested);
            }
            document.drawn += requested;
            total += requested;
            emit EvidenceDrawn(fingerprint, receivable, requested, document.drawn);
        }
    }

    /// @inheritdoc IEvidenceRegistry
    function documentOf(bytes32 fingerprint) external view returns (Document memory document) {
        document = _documents[fingerprint];
        if (document.kind == DocumentKind.Unspecified) revert UnknownDocument(fingerprint);
    }
}
