"""The rules that an offering can have, as people write them and as its compliance contract keeps them.

A setting is a number of 80 bits whose meaning is its module's (`contracts/discount/compliance`).
"""

from typing import Annotated, Literal

from pydantic import Field

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.money.amount import LARGEST_AMOUNT
from tallystick.receivables.schemas import MILLION
from tallystick.web import forms
from tallystick.web.bodies import Body

MOST_RULES = 8
_LIMIT_BITS = 64

Amount = Annotated[int, Field(ge=1, le=LARGEST_AMOUNT)]
Days = Annotated[int, Field(ge=1, le=3_660)]


class Countries(Body):
    """Only parties of certain countries get notes."""

    rule: Literal["countries"] = Field(description="Which rule.")
    list: Annotated[str, Field(pattern=forms.PROGRAMME)] = Field(
        description="The list's number (GET /v1/country-lists).", examples=["1"]
    )

    def setting(self) -> int:
        return int(self.list)


class MaximumBalance(Body):
    """Nobody gets so much from others that it holds more of one series. Whoever wraps its own claim is not asked."""

    rule: Literal["maximum_balance"] = Field(description="Which rule.")
    most: Amount = Field(description="Minor units.", examples=[MILLION])

    def setting(self) -> int:
        return self.most


class HolderCount(Body):
    """One series has no more holders."""

    rule: Literal["holder_count"] = Field(description="Which rule.")
    most: Annotated[int, Field(ge=1, le=2**32 - 1)] = Field(description="Holders.", examples=[200])

    def setting(self) -> int:
        return self.most


class LockUp(Body):
    """What was got from somebody else is neither passed on nor unwrapped for so many days, each lot for itself."""

    rule: Literal["lock_up"] = Field(description="Which rule.")
    days: Days = Field(description="Counted from when each lot came.", examples=[7])

    def setting(self) -> int:
        return self.days


class TransferLimit(Body):
    """Nobody passes more of one series on, or unwraps more, within a period."""

    rule: Literal["transfer_limit"] = Field(description="Which rule.")
    days: Days = Field(description="A period; they follow one another from 1970-01-01 in UTC.", examples=[30])
    most: Amount = Field(description="Minor units.", examples=[MILLION])

    def setting(self) -> int:
        return self.days << _LIMIT_BITS | self.most


Rule = Annotated[
    Countries | MaximumBalance | HolderCount | LockUp | TransferLimit, Field(discriminator="rule")
]

RuleName = Literal["countries", "maximum_balance", "holder_count", "lock_up", "transfer_limit"]
"""A deployment names the module of a rule alike."""

MODULES: dict[RuleName, str] = {
    "countries": "CountryModule",
    "maximum_balance": "MaximumBalanceModule",
    "holder_count": "HolderCountModule",
    "lock_up": "LockUpModule",
    "transfer_limit": "TransferLimitModule",
}
"""The contract of each rule's module."""


def module_of(rule: Rule, contracts: Contracts) -> tuple[bytes, int]:
    """The module's address and its setting."""
    module: bytes = getattr(contracts, rule.rule)
    return module, rule.setting()


def rule_of(module: bytes, setting: int, contracts: Contracts) -> Rule | None:
    """The rule behind a module and its setting; None for a module that is not the ledger's."""
    name = next((rule for rule in MODULES if getattr(contracts, rule) == module), None)
    match name:
        case "countries":
            return Countries(rule=name, list=str(setting))
        case "maximum_balance":
            return MaximumBalance(rule=name, most=setting)
        case "holder_count":
            return HolderCount(rule=name, most=setting)
        case "lock_up":
            return LockUp(rule=name, days=setting)
        case "transfer_limit":
            return TransferLimit(rule=name, days=setting >> _LIMIT_BITS, most=setting % 2**_LIMIT_BITS)
    return None


def rule_refusing(error: bytes) -> RuleName | None:
    """Which rule a series' refusal comes from; None where it is none of them."""
    return next(
        (rule for rule, contract in MODULES.items() if interface(contract).decode_error(error) is not None),
        None,
    )
