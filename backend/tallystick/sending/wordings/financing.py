"""What the financing desk refuses, in words."""

from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.wording import Wording

SEE_AGREEMENTS = "See GET /v1/agreements."

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
    "NotTheSettlement": Wording(
        Forbidden,
        "not_the_settlement",
        "{caller} is not the settlement that this desk serves.",
        "Collect through the settlement.",
    ),
    "PrincipalOutOfRange": Wording(
        Refusal,
        "principal_out_of_range",
        "{principal} is not within 0.01 and the {value} that is pledged.",
        "Lend at most what is pledged.",
    ),
    "RepayDayPassed": Wording(
        Refusal,
        "repay_day_passed",
        "The loan is to be repaid by {repay_day}, before {value_day} when it is paid out.",
        "Ask for a quote that leaves time to repay.",
    ),
    "UnknownAgreement": Wording(
        NotFound, "agreement_not_found", "There is no agreement {agreement}.", SEE_AGREEMENTS
    ),
    "NotALoan": Wording(
        Conflict,
        "not_a_loan",
        "Agreement {agreement} is the recourse of a sale.",
        "The seller buys the claim back, or its holder waives the recourse.",
    ),
    "NotOwedTo": Wording(
        Forbidden,
        "not_owed_to",
        "Nothing is owed to {caller} under agreement {agreement}.",
        SEE_AGREEMENTS,
    ),
    "NotTheObligor": Wording(
        Forbidden,
        "not_the_obligor",
        "{caller} does not answer for the claim of agreement {agreement}.",
        "Only who sold it with recourse buys it back.",
    ),
    "PaymentExceedsDebt": Wording(
        Conflict,
        "payment_exceeds_debt",
        "{owed} is owed under agreement {agreement} today, {amount} is paid.",
        "Pay at most what is owed.",
    ),
    "PaymentMissing": Wording(
        Refusal, "payment_missing", "Nothing is paid on agreement {agreement}.", "Pay 0.01 or more."
    ),
    "LoanNotOverdue": Wording(
        Conflict,
        "loan_not_overdue",
        "The loan {agreement} may be repaid until {repay_day}.",
        "Its pledge can be sold from the next day on.",
    ),
    "PledgeGone": Wording(
        Conflict,
        "pledge_gone",
        "Nothing is pledged for agreement {agreement} any more.",
        "What is still owed is paid by who owes it.",
    ),
    "RecourseNotGiven": Wording(
        Conflict,
        "recourse_not_given",
        "Nobody answers for the pledge of agreement {agreement} when it is sold.",
        "Let the buyer quote without recourse.",
    ),
    "BuyerIsParty": Wording(
        Conflict,
        "buyer_is_party",
        "{buyer} is a side of agreement {agreement}: a pledge does not become its lender's own.",
        "Let a third party quote.",
    ),
    "PriceBelowReserve": Wording(
        Conflict,
        "price_below_reserve",
        "The pledge of agreement {agreement} is sold at {reserve_ppm} millionths a year at most, not at {rate_ppm}.",
        "Let a third party quote a lower rate.",
    ),
    "RecourseNotDue": Wording(
        Conflict,
        "recourse_not_due",
        "Claim {claim} is due on {due_day}.",
        "Its seller buys it back from the next day on.",
    ),
    "DebtorNotInDefault": Wording(
        Conflict,
        "debtor_not_in_default",
        "The debtor of claim {claim} is not in default: it has paid, or may still pay within the days of grace.",
        "Collect what was paid, or wait.",
    ),
    "ClaimWithoutRecourse": Wording(
        NotFound,
        "recourse_not_found",
        "There is no recourse on claim {claim}.",
        SEE_AGREEMENTS,
    ),
}
