"""What is refused about disputes, in words."""

from tallystick.refusal import Conflict, Forbidden, NotFound
from tallystick.sending.wording import Wording

WORDINGS: dict[str, Wording] = {
    "ClaimIsDisputed": Wording(
        Conflict,
        "claim_disputed",
        "Claim {claim} is disputed by its debtor, or undone by a credit note.",
        "Everything but financing and merging it goes on; settle the dispute with its debtor.",
    ),
    "ClaimIsNotDisputed": Wording(
        Conflict, "claim_not_disputed", "Claim {claim} is not disputed.", "There is nothing to do."
    ),
    "NotAReceivableOf": Wording(
        Forbidden,
        "not_the_debtor",
        "Receivable {receivable} is not owed by {caller}.",
        "Only who owes disputes it.",
    ),
    "CreditNoteUnknown": Wording(
        NotFound, "credit_note_not_found", "There is no credit note {credit_note}.", "Register it first."
    ),
    "CreditExceeded": Wording(
        Conflict,
        "credit_exceeded",
        "Document {fingerprint} is short of {short}; {disputed} is disputed for it already, {requested} is asked for.",
        "Dispute at most what is missing.",
    ),
}
