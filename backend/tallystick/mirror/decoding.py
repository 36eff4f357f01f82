"""From an event's bytes to what it says, by slices: topics and words have fixed places."""

from collections.abc import Callable, Mapping

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.mirror.decoders.border import (
    AGGREGATOR_EVENTS,
    FIXING_EVENTS,
    LOCAL_FEED_EVENTS,
    MILESTONE_EVENTS,
    POLICY_EVENTS,
    RATE_EVENTS,
    VALUATION_EVENTS,
)
from tallystick.mirror.decoders.discount import CURVE_EVENTS
from tallystick.mirror.decoders.financing import DESK_EVENTS
from tallystick.mirror.decoders.identities import COUNTRY_EVENTS, IDENTITY_EVENTS
from tallystick.mirror.decoders.issuance import ISSUANCE_EVENTS
from tallystick.mirror.decoders.ledger import LEDGER_EVENTS
from tallystick.mirror.decoders.market import EARLY_PAYMENT_EVENTS, MARKET_EVENTS
from tallystick.mirror.decoders.money import ECNY_EVENTS, SETTLEMENT_EVENTS
from tallystick.mirror.decoders.notes import (
    COMPLIANCE_EVENTS,
    NOTE_DESK_EVENTS,
    SERIES_EVENTS,
)
from tallystick.mirror.decoders.registries import DIRECTORY_EVENTS, EVIDENCE_EVENTS, PROGRAMME_EVENTS
from tallystick.mirror.decoders.words import DecodeOf
from tallystick.mirror.events import Event
from tallystick.mirror.followed import followed_from

_Decode = Callable[[bytes, bytes], Event | None]


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
            (contracts.identities, "IdentityRegistry", IDENTITY_EVENTS),
            (contracts.countries, "CountryModule", COUNTRY_EVENTS),
            (contracts.note_desk, "NoteDesk", NOTE_DESK_EVENTS),
            (contracts.market, "NoteMarket", MARKET_EVENTS),
            (contracts.early_payment, "EarlyPayment", EARLY_PAYMENT_EVENTS),
            (contracts.rates, "ExchangeRates", RATE_EVENTS),
            (contracts.fixings, "Fixings", FIXING_EVENTS),
            (contracts.milestones, "Milestones", MILESTONE_EVENTS),
            (contracts.cross_border, "CrossBorderPolicy", POLICY_EVENTS),
            (contracts.local_feeds, "LocalFeeds", LOCAL_FEED_EVENTS),
            (contracts.valuations, "Valuations", VALUATION_EVENTS),
            (contracts.directory, "Directory", DIRECTORY_EVENTS),
        ]
        self._decoders: dict[bytes, _Decode] = {
            address + interface(contract).topic(event): decode
            for address, contract, events in decoders
            for event, decode in events.items()
        }
        self._fixed = frozenset(followed_from(contracts))
        self._of_made: dict[bytes, DecodeOf] = {
            interface(contract).topic(event): decode
            for contract, events in (
                ("NoteSeries", SERIES_EVENTS),
                ("NoteCompliance", COMPLIANCE_EVENTS),
                ("LocalAggregator", AGGREGATOR_EVENTS),
            )
            for event, decode in events.items()
        }

    def decode(self, address: bytes, topics: bytes, data: bytes) -> Event | None:
        """What the event says; None where the mirror draws no consequence from it. `topics` are joined.

        A contract that is followed and not of the deployment itself is one that they have made.
        """
        decode = self._decoders.get(address + topics[:32])
        if decode is not None:
            return decode(topics, data)
        if address in self._fixed or (decode_of := self._of_made.get(topics[:32])) is None:
            return None
        return decode_of(address, topics, data)
