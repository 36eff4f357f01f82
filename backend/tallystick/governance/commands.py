"""What the governor asks of the contracts."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class DecideOnDesk(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "decide_on_desk"
    governor: bytes
    desk: bytes
    admitted: bool

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        function = "admitDesk(address)" if self.admitted else "dismissDesk(address)"
        data = interface("ReceivableLedger").encode(function, self.desk)
        return (Call(self.governor, contracts.ledger, data),)


class SetTermRule(Command, frozen=True, kw_only=True):
    """`from_day` counts from 1970-01-01."""

    kind: ClassVar[str] = "set_term_rule"
    governor: bytes
    programme: int
    from_day: int
    longest_term_months: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("ProgrammeRegistry").encode(
            "setTermRule(uint32,uint32,uint8)", self.programme, self.from_day, self.longest_term_months
        )
        return (Call(self.governor, contracts.programmes, data),)
