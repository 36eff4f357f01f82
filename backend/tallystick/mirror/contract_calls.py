"""Questions to the contracts of one deployment, as of one block."""

from typing import Any

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Node


class ContractCalls:
    """Answers are as the contracts gave them at the end of `block`. Raises `Reverted` where they refuse."""

    def __init__(self, node: Node, contracts: Contracts, block: int) -> None:
        self._node = node
        self._contracts = contracts
        self._block = block

    def ledger(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.ledger, "ReceivableLedger", signature, *arguments)

    def issuance(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.issuance, "Issuance", signature, *arguments)

    def programmes(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.programmes, "ProgrammeRegistry", signature, *arguments)

    def evidence(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.evidence, "EvidenceRegistry", signature, *arguments)

    def ecny(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.ecny, "ECny", signature, *arguments)

    def settlement(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.settlement, "Settlement", signature, *arguments)

    def desk(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.desk, "FinancingDesk", signature, *arguments)

    def curves(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.curves, "DiscountCurves", signature, *arguments)

    def identities(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.identities, "IdentityRegistry", signature, *arguments)

    def countries(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.countries, "CountryModule", signature, *arguments)

    def note_desk(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.note_desk, "NoteDesk", signature, *arguments)

    def market(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.market, "NoteMarket", signature, *arguments)

    def early_payment(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.early_payment, "EarlyPayment", signature, *arguments)

    def rates(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.rates, "ExchangeRates", signature, *arguments)

    def local_feeds(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.local_feeds, "LocalFeeds", signature, *arguments)

    def aggregator(self, feed: bytes, signature: str, *arguments: Any) -> bytes:
        return self._ask(feed, "LocalAggregator", signature, *arguments)

    def valuations(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.valuations, "Valuations", signature, *arguments)

    def fixings(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.fixings, "Fixings", signature, *arguments)

    def milestones(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.milestones, "Milestones", signature, *arguments)

    def cross_border(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.cross_border, "CrossBorderPolicy", signature, *arguments)

    def series(self, address: bytes, signature: str, *arguments: Any) -> bytes:
        return self._ask(address, "NoteSeries", signature, *arguments)

    def compliance(self, address: bytes, signature: str, *arguments: Any) -> bytes:
        return self._ask(address, "NoteCompliance", signature, *arguments)

    def _ask(self, contract: bytes, name: str, signature: str, *arguments: Any) -> bytes:
        return self._node.call(contract, interface(name).encode(signature, *arguments), block=self._block)


def claim_number(receivable: int, serial: int) -> int:
    return receivable << 64 | serial
