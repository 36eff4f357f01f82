"""What the contracts refuse about trade documents, in words."""

from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.wording import Wording

WORDINGS: dict[str, Wording] = {
    "DocumentAlreadyRegistered": Wording(
        Conflict,
        "document_already_registered",
        "A document or credit note of this number was registered before; its fingerprint is {fingerprint}.",
        "Draw on the document as registered; what is left of it, and its credit notes, are in GET /v1/documents.",
    ),
    "DocumentAmountOutOfRange": Wording(
        Refusal,
        "document_amount_out_of_range",
        "A document or credit note over {amount} is not over 0.01 to {largest}.",
        "Register one of an amount within these bounds.",
    ),
    "DocumentWithoutCurrency": Wording(
        Refusal, "document_without_currency", "{currency!r} is no currency code.", "Name an ISO 4217 code."
    ),
    "DocumentWithoutKind": Wording(
        Refusal, "document_without_kind", "The document has no kind.", "Name invoice, delivery or acceptance."
    ),
    "DocumentNeedsTwoParties": Wording(
        Refusal,
        "document_needs_two_parties",
        "Buyer and seller are one party.",
        "Name two different parties.",
    ),
    "UnknownDocument": Wording(
        NotFound,
        "document_not_found",
        "There is no document {fingerprint}.",
        "Register it first with POST /v1/documents.",
    ),
    "DocumentOfOthers": Wording(
        Forbidden,
        "document_of_others",
        "The document {fingerprint} is not between buyer {buyer} and seller {seller}.",
        "Draw on documents between these two; GET /v1/documents shows between whom each of yours is.",
    ),
    "DocumentInOtherCurrency": Wording(
        Refusal,
        "document_in_other_currency",
        "The document {fingerprint} is in {currency}, the programme is not.",
        "Draw on documents in the programme's currency.",
    ),
    "DrawingWithoutAmount": Wording(
        Refusal,
        "drawing_without_amount",
        "Nothing is drawn on {fingerprint}.",
        "Leave it out, or draw an amount.",
    ),
    "EvidenceExceeded": Wording(
        Conflict,
        "evidence_exceeded",
        "The document {fingerprint} is good for {amount}, {drawn} is drawn already, {requested} more is asked for.",
        "Draw at most what is left, or register a further document.",
    ),
    "EvidenceDoesNotMatchFace": Wording(
        Refusal,
        "evidence_does_not_match_face",
        "The documents are drawn on for {drawn}, the face is {face}.",
        "Let the drawings add up to the face exactly.",
    ),
    "EvidenceRequired": Wording(
        Refusal,
        "evidence_required",
        "Receivable {receivable} demands trade documents with every transfer.",
        "Offer it with documents (POST /v1/claims/<claim>/offers); the recipient's acceptance draws on them.",
    ),
    "CreditExceedsDocument": Wording(
        Refusal,
        "credit_exceeds_document",
        "The document {fingerprint} is good for {amount}, the credit note is over {requested}.",
        "Register a credit note over at most what the document is good for.",
    ),
    "NothingDrawn": Wording(
        Refusal,
        "nothing_drawn",
        "Nothing is drawn on {fingerprint} for this.",
        "Name the documents that it rests on, each once.",
    ),
    "EvidenceNotAllReleased": Wording(
        Refusal,
        "evidence_not_all_released",
        "The documents give back {released}, the face is {face}.",
        "Name every document that the receivable rests on.",
    ),
    "EvidenceDoesNotMatchValue": Wording(
        Refusal,
        "evidence_does_not_match_value",
        "The documents are drawn on for {drawn}, {value} is offered.",
        "Let the drawings add up to the value exactly.",
    ),
}
