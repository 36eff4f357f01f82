"""Who appears in the tests. Keys follow from names, so every run has the same addresses."""

from dataclasses import dataclass, field

from eth_account import Account
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone with a key."""

    name: str
    account: LocalAccount = field(repr=False, compare=False)
    address: bytes = field(repr=False, compare=False)


def actor(name: str) -> Actor:
    account: LocalAccount = Account.from_key(keccak(text=f"tallystick test: {name}"))
    return Actor(name, account, bytes.fromhex(account.address[2:]))


NOBODY = bytes(20)

GOVERNOR = actor("governor")
OPERATOR = actor("operator")
REGISTRAR = actor("registrar")
CAR_MAKER = actor("car maker")
TIER_ONE = actor("tier one")
A = actor("A")
B = actor("B")
C = actor("C")
DESK = actor("desk")
FINANCIER = actor("financier")
INVESTOR = actor("investor")
BANK = actor("bank")
COURT = actor("court")
REGULATOR = actor("regulator")
STRANGER = actor("stranger")
CARRIER = actor("carrier")
REPORTER = actor("reporter")

EVERYBODY = (
    GOVERNOR,
    OPERATOR,
    REGISTRAR,
    BANK,
    COURT,
    REGULATOR,
    CAR_MAKER,
    TIER_ONE,
    A,
    B,
    C,
    DESK,
    FINANCIER,
    INVESTOR,
    CARRIER,
    REPORTER,
    STRANGER,
)
