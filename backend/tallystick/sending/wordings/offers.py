"""What the contracts refuse about offers, in words."""

from tallystick.refusal import Conflict, Forbidden, Refusal
from tallystick.sending.wording import Wording

WORDINGS: dict[str, Wording] = {
    "OfferToOneself": Wording(
        Refusal, "offer_to_oneself", "{holder} holds claim {claim} already.", "Offer it to another party."
    ),
    "OfferExpired": Wording(
        Conflict,
        "offer_expired",
        "The offer ends at {expiry}; it is {time}.",
        "It takes an offer with a later end.",
    ),
    "OfferExpiryTooLate": Wording(
        Refusal,
        "offer_expiry_too_late",
        "The offer would end {requested_expiry} seconds after 1970 began; the latest end is {latest_expiry}.",
        "Name an end within people's calendars.",
    ),
    "OfferNotOpen": Wording(
        Conflict,
        "offer_not_open",
        "The offer {id} does not stand: it was answered, or the claim has moved on.",
        "See your offers with GET /v1/offers.",
    ),
    "OfferStandsAlready": Wording(
        Conflict,
        "offer_stands_already",
        "The very same offer stands already as {id}.",
        "Wait for its answer, or withdraw it.",
    ),
    "NotTheRecipient": Wording(
        Forbidden,
        "not_the_recipient",
        "The offer {id} was not made to {caller}.",
        "Only the recipient answers it.",
    ),
}
