"""What the financing desk refuses, in words."""

from tallystick.refusal import Conflict, Forbidden, Refusal
from tallystick.sending.wording import Wording

WORDINGS: dict[str, Wording] = {
    "NotTheLedger": Wording(
        Forbidden,
        "not_the_ledger",
        "{caller} is not the ledger that this desk serves.",
        "Sell through the ledger.",
    ),
    "NotAFinancier": Wording(
        Forbidden,
        "not_a_financier",
        "{account} has no account as a financier.",
        "Let the operator open one.",
    ),
    "LienReceiptMissing": Wording(
        Conflict,
        "lien_receipt_missing",
        "{financier} has no registration on record for claim {claim} as it is held now.",
        "No money moves before it: let the financier register its interest and record the receipt.",
    ),
    "LienReceiptUsed": Wording(
        Conflict,
        "lien_receipt_used",
        "The receipt {receipt} is on record for another claim already.",
        "Register this claim, and record that receipt.",
    ),
    "LienRecordedAlready": Wording(
        Conflict,
        "lien_recorded_already",
        "{financier} has the receipt {receipt} on record for claim {claim} already.",
        "There is nothing to do.",
    ),
    "QuoteNotSigned": Wording(
        Forbidden,
        "quote_not_signed",
        "The quote {quote} does not carry the signature of {financier}.",
        "Accept a quote as its financier gave it.",
    ),
    "QuoteEnded": Wording(
        Conflict,
        "quote_ended",
        "The quote {quote} was accepted or taken back already.",
        "Ask for another one.",
    ),
    "QuoteExpired": Wording(
        Conflict, "quote_expired", "The quote ended at {expiry}, and it is {time}.", "Ask for another one."
    ),
    "QuoteOfAnotherClaim": Wording(
        Conflict,
        "quote_of_another_claim",
        "The quote is for {value} of claim {claim} as somebody held it at epoch {epoch}.",
        "Ask for a quote on what you hold now.",
    ),
    "QuoteOfAnotherDay": Wording(
        Conflict,
        "quote_of_another_day",
        "The quote pays on {value_day}, which is not {today}, or comes after the claim is due.",
        "Ask for a quote for today.",
    ),
    "QuotePriceWrong": Wording(
        Refusal,
        "quote_price_wrong",
        "At the quote's own rate {expected} is paid, it says {proceeds}.",
        "Ask for a quote whose price and rate agree.",
    ),
    "PriceAboveFace": Wording(
        Refusal,
        "price_above_face",
        "A price of {proceeds} is above the face of {value}, and nothing has accrued on it.",
        "Pay at most the face.",
    ),
    "NotTheFinancier": Wording(
        Forbidden,
        "not_the_financier",
        "The quote is of {financier}, not of {caller}.",
        "Take back quotes of your own.",
    ),
}
