"""The contracts' custom errors as refusals: a stable code, what it is about, and the way out.

The contracts hold the rules; here and in `wordings` their answers are only put into words.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from eth_utils.address import is_address, to_checksum_address

from tallystick.chain.interface import ContractError, interface
from tallystick.chain.node import Reverted
from tallystick.money.amount import LARGEST_AMOUNT, decimal_text
from tallystick.money.calendar import date_of_day, instant_text
from tallystick.refusal import Forbidden, Refusal
from tallystick.sending.wordings import WORDINGS
from tallystick.sending.wordings.claims import NOT_YOUR_CLAIM, NOT_YOURS, SEE_CLAIMS

CONTRACTS = (
    "ReceivableLedger",
    "Issuance",
    "EvidenceRegistry",
    "ProgrammeRegistry",
    "ECny",
    "Settlement",
    "FinancingDesk",
    "Disputes",
    "DiscountCurves",
    "IdentityRegistry",
    "NoteDesk",
    "NoteSeries",
    "NoteCompliance",
    "NoteMarket",
    "CountryModule",
    "MaximumBalanceModule",
    "HolderCountModule",
    "LockUpModule",
    "TransferLimitModule",
    "EarlyPayment",
    "ExchangeRates",
    "Fixings",
    "Milestones",
    "CrossBorderPolicy",
    "LocalAggregator",
    "LocalFeeds",
    "Valuations",
    "AccessManager",
)


_CLAIM_FIELDS = {"claim", "tokenId", "fromClaim", "toClaim"}
_AMOUNT_FIELDS = {
    "amount",
    "drawn",
    "requested",
    "face",
    "value",
    "sum",
    "largest",
    "outstanding",
    "released",
    "available",
    "needed",
    "paidToday",
    "limit",
    "balance",
    "left",
    "most",
    "allowance",
    "owed",
    "proceeds",
    "expected",
    "principal",
    "short",
    "supply",
    "frozen",
    "unfrozen",
    "passed",
    "disputed",
    "minimum",
    "price",
    "approved",
    "discount",
    "moved",
    "cap",
}
_AMONG_AMOUNTS = {"amount", "balance"}
"""Where one of these is told, `most` is an amount as well; it is a count elsewhere."""

_DAY_FIELDS = {
    "dueDay",
    "acceptDay",
    "sinceDay",
    "fromDay",
    "earliest",
    "latest",
    "valueDay",
    "today",
    "repayDay",
}
_MOMENT_FIELDS = {
    "closedAt",
    "until",
    "dueAt",
    "endedAt",
    "endsAt",
    "expiry",
    "latestExpiry",
    "time",
    "updatedAt",
    "occurredAt",
    "notBefore",
    "notAfter",
}
_MILESTONE_FIELDS = {"milestone", "reached", "releasedAt"}
_MILESTONES = ("not shipped", "shipped", "through customs", "delivered")
_CURRENCY_BYTES, _GROUP_BYTES = 3, 30


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
    amounts = _AMOUNT_FIELDS if _AMONG_AMOUNTS & values.keys() else _AMOUNT_FIELDS - {"most"}
    if error.name == "ClaimsOutOfOrder":
        values["before"] = claim_text(error.values["before"])
    words = {name: decimal_text(value) if name in amounts else value for name, value in values.items()}
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
    return Forbidden(NOT_YOUR_CLAIM, NOT_YOURS.format(claim=claim), SEE_CLAIMS, {"claim": claim})


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
    if (told := _TOLD.get(name)) is not None:
        return told(value)
    if isinstance(value, int) and value > LARGEST_AMOUNT and name not in _AMOUNT_FIELDS:
        return str(value)
    if isinstance(value, str) and is_address(value):
        return to_checksum_address(value)
    return _text_of(value) if isinstance(value, bytes) else value


def _text_of(value: bytes) -> str:
    """Currencies and groups of owners are text, everything else is shown as it is."""
    if len(value) in {_CURRENCY_BYTES, _GROUP_BYTES}:
        return value.rstrip(b"\0").decode(errors="replace")
    return "0x" + value.hex()


def claim_text(claim: int) -> str:
    """How people and the API write a claim: `receivable-serial`."""
    return f"{claim >> 64}-{claim & (2**64 - 1)}"


def _consumer_text(consumer: int) -> str:
    """A claim, or a receivable as a whole."""
    return claim_text(consumer) if consumer >> 64 else str(consumer)


_TOLD: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(_CLAIM_FIELDS, claim_text),
    **dict.fromkeys(_DAY_FIELDS, lambda day: date_of_day(day).isoformat()),
    **dict.fromkeys(_MOMENT_FIELDS, instant_text),
    **dict.fromkeys(_MILESTONE_FIELDS, lambda number: _MILESTONES[number]),
    "consumer": _consumer_text,
}
