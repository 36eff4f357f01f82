"""Courts, regulators, operating banks, verifiers and transfer agents: parties without an account, whose keys hold a
power on the chain."""

from typing import Any, ClassVar

from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.deployment import AUTHORITY_ROLE, BANK_ROLE, Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call, Receipt
from tallystick.parties.api_keys import ApiKeys
from tallystick.parties.schemas import NewOffice, NewVerifier, OpenedParty
from tallystick.parties.service import existing_party, party_view, register, strike_out
from tallystick.parties.topics import topic_bytes
from tallystick.sending.command import Command, Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.keyring import Keyring, address_of
from tallystick.web.viewer import Role


class Appointment(Command, frozen=True, kw_only=True):
    """A party is registered for an office, for which it gets a key of its own."""

    role: ClassVar[Role]
    party: str
    address: bytes
    governor: bytes
    api_key_id: str


class Grant(Appointment, frozen=True, kw_only=True):
    """The governor gives the key a power on the chain, that of `chain_role`."""

    chain_role: ClassVar[int]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("AccessManager").encode(
            "grantRole(uint64,address,uint32)", self.chain_role, self.address, 0
        )
        return (Call(self.governor, contracts.access, data),)


class AppointAuthority(Grant, frozen=True, kw_only=True):
    """To freeze claims and to suspend parties."""

    kind: ClassVar[str] = "appoint_authority"
    role: ClassVar[Role] = Role.AUTHORITY
    chain_role: ClassVar[int] = AUTHORITY_ROLE


class AppointBank(Grant, frozen=True, kw_only=True):
    """To open e-CNY wallets, and to issue and redeem in them."""

    kind: ClassVar[str] = "appoint_bank"
    role: ClassVar[Role] = Role.BANK
    chain_role: ClassVar[int] = BANK_ROLE


class AppointVerifier(Appointment, frozen=True, kw_only=True):
    """What it states about parties on these topics (each 32 bytes) counts from now on: a trusted issuer of ERC-3643."""

    kind: ClassVar[str] = "appoint_verifier"
    role: ClassVar[Role] = Role.VERIFIER
    topics: list[bytes]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("IdentityRegistry").encode(
            "addTrustedIssuer(address,uint256[])", self.address, [int.from_bytes(t) for t in self.topics]
        )
        return (Call(self.governor, contracts.identities, data),)


class AppointTransferAgent(Appointment, frozen=True, kw_only=True):
    """To freeze notes and to move them on orders, where an offering names it. Until then it has no power at all."""

    kind: ClassVar[str] = "appoint_transfer_agent"
    role: ClassVar[Role] = Role.TRANSFER_AGENT

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()


class OfficeService:
    """Appoints authorities, banks, verifiers and transfer agents."""

    def __init__(self, dispatcher: Dispatcher, keyring: Keyring, api_keys: ApiKeys, governor: bytes) -> None:
        self._dispatcher = dispatcher
        self._keyring = keyring
        self._api_keys = api_keys
        self._governor = governor
        for kind in (AppointAuthority, AppointBank, AppointVerifier, AppointTransferAgent):
            dispatcher.answers(kind, _appointed, _take_back)

    def appoint_authority(self, new: NewOffice, requester: Requester, dry_run: bool) -> Outcome:
        """Registers a court or regulator, makes its key and API key, and gives the key its power on the chain."""
        return self._appoint(AppointAuthority, new, requester, dry_run)

    def appoint_bank(self, new: NewOffice, requester: Requester, dry_run: bool) -> Outcome:
        """Registers an operating bank, makes its key and API key, and gives the key its power on the chain."""
        return self._appoint(AppointBank, new, requester, dry_run)

    def appoint_verifier(self, new: NewVerifier, requester: Requester, dry_run: bool) -> Outcome:
        """Registers a verifier, makes its key and API key, and has its statements on these topics count."""
        topics = [topic_bytes(topic) for topic in new.topics]
        return self._appoint(AppointVerifier, new, requester, dry_run, topics=topics)

    def appoint_transfer_agent(self, new: NewOffice, requester: Requester, dry_run: bool) -> Outcome:
        """Registers a transfer agent and makes its key and API key; an offering gives it its powers."""
        return self._appoint(AppointTransferAgent, new, requester, dry_run)

    def _appoint(
        self, kind: type[Appointment], new: NewOffice, requester: Requester, dry_run: bool, **power: Any
    ) -> Outcome:
        key = self._keyring.new_key()
        command = kind(
            party=str(uuid7()),
            address=address_of(key),
            governor=self._governor,
            api_key_id=self._api_keys.new_id(),
            **power,
        )

        def record(session: Session) -> None:
            roles = frozenset({kind.role})
            register(session, command.party, new.name, new.tax_number, roles, command.address)
            self._keyring.keep(session, key, f"party:{command.party}")
            self._api_keys.keep(session, command.api_key_id, command.party)

        return self._api_keys.put_into(self._dispatcher.carry_out(command, requester, record, dry_run))


def _appointed(session: Session, command: Appointment, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    return OpenedParty(
        party=party_view(existing_party(session, command.party)),
        api_key=command.api_key_id,
        transaction="0x" + receipts[-1].transaction_hash.hex() if receipts else None,
    ).model_dump(mode="json")


def _take_back(session: Session, command: Appointment) -> None:
    """The power was not given: the name is free to be registered again."""
    strike_out(session, command.party, command.address)
