// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice Kinds of trade documents that can be drawn on: a bill, what proves delivery, the buyer's acceptance, the
/// buyer's statement of a rebate that it owes, what was purchased, what service was rendered.
enum DocumentKind {
    Unspecified,
    Invoice,
    Delivery,
    Acceptance,
    Rebate,
    Purchase,
    Service
}

/// @notice How much of which document a receivable or transfer rests on.
/// @param fingerprint the document's keyed hash
/// @param amount minor units drawn
struct Drawing {
    bytes32 fingerprint;
    uint64 amount;
}

/// @param buyer who owes for the goods or services
/// @param amount what the document is good for, in minor units, after the credit notes on it
/// @param currency ISO 4217 code
/// @param kind what kind of document it is
/// @param seller whom it is owed to
/// @param drawn how much of it is used; more than `amount` where a credit note came too late
struct Document {
    address buyer;
    uint64 amount;
    bytes3 currency;
    DocumentKind kind;
    address seller;
    uint64 drawn;
}

/// @dev A consumer is what rests on a document: a receivable by its number, or a transfer by the claim that it made
/// (ids of claims begin above all numbers of receivables).
interface IEvidenceRegistry {
    event DocumentRegistered(
        bytes32 indexed fingerprint,
        address indexed buyer,
        address indexed seller,
        uint64 amount,
        bytes3 currency,
        DocumentKind kind
    );
    /// @notice A credit note (red-letter document) lowers what a document is good for.
    /// @param left what the document is good for from now on
    event DocumentCredited(bytes32 indexed fingerprint, bytes32 indexed creditNote, uint64 amount, uint64 left);
    /// @param drawn the document's total after this drawing
    event EvidenceDrawn(bytes32 indexed fingerprint, uint256 indexed consumer, uint64 amount, uint64 drawn);
    /// @param drawn the document's total after this release
    event EvidenceReleased(bytes32 indexed fingerprint, uint256 indexed consumer, uint64 amount, uint64 drawn);

    error DocumentAlreadyRegistered(bytes32 fingerprint);
    error DocumentAmountOutOfRange(uint64 amount, uint64 largest);
    error DocumentWithoutCurrency(bytes3 currency);
    error DocumentWithoutKind(bytes32 fingerprint);
    error DocumentNeedsTwoParties(address buyer, address seller);
    error UnknownDocument(bytes32 fingerprint);
    error CreditExceedsDocument(bytes32 fingerprint, uint64 amount, uint64 requested);
    error DocumentOfOthers(bytes32 fingerprint, address buyer, address seller);
    error DocumentInOtherCurrency(bytes32 fingerprint, bytes3 currency);
    error DrawingWithoutAmount(bytes32 fingerprint);
    error EvidenceExceeded(bytes32 fingerprint, uint64 amount, uint64 drawn, uint64 requested);
    error NothingDrawn(bytes32 fingerprint, uint256 consumer);

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

    /// @notice Registers a credit note once, which lowers what a document is good for. What rests on the document
    /// already stays; nothing more can be drawn beyond what is left.
    function credit(bytes32 fingerprint, bytes32 creditNote, uint64 amount) external;

    /// @notice Uses up part of documents between `buyer` and `seller` for a consumer.
    /// @return total what was drawn in all, in minor units
    function draw(Drawing[] calldata drawings, address buyer, address seller, bytes3 currency, uint256 consumer)
        external
        returns (uint256 total);

    /// @notice Gives back what a consumer has drawn on these documents.
    /// @return total what was given back in all, in minor units
    function release(bytes32[] calldata fingerprints, uint256 consumer) external returns (uint256 total);

    /// @notice The document as it stands; reverts with `UnknownDocument` where there is none.
    function documentOf(bytes32 fingerprint) external view returns (Document memory);

    /// @notice What a consumer has drawn on a document, in minor units.
    function drawnBy(bytes32 fingerprint, uint256 consumer) external view returns (uint64);

    /// @notice The document that a credit note belongs to; zero where there is no such credit note.
    function creditedBy(bytes32 creditNote) external view returns (bytes32 fingerprint);
}
