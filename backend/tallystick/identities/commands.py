"""What is asked of the registry of identities, and of the lists of countries. Topics are 32 bytes."""

from typing import ClassVar

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call
from tallystick.sending.command import Command


class RequireTopic(Command, frozen=True, kw_only=True):
    """Whoever holds notes needs a statement on this topic, or needs none any longer."""

    kind: ClassVar[str] = "require_topic"
    governor: bytes
    topic: bytes
    required: bool

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        function = "addClaimTopic(uint256)" if self.required else "removeClaimTopic(uint256)"
        return _call(contracts, self.governor, function, int.from_bytes(self.topic))


class TrustVerifier(Command, frozen=True, kw_only=True):
    """A verifier's statements count on these topics from now on. `known`: the registry has it already."""

    kind: ClassVar[str] = "trust_verifier"
    governor: bytes
    verifier: bytes
    topics: list[bytes]
    known: bool

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        topics = [int.from_bytes(topic) for topic in self.topics]
        function = "updateIssuerClaimTopics" if self.known else "addTrustedIssuer"
        return _call(contracts, self.governor, f"{function}(address,uint256[])", self.verifier, topics)


class DistrustVerifier(Command, frozen=True, kw_only=True):
    """A verifier's statements count no longer."""

    kind: ClassVar[str] = "distrust_verifier"
    governor: bytes
    verifier: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.governor, "removeTrustedIssuer(address)", self.verifier)


class RegisterNoteWallet(Command, frozen=True, kw_only=True):
    """`identity` is the address by which the wallet's party is known; `country` is ISO 3166-1 numeric."""

    kind: ClassVar[str] = "register_note_wallet"
    operator: bytes
    wallet: bytes
    identity: bytes
    country: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.operator,
            "registerIdentity(address,address,uint16)",
            self.wallet,
            self.identity,
            self.country,
        )


class MoveNoteWallet(Command, frozen=True, kw_only=True):
    """Its party is at home elsewhere now."""

    kind: ClassVar[str] = "change_note_wallet_country"
    operator: bytes
    wallet: bytes
    country: int

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.operator, "updateCountry(address,uint16)", self.wallet, self.country)


class RemoveNoteWallet(Command, frozen=True, kw_only=True):
    kind: ClassVar[str] = "remove_note_wallet"
    operator: bytes
    wallet: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.operator, "deleteIdentity(address)", self.wallet)


class RenewNoteWallets(Command, frozen=True, kw_only=True):
    """Their standing is found anew under the topics and verifiers of today."""

    kind: ClassVar[str] = "renew_note_wallets"
    operator: bytes
    wallets: list[bytes]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(contracts, self.operator, "renew(address[])", self.wallets)


class StateOfParty(Command, frozen=True, kw_only=True):
    """A verifier states something about an identity until `expiry`; `evidence` is the hash of what it has seen."""

    kind: ClassVar[str] = "state_of_party"
    verifier: bytes
    identity: bytes
    topic: bytes
    expiry: int
    evidence: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        return _call(
            contracts,
            self.verifier,
            "state(address,uint256,uint40,bytes32)",
            self.identity,
            int.from_bytes(self.topic),
            self.expiry,
            self.evidence,
        )


class WithdrawStatement(Command, frozen=True, kw_only=True):
    """What rested on it ends in the same transaction."""

    kind: ClassVar[str] = "withdraw_statement"
    verifier: bytes
    identity: bytes
    topic: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        topic = int.from_bytes(self.topic)
        return _call(contracts, self.verifier, "withdraw(address,uint256)", self.identity, topic)


class ListCountries(Command, frozen=True, kw_only=True):
    """A list that offerings can be restricted to; it never changes."""

    kind: ClassVar[str] = "list_countries"
    governor: bytes
    countries: list[int]

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("CountryModule").encode("listCountries(uint16[])", self.countries)
        return (Call(self.governor, contracts.countries, data),)


def _call(contracts: Contracts, sender: bytes, signature: str, *arguments: object) -> tuple[Call, ...]:
    return (Call(sender, contracts.identities, interface("IdentityRegistry").encode(signature, *arguments)),)
