"""What the contracts refuse about receivables, from offer to cancellation, in words."""

from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.wording import Wording

WORDINGS: dict[str, Wording] = {
    "CreditorIsDebtor": Wording(
        Refusal, "creditor_is_debtor", "{debtor} cannot owe to itself.", "Name the supplier as creditor."
    ),
    "FaceOutOfRange": Wording(
        Refusal,
        "face_out_of_range",
        "A face of {face} is not from 0.01 to {largest}.",
        "Issue several receivables.",
    ),
    "DueDayOutOfRange": Wording(
        Refusal,
        "due_date_out_of_range",
        "The due date {due_day} is not from {earliest} to {latest}.",
        "Choose a date within these bounds.",
    ),
    "UnknownReceivable": Wording(
        NotFound,
        "receivable_not_found",
        "There is no receivable {receivable} for you.",
        "See GET /v1/receivables.",
    ),
    "ReceivableNotOffered": Wording(
        Conflict,
        "receivable_not_offered",
        "Receivable {receivable} does not wait for acceptance.",
        "See its status with GET /v1/receivables.",
    ),
    "NotTheCreditor": Wording(
        Forbidden,
        "not_the_creditor",
        "Receivable {receivable} was not offered to {caller}.",
        "Only the creditor it was issued to can accept it.",
    ),
    "AcceptDayOutOfRange": Wording(
        Refusal,
        "accept_by_out_of_range",
        "The last day to accept, {accept_day}, is not from {earliest} to {latest}.",
        "Choose a day from today to the due date.",
    ),
    "IssuerOverdue": Wording(
        Conflict,
        "issuer_overdue",
        "{debtor} has been overdue since {since_day}.",
        "Pay what is overdue first; then issue.",
    ),
    "NotTheDebtor": Wording(
        Forbidden,
        "not_the_debtor",
        "Receivable {receivable} was not issued by {caller}.",
        "Only its debtor can take it back.",
    ),
    "AcceptanceTimeOver": Wording(
        Conflict,
        "acceptance_time_over",
        "The time to accept receivable {receivable} ended at {ended_at}.",
        "Ask the debtor to issue it again.",
    ),
    "AcceptanceTimeRuns": Wording(
        Conflict,
        "acceptance_time_runs",
        "Receivable {receivable} can be accepted until {ends_at}.",
        "Let it lapse afterwards; its debtor can withdraw it now.",
    ),
    "ReceivableNotActive": Wording(
        Conflict,
        "receivable_not_active",
        "Receivable {receivable} is not active.",
        "See its status with GET /v1/receivables.",
    ),
    "NotASide": Wording(
        Forbidden,
        "not_a_side",
        "{caller} is neither debtor nor first creditor of receivable {receivable}.",
        "Debtor and first creditor undo it together.",
    ),
    "CancellationProposedAlready": Wording(
        Conflict,
        "cancellation_proposed_already",
        "{by} has proposed to cancel receivable {receivable} already.",
        "The other side agrees, or the proposer retracts.",
    ),
    "CancellationNotProposed": Wording(
        Conflict,
        "cancellation_not_proposed",
        "Nobody has proposed to cancel receivable {receivable}.",
        "Propose it first.",
    ),
    "CancellationNeedsOtherSide": Wording(
        Forbidden,
        "cancellation_needs_other_side",
        "{by} has proposed to cancel receivable {receivable}; the other side must agree.",
        "Wait for the other side, or retract.",
    ),
    "CancellationOfOther": Wording(
        Forbidden,
        "cancellation_of_other",
        "{proposer} has proposed to cancel receivable {receivable}.",
        "Only the proposer retracts.",
    ),
    "ClaimNotWithCreditor": Wording(
        Conflict,
        "claim_not_with_creditor",
        "Claim {claim} is no longer with the first creditor.",
        "A receivable is cancelled while the first creditor has all of it.",
    ),
    "ClaimsDoNotAddUp": Wording(
        Conflict,
        "claims_do_not_add_up",
        "The claims are worth {sum}, receivable {receivable} has {outstanding} outstanding.",
        "Name every claim of the receivable.",
    ),
    "ReceivableNotMinted": Wording(
        NotFound,
        "receivable_not_active",
        "Receivable {receivable} has no claims.",
        "See its status with GET /v1/receivables.",
    ),
    "ReceivableMintedAlready": Wording(
        Conflict,
        "receivable_minted_already",
        "Receivable {receivable} has its claims already.",
        "Use them as they are.",
    ),
}
