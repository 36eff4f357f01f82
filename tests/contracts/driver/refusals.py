"""What contracts say when they refuse, and the register of all that was provoked in this run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from eth_abi.abi import decode

from tallystick.chain.interface import ContractError, Interface, interface
from tests.contracts.driver.cast import Actor

SHIPPED = (
    "ProgrammeRegistry",
    "EvidenceRegistry",
    "ReceivableLedger",
    "Issuance",
    "ClaimDescription",
    "Directory",
    "ECny",
    "Settlement",
    "FinancingDesk",
    "Disputes",
    "DiscountCurves",
    "IdentityRegistry",
    "NoteSeries",
    "NoteDesk",
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
ASKS = {
    "NoteDesk": ("NoteSeries", "ReceivableLedger", "Settlement"),
    "NoteMarket": ("NoteSeries",),
    "EarlyPayment": ("NoteSeries", "Issuance", "DiscountCurves", "ECny"),
}
"""Whom a contract asks first, where several declare what was raised behind it."""

PANIC = bytes.fromhex("4e487b71")
REASON = bytes.fromhex("08c379a0")


@dataclass(frozen=True, slots=True)
class Provocation:
    """That `function` of `contract` was refused to `caller` with `error`."""

    contract: str
    function: str
    error: str
    caller: str


PROVOKED: set[Provocation] = set()


class Refused(Exception):
    """A contract refused a call and the mined transaction failed as well."""

    def __init__(self, error: ContractError) -> None:
        super().__init__(
            f"{error.name}({', '.join(f'{name}={value!r}' for name, value in error.values.items())})"
        )
        self.error = error


@contextmanager
def refused(error: str, **figures: Any) -> Iterator[None]:
    """Passes if the block is refused with that custom error and these figures (others are not looked at)."""
    with pytest.raises(Refused) as caught:
        yield
    found = caught.value.error
    assert found.name == error, f"expected {error}, was refused with {caught.value}"
    expected = {name: getattr(value, "address", value) for name, value in figures.items()}
    assert {name: found.values[name] for name in figures} == expected


@contextmanager
def refused_or_done(refusal: str | None) -> Iterator[None]:
    """Passes if the block is refused with that custom error; with None, if it is not refused."""
    if refusal is None:
        yield
    else:
        with refused(refusal):
            yield


def read_error(asked: Interface, data: bytes) -> ContractError:
    """A revert's data by the interface of the contract asked, or of another one that it asked in turn."""
    for known in (asked, *(interface(name) for name in SHIPPED)):
        error = known.decode_error(data)
        if error is not None:
            return ContractError(
                error.name, {name: with_bytes(value) for name, value in error.values.items()}
            )
    if data[:4] == PANIC:
        return ContractError("Panic", {"code": decode(["uint256"], data[4:])[0]})
    if data[:4] == REASON:
        return ContractError("Error", {"reason": decode(["string"], data[4:])[0]})
    return ContractError("NoReason" if not data else "UnknownError", {"data": data})


def remember(asked: Interface, function: str, error: str, caller: Actor | None) -> None:
    """Credits the contract asked, or those of ours that declare the error where it came from behind that one."""
    behind = asked.name not in SHIPPED or error not in asked.error_names
    raisers = [asked.name]
    if behind:
        near = _declaring(error, ASKS.get(asked.name, ()))
        raisers = near or _declaring(error, SHIPPED)
    PROVOKED.update(Provocation(raiser, function, error, caller.name if caller else "") for raiser in raisers)


def _declaring(error: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if error in interface(name).error_names]


def with_bytes(value: Any) -> Any:
    """ABI-decoded values with addresses as bytes, as everywhere inside the house."""
    if isinstance(value, str) and value.startswith("0x") and len(value) == 42:
        return bytes.fromhex(value[2:])
    if isinstance(value, tuple | list):
        return tuple(with_bytes(item) for item in value)
    return value
