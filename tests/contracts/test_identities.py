"""Who may hold notes: whose a wallet is, what trusted issuers state about that party, and until when it counts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contracts.driver.cast import (
    BANK,
    COURT,
    EVERYBODY,
    GOVERNOR,
    NOBODY,
    OPERATOR,
    REGULATOR,
    STRANGER,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
    actor,
)
from tests.contracts.driver.identities import (
    CHINA,
    FOR_EVER,
    GERMANY,
    KNOWN_CUSTOMER,
    SEEN,
    Identities,
    Statement,
)
from tests.contracts.driver.refusals import refused
from tests.contracts.driver.stage import Stage

ACCREDITED = 2
WALLETS = [actor(f"wallet {number}") for number in range(18)]


@pytest.fixture
def known(identities: Identities) -> Identities:
    """The regulator is trusted on the one topic that is required and has stated it about A for ever."""
    identities.require_topic(GOVERNOR, KNOWN_CUSTOMER)
    identities.trust(GOVERNOR, REGULATOR)
    identities.register(OPERATOR, A)
    identities.state(REGULATOR, A)
    return identities


# Wallets


def test_a_wallet_is_registered_with_whose_it_is_and_where_that_is_at_home(identities: Identities) -> None:
    outcome = identities.register(OPERATOR, A, identity=B, country=GERMANY)
    assert outcome.events == [
        ("IdentityRegistered", A.address, B.address),
        ("IdentityStored", A.address, B.address),
        ("WalletVerified", A.address, B.address, GERMANY, FOR_EVER),
    ]
    assert (identities.knows(A), identities.identity(A), identities.country(A)) == (True, B.address, GERMANY)
    assert identities.ask("storedIdentity(address)", A) == B.address
    assert identities.ask("storedInvestorCountry(address)", A) == GERMANY
    assert identities.wallets_of(B) == [A.address]
    assert not identities.knows(B)


def test_where_no_topic_is_required_a_registered_wallet_may_hold_notes_and_no_other(
    identities: Identities,
) -> None:
    assert not identities.is_verified(A)
    identities.register(OPERATOR, A)
    assert identities.is_verified(A)


def test_a_wallet_is_registered_once_and_is_somebodys(identities: Identities) -> None:
    identities.register(OPERATOR, A)
    with refused("WalletKnown", wallet=A, identity=A):
        identities.register(OPERATOR, A, identity=B)
    with refused("InvalidIdentity", wallet=NOBODY, identity=A):
        identities.register(OPERATOR, NOBODY, identity=A)
    with refused("InvalidIdentity", wallet=B, identity=NOBODY):
        identities.register(OPERATOR, B, identity=NOBODY)


@pytest.mark.parametrize("country", [0, 1_000, 65_535])
def test_a_country_has_three_digits(identities: Identities, country: int) -> None:
    with refused("InvalidCountry", country=country):
        identities.register(OPERATOR, A, country=country)
    identities.register(OPERATOR, A, country=999)
    with refused("InvalidCountry", country=country):
        identities.set_country(OPERATOR, A, country)


def test_wallets_are_registered_together_all_or_none(identities: Identities) -> None:
    identities.register_all(OPERATOR, [A, B], [A, A], [CHINA, GERMANY])
    assert identities.wallets_of(A) == [A.address, B.address]
    with refused("WalletKnown", wallet=B):
        identities.register_all(OPERATOR, [C, B], [C, B], [CHINA, CHINA])
    assert not identities.knows(C)
    with refused("ListsDiffer", first=1, second=2):
        identities.register_all(OPERATOR, [C], [C, C], [CHINA])
    with refused("ListsDiffer", first=1, second=0):
        identities.register_all(OPERATOR, [C], [C], [])


def test_a_wallet_is_deleted_and_can_be_registered_anew(identities: Identities) -> None:
    identities.register(OPERATOR, A, country=GERMANY)
    assert identities.delete(OPERATOR, A).events == [
        ("IdentityRemoved", A.address, A.address),
        ("IdentityUnstored", A.address, A.address),
        ("WalletVerified", A.address, A.address, 0, 0),
    ]
    assert (identities.knows(A), identities.country(A), identities.wallets_of(A)) == (False, 0, [])
    assert not identities.is_verified(A)
    identities.register(OPERATOR, A, identity=B)
    assert identities.identity(A) == B.address


def test_a_wallet_moves_to_another_country_or_becomes_somebody_elses(known: Identities) -> None:
    assert known.set_country(OPERATOR, A, GERMANY).events == [
        ("CountryUpdated", A.address, GERMANY),
        ("CountryModified", A.address, GERMANY),
    ]
    assert known.set_identity(OPERATOR, A, B).events == [
        ("IdentityUpdated", A.address, B.address),
        ("IdentityModified", A.address, B.address),
        ("WalletVerified", A.address, B.address, GERMANY, 0),
    ]
    assert (known.wallets_of(A), known.wallets_of(B)) == ([], [A.address])
    assert not known.is_verified(A)
    known.state(REGULATOR, B)
    assert known.is_verified(A)
    with refused("InvalidIdentity", wallet=A, identity=NOBODY):
        known.set_identity(OPERATOR, A, NOBODY)


@pytest.mark.parametrize(
    "change",
    [
        lambda identities: identities.delete(OPERATOR, B),
        lambda identities: identities.set_country(OPERATOR, B, CHINA),
        lambda identities: identities.set_identity(OPERATOR, B, A),
        lambda identities: identities.renew(STRANGER, [A, B]),
    ],
    ids=["delete", "country", "identity", "renew"],
)
def test_what_is_not_registered_is_not_changed(
    known: Identities, change: Callable[[Identities], object]
) -> None:
    with refused("WalletUnknown", wallet=B):
        change(known)


def test_sixteen_wallets_of_a_party_are_found_anew_with_one_statement_and_there_are_no_more(
    known: Identities,
) -> None:
    for wallet in WALLETS[:16]:
        known.register(OPERATOR, wallet, identity=B)
    with refused("TooManyWallets", identity=B, most=16):
        known.register(OPERATOR, WALLETS[16], identity=B)
    with refused("TooManyWallets", identity=B, most=16):
        known.set_identity(OPERATOR, A, B)
    assert not any(known.is_verified(wallet) for wallet in WALLETS[:16])
    known.state(REGULATOR, B)
    assert all(known.is_verified(wallet) for wallet in WALLETS[:16])
    known.delete(OPERATOR, WALLETS[3])
    known.register(OPERATOR, WALLETS[16], identity=B)
    assert known.is_verified(WALLETS[16])
    known.withdraw(REGULATOR, B)
    assert not any(known.is_verified(wallet) for wallet in WALLETS)


def test_the_storage_of_the_standard_is_the_registry_itself(identities: Identities) -> None:
    identities.send(OPERATOR, "addIdentityToStorage(address,address,uint16)", A, B, CHINA)
    identities.send(OPERATOR, "modifyStoredInvestorCountry(address,uint16)", A, GERMANY)
    identities.send(OPERATOR, "modifyStoredIdentity(address,address)", A, C)
    assert (identities.identity(A), identities.country(A)) == (C.address, GERMANY)
    identities.send(OPERATOR, "removeIdentityFromStorage(address)", A)
    assert not identities.knows(A)
    for registry in ("identityStorage()", "issuersRegistry()", "topicsRegistry()"):
        assert identities.ask(registry) == identities.address
    assert identities.ask("linkedIdentityRegistries()") == (identities.address,)


@pytest.mark.parametrize(
    "change",
    [
        "bindIdentityRegistry(address)",
        "unbindIdentityRegistry(address)",
        "setIdentityRegistryStorage(address)",
        "setClaimTopicsRegistry(address)",
        "setTrustedIssuersRegistry(address)",
    ],
)
def test_the_registries_are_one_and_stay_it(identities: Identities, change: str) -> None:
    for somebody in (GOVERNOR, OPERATOR, STRANGER):
        with refused("RegistriesAreOne"):
            identities.send(somebody, change, identities)


# Topics and issuers


def test_topics_are_required_and_dropped(identities: Identities) -> None:
    assert identities.require_topic(GOVERNOR, KNOWN_CUSTOMER).events == [("ClaimTopicAdded", 1)]
    identities.require_topic(GOVERNOR, ACCREDITED)
    with refused("TopicKnown", topic=ACCREDITED):
        identities.require_topic(GOVERNOR, ACCREDITED)
    assert identities.topics() == [1, 2]
    assert identities.drop_topic(GOVERNOR, KNOWN_CUSTOMER).events == [("ClaimTopicRemoved", 1)]
    with refused("TopicUnknown", topic=KNOWN_CUSTOMER):
        identities.drop_topic(GOVERNOR, KNOWN_CUSTOMER)
    assert identities.topics() == [2]


def test_eight_topics_are_the_most(identities: Identities) -> None:
    for topic in range(8):
        identities.require_topic(GOVERNOR, topic)
    with refused("TooManyTopics", topics=9, most=8):
        identities.require_topic(GOVERNOR, 8)
    with refused("TooManyTopics", topics=9, most=8):
        identities.trust(GOVERNOR, REGULATOR, range(9))


def test_issuers_are_trusted_on_topics(identities: Identities) -> None:
    assert identities.trust(GOVERNOR, REGULATOR, [1, 2]).events == [
        ("TrustedIssuerAdded", REGULATOR.address, (1, 2))
    ]
    identities.trust(GOVERNOR, BANK, [2, 3])
    assert identities.issuers() == [REGULATOR.address, BANK.address]
    assert identities.ask("getTrustedIssuerClaimTopics(address)", BANK) == (2, 3)
    for topic, trusted in ((1, (REGULATOR,)), (2, (REGULATOR, BANK)), (3, (BANK,)), (4, ())):
        expected = tuple(issuer.address for issuer in trusted)
        assert identities.ask("getTrustedIssuersForClaimTopic(uint256)", topic) == expected
    assert identities.trust_on(GOVERNOR, BANK, [4]).events == [("ClaimTopicsUpdated", BANK.address, (4,))]
    assert not identities.ask("hasClaimTopic(address,uint256)", BANK, 2)
    assert identities.distrust(GOVERNOR, REGULATOR).events == [("TrustedIssuerRemoved", REGULATOR.address)]
    assert identities.issuers() == [BANK.address]
    assert not identities.ask("isTrustedIssuer(address)", REGULATOR)


def test_issuers_are_somebody_and_trusted_once_on_something(identities: Identities) -> None:
    with refused("InvalidIssuer", issuer=NOBODY):
        identities.trust(GOVERNOR, NOBODY)
    with refused("NoTopics", issuer=BANK):
        identities.trust(GOVERNOR, BANK, [])
    identities.trust(GOVERNOR, BANK)
    with refused("IssuerKnown", issuer=BANK):
        identities.trust(GOVERNOR, BANK)
    with refused("NoTopics", issuer=BANK):
        identities.trust_on(GOVERNOR, BANK, [])
    with refused("IssuerUnknown", issuer=REGULATOR):
        identities.distrust(GOVERNOR, REGULATOR)
    with refused("IssuerUnknown", issuer=REGULATOR):
        identities.trust_on(GOVERNOR, REGULATOR, [1])
    with refused("IssuerUnknown", issuer=REGULATOR):
        identities.ask("getTrustedIssuerClaimTopics(address)", REGULATOR)


def test_fifty_issuers_are_the_most(identities: Identities) -> None:
    for number in range(50):
        identities.trust(GOVERNOR, number.to_bytes(20, "little") if number else b"\xff" * 20)
    with refused("TooManyIssuers", most=50):
        identities.trust(GOVERNOR, BANK)


# What issuers state


def test_a_statement_makes_all_wallets_of_a_party_holders_until_it_expires(known: Identities) -> None:
    known.register(OPERATOR, B, identity=C)
    known.register(OPERATOR, C)
    expiry = known.chain.time + 1_000
    assert known.state(REGULATOR, C, expiry=expiry).events == [
        ("Stated", C.address, KNOWN_CUSTOMER, REGULATOR.address, expiry, SEEN),
        ("WalletVerified", B.address, C.address, CHINA, expiry),
        ("WalletVerified", C.address, C.address, CHINA, expiry),
    ]
    assert known.statement(C) == Statement(REGULATOR.address, expiry)
    assert known.verified_until(B) == expiry
    known.chain.go_to(expiry - 1)
    assert known.is_verified(B)
    known.chain.go_to(expiry)
    assert not known.is_verified(B)


def test_every_required_topic_has_to_be_stated_and_the_first_to_expire_counts(known: Identities) -> None:
    known.require_topic(GOVERNOR, ACCREDITED)
    known.trust_on(GOVERNOR, REGULATOR, [KNOWN_CUSTOMER, ACCREDITED])
    assert not known.is_verified(A)
    soon = known.chain.time + 1_000
    known.state(REGULATOR, A, ACCREDITED, expiry=soon)
    assert known.verified_until(A) == soon
    known.state(REGULATOR, A, KNOWN_CUSTOMER, expiry=soon - 1)
    assert known.verified_until(A) == soon - 1
    known.drop_topic(GOVERNOR, KNOWN_CUSTOMER)
    assert known.verified_until(A) == soon - 1
    known.renew(STRANGER, [A])
    assert known.verified_until(A) == soon


def test_a_later_statement_takes_the_place_of_an_earlier_one(known: Identities) -> None:
    known.trust(GOVERNOR, BANK)
    sooner = known.chain.time + 500
    known.state(BANK, A, expiry=sooner)
    assert known.statement(A) == Statement(BANK.address, sooner)
    assert known.verified_until(A) == sooner
    with refused("NotStatedBy", identity=A, topic=KNOWN_CUSTOMER, issuer=REGULATOR):
        known.withdraw(REGULATOR, A)


def test_what_issuers_are_not_trusted_on_they_do_not_state(known: Identities) -> None:
    for who, topic in ((REGULATOR, ACCREDITED), (BANK, KNOWN_CUSTOMER)):
        with refused("NotTrustedOn", issuer=who, topic=topic):
            known.state(who, A, topic)
    with refused("InvalidIdentity", wallet=NOBODY, identity=NOBODY):
        known.state(REGULATOR, NOBODY)


def test_a_statement_expires_in_the_future(known: Identities) -> None:
    known.chain.go_to(known.chain.time + 100)
    now = known.chain.time
    with refused("StatementExpired", expiry=now, time=now):
        known.state(REGULATOR, A, expiry=now)
    known.state(REGULATOR, B, expiry=now + 100)
    assert known.statement(B).expiry == now + 100


def test_a_statement_is_taken_back_by_who_made_it_even_when_trusted_no_longer(known: Identities) -> None:
    assert known.withdraw(REGULATOR, A).events == [
        ("Withdrawn", A.address, KNOWN_CUSTOMER, REGULATOR.address),
        ("WalletVerified", A.address, A.address, CHINA, 0),
    ]
    assert known.statement(A) == Statement(NOBODY, 0)
    with refused("NotStatedBy", identity=A, topic=KNOWN_CUSTOMER, issuer=REGULATOR):
        known.withdraw(REGULATOR, A)
    known.state(REGULATOR, A)
    known.distrust(GOVERNOR, REGULATOR)
    known.withdraw(REGULATOR, A)
    known.trust(GOVERNOR, REGULATOR)
    known.renew(STRANGER, [A])
    assert not known.is_verified(A)


@pytest.mark.parametrize("somebody", EVERYBODY, ids=lambda who: who.name)
def test_nobody_takes_back_what_somebody_else_has_stated(known: Identities, somebody: Actor) -> None:
    if somebody is not REGULATOR:
        with refused("NotStatedBy", identity=A, topic=KNOWN_CUSTOMER, issuer=somebody):
            known.withdraw(somebody, A)
    assert known.is_verified(A)


def test_a_party_is_known_before_its_first_wallet_is(known: Identities) -> None:
    known.state(REGULATOR, B)
    known.register(OPERATOR, C, identity=B)
    assert known.is_verified(C)


# Changes under which what was found holds no longer


@pytest.mark.parametrize(
    "change",
    [
        lambda identities: identities.require_topic(GOVERNOR, ACCREDITED),
        lambda identities: identities.distrust(GOVERNOR, REGULATOR),
        lambda identities: identities.trust_on(GOVERNOR, REGULATOR, [ACCREDITED]),
    ],
    ids=["another topic", "issuer removed", "other topics of the issuer"],
)
def test_a_change_of_topics_or_issuers_takes_effect_at_once_for_everybody(
    known: Identities, change: Callable[[Identities], object]
) -> None:
    generation, era = known.generation(), known.era()
    change(known)
    assert not known.is_verified(A)
    assert (known.generation(), known.era()) == (generation + 1, era + 1)
    known.renew(STRANGER, [A])
    assert not known.is_verified(A)


def test_whoever_is_still_known_under_the_changed_rules_is_so_when_asked_for_anew(known: Identities) -> None:
    known.trust(GOVERNOR, BANK)
    known.trust_on(GOVERNOR, REGULATOR, [ACCREDITED, KNOWN_CUSTOMER])
    assert not known.is_verified(A)
    assert known.renew(STRANGER, [A]).events == [("WalletVerified", A.address, A.address, CHINA, FOR_EVER)]
    assert known.is_verified(A)


def test_an_issuer_that_is_trusted_again_finds_its_statements_where_they_were(known: Identities) -> None:
    known.distrust(GOVERNOR, REGULATOR)
    known.trust(GOVERNOR, REGULATOR)
    assert not known.is_verified(A)
    known.renew(A, [A])
    assert known.is_verified(A)


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        (lambda i: i.withdraw(REGULATOR, A), True),
        (lambda i: i.state(REGULATOR, A, expiry=FOR_EVER - 1), True),
        (lambda i: i.state(REGULATOR, A), False),
        (lambda i: i.delete(OPERATOR, A), True),
        (lambda i: i.set_country(OPERATOR, A, GERMANY), True),
        (lambda i: i.set_identity(OPERATOR, A, B), True),
        (lambda i: i.state(REGULATOR, B), False),
        (lambda i: i.register(OPERATOR, B), False),
        (lambda i: i.trust(GOVERNOR, BANK), False),
        (lambda i: i.drop_topic(GOVERNOR, KNOWN_CUSTOMER), False),
        (lambda i: i.renew(STRANGER, [A]), False),
    ],
    ids=[
        "withdrawn",
        "stated for a shorter time",
        "stated again",
        "deleted",
        "another country",
        "another identity",
        "first statement",
        "registered",
        "another issuer",
        "topic dropped",
        "renewed",
    ],
)
def test_an_era_ends_with_whatever_could_take_a_standing_away_and_with_nothing_else(
    known: Identities, change: Callable[[Identities], object], counts: bool
) -> None:
    era = known.era()
    change(known)
    assert known.era() == era + counts


ISSUERS = st.sampled_from((REGULATOR, BANK, COURT))
PARTIES = (A, B)
parties = st.sampled_from(PARTIES)
topics = st.sampled_from((1, 2))
step = st.one_of(
    st.tuples(st.just("state"), ISSUERS, parties, topics, st.sampled_from((30, 60))),
    st.tuples(st.just("withdraw"), ISSUERS, parties, topics),
    st.tuples(st.just("trust"), ISSUERS, st.sampled_from([(1,), (2,), (1, 2)])),
    st.tuples(st.just("distrust"), ISSUERS),
    st.tuples(st.just("require"), topics),
    st.tuples(st.just("drop"), topics),
    st.tuples(st.just("wait"), st.integers(1, 60)),
    st.tuples(st.just("renew"), parties),
)


@dataclass
class Vouchers:
    """Who vouches for whom, beside the contract; a step that would be refused is left out."""

    identities: Identities
    required: set[int] = field(default_factory=set)
    trusted: dict[Actor, tuple[int, ...]] = field(default_factory=dict)
    stated: dict[tuple[Actor, int], tuple[Actor, int]] = field(default_factory=dict)

    def vouched_for(self, party: Actor) -> bool:
        return all(self._holds(party, topic) for topic in self.required)

    def _holds(self, party: Actor, topic: int) -> bool:
        if (party, topic) not in self.stated:
            return False
        issuer, expiry = self.stated[party, topic]
        return topic in self.trusted.get(issuer, ()) and self.identities.chain.time < expiry

    def state(self, issuer: Actor, party: Actor, topic: int, seconds: int) -> None:
        if topic in self.trusted.get(issuer, ()):
            expiry = self.identities.chain.time + seconds
            self.identities.state(issuer, party, topic, expiry)
            self.stated[party, topic] = (issuer, expiry)

    def withdraw(self, issuer: Actor, party: Actor, topic: int) -> None:
        if self.stated.get((party, topic), (None, 0))[0] == issuer:
            self.identities.withdraw(issuer, party, topic)
            del self.stated[party, topic]

    def trust(self, issuer: Actor, topics: tuple[int, ...]) -> None:
        known = issuer in self.trusted
        (self.identities.trust_on if known else self.identities.trust)(GOVERNOR, issuer, topics)
        self.trusted[issuer] = topics

    def distrust(self, issuer: Actor) -> None:
        if self.trusted.pop(issuer, ()):
            self.identities.distrust(GOVERNOR, issuer)

    def require(self, topic: int) -> None:
        if topic not in self.required:
            self.identities.require_topic(GOVERNOR, topic)
            self.required.add(topic)

    def drop(self, topic: int) -> None:
        if topic in self.required:
            self.identities.drop_topic(GOVERNOR, topic)
            self.required.remove(topic)

    def wait(self, seconds: int) -> None:
        self.identities.chain.go_to(self.identities.chain.time + seconds)

    def renew(self, party: Actor) -> None:
        self.identities.renew(STRANGER, [party])
        assert self.identities.is_verified(party) == self.vouched_for(party)


@given(st.lists(step, max_size=14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
def test_nobody_is_a_holder_whom_trusted_issuers_do_not_vouch_for_now(
    stage: Stage, steps: list[tuple[Any, ...]]
) -> None:
    """Whoever's standing is found anew is a holder exactly then; and what a series would have kept of somebody in an
    era never reaches beyond what the registry says while the era lasts."""
    stage.reset()
    vouchers = Vouchers(stage.identities)
    for party in PARTIES:
        stage.identities.register(OPERATOR, party)
    kept: dict[Actor, tuple[int, int]] = {}
    for name, *rest in steps:
        getattr(vouchers, name)(*rest)
        for party in PARTIES:
            verified = stage.identities.is_verified(party)
            assert vouchers.vouched_for(party) or not verified
            until, era, *_ = stage.identities.ask("standingOf(address)", party)
            before, found = kept.setdefault(party, (until, era))
            assert found != era or stage.chain.time >= before or verified
            kept[party] = (max(until, before) if found == era else until, era)


# The owner and the agents


def test_the_owner_appoints_agents_and_hands_its_office_on(identities: Identities) -> None:
    assert identities.ask("owner()") == GOVERNOR.address
    assert identities.send(GOVERNOR, "addAgent(address)", BANK).events == [("AgentAdded", BANK.address)]
    identities.register(BANK, STRANGER)
    with refused("InvalidAgent", agent=BANK):
        identities.send(GOVERNOR, "addAgent(address)", BANK)
    with refused("InvalidAgent", agent=NOBODY):
        identities.send(GOVERNOR, "addAgent(address)", NOBODY)
    assert identities.send(GOVERNOR, "removeAgent(address)", BANK).events == [("AgentRemoved", BANK.address)]
    with refused("InvalidAgent", agent=BANK):
        identities.send(GOVERNOR, "removeAgent(address)", BANK)
    with refused("CallerIsNotAnAgent", caller=BANK):
        identities.delete(BANK, STRANGER)
    assert identities.send(GOVERNOR, "transferOwnership(address)", TIER_ONE).events == [
        ("OwnershipTransferred", GOVERNOR.address, TIER_ONE.address)
    ]
    with refused("CallerIsNotTheOwner", caller=GOVERNOR):
        identities.require_topic(GOVERNOR, 9)
    identities.require_topic(TIER_ONE, 9)
    with refused("InvalidOwner", owner=NOBODY):
        identities.send(TIER_ONE, "transferOwnership(address)", NOBODY)
