"""A financier's quote, of a price or of a loan: its terms, and what it signs of them (EIP-712)."""

from datetime import UTC, datetime
from typing import Any, ClassVar

import msgspec
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_account.signers.local import LocalAccount
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from tallystick.receivables.identifiers import ClaimKey, claim_number

DOMAIN_NAME = "Tallystick financing desk"
DOMAIN_VERSION = "1"
Fields = tuple[tuple[str, str], ...]


class SaleQuote(msgspec.Struct, frozen=True, kw_only=True, tag="sale"):
    """As on the chain: `value_day` counts from 1970-01-01, `expiry` in seconds, `rate_ppm` a year."""

    NAME: ClassVar[str] = "SaleQuote"
    FIELDS: ClassVar[Fields] = (
        ("financier", "address"),
        ("claim", "uint256"),
        ("epoch", "uint256"),
        ("value", "uint64"),
        ("proceeds", "uint64"),
        ("ratePpm", "uint32"),
        ("dayCount", "uint8"),
        ("valueDay", "uint32"),
        ("recourse", "bool"),
        ("expiry", "uint64"),
        ("salt", "bytes32"),
    )

    financier: bytes
    claim: ClaimKey
    epoch: int
    value: int
    proceeds: int
    rate_ppm: int
    day_count: int
    value_day: int
    recourse: bool
    expiry: int
    salt: bytes


class LoanQuote(msgspec.Struct, frozen=True, kw_only=True, tag="loan"):
    """As on the chain: days count from 1970-01-01, `expiry` in seconds, rates in millionths a year."""

    NAME: ClassVar[str] = "LoanQuote"
    FIELDS: ClassVar[Fields] = (
        ("financier", "address"),
        ("claim", "uint256"),
        ("epoch", "uint256"),
        ("value", "uint64"),
        ("principal", "uint64"),
        ("ratePpm", "uint32"),
        ("dayCount", "uint8"),
        ("valueDay", "uint32"),
        ("repayDay", "uint32"),
        ("reservePpm", "uint32"),
        ("expiry", "uint64"),
        ("salt", "bytes32"),
    )

    financier: bytes
    claim: ClaimKey
    epoch: int
    value: int
    principal: int
    rate_ppm: int
    day_count: int
    value_day: int
    repay_day: int
    reserve_ppm: int
    expiry: int
    salt: bytes


Quote = SaleQuote | LoanQuote


def abi_type(kind: type[Quote]) -> str:
    """The struct's type as the contract's functions take it."""
    return f"({','.join(solidity for _, solidity in kind.FIELDS)})"


def as_told(quote: Quote) -> tuple[Any, ...]:
    """In the order of the contract's struct."""
    return tuple(
        claim_number(*value) if isinstance(value, tuple) else value
        for value in msgspec.structs.astuple(quote)
    )


def typed_data(quote: Quote, chain_id: int, desk: bytes) -> dict[str, Any]:
    """What a wallet signs with `eth_signTypedData_v4`. Integers are decimal strings, bytes 0x and hex."""
    values = dict(zip((name for name, _ in quote.FIELDS), as_told(quote), strict=True))
    return {
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"},
                {"name": "version", "type": "string"},
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            quote.NAME: [{"name": name, "type": kind} for name, kind in quote.FIELDS],
        },
        "primaryType": quote.NAME,
        "domain": {
            "name": DOMAIN_NAME,
            "version": DOMAIN_VERSION,
            "chainId": str(chain_id),
            "verifyingContract": to_checksum_address(desk),
        },
        "message": {name: _in_json(value) for name, value in values.items()},
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
        {quote.NAME: [{"name": name, "type": kind} for name, kind in quote.FIELDS]},
        dict(zip((name for name, _ in quote.FIELDS), as_told(quote), strict=True)),
    )


def _in_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return "0x" + value.hex()
    return value if isinstance(value, bool) else str(value)


def expiry_of(moment: datetime) -> int:
    """Seconds since 1970."""
    return int(moment.astimezone(UTC).timestamp())
