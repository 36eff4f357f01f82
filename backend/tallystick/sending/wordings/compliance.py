"""What the rules of an offering refuse."""

from tallystick.refusal import Conflict, Forbidden, Refusal
from tallystick.sending.wording import Wording

WORDINGS = {
    "TokenNotBound": Wording(
        Conflict,
        "token_not_bound",
        "{token} is not under these rules.",
        "Let their owner put it under them.",
    ),
    "TokenIsBound": Wording(
        Conflict,
        "token_bound_already",
        "{token} is under these rules already.",
        "Nothing has to be done.",
    ),
    "NotTheBinder": Wording(
        Forbidden,
        "not_the_binder",
        "{caller} does not say what is under these rules.",
        "Let their owner do it.",
    ),
    "TooManyModules": Wording(
        Refusal,
        "too_many_modules",
        "{modules} rules are more than {most}.",
        "Take fewer.",
    ),
    "ModuleNamedTwice": Wording(
        Refusal,
        "module_named_twice",
        "The rule {module} is named twice.",
        "Name each once.",
    ),
    "NotAModule": Wording(
        Refusal,
        "not_a_module",
        "{module} is no rule that could be asked.",
        "Name one of the modules of this ledger.",
    ),
    "SettingOutOfRange": Wording(
        Refusal,
        "setting_out_of_range",
        "A rule cannot be set to {setting}.",
        "See what the rule can be set to.",
    ),
    "MaximumBalanceExceeded": Wording(
        Conflict,
        "maximum_balance_exceeded",
        "With {amount} more {holder} would have too many of these notes; nobody may have more than {most}.",
        "Give less.",
    ),
    "TooManyHolders": Wording(
        Conflict,
        "too_many_holders",
        "These notes would have {holders} holders, and may have {most}.",
        "Give them to somebody who holds some already.",
    ),
    "CountryNotAllowed": Wording(
        Refusal,
        "country_not_allowed",
        "{holder} is at home in country {country}, to which these notes are not offered.",
        "Give them to somebody in a country of the offering.",
    ),
    "NoCountries": Wording(
        Refusal,
        "countries_missing",
        "A list of no countries lets nobody in.",
        "Name at least one.",
    ),
    "UnknownCountry": Wording(
        Refusal,
        "unknown_country",
        "{country} is no country's number.",
        "Give its number by ISO 3166-1: 1 to 999.",
    ),
    "LockedUp": Wording(
        Conflict,
        "notes_locked_up",
        "Not so much of what {holder} got from others is free before {until}; it is {time}.",
        "Give less, or wait until then.",
    ),
    "CheckpointUnorderedInsertion": Wording(
        Conflict,
        "history_out_of_order",
        "What a holder has got is written down in the order in which it comes.",
        "Report this answer to the operator.",
    ),
    "TransferLimitExceeded": Wording(
        Conflict,
        "transfer_limit_exceeded",
        "{holder} has passed on or unwrapped {passed} in this period; {amount} more would exceed {limit}.",
        "Give less, or wait for the next period.",
    ),
}
