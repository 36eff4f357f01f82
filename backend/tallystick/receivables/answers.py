"""What the answers to commands have in common."""

from typing import Any

from tallystick.chain.node import Receipt
from tallystick.receivables.identifiers import claim_text
from tallystick.receivables.repository import Movement
from tallystick.web.viewer import Viewer


def as_viewer(address: bytes) -> Viewer:
    """The one who gave a command, reading its outcome."""
    return Viewer(party="", address=address, roles=frozenset())


def transaction_text(receipts: tuple[Receipt, ...]) -> str:
    """The hash of a command's last transaction, as people write it."""
    return "0x" + receipts[-1].transaction_hash.hex()


def moved_value(movement: Movement) -> dict[str, Any]:
    """A movement's fields as `MovedValue` names them."""
    return {
        "from_claim": claim_text((movement.receivable, movement.from_serial)),
        "to_claim": claim_text((movement.receivable, movement.to_serial)),
        "value": movement.amount,
        "currency": movement.currency,
    }
