"""Who is asking. Every query starts from a viewer, so nobody is shown what is not theirs."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a party is on the ledger; `host` is whoever runs the machine and reads the file beside the database."""

    DEBTOR = "debtor"
    SUPPLIER = "supplier"
    FINANCIER = "financier"
    INVESTOR = "investor"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    AUTHORITY = "authority"
    BANK = "bank"
    VERIFIER = "verifier"
    TRANSFER_AGENT = "transfer_agent"
    HOST = "host"


TRADING_ROLES = (Role.DEBTOR, Role.SUPPLIER, Role.FINANCIER, Role.INVESTOR)
"""Roles with an account on the chain, in the order of their bits there (`AccountRole`)."""

PARTY_ROLES = (
    *TRADING_ROLES,
    Role.OPERATOR,
    Role.SUPERVISOR,
    Role.AUTHORITY,
    Role.BANK,
    Role.VERIFIER,
    Role.TRANSFER_AGENT,
)
"""Every party, whatever its role."""


def role_bits(roles: frozenset[Role]) -> int:
    """The roles as the chain's account word writes them."""
    return sum(1 << position for position, role in enumerate(TRADING_ROLES) if role in roles)


@dataclass(frozen=True, slots=True)
class Viewer:
    """An authenticated party: its id, its wallet's address and its roles."""

    party: str
    address: bytes
    roles: frozenset[Role]

    @property
    def sees_all(self) -> bool:
        """The supervisor reads everything and writes nothing."""
        return Role.SUPERVISOR in self.roles or Role.HOST in self.roles
