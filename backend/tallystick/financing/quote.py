"""A financier's quote: its terms, what it signs of them (EIP-712), and what the money would cost."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from tallystick.receivables.identifiers import ClaimKey, claim_number

DOMAIN_NAME = "Tallystick financing desk"
DOMAIN_VERSION = "1"
BASES = {1: 360, 2: 365}
"""Days of a year by day count as the chain counts them."""

TYPE = "(address,uint256,uint256,uint64,uint64,uint32,uint8,uint32,uint64,bytes32)"
_FIELDS = (
    ("financier", "address"),
    ("claim", "uint256"),
    ("epoch", "uint256"),
    ("value", "uint64"),
    ("proceeds", "uint64"),
    ("ratePpm", "uint32"),
    ("dayCount", "uint8"),
    ("valueDay", "uint32"),
    ("expiry", "uint64"),
    ("salt", "bytes32"),
)


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """As `SaleQuote` on the chain: `value_day` counts from 1970-01-01, `expiry` in seconds, `rate_ppm` a year."""

    financier: bytes
    claim: ClaimKey
    epoch: int
    value: int
    proceeds: int
    rate_ppm: int
    day_count: int
    value_day: int
    expiry: int
    salt: bytes

    def as_told(self) -> tuple[Any, ...]:
        """In the order of the contract's struct."""
        return (
            self.financier,
            claim_number(*self.claim),
            self.epoch,
            self.value,
            self.proceeds,
            self.rate_ppm,
            self.day_count,
            self.value_day,
            self.expiry,
            self.salt,
        )


def typed_data(quote: Quote, chain_id: int, desk: bytes) -> dict[str, Any]:
    """What a wallet signs with `eth_signTypedData_v4`. Integers are decimal strings, bytes 0x and hex."""
    values = dict(zip((name for name, _ in _FIELDS), quote.as_told(), strict=True))
    return {
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"},
                {"name": "version", "type": "string"},
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            "SaleQuote": [{"name": name, "type": kind} for name, kind in _FIELDS],
        },
        "primaryType": "SaleQuote",
        "domain": {
            "name": DOMAIN_NAME,
            "version": DOMAIN_VERSION,
            "chainId": str(chain_id),
            "verifyingContract": to_checksum_address(desk),
        },
        "message": {
            name: "0x" + value.hex() if isinstance(value, bytes) else str(value)
            for name, value in values.items()
        },
    }


def digest(quote: Quote, chain_id: int, desk: bytes) -> bytes:
    """What is signed: the hash of the typed data (EIP-712)."""
    signable = _signable(quote, chain_id, desk)
    return bytes(keccak(b"\x19" + signable.version + signable.header + signable.body))


def sign(quote: Quote, chain_id: int, desk: bytes, signer: LocalAccount) -> bytes:
    return bytes(signer.sign_message(_signable(quote, chain_id, desk)).signature)


def signer_of(quote: Quote, chain_id: int, desk: bytes, signature: bytes) -> bytes | None:
    """Whose signature it is; None where it is nobody's."""
    try:
        address: str = Account.recover_message(_signable(quote, chain_id, desk), signature=signature)
    except Exception:  # noqa: BLE001 (whatever is wrong with it, it is no signature)
        return None
    return bytes.fromhex(address[2:])


def _signable(quote: Quote, chain_id: int, desk: bytes) -> Any:
    return encode_typed_data(
        {
            "name": DOMAIN_NAME,
            "version": DOMAIN_VERSION,
            "chainId": chain_id,
            "verifyingContract": to_checksum_address(desk),
        },
        {"SaleQuote": [{"name": name, "type": kind} for name, kind in _FIELDS]},
        dict(zip((name for name, _ in _FIELDS), quote.as_told(), strict=True)),
    )


def expiry_of(moment: datetime) -> int:
    """Seconds since 1970."""
    return int(moment.astimezone(UTC).timestamp())
