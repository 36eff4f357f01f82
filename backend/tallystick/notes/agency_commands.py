"""What the host decides about offerings, and what transfer agents do with the notes of others."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.notes.commands import desk_call, series_call
from tallystick.sending.command import Command

Module = tuple[bytes, int]
"""The address of a rule's module, and what it is set to."""


class OpenOffering(Command, frozen=True, kw_only=True):
    """Claims of a programme can be wrapped from now on, under these rules."""

    kind: ClassVar[str] = "open_offering"
    governor: bytes
    programme: int
    agent: bytes
    modules: list[Module]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return desk_call(
            contracts,
            self.governor,
            "openOffering(uint32,address,(address,uint80)[])",
            self.programme,
            self.agent,
            list(self.modules),
        )


class NameAgent(Command, frozen=True, kw_only=True):
    """Series of a programme that are opened from now on have this transfer agent."""

    kind: ClassVar[str] = "name_agent"
    governor: bytes
    programme: int
    agent: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return desk_call(contracts, self.governor, "nameAgent(uint32,address)", self.programme, self.agent)


class SetOfferingRules(Command, frozen=True, kw_only=True):
    """The rules of all series of a programme from now on, in place of those before."""

    kind: ClassVar[str] = "set_offering_rules"
    owner: bytes
    programme: int
    compliance: bytes
    modules: list[Module]

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        data = interface("NoteCompliance").encode("setModules((address,uint80)[])", list(self.modules))
        return (Call(self.owner, self.compliance, data),)


class DecideOnAgent(Command, frozen=True, kw_only=True):
    """A series' owner gives the transfer agent's powers over it, or takes them."""

    kind: ClassVar[str] = "decide_on_agent"
    owner: bytes
    series: bytes
    agent: bytes
    acting: bool

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        function = "addAgent(address)" if self.acting else "removeAgent(address)"
        return series_call(self.series, self.owner, function, self.agent)


class FreezeNoteWallet(Command, frozen=True, kw_only=True):
    """A wallet gives and gets none of a series' notes, and is paid nothing; or does so again."""

    kind: ClassVar[str] = "freeze_note_wallet"
    agent: bytes
    series: bytes
    holder: bytes
    frozen: bool

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return series_call(
            self.series, self.agent, "setAddressFrozen(address,bool)", self.holder, self.frozen
        )


class FreezeNotes(Command, frozen=True, kw_only=True):
    """So many of a holder's notes are frozen from now on, in all."""

    kind: ClassVar[str] = "freeze_notes"
    agent: bytes
    series: bytes
    holder: bytes
    amount: int

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return series_call(
            self.series, self.agent, "setFrozenTokens(address,uint256)", self.holder, self.amount
        )


class ForceTransfer(Command, frozen=True, kw_only=True):
    """The agent cites an order and moves notes on it, in one transaction. `record` is where its text is kept."""

    kind: ClassVar[str] = "force_transfer"
    agent: bytes
    series: bytes
    holder: bytes
    to: bytes
    amount: int
    order: bytes
    record: str

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        book = interface("NoteSeries")
        what = (self.holder, self.to, self.amount)
        steps = [
            book.encode("citeOrder(address,address,uint256,bytes32)", *what, self.order),
            book.encode("forcedTransfer(address,address,uint256)", *what),
        ]
        return series_call(self.series, self.agent, "multicall(bytes[])", steps)


class RecoverNotes(Command, frozen=True, kw_only=True):
    """Notes of a wallet whose key is lost go to another wallet of the same identity."""

    kind: ClassVar[str] = "recover_notes"
    agent: bytes
    series: bytes
    lost: bytes
    wallet: bytes
    identity: bytes

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return series_call(
            self.series,
            self.agent,
            "recoveryAddress(address,address,address)",
            self.lost,
            self.wallet,
            self.identity,
        )


class PauseNotes(Command, frozen=True, kw_only=True):
    """Notes of a series stay where they are, or move again. Payment goes on all the while."""

    kind: ClassVar[str] = "pause_notes"
    agent: bytes
    series: bytes
    paused: bool

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return series_call(self.series, self.agent, "pause()" if self.paused else "unpause()")
