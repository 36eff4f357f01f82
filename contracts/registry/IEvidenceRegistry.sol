// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Kinds of trade documents.
enum DocumentKind {
    Unspecified,
    Invoice,
    Delivery,
    Acceptance
}

/// @notice How much of which document a receivable or transfer rests on.
/// @param fingerprint the document's keyed hash
/// @param amount minor units drawn
struct Drawing {
    bytes32 fingerprint;
    uint64 amount;
}

/// @param buyer who owes for the goods or services
/// @param amount what the document is good for, in minor units
/// @param currency ISO 4217 code
/// @param kind what kind of document it is
/// @param seller whom it is owed to
/// @param drawn how much of `amount` is already used
struct Document {
    address buyer;
    uint64 amount;
    bytes3 currency;
    DocumentKind kind;
    address seller;
    uint64 drawn;
}

interface IEvidenceRegistry {
    event DocumentRegistered(
        bytes32 indexed fingerprint,
        address indexed buyer,
        address indexed seller,
        uint64 amount,
        bytes3 currency,
        DocumentKind kind
    );
    /// @param drawn the document's total after this drawing
    event EvidenceDrawn(bytes32 indexed fingerprint, uint64 indexed receivable, uint64 amount, uint64 drawn);

    error DocumentAlreadyRegistered(bytes32 fingerprint);
    error DocumentAmountOutOfRange(uint64 amount, uint64 largest);
    error DocumentWithoutCurrency(bytes3 currency);
    error DocumentWithoutKind(bytes32 fingerprint);
    error DocumentNeedsTwoParties(address buyer, address seller);
    error UnknownDocument(bytes32 fingerprint);
    error DocumentOfOthers(bytes32 fingerprint, address buyer, address seller);
    error DocumentInOtherCurrency(bytes32 fingerprint, bytes3 currency);
    error DrawingWithoutAmount(bytes32 fingerprint);
    error EvidenceExceeded(bytes32 fingerprint, uint64 amount, uint64 drawn, uint64 requested);

    /// @notice Registers a document once. The fingerprint is a keyed hash of its canonical fields under the
    /// registrar's key, since invoice numbers can be guessed.
    function register(
        bytes32 fingerprint,
        address buyer,
        address seller,
        uint64 amount,
        bytes3 currency,
        DocumentKind kind
    ) external;

    /// @notice Uses up part of documents between `buyer` and `seller` for a receivable.
    /// @return total what was drawn in all, in minor units
    function draw(Drawing[] calldata drawings, address buyer, address seller, bytes3 currency, uint64 receivable)
        external
        returns (uint256 total);

    /// @notice The document as registered; reverts with `UnknownDocument` where there is none.
    function documentOf(bytes32 fingerprint) external view returns (Document memory);
}
