"""What a bank says of its instructions."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class ReportInstruction(Command, frozen=True, kw_only=True):
    """Tells the chain nothing: what it has recorded stays, and what the bank could not do is for people to mend."""

    kind: ClassVar[str] = "report_instruction"
    bank: bytes
    block: int
    log_index: int

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()
