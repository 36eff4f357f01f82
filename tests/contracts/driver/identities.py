"""Who may hold notes, in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.contracts.driver.cast import Actor
from tests.contracts.driver.contract import Contract, Outcome, Party

CHINA, GERMANY = 156, 276
KNOWN_CUSTOMER = 1
FOR_EVER = 2**40 - 1
SEEN = b"\5" * 32


@dataclass(frozen=True, slots=True)
class Statement:
    issuer: bytes
    expiry: int


class Identities(Contract):
    # Topics and issuers

    def require_topic(self, owner: Actor, topic: int) -> Outcome:
        return self.send(owner, "addClaimTopic(uint256)", topic)

    def drop_topic(self, owner: Actor, topic: int) -> Outcome:
        return self.send(owner, "removeClaimTopic(uint256)", topic)

    def topics(self) -> list[int]:
        return list(self.ask("getClaimTopics()"))

    def trust(self, owner: Actor, issuer: Party, topics: Sequence[int] = (KNOWN_CUSTOMER,)) -> Outcome:
        return self.send(owner, "addTrustedIssuer(address,uint256[])", issuer, list(topics))

    def trust_on(self, owner: Actor, issuer: Party, topics: Sequence[int]) -> Outcome:
        return self.send(owner, "updateIssuerClaimTopics(address,uint256[])", issuer, list(topics))

    def distrust(self, owner: Actor, issuer: Party) -> Outcome:
        return self.send(owner, "removeTrustedIssuer(address)", issuer)

    def issuers(self) -> list[bytes]:
        return list(self.ask("getTrustedIssuers()"))

    # What issuers state

    def state(
        self,
        issuer: Actor,
        identity: Party,
        topic: int = KNOWN_CUSTOMER,
        expiry: int = FOR_EVER,
        evidence: bytes = SEEN,
    ) -> Outcome:
        return self.send(issuer, "state(address,uint256,uint40,bytes32)", identity, topic, expiry, evidence)

    def withdraw(self, issuer: Actor, identity: Party, topic: int = KNOWN_CUSTOMER) -> Outcome:
        return self.send(issuer, "withdraw(address,uint256)", identity, topic)

    def renew(self, who: Actor, wallets: Sequence[Party]) -> Outcome:
        return self.send(who, "renew(address[])", list(wallets))

    def statement(self, identity: Party, topic: int = KNOWN_CUSTOMER) -> Statement:
        return Statement(*self.ask("statementOn(address,uint256)", identity, topic))

    # Wallets

    def register(
        self, agent: Actor, wallet: Party, identity: Party | None = None, country: int = CHINA
    ) -> Outcome:
        """A wallet of the party that is known by it, unless told whose."""
        whose = wallet if identity is None else identity
        return self.send(agent, "registerIdentity(address,address,uint16)", wallet, whose, country)

    def register_all(
        self, agent: Actor, wallets: Sequence[Party], identities: Sequence[Party], countries: Sequence[int]
    ) -> Outcome:
        signature = "batchRegisterIdentity(address[],address[],uint16[])"
        return self.send(agent, signature, list(wallets), list(identities), list(countries))

    def delete(self, agent: Actor, wallet: Party) -> Outcome:
        return self.send(agent, "deleteIdentity(address)", wallet)

    def set_country(self, agent: Actor, wallet: Party, country: int) -> Outcome:
        return self.send(agent, "updateCountry(address,uint16)", wallet, country)

    def set_identity(self, agent: Actor, wallet: Party, identity: Party) -> Outcome:
        return self.send(agent, "updateIdentity(address,address)", wallet, identity)

    def knows(self, wallet: Party) -> bool:
        answer: bool = self.ask("contains(address)", wallet)
        return answer

    def is_verified(self, wallet: Party) -> bool:
        answer: bool = self.ask("isVerified(address)", wallet)
        return answer

    def verified_until(self, wallet: Party) -> int:
        until: int = self.ask("verifiedUntil(address)", wallet)
        return until

    def identity(self, wallet: Party) -> bytes:
        identity: bytes = self.ask("identity(address)", wallet)
        return identity

    def country(self, wallet: Party) -> int:
        country: int = self.ask("investorCountry(address)", wallet)
        return country

    def wallets_of(self, identity: Party) -> list[bytes]:
        return list(self.ask("walletsOf(address)", identity))

    def era(self) -> int:
        era: int = self.ask("era()")
        return era

    def generation(self) -> int:
        generation: int = self.ask("generation()")
        return generation
