"""What the contracts themselves hold at a block: their storage words, cut into columns as the mirror names them."""

from collections.abc import Iterable, Iterator
from typing import Any

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import Interface, interface
from tallystick.chain.node import Node, Reverted
from tallystick.mirror.comparison import Row
from tallystick.mirror.decoding import currency_of, programme_terms

CLAIMS_A_CALL = 500


class ContractState:
    """Reads one deployment's contracts as they stood at the end of `block`. Rows come in the order of their keys."""

    def __init__(self, node: Node, contracts: Contracts, block: int) -> None:
        self._node = node
        self._contracts = contracts
        self._block = block

    def programmes(self) -> Iterator[Row]:
        registry, name = self._contracts.programmes, "ProgrammeRegistry"
        for number in range(1, _number(self._ask(registry, name, "programmeCount()")) + 1):
            terms = self._ask(registry, name, "programmeOf(uint32)", number)
            yield programme_terms(number, terms)._asdict()

    def receivables(self) -> Iterator[Row]:
        """All columns but the mirror's own count of lots."""
        for number in range(1, _number(self._ask_ledger("receivableCount()")) + 1):
            word = _number(self._ask_ledger("receivableWord(uint64)", number))
            terms = self._ask_ledger("termsOf(uint64)", number)
            yield {
                "number": number,
                "programme": _bits(word, 192, 32),
                "debtor": terms[12:32],
                "creditor": terms[108:128],
                "face": _number(terms[32:64]),
                "outstanding": _bits(word, 64, 64),
                "issue_day": _number(terms[64:96]),
                "due_day": _bits(word, 32, 32),
                "status": _bits(word, 0, 8),
                "next_serial": _bits(word, 128, 64),
            }

    def claims(self, receivables: Iterable[Row]) -> Iterator[Row]:
        """Every claim of these receivables."""
        for receivable in receivables:
            for first in range(1, receivable["next_serial"], CLAIMS_A_CALL):
                count = min(CLAIMS_A_CALL, receivable["next_serial"] - first)
                yield from self._claims(receivable["number"], first, count)

    def accounts(self, addresses: Iterable[bytes]) -> Iterator[Row]:
        for address in addresses:
            word = _number(self._ask_ledger("accountWord(address)", address))
            yield {
                "address": address,
                "opened": bool(_bits(word, 64, 1)),
                "roles": _bits(word, 72, 8),
                "claims": _bits(word, 0, 64),
            }

    def documents(self, fingerprints: Iterable[bytes]) -> Iterator[Row]:
        """Those of the documents that exist."""
        for fingerprint in fingerprints:
            try:
                answer = self._ask(
                    self._contracts.evidence, "EvidenceRegistry", "documentOf(bytes32)", fingerprint
                )
            except Reverted:
                continue
            yield {
                "fingerprint": fingerprint,
                "buyer": answer[12:32],
                "seller": answer[140:160],
                "amount": _number(answer[32:64]),
                "currency": currency_of(answer[64:67]),
                "kind": _number(answer[96:128]),
                "drawn": _number(answer[160:192]),
            }

    def _claims(self, receivable: int, first: int, count: int) -> Iterator[Row]:
        # The answer is an array: its offset, its length, its words.
        answer = self._ask_ledger("claimWords(uint64,uint64,uint64)", receivable, first, count)[64:]
        for index in range(count):
            word = _number(answer[32 * index : 32 * index + 32])
            if word:
                yield {
                    "receivable": receivable,
                    "serial": first + index,
                    "holder": _bits(word, 0, 160).to_bytes(20, "big"),
                    "face": _bits(word, 160, 64),
                    "epoch": _bits(word, 224, 16),
                }

    def _ask_ledger(self, signature: str, *arguments: Any) -> bytes:
        return self._ask(self._contracts.ledger, "ReceivableLedger", signature, *arguments)

    def _ask(self, contract: bytes, name: str, signature: str, *arguments: Any) -> bytes:
        described: Interface = interface(name)
        return self._node.call(contract, described.encode(signature, *arguments), block=self._block)


def _number(word: bytes) -> int:
    return int.from_bytes(word, "big")


def _bits(word: int, lowest: int, count: int) -> int:
    return word >> lowest & (1 << count) - 1
