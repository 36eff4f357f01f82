"""What the contracts of cross-border trade refuse: feeds, fixings, milestones, and the policy."""

from tallystick.refusal import Conflict, Forbidden, Refusal
from tallystick.sending.wording import Wording

_WAIT = "Settlement goes on by itself when the feed is good again."

WORDINGS = {
    "AnswerFromTheFuture": Wording(
        Conflict,
        "rate_from_the_future",
        "The feed {source} says how it is at {updated_at}, and it is {time}.",
        _WAIT,
    ),
    "AnswerNotPositive": Wording(
        Conflict, "rate_not_positive", "The feed {source} answers {answer}, which is no rate.", _WAIT
    ),
    "AnswerOutOfBounds": Wording(
        Conflict,
        "rate_out_of_bounds",
        "The feed {source} answers {answer}, which is not from {least} to {most}.",
        _WAIT,
    ),
    "AnswerStale": Wording(
        Conflict,
        "rate_stale",
        "The feed {source} has said nothing since {updated_at}, for more than {heartbeat} seconds.",
        _WAIT,
    ),
    "AnswersDeviate": Wording(
        Conflict,
        "rates_deviate",
        "The feeds of {currency} answer {answer} and {second}, more than {deviation_ppm} ppm apart.",
        _WAIT,
    ),
    "FeedIncomplete": Wording(
        Refusal,
        "feed_incomplete",
        "The feed {source} of {currency} is no contract, or lacks direction, heartbeat or bounds.",
        "Name a feed's contract, which way round it quotes, its heartbeat and its bounds.",
    ),
    "FeedsAreOne": Wording(
        Refusal, "feeds_are_one", "{source} cannot be both feeds of {currency}.", "Name two different feeds."
    ),
    "FeedsNotSet": Wording(
        Conflict, "feeds_not_set", "No feeds of {currency} are named.", "Let the host name two."
    ),
    "RoundWentBack": Wording(
        Conflict,
        "round_went_back",
        "The feed {source} answers in round {round}, after it had come to {last}.",
        _WAIT,
    ),
    "TooManyDecimals": Wording(
        Conflict, "too_many_decimals", "The feed {source} answers with {decimals} decimals.", _WAIT
    ),
    "AnswerTooLarge": Wording(
        Refusal, "answer_too_large", "{answer} is larger than any answer.", "Report what the source says."
    ),
    "NoSuchRound": Wording(
        Conflict, "round_not_found", "The feed has no round {round}.", "See which rounds it has."
    ),
    "NotTheReporter": Wording(
        Forbidden, "not_the_reporter", "{caller} does not report to this feed.", "Its reporter does."
    ),
    "FeedDecimalsOutOfRange": Wording(
        Refusal, "feed_decimals_out_of_range", "{decimals} decimals are more than {most}.", "Name fewer."
    ),
    "FeedWithoutDescription": Wording(
        Refusal, "feed_without_description", "A feed says what it quotes.", "Say so, as in USD / CNY."
    ),
    "FeedWithoutReporter": Wording(
        Refusal, "feed_without_reporter", "A feed has somebody who pushes to it.", "Name its reporter."
    ),
    "FactorsNotSet": Wording(
        Conflict,
        "factors_not_set",
        "Nobody has said what milestones are worth under programme {programme}.",
        "Let the host say so (`set-factors`).",
    ),
    "FactorsOutOfOrder": Wording(
        Refusal,
        "factors_out_of_order",
        "What milestones are worth under programme {programme} falls, passes the whole or is nothing at all.",
        "Name four numbers of at most 1000000, none smaller than the one before, the last above 0.",
    ),
    "NothingToValue": Wording(
        Refusal, "nothing_to_value", "Receivable {receivable} is owed in CNY.", "It is worth its face."
    ),
    "ValueOutOfRange": Wording(
        Refusal,
        "value_out_of_range",
        "Receivable {receivable} comes to {fen} fen, more than the ledger counts.",
        "Report this answer to the operator.",
    ),
    "ConvertedOutOfRange": Wording(
        Refusal,
        "converted_out_of_range",
        "Receivable {receivable} comes to {owed}, more than the ledger counts.",
        "Report this answer to the operator.",
    ),
    "FallbackAgreedAlready": Wording(
        Conflict,
        "fallback_agreed_already",
        "Programme {programme} has agreed on {after_days} days.",
        "What is agreed on stays.",
    ),
    "FallbackOutOfRange": Wording(
        Refusal, "fallback_out_of_range", "{after_days} days are not 1 to 366.", "Name 1 to 366 days."
    ),
    "FixedAlready": Wording(
        Conflict,
        "fixed_already",
        "The rate of receivable {receivable} is fixed.",
        "It governs every payment; nothing has to be done.",
    ),
    "NotFixed": Wording(
        Conflict,
        "not_fixed",
        "The rate of receivable {receivable} is not fixed yet.",
        "From its due day on, have it fixed first.",
    ),
    "NotYetToFix": Wording(
        Conflict,
        "not_yet_to_fix",
        "The rate of receivable {receivable} is fixed from {not_before} on.",
        "Wait until its due day.",
    ),
    "NothingToFix": Wording(
        Refusal, "nothing_to_fix", "Receivable {receivable} is owed in CNY.", "Fund it as it is."
    ),
    "AttestationNotSigned": Wording(
        Refusal,
        "attestation_not_signed",
        "{signer} has not signed this statement.",
        "Have the carrier sign exactly what is stated.",
    ),
    "AttestationWithoutDocument": Wording(
        Refusal,
        "attestation_without_document",
        "A milestone rests on a paper.",
        "Name the hash of the bill of lading, the declaration or the delivery note.",
    ),
    "MilestoneOutOfOrder": Wording(
        Conflict,
        "milestone_out_of_order",
        "The goods of receivable {receivable} are «{reached}»; «{milestone}» does not come next.",
        "State shipped, customs and delivered one after the other.",
    ),
    "MilestoneTimeOutOfRange": Wording(
        Refusal,
        "milestone_time_out_of_range",
        "{occurred_at} is not from {not_before} to {not_after}.",
        "State when it happened: after the milestone before, and not in the future.",
    ),
    "NotACarrier": Wording(
        Forbidden,
        "not_a_carrier",
        "{signer} does not state milestones.",
        "Let a carrier sign that the host has appointed.",
    ),
    "CountryNotListed": Wording(
        Refusal,
        "country_not_listed",
        "{wallet} is at home in country {country}, which takes no part in the programme.",
        "Give to somebody in a country of the programme.",
    ),
    "CurrencyIsHome": Wording(
        Refusal,
        "currency_is_home",
        "Programme {programme} is in CNY: nothing of it crosses a border.",
        "Name a programme in a foreign currency.",
    ),
    "LimitsIncomplete": Wording(
        Refusal,
        "limits_incomplete",
        "The limits of programme {programme} lack a cap, a window or a list of countries.",
        "Name both caps, the seconds of the window and the number of a list.",
    ),
    "NotReleased": Wording(
        Conflict,
        "not_released",
        "Receivable {receivable} is paid when its goods are «{released_at}», and they are «{reached}».",
        "Have the carrier's statement brought.",
    ),
    "OwnerIncomplete": Wording(
        Refusal,
        "owner_incomplete",
        "{wallet} needs both a group of owners and a country, or neither.",
        "Name both, or neither to admit it no longer.",
    ),
    "ProgrammeIsSuspended": Wording(
        Conflict,
        "programme_suspended",
        "An authority has stopped everything under programme {programme}.",
        "Wait until it lifts its order.",
    ),
    "ProgrammeWithoutLimits": Wording(
        Conflict,
        "programme_without_limits",
        "Programme {programme} has no limits yet.",
        "Let the host set them.",
    ),
    "PurposeNotAllowed": Wording(
        Refusal,
        "purpose_not_allowed",
        "{purpose} is no purpose of programme {programme}.",
        "Name one that the host has allowed.",
    ),
    "PurposeNotDeclared": Wording(
        Conflict,
        "purpose_not_declared",
        "Nobody has said what receivable {receivable} is for.",
        "Let the debtor declare its purpose before it is accepted.",
    ),
    "PurposeStands": Wording(
        Conflict,
        "purpose_declared_already",
        "Receivable {receivable} is for {purpose}.",
        "What is declared stays; withdraw the receivable and issue another.",
    ),
    "TransactionCapExceeded": Wording(
        Conflict,
        "transaction_cap_exceeded",
        "{moved} have moved in this transaction; with {amount} more it would be above {cap}.",
        "Move no more than the cap in one transaction.",
    ),
    "WalletNotAdmitted": Wording(
        Refusal,
        "wallet_not_admitted",
        "{wallet} takes no part in cross-border trade.",
        "Let the operator admit it, with its owners and its country.",
    ),
    "WindowCapExceeded": Wording(
        Conflict,
        "window_cap_exceeded",
        "With {amount} more the owners behind the recipient would get above {cap} within the window.",
        "Wait until the window has moved on; what waits is not overdue.",
    ),
}
