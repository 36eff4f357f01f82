"""What auctions for early payment refuse."""

from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.wording import Wording

WORDINGS = {
    "AuctionTermsMalformed": Wording(
        Refusal,
        "auction_terms_malformed",
        "The purpose {purpose} of the hold does not name the terms of an auction.",
        "Name programme, closing, and whether all are paid at one rate.",
    ),
    "HoldForOnePayee": Wording(
        Refusal,
        "hold_for_one_payee",
        "The hold is for {payee} alone.",
        "Place a hold without a payee: whoever sells is paid from it.",
    ),
    "ClosingPassed": Wording(
        Refusal,
        "closing_passed",
        "The auction would close at {ended_at}, and it is {time}.",
        "Let it close later.",
    ),
    "HoldEndsTooSoon": Wording(
        Refusal,
        "hold_ends_too_soon",
        "The hold ends at {expiry}; there is time to clear the auction if it lasts until {until}.",
        "Let the hold last longer, or without an end.",
    ),
    "CurrencyNotPaid": Wording(
        Refusal,
        "currency_not_paid",
        "Receivables of programme {programme} are owed in {currency}, e-CNY is in CNY.",
        "Pay receivables of a programme in CNY early.",
    ),
    "UnknownAuction": Wording(
        NotFound,
        "auction_not_found",
        "There is no auction {auction}.",
        "Name one that was opened.",
    ),
    "AuctionOver": Wording(
        Conflict,
        "auction_over",
        "Auction {auction} was cleared or cancelled.",
        "See what it has paid, or take part in another one.",
    ),
    "AuctionClosed": Wording(
        Conflict,
        "auction_closed",
        "Auction {auction} closed at {ended_at}: offers are neither made nor withdrawn any more.",
        "Have it cleared; notes that you no longer allow it to move stay yours.",
    ),
    "AuctionRuns": Wording(
        Conflict,
        "auction_runs",
        "Auction {auction} takes offers until {ends_at}.",
        "Have it cleared from then on.",
    ),
    "AuctionLapsed": Wording(
        Conflict,
        "auction_lapsed",
        "The hold of auction {auction} ended at {expiry} before it was cleared.",
        "Its debtor takes its money back by returning the hold, and may open another auction.",
    ),
    "AuctionHasOffers": Wording(
        Conflict,
        "auction_has_offers",
        "Auction {auction} has {offers} offers, which its budget is bound to.",
        "Have it cleared once it has closed.",
    ),
    "NotTheAuctionsDebtor": Wording(
        Forbidden,
        "not_the_auctions_debtor",
        "{caller} has not opened auction {auction}.",
        "Only its debtor cancels it.",
    ),
    "TooManyOffers": Wording(
        Conflict,
        "too_many_offers",
        "Auction {auction} has {most} offers, and takes no more.",
        "Offer in the next one.",
    ),
    "OfferedAlready": Wording(
        Conflict,
        "offered_already",
        "You offer notes on receivable {receivable} already, by offer {offer}.",
        "Withdraw that one first.",
    ),
    "UnknownOffer": Wording(
        NotFound,
        "offer_not_found",
        "There is no offer {offer}, or it was withdrawn.",
        "Name one that stands.",
    ),
    "NotTheSeller": Wording(
        Forbidden,
        "not_the_seller",
        "{caller} has not made offer {offer}.",
        "Only its seller withdraws it.",
    ),
    "NotPaidEarlyHere": Wording(
        Refusal,
        "not_paid_early_here",
        "Receivable {receivable} is not one of the debtor and programme of auction {auction}.",
        "Offer notes on a receivable that its debtor owes under its programme.",
    ),
    "NotEarly": Wording(
        Refusal,
        "not_early",
        "Receivable {receivable} is due on {due_day}, and is paid early if it is due on {earliest} or later.",
        "Have it paid when it is due.",
    ),
    "RateBelowCurve": Wording(
        Refusal,
        "rate_below_curve",
        "{rate_ppm} millionths a year are below the {least_ppm} that the programme's curve asks for so many days.",
        "Offer at that rate or a higher one.",
    ),
    "OfferLeavesNothing": Wording(
        Refusal,
        "offer_leaves_nothing",
        "Of {amount} the discount takes {discount}.",
        "Offer more, or at a lower rate.",
    ),
    "OwnDebt": Wording(
        Refusal,
        "own_debt",
        "{seller} belongs to the debtor {debtor}.",
        "A debtor does not pay itself early.",
    ),
    "HintTooFarDown": Wording(
        Conflict,
        "hint_too_far_down",
        "Offer {hint} at {hint_ppm} millionths a year comes after one at {rate_ppm}.",
        "Ask for the position again, or begin at the top with 0.",
    ),
    "NotItself": Wording(
        Forbidden,
        "not_itself",
        "{caller} is not the auctions' own contract, which alone delivers.",
        "Have the auction cleared.",
    ),
    "GasMissing": Wording(
        Refusal,
        "gas_missing",
        "{gas_left} gas is left, and {gas_needed} is set aside for each offer.",
        "Send the transaction with more gas.",
    ),
}
