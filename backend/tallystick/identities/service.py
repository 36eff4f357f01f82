"""Registering wallets, stating and withdrawing, and who may hold notes as a result."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from eth_utils.crypto import keccak
from sqlalchemy.orm import Session

from tallystick.chain.interface import interface
from tallystick.chain.node import Receipt
from tallystick.database.store import Store
from tallystick.identities.commands import (
    DistrustVerifier,
    ListCountries,
    MoveNoteWallet,
    RegisterNoteWallet,
    RemoveNoteWallet,
    RenewNoteWallets,
    RequireTopic,
    StateOfParty,
    TrustVerifier,
    WithdrawStatement,
)
from tallystick.identities.repository import IdentityRepository
from tallystick.identities.schemas import (
    CountryListReceipt,
    CountryLists,
    CountryListView,
    NewCountryList,
    NewNoteWallet,
    NewStatement,
    NewTopicRule,
    NewTrust,
    NoteWalletList,
    NoteWalletReceipt,
    NoteWalletView,
    RemovedNoteWallet,
    RenewedNoteWallets,
    RulesReceipt,
    StatementReceipt,
    StatementToWithdraw,
    StatementView,
    VerificationRules,
    VerifierView,
)
from tallystick.mirror.tables import NoteWallet, Statement
from tallystick.money.calendar import instant_text
from tallystick.parties.schemas import PartyReference
from tallystick.parties.service import PartyService
from tallystick.parties.topics import topic_bytes
from tallystick.receivables.answers import transaction_text
from tallystick.refusal import Conflict
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher
from tallystick.web.viewer import Role, Viewer

WALLETS_A_RENEWAL = 100


class IdentityService:
    """One ledger's identities. `clock` is the chain's."""

    def __init__(  # noqa: PLR0917 (put together in one place)
        self,
        store: Store,
        dispatcher: Dispatcher,
        parties: PartyService,
        deployment: int,
        clock: Callable[[], int],
        governor: bytes,
        operator: bytes,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        self._repository = IdentityRepository(deployment)
        self._clock = clock
        self._governor = governor
        self._operator = operator
        for kind in (RequireTopic, TrustVerifier, DistrustVerifier):
            dispatcher.answers(kind, self._rules_changed)
        for wallet in (RegisterNoteWallet, MoveNoteWallet):
            dispatcher.answers(wallet, self._wallet_changed)
        dispatcher.answers(RemoveNoteWallet, self._removed)
        dispatcher.answers(RenewNoteWallets, self._renewed)
        for statement in (StateOfParty, WithdrawStatement):
            dispatcher.answers(statement, self._stated)
        dispatcher.answers(ListCountries, self._listed)

    # What the host decides

    def require_topic(self, new: NewTopicRule, requester: Requester, dry_run: bool) -> Outcome:
        """Asks for a statement on a topic of whoever holds notes, or no longer."""
        command = RequireTopic(governor=self._governor, topic=topic_bytes(new.topic), required=new.required)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def trust(self, verifier: str, new: NewTrust, requester: Requester, dry_run: bool) -> Outcome:
        """Says on which topics a verifier's statements count; on none where there are none."""
        address = self._parties.office(verifier, Role.VERIFIER)
        with self._store.reading() as session:
            known = address in self._repository.verifiers(session)
        command: TrustVerifier | DistrustVerifier
        if new.topics:
            topics = [topic_bytes(topic) for topic in new.topics]
            command = TrustVerifier(governor=self._governor, verifier=address, topics=topics, known=known)
        else:
            command = DistrustVerifier(governor=self._governor, verifier=address)
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def list_countries(self, new: NewCountryList, requester: Requester, dry_run: bool) -> Outcome:
        """Makes a list that offerings can be restricted to."""
        command = ListCountries(
            governor=self._governor, countries=[int(country) for country in new.countries]
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What the operator does

    def register(self, new: NewNoteWallet, requester: Requester, dry_run: bool) -> Outcome:
        """Registers a party's wallet for notes."""
        command = RegisterNoteWallet(
            operator=self._operator,
            wallet=self._parties.address(new.party),
            identity=self._parties.address(new.identity or new.party),
            country=int(new.country),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def move(self, party: str, country: str, requester: Requester, dry_run: bool) -> Outcome:
        command = MoveNoteWallet(
            operator=self._operator, wallet=self._parties.address(party), country=int(country)
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def remove(self, party: str, requester: Requester, dry_run: bool) -> Outcome:
        """The wallet keeps the notes that it has, and gets none."""
        command = RemoveNoteWallet(operator=self._operator, wallet=self._parties.address(party))
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def renew(self, requester: Requester, dry_run: bool) -> Outcome:
        """Finds the standing of up to `WALLETS_A_RENEWAL` wallets anew whose standing is outdated."""

        def compose() -> RenewNoteWallets:
            with self._store.reading() as session:
                wallets = list(self._repository.outdated(session, WALLETS_A_RENEWAL))
            if not wallets:
                raise Conflict(
                    "nothing_to_renew", "No wallet's standing is outdated.", "Nothing has to be done."
                )
            return RenewNoteWallets(operator=self._operator, wallets=wallets)

        return self._dispatcher.carry_out_composed(compose, requester, dry_run)

    # What verifiers do

    def state(self, new: NewStatement, viewer: Viewer, requester: Requester, dry_run: bool) -> Outcome:
        """States something about a party."""
        command = StateOfParty(
            verifier=viewer.address,
            identity=self._parties.address(new.party),
            topic=topic_bytes(new.topic),
            expiry=int(new.expires_at.timestamp()),
            evidence=keccak(new.evidence.encode()),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def withdraw(
        self, old: StatementToWithdraw, viewer: Viewer, requester: Requester, dry_run: bool
    ) -> Outcome:
        """Takes a statement of the viewer's back."""
        command = WithdrawStatement(
            verifier=viewer.address,
            identity=self._parties.address(old.party),
            topic=topic_bytes(old.topic),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    # What there is

    def rules(self) -> VerificationRules:
        with self._store.reading() as session:
            return self._rules(session)

    def wallets(self, viewer: Viewer) -> NoteWalletList:
        with self._store.reading() as session:
            return NoteWalletList(wallets=self._views(session, self._repository.wallets(session, viewer)))

    def country_lists(self) -> CountryLists:
        with self._store.reading() as session:
            lists = self._repository.country_lists(session)
        return CountryLists(lists=[_list_view(number, lists[number]) for number in sorted(lists)])

    def _rules(self, session: Session) -> VerificationRules:
        verifiers = self._repository.verifiers(session)
        names = self._parties.references(session, verifiers)
        return VerificationRules(
            topics=self._repository.topics(session),
            verifiers=[
                VerifierView(verifier=names[verifier], topics=topics)
                for verifier, topics in verifiers.items()
            ],
        )

    def _views(self, session: Session, wallets: Sequence[NoteWallet]) -> list[NoteWalletView]:
        statements = self._repository.statements(session, {one.identity for one in wallets})
        addresses = {address for one in wallets for address in (one.wallet, one.identity)}
        addresses |= {row.issuer for rows in statements.values() for row in rows}
        names = self._parties.references(session, addresses)
        generation, now = self._repository.generation(session), self._clock()
        return [
            NoteWalletView(
                party=names[one.wallet],
                identity=names[one.identity],
                country=f"{one.country:03}",
                verified_until=(
                    instant_text(one.until) if one.generation == generation and one.until > now else None
                ),
                outdated=one.generation < generation,
                statements=_statement_views(statements.get(one.identity, ()), names),
            )
            for one in wallets
        ]

    def _rules_changed(
        self,
        session: Session,
        _command: RequireTopic | TrustVerifier | DistrustVerifier,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        rules = self._rules(session)
        return RulesReceipt(rules=rules, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _wallet_changed(
        self,
        session: Session,
        command: RegisterNoteWallet | MoveNoteWallet,
        receipts: tuple[Receipt, ...],
    ) -> dict[str, Any]:
        (view,) = self._views(session, self._existing(session, [command.wallet]))
        return NoteWalletReceipt(wallet=view, transaction=transaction_text(receipts)).model_dump(mode="json")

    def _removed(
        self, session: Session, command: RemoveNoteWallet, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return RemovedNoteWallet(
            party=self._parties.references(session, {command.wallet})[command.wallet],
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _renewed(
        self, session: Session, command: RenewNoteWallets, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        return RenewedNoteWallets(
            wallets=self._views(session, self._existing(session, command.wallets)),
            left=len(self._repository.outdated(session, WALLETS_A_RENEWAL)),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _stated(
        self, session: Session, command: StateOfParty | WithdrawStatement, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        rows = self._repository.statements(session, {command.identity}).get(command.identity, [])
        names = self._parties.references(session, {command.identity, *(row.issuer for row in rows)})
        return StatementReceipt(
            party=names[command.identity],
            statements=_statement_views(rows, names),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _listed(
        self, session: Session, _command: ListCountries, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        number = interface("CountryModule").number_told("CountriesListed", receipts[-1])
        return CountryListReceipt(
            list=_list_view(number, self._repository.country_lists(session)[number]),
            transaction=transaction_text(receipts),
        ).model_dump(mode="json")

    def _existing(self, session: Session, wallets: Iterable[bytes]) -> list[NoteWallet]:
        """Those that are registered still."""
        found = (self._repository.wallet(session, wallet) for wallet in wallets)
        return [wallet for wallet in found if wallet is not None]


def _statement_views(rows: Iterable[Statement], names: dict[bytes, PartyReference]) -> list[StatementView]:
    return [
        StatementView(
            topic=row.topic,
            verifier=names[row.issuer],
            expires_at=instant_text(row.expiry),
            evidence_hash="0x" + row.evidence.hex(),
        )
        for row in rows
    ]


def _list_view(number: int, countries: Iterable[int]) -> CountryListView:
    return CountryListView(id=str(number), countries=[f"{country:03}" for country in countries])
