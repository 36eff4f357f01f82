"""What the market for notes refuses."""

from tallystick.refusal import Conflict, Forbidden, NotFound, Refusal
from tallystick.sending.wording import Wording

WORDINGS = {
    "OrderAmountOutOfRange": Wording(
        Refusal,
        "order_amount_out_of_range",
        "An order over {amount} is not one over 0.01 to {largest}.",
        "Give an amount within these bounds.",
    ),
    "MinimumOutOfRange": Wording(
        Refusal,
        "minimum_out_of_range",
        "A smallest fill of {minimum} is not from 0.01 to the {amount} of the order.",
        "Give one within these bounds.",
    ),
    "ExpiryNotAhead": Wording(
        Refusal,
        "expiry_not_ahead",
        "The order would end at {expiry}, and it is {time}.",
        "Give a time that is ahead.",
    ),
    "UnknownOrder": Wording(
        NotFound,
        "order_not_found",
        "There is no order {order}.",
        "Look the order up in the list.",
    ),
    "OrderHasEnded": Wording(
        Conflict,
        "order_ended",
        "Order {order} was filled, cancelled, or put away after its time.",
        "Choose another order, or place one.",
    ),
    "OrderHasExpired": Wording(
        Conflict,
        "order_expired",
        "Order {order} could be filled before {expiry}.",
        "Choose another order, or place one.",
    ),
    "OrderNotExpired": Wording(
        Conflict,
        "order_not_expired",
        "Order {order} stands until {expiry}.",
        "Wait until then; its maker may cancel it at any time.",
    ),
    "NotTheMaker": Wording(
        Forbidden,
        "not_the_maker",
        "Order {order} was not placed by {caller}.",
        "Only who has placed an order cancels it.",
    ),
    "FillExceedsOrder": Wording(
        Conflict,
        "fill_exceeds_order",
        "Of order {order} {left} is left, not {amount}.",
        "Fill at most that.",
    ),
    "FillBelowMinimum": Wording(
        Refusal,
        "fill_below_minimum",
        "Order {order} is filled by {minimum} at least, not by {amount}.",
        "Fill at least that, or all that is left.",
    ),
    "PriceBeyondLimit": Wording(
        Conflict,
        "price_beyond_limit",
        "The price is {price} today, which is not within the limit of {limit} for order {order}.",
        "Ask for the price again and give the limit anew.",
    ),
    "CurveChanged": Wording(
        Conflict,
        "curve_changed",
        "It is offered at version {placed_under} of the discount curve, and version {now} prices now.",
        "Place it anew, at the curve that prices now.",
    ),
    "FillPaysNothing": Wording(
        Refusal,
        "fill_pays_nothing",
        "For {remaining_days} days the discount would take all of {amount}.",
        "Name a lower rate, or wait until fewer days remain.",
    ),
    "SelfTrade": Wording(
        Refusal,
        "self_trade",
        "{maker}, which placed order {order}, and {taker} are one party.",
        "Fill orders of others; cancel your own.",
    ),
    "NotesNotApproved": Wording(
        Conflict,
        "notes_not_approved",
        "The market may take {approved} of the notes of {seller}, {amount} is needed.",
        "Let the seller approve the market for its notes first.",
    ),
    "MoneyNotApproved": Wording(
        Conflict,
        "payment_not_approved",
        "The market may take {approved} out of the wallet of {buyer}, {price} is needed.",
        "Let the buyer approve the market for its e-CNY first.",
    ),
}
