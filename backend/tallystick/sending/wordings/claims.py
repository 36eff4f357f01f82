"""What the contracts refuse about claims and their movements, in words."""

from tallystick.refusal import Conflict, Forbidden, Invalid, Refusal
from tallystick.sending.wording import Wording

NOT_YOUR_CLAIM = "not_your_claim"
NOT_YOURS = "Claim {claim} is not among the claims that you hold or may move."
SEE_CLAIMS = "See your claims with GET /v1/claims."

WORDINGS: dict[str, Wording] = {
    "ERC721NonexistentToken": Wording(Forbidden, NOT_YOUR_CLAIM, NOT_YOURS, SEE_CLAIMS),
    "ERC721InsufficientApproval": Wording(Forbidden, NOT_YOUR_CLAIM, NOT_YOURS, SEE_CLAIMS),
    "ERC721IncorrectOwner": Wording(Forbidden, NOT_YOUR_CLAIM, NOT_YOURS, SEE_CLAIMS),
    "ERC721InvalidApprover": Wording(
        Forbidden, "not_your_claim_to_approve", "{approver} does not hold the claim.", SEE_CLAIMS
    ),
    "ERC721InvalidOperator": Wording(
        Refusal,
        "invalid_operator",
        "{operator} cannot be an operator.",
        "Name the address of a party's wallet.",
    ),
    "ERC721InvalidOwner": Wording(
        Refusal, "invalid_owner", "{owner} cannot hold claims.", "Name a party's wallet."
    ),
    "ERC721InvalidSender": Wording(
        Refusal, "invalid_sender", "{sender} cannot send claims.", "Name a party's wallet."
    ),
    "ERC721InvalidReceiver": Wording(
        Refusal,
        "invalid_recipient",
        "{receiver} does not take claims.",
        "Name a recipient with an account; where its wallet is a contract, one that takes what it is asked about.",
    ),
    "AllowanceExceeded": Wording(Forbidden, NOT_YOUR_CLAIM, NOT_YOURS, SEE_CLAIMS),
    "SlotsDiffer": Wording(
        Refusal,
        "receivables_differ",
        "The claims {fromClaim} and {toClaim} belong to different receivables.",
        "Value moves between claims of one receivable only.",
    ),
    "ValueExceeded": Wording(
        Conflict,
        "value_exceeded",
        "Claim {claim} has a face of {value}, {requested} is asked for.",
        "Move at most what the claim has.",
    ),
    "ValueMissing": Wording(
        Refusal, "value_missing", "Nothing is to move out of claim {claim}.", "Name an amount."
    ),
    "SplitNeedsTwoParts": Wording(
        Refusal,
        "split_needs_two_parts",
        "Claim {claim} is to be cut into fewer than two parts.",
        "Name two or more parts.",
    ),
    "SplitIntoNothing": Wording(
        Refusal,
        "split_into_nothing",
        "Part {part} of claim {claim} would be empty.",
        "Give every part an amount.",
    ),
    "SplitDoesNotAddUp": Wording(
        Refusal,
        "split_does_not_add_up",
        "The parts of claim {claim} add up to {sum}, its face is {value}.",
        "Let the parts add up to the face exactly.",
    ),
    "NoClaimsNamed": Wording(Invalid, "no_claims_named", "No claim is named.", "Name at least one claim."),
    "BooksClosed": Wording(
        Conflict,
        "books_closed",
        "Receivable {receivable} fell due at {dueAt}; its claims no longer split or exchange value.",
        "Hand over whole claims, or collect them.",
    ),
    "AcceptanceRequired": Wording(
        Refusal,
        "acceptance_required",
        "The programme demands that {recipient} signs for what it receives.",
        "Offer it (POST /v1/claims/<claim>/offers); the recipient accepts it.",
    ),
    "ClaimWornOut": Wording(
        Conflict,
        "claim_worn_out",
        "Claim {claim} has changed hands as often as a claim can.",
        "Move its value into a new claim instead.",
    ),
    "ClaimIsFrozen": Wording(
        Conflict,
        "claim_frozen",
        "Claim {claim} is frozen by an authority's order.",
        "Wait until the authority has lifted it.",
    ),
    "ClaimIsEncumbered": Wording(
        Conflict,
        "claim_encumbered",
        "Claim {claim} is encumbered for the benefit of another.",
        "Ask the beneficiary to release it.",
    ),
    "ClaimCarriesRecourse": Wording(
        Conflict,
        "claim_with_recourse",
        "A seller answers for claim {claim}: its value is not mixed with other value, nor pledged.",
        "Pass on the whole claim or parts of it, or let its holder waive the recourse.",
    ),
    "NoRecourse": Wording(
        Conflict, "no_recourse", "Nobody answers for claim {claim}.", "There is nothing to waive."
    ),
    "NotTiedToDesk": Wording(
        Forbidden,
        "not_tied_to_desk",
        "Claim {claim} is not tied to {desk}.",
        "The desk that it is tied to hands it over as was agreed.",
    ),
    "ReceivableIsPaused": Wording(
        Conflict,
        "receivable_paused",
        "Receivable {receivable} is paused by the operator.",
        "Try again when it is resumed.",
    ),
    "ReceivableIsNotPaused": Wording(
        Conflict,
        "receivable_not_paused",
        "Receivable {receivable} is not paused.",
        "There is nothing to resume.",
    ),
    "NoPartsNamed": Wording(
        Invalid,
        "no_parts_named",
        "No part of claim {claim} is named.",
        "Name at least one recipient and value.",
    ),
    "MergeIntoItself": Wording(
        Refusal,
        "merge_into_itself",
        "Claim {claim} is to be merged into itself.",
        "Name the other claims only.",
    ),
    "OwnersDiffer": Wording(
        Forbidden,
        "owners_differ",
        "The claims {from_claim} and {to_claim} are not in one hand.",
        "Merge claims of one holder.",
    ),
    "InvalidBeneficiary": Wording(
        Refusal,
        "invalid_beneficiary",
        "{beneficiary} cannot benefit from claim {claim}.",
        "Name another party than the holder.",
    ),
    "NotTheBeneficiary": Wording(
        Forbidden,
        "not_the_beneficiary",
        "{caller} has no interest in claim {claim} to release.",
        "Only the beneficiary releases it.",
    ),
    "NotTheOwner": Wording(
        Forbidden,
        "not_the_owner",
        "{caller} does not act for {owner}.",
        "Give operators for your own claims only.",
    ),
    "NothingAllowed": Wording(
        Conflict,
        "nothing_allowed",
        "{operator} may take nothing out of claim {claim}.",
        "See what is offered to you with GET /v1/allowances.",
    ),
}
