"""What a carrier signs of the goods behind a receivable: typed data of EIP-712, put together by eth-account."""

from eth_account import Account
from eth_account.signers.local import LocalAccount

FIELDS = {"receivable": "uint64", "milestone": "uint8", "occurredAt": "uint64", "document": "bytes32"}


def attestation(
    carrier: LocalAccount, chain_id: int, contract: str, stated: tuple[int, int, int, bytes]
) -> bytes:
    """The carrier's signature for `contract` over receivable, milestone, when it occurred, and the paper's hash."""
    domain = {
        "name": "Tallystick milestones",
        "version": "1",
        "chainId": chain_id,
        "verifyingContract": contract,
    }
    types = {"Attestation": [{"name": name, "type": kind} for name, kind in FIELDS.items()]}
    message = dict(zip(FIELDS, stated, strict=True))
    return bytes(Account.sign_typed_data(carrier.key, domain, types, message).signature)
