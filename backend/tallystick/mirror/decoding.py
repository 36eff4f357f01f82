"""From an event's bytes to what it says, by slices: topics and words have fixed places."""

from collections.abc import Callable, Mapping

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.mirror.decoders.discount import CURVE_EVENTS
from tallystick.mirror.decoders.financing import DESK_EVENTS
from tallystick.mirror.decoders.issuance import ISSUANCE_EVENTS
from tallystick.mirror.decoders.ledger import LEDGER_EVENTS
from tallystick.mirror.decoders.money import ECNY_EVENTS, SETTLEMENT_EVENTS
from tallystick.mirror.decoders.registries import EVIDENCE_EVENTS, PROGRAMME_EVENTS
from tallystick.mirror.events import Event

_Decode = Callable[[bytes, bytes], Event]


class Decoder:
    """Reads the events of one deployment's contracts."""

    def __init__(self, contracts: Contracts) -> None:
        decoders: list[tuple[bytes, str, Mapping[str, _Decode]]] = [
            (contracts.ledger, "ReceivableLedger", LEDGER_EVENTS),
            (contracts.issuance, "Issuance", ISSUANCE_EVENTS),
            (contracts.programmes, "ProgrammeRegistry", PROGRAMME_EVENTS),
            (contracts.evidence, "EvidenceRegistry", EVIDENCE_EVENTS),
            (contracts.ecny, "ECny", ECNY_EVENTS),
            (contracts.settlement, "Settlement", SETTLEMENT_EVENTS),
            (contracts.desk, "FinancingDesk", DESK_EVENTS),
            (contracts.curves, "DiscountCurves", CURVE_EVENTS),
        ]
        self._decoders: dict[bytes, _Decode] = {
            address + interface(contract).topic(event): decode
            for address, contract, events in decoders
            for event, decode in events.items()
        }

    def decode(self, address: bytes, topics: bytes, data: bytes) -> Event | None:
        """What the event says; None where the mirror draws no consequence from it. `topics` are joined."""
        decode = self._decoders.get(address + topics[:32])
        return None if decode is None else decode(topics, data)
