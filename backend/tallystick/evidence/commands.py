"""What can be asked of the registry of documents, as calls of its contract. The registrar signs."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class RegisterDocument(Command, frozen=True, kw_only=True):
    """Puts a document's budget on the chain."""

    kind: ClassVar[str] = "register_document"
    registrar: bytes
    fingerprint: bytes
    buyer: bytes
    seller: bytes
    amount: int
    currency: str
    document_kind: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.registrar,
            "register(bytes32,address,address,uint64,bytes3,uint8)",
            self.fingerprint,
            self.buyer,
            self.seller,
            self.amount,
            self.currency.encode(),
            self.document_kind,
        )


class CreditDocument(Command, frozen=True, kw_only=True):
    """Lowers a document's budget by a credit note, which has a fingerprint of its own."""

    kind: ClassVar[str] = "credit_document"
    registrar: bytes
    fingerprint: bytes
    credit_note: bytes
    amount: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.registrar,
            "credit(bytes32,bytes32,uint64)",
            self.fingerprint,
            self.credit_note,
            self.amount,
        )


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.evidence, interface("EvidenceRegistry").encode(signature, *arguments)),)
