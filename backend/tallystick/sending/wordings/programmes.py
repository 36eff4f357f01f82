"""What the contracts refuse about programmes, in words."""

from tallystick.refusal import NotFound, Refusal
from tallystick.sending.wording import Wording

WORDINGS: dict[str, Wording] = {
    "ProgrammeWithoutName": Wording(
        Refusal, "programme_without_name", "The programme has no name.", "Give it one."
    ),
    "ProgrammeWithoutCurrency": Wording(
        Refusal, "programme_without_currency", "{currency!r} is no currency code.", "Name an ISO 4217 code."
    ),
    "ProgrammeWithoutKind": Wording(
        Refusal,
        "programme_without_kind",
        "The programme does not say what its receivables are in law.",
        "Name the asset kind.",
    ),
    "ProgrammeWithoutRegime": Wording(
        Refusal, "programme_without_regime", "The programme names no legal regime.", "Name the legal regime."
    ),
    "ProgrammeWithoutDayCount": Wording(
        Refusal,
        "programme_without_day_count",
        "The programme names no day count.",
        "Use ACT/360 or ACT/365F.",
    ),
    "BillsCannotBeSplit": Wording(
        Refusal,
        "bills_cannot_be_split",
        "A bill of exchange that is endorsed in part is void, so bills cannot live on this ledger.",
        "Open the programme for claims (asset kind `claim`).",
    ),
    "RegimeNeedsApproval": Wording(
        Refusal,
        "regime_needs_approval",
        "This legal regime needs an approval id or filing number.",
        "Give the approval id, or use the plain claim register.",
    ),
    "OverdueRateOutOfRange": Wording(
        Refusal,
        "overdue_rate_out_of_range",
        "Interest of {ppm} millionths a day is above the largest that can be set, {largest}.",
        "Give it in millionths of what is overdue, a day: 500 is 0.05 %.",
    ),
    "TermOutOfRange": Wording(
        Refusal,
        "term_out_of_range",
        "{months} months is not a term from 1 to {longest} months.",
        "Choose a term within these bounds.",
    ),
    "UnknownProgramme": Wording(
        NotFound, "programme_not_found", "There is no programme {programme}.", "See GET /v1/programmes."
    ),
    "TokenOfferingNeedsApproval": Wording(
        Refusal,
        "token_offering_needs_approval",
        "A plain claim register may not offer tokens on its claims to investors.",
        "Open the programme on approved infrastructure with its approval id, or offshore with its filing number.",
    ),
    "PolicyCannotRelease": Wording(
        Refusal,
        "policy_cannot_release",
        "{policy} does not say what of {currency} may be paid, so that nothing ever would be.",
        "Name a policy that does, as the ledger's cross-border policy, or none.",
    ),
    "PolicyNotAContract": Wording(
        Refusal,
        "policy_not_a_contract",
        "There is no contract at {policy}.",
        "Name the address of a policy contract, or none.",
    ),
    "TermRuleNotAhead": Wording(
        Refusal,
        "term_rule_not_ahead",
        "A term rule from {from_day} comes too late; the earliest day is {earliest}.",
        "Let it take effect after today and after every rule before it.",
    ),
}
