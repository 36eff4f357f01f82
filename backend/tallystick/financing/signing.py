"""Signatures under quotes: with a key that the backend holds, or of the financier's own wallet."""

from tallystick.chain.node import Node
from tallystick.financing.quote import Quote, digest, sign, signer_of, typed_data
from tallystick.refusal import Conflict, Forbidden
from tallystick.sending.keyring import Keyring


class QuoteSigner:
    """Signs for one deployment's desk, on one chain."""

    def __init__(self, node: Node, keyring: Keyring, desk: bytes) -> None:
        self._node = node
        self._keyring = keyring
        self._desk = desk
        self._chain_id = node.chain_id()

    def digest(self, quote: Quote) -> bytes:
        """What is signed, which is also the quote's id."""
        return digest(quote, self._chain_id, self._desk)

    def signature(self, quote: Quote, given: bytes | None) -> bytes:
        """The financier's: `given`, where it signs with a wallet of its own.

        Raises `Conflict` (`signature_needed`), with what there is to sign, and `Forbidden` (`quote_not_signed`).
        """
        if given is None and self._keyring.holds(quote.financier):
            return sign(quote, self._chain_id, self._desk, self._keyring.signer(quote.financier))
        if given is None:
            raise Conflict(
                "signature_needed",
                "Your own wallet signs your quotes.",
                "Sign the typed data in `values` (EIP-712), and send it again with its salt and the signature.",
                {
                    "salt": "0x" + quote.salt.hex(),
                    "typed_data": typed_data(quote, self._chain_id, self._desk),
                },
            )
        by = signer_of(quote, self._chain_id, self._desk, given)
        if by != quote.financier and not self._node.code(quote.financier):  # a contract's is for it to judge
            raise Forbidden(
                "quote_not_signed",
                "The signature is not your wallet's under these terms.",
                "Sign the typed data as it was given, and send its salt with the signature.",
            )
        return given
