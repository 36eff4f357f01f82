"""Whatever holders do with their claims: the lots, the journal, the holdings and the chain agree."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallystick.database.store import Store
from tallystick.mirror.events import ClaimId
from tallystick.mirror.following import Mirror
from tallystick.mirror.verification import verify
from tests.backend.mirror.conftest import Stage, empty
from tests.backend.mirror.rows import rows_of
from tests.backend.mirror.scene import Scene

PEOPLE = ("tier1", "A", "B", "C")
FACE = 1_000_000
ANSWERS = ("none", "acceptOffer", "acceptOffer", "declineOffer", "withdrawOffer")

share = st.integers(min_value=0, max_value=100)
pick = st.integers(min_value=0, max_value=1_000)
person = st.sampled_from(PEOPLE)


@dataclass
class Claims:
    """Who holds which claim with how much, kept by the test itself."""

    scene: Scene
    faces: dict[ClaimId, int] = field(default_factory=dict)
    holders: dict[ClaimId, str] = field(default_factory=dict)
    frozen: set[ClaimId] = field(default_factory=set)
    creditors: dict[int, str] = field(default_factory=dict)
    serials: dict[int, int] = field(default_factory=dict)
    passes: int = 0

    def begin(self, face: int = FACE) -> None:
        for creditor in ("tier1", "A"):
            claim = self.scene.issue_and_accept(face, creditor)
            self.creditors[claim[0]] = creditor
            self._new(claim, creditor, face)

    def chosen(self, number: int) -> ClaimId:
        """None is chosen that is frozen; where all are, the first one is."""
        free = sorted(set(self.faces) - self.frozen) or sorted(self.faces)
        return free[number % len(free)]

    def merge(self, claim: ClaimId, into: ClaimId) -> None:
        if claim[0] == into[0] and claim != into and self.holders[claim] == self.holders[into]:
            self.scene.merge([claim], into, by=self.holders[claim])
            self._move(claim, into, self.faces[claim])
            self._forget(claim)

    def distribute(self, claim: ClaimId, percent: int, to: str, other: str) -> None:
        value = self.faces[claim] * percent // 200
        if value:
            self.scene.distribute(claim, [(to, value), (other, value)], by=self.holders[claim])
            for recipient in (to, other):
                self._move(claim, self._next(claim, recipient), value)

    def offer(self, claim: ClaimId, percent: int, to: str, answer: str) -> None:
        holder, value = self.holders[claim], self.faces[claim] * percent // 100
        if not value or to == holder:
            return
        offer = self.scene.offer(claim, to, value, by=holder)
        if answer != "none":
            self.scene.answer_offer(answer, offer, by=holder if answer == "withdrawOffer" else to)
        if answer == "acceptOffer" and value == self.faces[claim]:
            self.passes += 1
            self.holders[claim] = to
        elif answer == "acceptOffer":
            self._move(claim, self._next(claim, to), value)

    def freeze(self, claim: ClaimId) -> None:
        self.scene.freeze(claim, by="court")
        self.frozen.add(claim)

    def unfreeze(self) -> None:
        if self.frozen:
            claim = min(self.frozen)
            self.scene.unfreeze(claim, by="court")
            self.frozen.remove(claim)

    def cancel(self, receivable: int) -> None:
        """Where everything is with the first creditor and free."""
        worth = [claim for claim, face in self.faces.items() if claim[0] == receivable and face]
        creditor = self.creditors[receivable]
        if worth and not self.frozen & set(worth) and {self.holders[claim] for claim in worth} == {creditor}:
            self.scene.cancel(receivable, worth, creditor)
            for claim in worth:
                self._forget(claim)

    def split(self, claim: ClaimId, percent: int) -> None:
        part = max(1, self.faces[claim] * percent // 100)
        if part < self.faces[claim]:
            self.scene.split(claim, [self.faces[claim] - part, part], by=self.holders[claim])
            self._move(claim, self._next(claim, self.holders[claim]), part)

    def pass_value(self, claim: ClaimId, percent: int, to: str) -> None:
        if value := self.faces[claim] * percent // 100:
            self.scene.pass_value(claim, to, value, by=self.holders[claim])
            self._move(claim, self._next(claim, to), value)

    def move(self, claim: ClaimId, other: ClaimId, percent: int) -> None:
        if claim[0] == other[0]:
            value = self.faces[claim] * percent // 100
            self.scene.move(claim, other, value, by=self.holders[claim])
            self._move(claim, other, value)

    def assign(self, claim: ClaimId, to: str) -> None:
        self.scene.assign(claim, to, by=self.holders[claim])
        self.passes += self.holders[claim] != to
        self.holders[claim] = to

    def _move(self, source: ClaimId, destination: ClaimId, value: int) -> None:
        self.faces[source] -= value
        self.faces[destination] += value
        self.passes += self.holders[source] != self.holders[destination]

    def _next(self, beside: ClaimId, holder: str) -> ClaimId:
        return self._new((beside[0], self.serials[beside[0]] + 1), holder, 0)

    def _new(self, claim: ClaimId, holder: str, face: int) -> ClaimId:
        self.faces[claim], self.holders[claim] = face, holder
        self.serials[claim[0]] = claim[1]
        return claim

    def _forget(self, claim: ClaimId) -> None:
        del self.faces[claim], self.holders[claim]


operation = st.one_of(
    st.tuples(st.just("split"), pick, share),
    st.tuples(st.just("pass"), pick, share, person),
    st.tuples(st.just("move"), pick, pick, share),
    st.tuples(st.just("assign"), pick, person),
    st.tuples(st.just("merge"), pick, pick),
    st.tuples(st.just("distribute"), pick, share, person, person),
    st.tuples(st.just("offer"), pick, share, person, st.sampled_from(ANSWERS)),
    st.tuples(st.just("freeze"), pick),
    st.tuples(st.just("unfreeze")),
    st.tuples(st.just("cancel"), st.sampled_from((1, 2))),
)


def carry_out(claims: Claims, operations: list[tuple[object, ...]]) -> None:
    for step in operations:
        if claims.faces:
            carry_out_one(claims, step)


def carry_out_one(claims: Claims, step: tuple[object, ...]) -> None:
    """What is frozen stays where it is: when everything is, only a lifted order goes on."""
    if set(claims.faces) == claims.frozen and step != ("unfreeze",):
        return
    match step:
        case ("split", int(which), int(percent)):
            claims.split(claims.chosen(which), percent)
        case ("pass", int(which), int(percent), str(to)):
            claims.pass_value(claims.chosen(which), percent, to)
        case ("move", int(which), int(other), int(percent)):
            claims.move(claims.chosen(which), claims.chosen(other), percent)
        case ("assign", int(which), str(to)):
            claims.assign(claims.chosen(which), to)
        case ("merge", int(which), int(other)):
            claims.merge(claims.chosen(which), claims.chosen(other))
        case _:
            carry_out_rare(claims, step)


def carry_out_rare(claims: Claims, step: tuple[object, ...]) -> None:
    match step:
        case ("distribute", int(which), int(percent), str(to), str(other)):
            claims.distribute(claims.chosen(which), percent, to, other)
        case ("offer", int(which), int(percent), str(to), str(answer)):
            claims.offer(claims.chosen(which), percent, to, answer)
        case ("freeze", int(which)):
            claims.freeze(claims.chosen(which))
        case ("unfreeze",):
            claims.unfreeze()
        case ("cancel", int(receivable)):
            claims.cancel(receivable)


def assert_everything_agrees(store: Store, claims: Claims) -> None:
    scene = claims.scene
    kept = {claim: (face, scene.address(claims.holders[claim])) for claim, face in claims.faces.items()}
    rows = rows_of(store, "mirror_claim")
    assert {(row["receivable"], row["serial"]): (row["face"], row["holder"]) for row in rows} == kept
    in_lots: Counter[ClaimId] = Counter()
    for lot in rows_of(store, "mirror_lot"):
        in_lots[lot["receivable"], lot["serial"]] += lot["remaining"]
        assert 0 <= lot["remaining"] <= lot["amount"]
        assert 1 <= lot["tier"] <= 1 + claims.passes
        if lot["remaining"]:
            assert lot["holder"] == kept[lot["receivable"], lot["serial"]][1]
    in_journal: Counter[ClaimId] = Counter()
    for posting in rows_of(store, "mirror_posting"):
        if posting["serial"]:
            in_journal[posting["receivable"], posting["serial"]] += posting["amount"]
    assert +in_lots == +in_journal == +Counter(claims.faces)


def play(stage: Stage, store: Store, operations: list[tuple[object, ...]]) -> None:
    scene = stage.at("ready", ready)
    claims = Claims(scene)
    claims.begin()
    carry_out(claims, operations)
    Mirror(store, scene.node, scene.contracts, blocks_a_transaction=5).catch_up()
    assert_everything_agrees(store, claims)
    assert verify(store, scene.node, scene.contracts).equal


def ready(scene: Scene) -> None:
    scene.open_accounts()
    scene.open_programme()
    scene.appoint_authorities()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=st.lists(operation, min_size=1, max_size=10))
def test_whatever_happens_everything_agrees(
    stage: Stage, sqlite: Store, operations: list[tuple[object, ...]]
) -> None:
    empty(sqlite)
    play(stage, sqlite, operations)


@pytest.mark.fuzz
@settings(max_examples=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations=st.lists(operation, min_size=1, max_size=60))
def test_whatever_happens_at_length_everything_agrees(
    stage: Stage, store: Store, operations: list[tuple[object, ...]]
) -> None:
    empty(store)
    play(stage, store, operations)
