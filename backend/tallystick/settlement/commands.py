"""What can be asked of the settlement."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.receivables.identifiers import ClaimKey, claim_number
from tallystick.sending.command import Command
from tallystick.wallets.commands import NOBODY, PlaceHold

PURPOSE_BYTES = 32


class FundReceivable(Command, frozen=True, kw_only=True):
    """The debtor sets money in its own wallet aside, out of which the holders are paid."""

    kind: ClassVar[str] = "fund_receivable"
    debtor: bytes
    receivable: int
    amount: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        hold = PlaceHold(
            payer=self.debtor,
            amount=self.amount,
            releaser=contracts.settlement,
            payee=NOBODY,
            expiry=0,
            purpose=self.receivable.to_bytes(PURPOSE_BYTES),
        )
        return hold.calls(contracts)


class CollectClaims(Command, frozen=True, kw_only=True):
    """Has the holders of claims paid what was funded, whoever asks for it."""

    kind: ClassVar[str] = "collect_claims"
    caller: bytes
    claims: list[ClaimKey]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        claims = [claim_number(*claim) for claim in self.claims]
        data = interface("Settlement").encode("collect(uint256[])", claims)
        return (Call(self.caller, contracts.settlement, data),)


class WriteOff(Command, frozen=True, kw_only=True):
    """A holder's own entry in its books. It tells the chain nothing: the debt lives on."""

    kind: ClassVar[str] = "write_off"
    entry: str
    holder: bytes

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()
