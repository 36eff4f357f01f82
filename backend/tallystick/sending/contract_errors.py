"""The contracts' custom errors as refusals: a stable code, what it is about, and the way out.

The contracts hold the rules; this table only puts their answers into words. An error that is missing here fails a test.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from tallystick.chain.interface import ContractError, interface
from tallystick.chain.node import Reverted
from tallystick.money.amount import decimal_text
from tallystick.money.calendar import date_of_day, instant_text
from tallystick.refusal import Conflict, Forbidden, Invalid, NotFound, Refusal

CONTRACTS = ("ReceivableLedger", "EvidenceRegistry", "ProgrammeRegistry", "AccessManager")


@dataclass(frozen=True, slots=True)
class Wording:
    """How an error is told: `detail` is a format string over the error's own named figures."""

    refusal: type[Refusal]
    code: str
    detail: str
    way_out: str


NOT_YOUR_CLAIM = "not_your_claim"
_NOT_YOURS = (NOT_YOUR_CLAIM, "Claim {claim} is not among the claims that you hold or may move.")
_SEE_CLAIMS = "See your claims with GET /v1/claims."
_ASK_OPERATOR = "Ask the operator to open the account first."
_OPERATORS_WORK = "Only the ledger's own services make this call."

WORDINGS: dict[str, Wording] = {
    # accounts
    "AccountAlreadyOpen": Wording(
        Conflict,
        "account_already_open",
        "The account {account} is open already.",
        "Use the account as it is.",
    ),
    "AccountNotOpen": Wording(Refusal, "account_not_open", "{account} has no open account.", _ASK_OPERATOR),
    "InvalidAccount": Wording(
        Refusal, "invalid_account", "{account} cannot be an account.", "Name the address of a party's wallet."
    ),
    "UnknownRoles": Wording(
        Refusal,
        "unknown_roles",
        "The role bits {roles} name a role that does not exist.",
        "Use the roles of the API.",
    ),
    "RoleMissing": Wording(
        Forbidden,
        "role_missing",
        "{account} lacks the role {role} for this.",
        "Ask the operator for an account with it.",
    ),
    # programmes
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
    "TermOutOfRange": Wording(
        Refusal,
        "term_out_of_range",
        "{months} months is not a term from 1 to {longest} months.",
        "Choose a term within these bounds.",
    ),
    "UnknownProgramme": Wording(
        NotFound, "programme_not_found", "There is no programme {programme}.", "See GET /v1/programmes."
    ),
    # evidence
    "DocumentAlreadyRegistered": Wording(
        Conflict,
        "document_already_registered",
        "This document was registered before; its fingerprint is {fingerprint}.",
        "Draw on the document as registered; what is left of it is in GET /v1/documents.",
    ),
    "DocumentAmountOutOfRange": Wording(
        Refusal,
        "document_amount_out_of_range",
        "A document over {amount} is not over 0.01 to {largest}.",
        "Register a document of an amount within these bounds.",
    ),
    "DocumentWithoutCurrency": Wording(
        Refusal, "document_without_currency", "{currency!r} is no currency code.", "Name an ISO 4217 code."
    ),
    "DocumentWithoutKind": Wording(
        Refusal, "document_without_kind", "The document has no kind.", "Name invoice, delivery or acceptance."
    ),
    "DocumentNeedsTwoParties": Wording(
        Refusal,
        "document_needs_two_parties",
        "Buyer and seller are one party.",
        "Name two different parties.",
    ),
    "UnknownDocument": Wording(
        NotFound,
        "document_not_found",
        "There is no document {fingerprint}.",
        "Register it first with POST /v1/documents.",
    ),
    "DocumentOfOthers": Wording(
        Forbidden,
        "document_of_others",
        "The document {fingerprint} is not between this buyer and this seller.",
        "Draw on documents between the two parties of the commitment.",
    ),
    "DocumentInOtherCurrency": Wording(
        Refusal,
        "document_in_other_currency",
        "The document {fingerprint} is in {currency}, the programme is not.",
        "Draw on documents in the programme's currency.",
    ),
    "DrawingWithoutAmount": Wording(
        Refusal,
        "drawing_without_amount",
        "Nothing is drawn on {fingerprint}.",
        "Leave it out, or draw an amount.",
    ),
    "EvidenceExceeded": Wording(
        Conflict,
        "evidence_exceeded",
        "The document {fingerprint} is good for {amount}, {drawn} is drawn already, {requested} more is asked for.",
        "Draw at most what is left, or register a further document.",
    ),
    "EvidenceDoesNotMatchFace": Wording(
        Refusal,
        "evidence_does_not_match_face",
        "The documents are drawn on for {drawn}, the face is {face}.",
        "Let the drawings add up to the face exactly.",
    ),
    "EvidenceRequired": Wording(
        Refusal,
        "evidence_required",
        "Receivable {receivable} demands trade documents with every transfer.",
        "The API has no transfers with documents yet; trade under a programme without this rule.",
    ),
    # receivables
    "CreditorIsDebtor": Wording(
        Refusal, "creditor_is_debtor", "{debtor} cannot owe to itself.", "Name the supplier as creditor."
    ),
    "FaceOutOfRange": Wording(
        Refusal,
        "face_out_of_range",
        "A face of {face} is not from 0.01 to {largest}.",
        "Issue several receivables.",
    ),
    "DueDayOutOfRange": Wording(
        Refusal,
        "due_date_out_of_range",
        "The due date {due_day} is not from {earliest} to {latest}.",
        "Choose a date within these bounds.",
    ),
    "UnknownReceivable": Wording(
        NotFound,
        "receivable_not_found",
        "There is no receivable {receivable} for you.",
        "See GET /v1/receivables.",
    ),
    "ReceivableNotOffered": Wording(
        Conflict,
        "receivable_not_offered",
        "Receivable {receivable} does not wait for acceptance.",
        "See its status with GET /v1/receivables.",
    ),
    "NotTheCreditor": Wording(
        Forbidden,
        "not_the_creditor",
        "Receivable {receivable} was not offered to {caller}.",
        "Only the creditor it was issued to can accept it.",
    ),
    # claims
    "ERC721NonexistentToken": Wording(Forbidden, _NOT_YOURS[0], _NOT_YOURS[1], _SEE_CLAIMS),
    "ERC721InsufficientApproval": Wording(Forbidden, _NOT_YOURS[0], _NOT_YOURS[1], _SEE_CLAIMS),
    "ERC721IncorrectOwner": Wording(Forbidden, _NOT_YOURS[0], _NOT_YOURS[1], _SEE_CLAIMS),
    "ERC721InvalidApprover": Wording(
        Forbidden, "not_your_claim_to_approve", "{approver} does not hold the claim.", _SEE_CLAIMS
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
        Refusal, "invalid_recipient", "{receiver} does not take claims.", "Name a recipient with an account."
    ),
    "AllowanceExceeded": Wording(Forbidden, _NOT_YOURS[0], _NOT_YOURS[1], _SEE_CLAIMS),
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
        "The API has no offers yet; trade under a programme without this rule.",
    ),
    "ClaimWornOut": Wording(
        Conflict,
        "claim_worn_out",
        "Claim {claim} has changed hands as often as a claim can.",
        "Move its value into a new claim instead.",
    ),
    # powers
    "AccessManagedUnauthorized": Wording(
        Forbidden, "power_missing", "{caller} lacks the power for this.", _OPERATORS_WORK
    ),
    "AccessManagedInvalidAuthority": Wording(
        Refusal, "invalid_authority", "{authority} is not an access manager.", _OPERATORS_WORK
    ),
    "AccessManagedRequiredDelay": Wording(
        Conflict, "power_delayed", "{caller} must schedule this call first.", _OPERATORS_WORK
    ),
}

_CLAIM_FIELDS = {"claim", "tokenId", "fromClaim", "toClaim"}
_AMOUNT_FIELDS = {"amount", "drawn", "requested", "face", "value", "sum", "largest"}
_DAY_FIELDS = {"dueDay", "earliest", "latest"}
_MOMENT_FIELDS = {"dueAt"}


def refusal_of(reverted: Reverted) -> Refusal:
    """The refusal that a contract's revert stands for."""
    error = _decode(reverted.data)
    wording = WORDINGS.get(error.name) if error else None
    if error is None or wording is None:
        return Refusal(
            "refused_by_contract",
            f"The contract refused without a reason that this version knows (0x{reverted.data.hex()}).",
            "Report this answer to the operator.",
        )
    values = {name: _presentable(name, value) for name, value in error.values.items()}
    words = {name: decimal_text(value) if name in _AMOUNT_FIELDS else value for name, value in values.items()}
    words |= {snake_case(name): word for name, word in words.items()}
    words.setdefault("claim", words.get("tokenId"))
    if wording.code == NOT_YOUR_CLAIM:
        return not_your_claim(words["claim"])
    return wording.refusal(
        wording.code,
        wording.detail.format(**words),
        wording.way_out,
        {snake_case(name): value for name, value in values.items()},
    )


def not_your_claim(claim: str) -> Refusal:
    """The same for a claim of others and for one that does not exist, so that nobody can tell which it is."""
    return Forbidden(NOT_YOUR_CLAIM, _NOT_YOURS[1].format(claim=claim), _SEE_CLAIMS, {"claim": claim})


def snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@cache
def _interfaces() -> tuple[Any, ...]:
    return tuple(interface(name) for name in CONTRACTS)


def _decode(data: bytes) -> ContractError | None:
    for contract in _interfaces():
        error: ContractError | None = contract.decode_error(data)
        if error is not None:
            return error
    return None


def _presentable(name: str, value: Any) -> Any:
    if name in _CLAIM_FIELDS:
        return claim_text(value)
    if name in _DAY_FIELDS:
        return date_of_day(value).isoformat()
    if name in _MOMENT_FIELDS:
        return instant_text(value)
    if isinstance(value, str) and is_address(value):
        return to_checksum_address(value)
    if isinstance(value, bytes):
        stripped = value.rstrip(b"\0")
        return stripped.decode("ascii", "replace") if len(value) == 3 else "0x" + value.hex()
    return value


def claim_text(claim: int) -> str:
    """How people and the API write a claim: `receivable-serial`."""
    return f"{claim >> 64}-{claim & (2**64 - 1)}"
