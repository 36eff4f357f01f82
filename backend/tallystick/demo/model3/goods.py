"""The goods on their way: what the carrier signs of them, with a key of its own, and what is not believed."""

from hashlib import sha256
from typing import Any

from eth_account import Account

from tallystick.demo.model3.cast import EVERYBODY, LATE, SUPPLIERS
from tallystick.demo.model3.commitments import Commitment
from tallystick.demo.model3.ninety_days import NinetyDays
from tallystick.money.calendar import instant_text

STEPS = 1
MIDWAY = 15
"""The day on which all goods are at sea."""

CARRIER = "远洋承运 Ocean Carrier"
MILESTONES = ("shipped", "customs", "delivered")
PAPERS = {"shipped": "提单 B/L", "customs": "报关单", "delivered": "签收单"}
HOUR = 3_600


class Carrier:
    """Signs how far goods have come (EIP-712). It has no account on the ledger: anybody brings what it has signed."""

    def __init__(self, chain_id: int, milestones: str) -> None:
        self._signer = Account.create()
        self._domain = {
            "name": "Tallystick milestones",
            "version": "1",
            "chainId": chain_id,
            "verifyingContract": milestones,
        }

    @property
    def address(self) -> str:
        return str(self._signer.address)

    def statement(self, receivable: str, reached: str, moment: int) -> dict[str, Any]:
        """As the API takes it."""
        paper = sha256(f"{PAPERS[reached]} {receivable}".encode()).digest()
        fields = {"receivable": "uint64", "milestone": "uint8", "occurredAt": "uint64", "document": "bytes32"}
        types = {"Attestation": [{"name": name, "type": kind} for name, kind in fields.items()]}
        stated = {
            "receivable": int(receivable),
            "milestone": MILESTONES.index(reached) + 1,
            "occurredAt": moment,
            "document": paper,
        }
        signed = Account.sign_typed_data(self._signer.key, self._domain, types, stated)
        return {
            "milestone": reached,
            "occurred_at": instant_text(moment),
            "document": "0x" + paper.hex(),
            "carrier": self.address,
            "signature": "0x" + bytes(signed.signature).hex(),
        }


class Goods:
    """The goods of all twelve, and how far they are."""

    def __init__(self, border: NinetyDays, signed_for: tuple[int, str], made: dict[str, Commitment]) -> None:
        self._border = border
        self._made = made
        self._signed_for = signed_for
        self._carrier = Carrier(*signed_for)
        border.names[self._carrier.address] = CARRIER

    def set_out(self) -> None:
        """On the fifteenth day everything is at sea."""
        border = self._border
        border.stage.screen.step(f"Day {MIDWAY}: the goods are at sea; the carrier signs how far they are")
        border.go_to(MIDWAY)
        border.stage.host().command("/v1/carriers", {"address": self._carrier.address, "trusted": True})
        self._not_believed()
        for key in SUPPLIERS:
            self.bring(key, "shipped")
        border.stage.say(
            f"{CARRIER} has its key, the ledger has not: suppliers bring what it signs of each shipment, with the hash "
            "of the bill of lading, and nobody can sign for it."
        )

    def arrive_for(self, day: int) -> None:
        """What is due then has passed customs and been delivered; what is late has passed customs."""
        for key, one in self._made.items():
            if one.due_in == day:
                self.bring(key, "customs")
                if key != LATE:
                    self.bring(key, "delivered")

    def bring(self, key: str, reached: str) -> None:
        """The supplier brings what the carrier has just signed."""
        stage = self._border.stage
        receivable = self._made[key].receivable
        statement = self._carrier.statement(receivable, reached, stage.now() - HOUR)
        stage.portals[key].command(f"/v1/receivables/{receivable}/milestones", statement)

    def _not_believed(self) -> None:
        stage, key = self._border.stage, LATE
        receivable, spoken = self._made[key].receivable, EVERYBODY[key].spoken
        path, moment = f"/v1/receivables/{receivable}/milestones", stage.now() - HOUR
        signed = self._carrier.statement(receivable, "shipped", moment)
        itself = Carrier(*self._signed_for).statement(receivable, "shipped", moment)
        self._border.stopped(
            "not_a_carrier",
            f"{spoken} signs itself that its goods are at sea",
            stage.portals[key],
            path,
            itself,
        )
        self._border.stopped(
            "attestation_not_signed",
            f"{spoken} brings what the carrier has signed, with an earlier time in it",
            stage.portals[key],
            path,
            signed | {"occurred_at": instant_text(moment - HOUR)},
        )
        self._border.stopped(
            "milestone_out_of_order",
            "«delivered» is brought before «shipped»",
            stage.portals[key],
            path,
            self._carrier.statement(receivable, "delivered", moment),
        )
