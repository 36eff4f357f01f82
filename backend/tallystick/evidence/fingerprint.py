"""A document's fingerprint: a keyed hash of the fields that identify it.

Invoice numbers can be guessed, so a plain hash would tell anyone whether a guess is right. The fields are those that
make a document unique, not its amount: the same invoice with another amount is the same invoice.
"""

import hashlib
import hmac
import unicodedata

VERSION = "tallystick-document-1"


def fingerprint(key: bytes, kind: str, number: str, issuer_tax_number: str) -> bytes:
    """HMAC-SHA256 under the registrar's key over the canonical fields, 32 bytes."""
    fields = (VERSION, kind, canonical(number), canonical(issuer_tax_number))
    return hmac.new(key, "\n".join(fields).encode(), hashlib.sha256).digest()


def canonical(text: str) -> str:
    """One spelling for what people write in several: full-width digits, lower case, blanks and hyphens."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if character.isalnum())
