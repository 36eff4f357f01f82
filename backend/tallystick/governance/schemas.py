"""Desks and term rules as the API shows them."""

from datetime import date
from typing import Annotated

from eth_utils.address import to_checksum_address
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from tallystick.receivables.schemas import TransactionHash
from tallystick.web import forms
from tallystick.web.bodies import Body, PlainDate

DESK = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
"""An example."""


def _with_right_checksum(text: str) -> str:
    """Written in one case, an address has none."""
    if text[2:] not in {text[2:].lower(), text[2:].upper(), to_checksum_address(text)[2:]}:
        raise ValueError("The address does not match its own checksum (ERC-55)")
    return text


Address = Annotated[str, StringConstraints(pattern=forms.ADDRESS), AfterValidator(_with_right_checksum)]


class ContractView(BaseModel):
    """A contract of the ledger."""

    name: str = Field(description="What the directory calls it.", examples=["cross_border"])
    address: str = Field(description="Where it is, checksummed (ERC-55).", examples=[DESK])


class DeploymentView(BaseModel):
    """The ledger's contracts, on which chain."""

    chain_id: str = Field(description="As EIP-155 and EIP-712 want it, a decimal.", examples=["31337"])
    genesis_hash: str = Field(description="Which chain of that id it is.", examples=["0x" + "5e" * 32])
    directory: str = Field(description="The contract that names the others.", examples=[DESK])
    contracts: list[ContractView] = Field(description="In the order in which they were deployed.")


class NewDesk(Body):
    """Admits a contract as a desk, or dismisses it. A desk's movements carry the recipient's signature and are no trade
    transfers; it moves only what holders have approved it for."""

    address: Address = Field(description="The contract's address.", examples=[DESK])
    admitted: bool = Field(description="Whether it is a desk from now on.")


class DeskView(BaseModel):
    """A contract that is a desk, or no longer is."""

    address: str = Field(description="Its address, checksummed (ERC-55).", examples=[DESK])
    admitted: bool = Field(description="Whether it is a desk.")
    transaction: TransactionHash


class NewTermRule(Body):
    """The longest term of what is issued under a programme from a day on."""

    longest_term_months: Annotated[int, Field(ge=1, le=255)] = Field(
        description="Months from issue to due date at most.", examples=[3]
    )
    from_date: PlainDate = Field(
        description="The first day on which it binds (Asia/Shanghai); after today and after every rule before it.",
        examples=["2027-01-01"],
    )


class TermRuleView(BaseModel):
    """A term rule of a programme. What was issued before stays as it is."""

    programme: str = Field(description="The programme.", examples=["1"])
    longest_term_months: int = Field(description="Months from issue to due date at most.", examples=[3])
    from_date: date = Field(description="The first day on which it binds.", examples=["2027-01-01"])
    transaction: TransactionHash
