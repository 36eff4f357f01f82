"""What the settlement refuses, in words."""

from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.wording import Wording

WORDINGS: dict[str, Wording] = {
    "NotTheMoney": Wording(
        Forbidden,
        "not_the_money",
        "{caller} is not the money that this ledger settles in.",
        "Set aside e-CNY of this ledger.",
    ),
    "PurposeUnknown": Wording(
        NotFound,
        "purpose_unknown",
        "There is no receivable {purpose}.",
        "Name as the purpose the number of the receivable that is to be paid.",
    ),
    "FundingConditional": Wording(
        Refusal,
        "funding_conditional",
        "What pays receivable {receivable} is for whoever holds its claims, and does not end.",
        "Name neither a payee nor an expiry.",
    ),
    "CurrencyNotSettled": Wording(
        Refusal,
        "currency_not_settled",
        "Receivable {receivable} is in {currency}, which is not paid in e-CNY here.",
        "Pay it outside the ledger.",
    ),
    "FundingExceedsDebt": Wording(
        Conflict,
        "funding_exceeds_debt",
        "On receivable {receivable} {owed} is owed today, {amount} is offered.",
        "Set aside at most what is owed; see the receivable's settlement.",
    ),
    "FundingNotInFull": Wording(
        Conflict,
        "funding_not_in_full",
        "Receivable {receivable} was funded in many parts: only the rest of {owed} can follow, {amount} is offered.",
        "Set aside all that is owed.",
    ),
    "NotYetDue": Wording(
        Conflict,
        "not_yet_due",
        "Receivable {receivable} falls due at {due_at}.",
        "Its claims are paid from then on.",
    ),
    "NothingToCollect": Wording(
        Conflict,
        "nothing_to_collect",
        "There is nothing to collect on claim {claim}: it has been paid all that was funded.",
        "Wait for the debtor's next funding.",
    ),
    "NothingToPay": Wording(
        Refusal,
        "nothing_to_pay",
        "There is nothing to pay to {payee}: it has no notes, or has been paid all that was funded.",
        "Wait until the debtor has funded more.",
    ),
    "HeldByDesk": Wording(
        Refusal,
        "held_by_desk",
        "The desk {desk} has title to claim {claim}, for others.",
        "Have the holders of the notes on it paid.",
    ),
}
