"""Opening parties and looking them up."""

import time
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from eth_utils.address import to_checksum_address
from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call, Receipt
from tallystick.database.core import Prepared, execute, table_of
from tallystick.database.store import Store
from tallystick.parties.api_keys import ApiKeys
from tallystick.parties.schemas import NewParty, OpenedParty, PartyReference, PartyView
from tallystick.parties.tables import ApiKey, Party
from tallystick.refusal import Conflict, Invalid, NotFound, Refusal
from tallystick.sending.command import Command, Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.sending.keyring import Keyring, address_of
from tallystick.sending.tables import SigningKey
from tallystick.web.viewer import TRADING_ROLES, Role, role_bits

_PARTIES = table_of(Party)
_WALLET = Prepared(
    select(_PARTIES.c.address, _PARTIES.c.name, _PARTIES.c.roles).where(_PARTIES.c.id == bindparam("party"))
)
_NAMES = select(_PARTIES.c.address, _PARTIES.c.id, _PARTIES.c.name).where(
    _PARTIES.c.address.in_(bindparam("addresses", expanding=True))
)


class OpenParty(Command, frozen=True, kw_only=True):
    """Opens a party's account on the chain."""

    kind: ClassVar[str] = "open_party"
    party: str
    address: bytes
    role_bits: int
    operator: bytes
    api_key_id: str

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        """None for a supervisor: an account that may only look could take claims and never pass them on."""
        if not self.role_bits:
            return ()
        data = interface("ReceivableLedger").encode(
            "openAccount(address,uint8)", self.address, self.role_bits
        )
        return (Call(self.operator, contracts.ledger, data),)


class PartyService:
    """The register of parties."""

    def __init__(
        self,
        store: Store,
        dispatcher: Dispatcher,
        keyring: Keyring,
        api_keys: ApiKeys,
        operator: bytes,
        *,
        house: Mapping[bytes, str],
        spenders: Mapping[str, bytes],
    ) -> None:
        """`house` names the ledger's own contracts; `spenders` those that move what owners have approved."""
        self._house = house
        self._spenders = spenders
        self._store = store
        self._dispatcher = dispatcher
        self._keyring = keyring
        self._api_keys = api_keys
        self._operator = operator
        dispatcher.answers(OpenParty, self._opened, self._take_back)

    def open(self, new: NewParty, requester: Requester, dry_run: bool) -> Outcome:
        """Registers a firm, makes its wallet and its API key, and opens its account on the chain."""
        roles = frozenset(Role(role) for role in new.roles)
        if Role.SUPERVISOR in roles and len(roles) > 1:
            raise Refusal(
                "supervisor_cannot_trade",
                "A supervisor reads everything, so it can have no other role.",
                "Open one party for supervision and another for trade.",
            )
        key = None if new.wallet is not None else self._keyring.new_key()
        command = OpenParty(
            party=str(uuid7()),
            address=address_of(key) if key is not None else _wallet(new.wallet or ""),
            role_bits=role_bits(roles),
            operator=self._operator,
            api_key_id=self._api_keys.new_id(),
        )

        def record(session: Session) -> None:
            if key is None:
                _require_free(session, command.address)
            register(session, command.party, new.name, new.tax_number, roles, command.address)
            if key is not None:
                self._keyring.keep(session, key, f"party:{command.party}")
            self._api_keys.keep(session, command.api_key_id, command.party)

        def may_be_opened() -> None:
            if key is None:
                with self._store.reading() as session:
                    _require_free(session, command.address)

        outcome = self._dispatcher.carry_out(command, requester, record, dry_run, may_be_opened)
        return self._api_keys.put_into(outcome)

    def all(self) -> list[PartyView]:
        """Every party, by name. The register tells who takes part, not who owes whom."""
        with self._store.reading() as session:
            return [
                party_view(party) for party in session.scalars(select(Party).order_by(Party.name, Party.id))
            ]

    def get(self, party: str) -> PartyView:
        with self._store.reading() as session:
            return party_view(existing_party(session, party))

    def named(self, names: Iterable[str]) -> dict[str, PartyView]:
        """The parties that go by these ids or tax numbers, each under the name it was asked for."""
        wanted = set(names)
        with self._store.reading() as session:
            found = session.scalars(
                select(Party).where(or_(Party.id.in_(wanted), Party.tax_number.in_(wanted)))
            )
            views = [party_view(party) for party in found]
        return {name: view for view in views for name in (view.id, view.tax_number) if name in wanted}

    def address(self, party: str) -> bytes:
        """The wallet of a party that can owe or hold claims. Raises `NotFound`, `Refusal`."""
        address, name, roles = self._entry(party)
        if not roles & set(TRADING_ROLES):
            raise Refusal(
                "party_cannot_hold",
                f"{name} ({','.join(sorted(roles))}) can neither owe nor hold claims.",
                "Name a debtor, supplier, financier or investor.",
            )
        return address

    def any_address(self, party: str) -> bytes:
        """The wallet of a party, whatever its role. Raises `NotFound`."""
        return self._entry(party)[0]

    def office(self, party: str, role: Role) -> bytes:
        """The wallet of somebody who holds an office. Raises `NotFound`, `Refusal`."""
        address, name, roles = self._entry(party)
        if role not in roles:
            spoken = role.replace("_", " ")
            raise Refusal(
                "office_not_held",
                f"{name} ({','.join(sorted(roles))}) is no {spoken}.",
                f"Name one that the host has appointed (POST /v1/{role.replace('_', '-')}s).",
                {"party": party, "office": str(role)},
            )
        return address

    def spender(self, named: str) -> bytes:
        """Who may move what its owner approves: a party, or a contract of the ledger's. Raises `NotFound`."""
        return self._spenders.get(named) or self.any_address(named)

    def references(self, session: Session, addresses: Iterable[bytes]) -> dict[bytes, PartyReference]:
        """Who is behind these wallets; a wallet that nobody registered goes by its address."""
        wanted = set(addresses)
        found = {
            address: PartyReference(id=party, name=name)
            for address, party, name in execute(session, _NAMES, {"addresses": list(wanted)})
        }
        unknown = {
            address: PartyReference(id=None, name=self._house.get(address) or to_checksum_address(address))
            for address in wanted - found.keys()
        }
        return found | unknown

    def registered(self, session: Session, addresses: Iterable[bytes]) -> dict[bytes, PartyView]:
        """Those whose wallets these are, as far as the register knows them."""
        rows = session.scalars(select(Party).where(Party.address.in_(set(addresses))))
        return {bytes(row.address): party_view(row) for row in rows}

    def _entry(self, party: str) -> tuple[bytes, str, set[str]]:
        """A party's wallet, name and roles. Raises `NotFound`."""
        found = self._store.look(_WALLET, {"party": party})
        if not found:
            raise _not_found(party)
        ((address, name, roles),) = found
        return bytes(address), name, set(roles.split(","))

    def _opened(self, session: Session, command: OpenParty, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
        opened = OpenedParty(
            party=party_view(existing_party(session, command.party)),
            api_key=command.api_key_id,
            transaction="0x" + receipts[-1].transaction_hash.hex() if receipts else None,
        )
        return opened.model_dump(mode="json")

    def _take_back(self, session: Session, command: OpenParty) -> None:
        """The account was not opened: the firm is free to be registered again."""
        strike_out(session, command.party, command.address)


def register(
    session: Session, party: str, name: str, tax_number: str, roles: frozenset[Role], address: bytes
) -> None:
    """Writes a party down, once per tax number."""
    taken = Conflict(
        "tax_number_taken",
        f"A party with the tax number {tax_number} is registered already.",
        "Use that party, or correct the tax number.",
    )
    if session.scalar(select(Party.id).where(Party.tax_number == tax_number)) is not None:
        raise taken
    session.add(
        Party(
            id=party,
            name=name,
            tax_number=tax_number,
            roles=",".join(sorted(roles)),
            address=address,
            created_at=int(time.time()),
        )
    )
    try:
        session.flush()
    except IntegrityError:  # somebody else registered it since we looked
        raise taken from None


def _wallet(text: str) -> bytes:
    """The address in a text. Raises `Invalid` where it cannot be one, or where its check by capitals fails."""
    if text[2:] not in (text[2:].lower(), text[2:].upper()) and to_checksum_address(text) != text:
        raise Invalid(
            "wallet_mistyped",
            f"{text} is no address: its capitals do not check (ERC-55).",
            "Copy the address again.",
            {"wallet": text},
        )
    if not int(text, 16):
        raise Invalid("wallet_mistyped", f"{text} is nobody's address.", "Copy the address again.")
    return bytes.fromhex(text[2:])


def _require_free(session: Session, wallet: bytes) -> None:
    """Nobody signs with the wallet of another party, or of one of the ledger's services."""
    with_party = session.scalar(select(Party.id).where(Party.address == wallet))
    if with_party is not None or session.get(SigningKey, wallet) is not None:
        raise Conflict(
            "wallet_taken",
            f"The wallet {to_checksum_address(wallet)} belongs to somebody on this ledger already.",
            "Give each party a wallet of its own.",
            {"wallet": to_checksum_address(wallet)},
        )


def strike_out(session: Session, party: str, address: bytes) -> None:
    """Takes a registration back, with its keys."""
    session.execute(delete(ApiKey).where(ApiKey.party == party))
    session.execute(delete(Party).where(Party.id == party))
    session.execute(delete(SigningKey).where(SigningKey.address == address))


def party_view(party: Party) -> PartyView:
    return PartyView(
        id=party.id,
        name=party.name,
        tax_number=party.tax_number,
        roles=party.roles.split(","),
        address=to_checksum_address(party.address),
    )


def existing_party(session: Session, party: str) -> Party:
    """Raises `NotFound`."""
    found = session.get(Party, party)
    if found is None:
        raise _not_found(party)
    return found


def _not_found(party: str) -> NotFound:
    return NotFound("party_not_found", f"There is no party {party!r}.", "See GET /v1/parties.")
