"""The ledger as a few dictionaries: what a command does to them, or the code by which it is refused."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.api.running_ledger import Firm
from tests.api.trade import commitment, document

LARGEST = 1_000_000
NOT_ONES_OWN = ("not_your_claim", "claim_already_passed_on")
MOST_CLAIMS = 60
"""Beyond that, merges come first."""


@dataclass(frozen=True)
class Command:
    """Who sends what where, and what the model expects to come of it."""

    name: str
    caller: Firm
    path: str
    body: Any
    refusals: tuple[str, ...] = ()
    """The codes by which it may be refused; it succeeds where there are none."""
    about: Any = None
    """What the model must know to follow it."""


@dataclass
class Claim:
    receivable: str
    holder: Firm
    face: int


@dataclass
class Model:
    """`claims` by id. Every receivable is issued by the one debtor on an invoice of its own."""

    debtor: Firm
    suppliers: list[Firm]
    programme: str
    claims: dict[str, Claim] = field(default_factory=dict)
    invoices: dict[str, tuple[Firm, int]] = field(default_factory=dict)
    """Those that nothing rests on yet: their seller and amount."""
    offered: dict[str, tuple[Firm, int]] = field(default_factory=dict)
    """Receivables that wait for their creditor."""
    paused: set[str] = field(default_factory=set)
    numbers: int = 0

    def draw(self, rng: Random) -> Command:
        """A command that somebody might give now, mostly one that succeeds."""
        ways = [self._invoice, self._issue, self._accept, self._split, self._value, self._whole, self._merge]
        ways += [self._into_claim, self._distribute, self._too_much, self._of_others, self._batch]
        rng.shuffle(ways)
        if len(self.claims) > MOST_CLAIMS:
            ways.insert(0, self._merge)
        return next(command for way in ways if (command := way(rng)) is not None)

    def follow(self, command: Command, answer: dict[str, Any]) -> None:
        """Takes in what a command has done, by the ids that its answer tells."""
        about = command.about
        if command.name == "register document":
            self.invoices[answer["fingerprint"]] = about
        elif command.name == "issue":
            del self.invoices[about[0]]
            self.offered[answer["receivable"]["id"]] = about[1]
        elif command.name == "accept":
            supplier, face = self.offered.pop(about)
            self.claims[answer["claim"]["id"]] = Claim(about, supplier, face)
        elif command.name == "split":
            for told in answer["claims"]:
                self.claims[told["id"]] = Claim(self.claims[about].receivable, command.caller, told["face"])
        elif command.name == "merge":
            into, others = about
            self.claims[into].face += sum(self.claims.pop(other).face for other in others)
        else:
            self._moved(answer["moved"], about)

    def _moved(self, moved: list[dict[str, Any]], takers: list[Firm]) -> None:
        for told, taker in zip(moved, takers, strict=True):
            source = self.claims[told["from_claim"]]
            if told["from_claim"] == told["to_claim"]:
                source.holder = taker
                continue
            source.face -= told["value"]
            into = self.claims.setdefault(told["to_claim"], Claim(source.receivable, taker, 0))
            into.face += told["value"]

    def faces(self) -> dict[str, tuple[str, int]]:
        """(holder, face) of every claim that is worth anything."""
        return {name: (claim.holder.party, claim.face) for name, claim in self.claims.items() if claim.face}

    def _held(self, rng: Random, at_least: int = 1) -> tuple[str, Claim] | None:
        found = [(name, claim) for name, claim in self.claims.items() if claim.face >= at_least]
        return rng.choice(found) if found else None

    def _other(self, rng: Random, than: Firm) -> Firm:
        return rng.choice([supplier for supplier in self.suppliers if supplier is not than])

    def _invoice(self, rng: Random) -> Command | None:
        if len(self.invoices) > 3 or len(self.claims) > MOST_CLAIMS:
            return None
        seller, amount = rng.choice(self.suppliers), rng.randint(1, LARGEST)
        body = document(self.debtor, seller, amount)
        return Command("register document", seller, "/v1/documents", body, about=(seller, amount))

    def _issue(self, rng: Random) -> Command | None:
        if not self.invoices or len(self.offered) > 3:
            return None
        fingerprint = rng.choice(list(self.invoices))
        seller, amount = self.invoices[fingerprint]
        body = commitment(self.programme, seller, amount, fingerprint)
        return Command("issue", self.debtor, "/v1/receivables", body, about=(fingerprint, (seller, amount)))

    def _accept(self, rng: Random) -> Command | None:
        if not self.offered:
            return None
        receivable = rng.choice(list(self.offered))
        supplier = self.offered[receivable][0]
        return Command("accept", supplier, f"/v1/receivables/{receivable}/acceptance", None, about=receivable)

    def _split(self, rng: Random) -> Command | None:
        found = self._held(rng, at_least=3)
        if found is None or len(self.claims) > MOST_CLAIMS:
            return None
        name, claim = found
        first, second = sorted(rng.sample(range(1, claim.face), 2))
        parts = [first, second - first, claim.face - second]
        return Command("split", claim.holder, f"/v1/claims/{name}/splits", {"parts": parts}, about=name)

    def _value(self, rng: Random) -> Command | None:
        found = self._held(rng)
        if found is None:
            return None
        name, claim = found
        taker = self._other(rng, claim.holder)
        body = {"to": taker.party, "value": rng.randint(1, claim.face)}
        return Command("transfer value", claim.holder, f"/v1/claims/{name}/transfers", body, about=[taker])

    def _whole(self, rng: Random) -> Command | None:
        found = self._held(rng)
        if found is None:
            return None
        holder = found[1].holder
        own = [name for name, claim in self.claims.items() if claim.holder is holder and claim.face]
        chosen = rng.sample(own, min(len(own), rng.randint(1, 3)))
        taker = self._other(rng, holder)
        body = {"to": taker.party, "claims": chosen}
        return Command("transfer claims", holder, "/v1/transfers", body, about=[taker] * len(chosen))

    def _pair(self, rng: Random) -> tuple[Firm, list[str]] | None:
        """Claims of one holder on one receivable, two at least."""
        together: dict[tuple[str, str], list[str]] = {}
        for name, claim in self.claims.items():
            if claim.face:
                together.setdefault((claim.receivable, claim.holder.party), []).append(name)
        several = [names for names in together.values() if len(names) > 1]
        if not several:
            return None
        names = rng.choice(several)
        rng.shuffle(names)
        return self.claims[names[0]].holder, names

    def _merge(self, rng: Random) -> Command | None:
        found = self._pair(rng)
        if found is None:
            return None
        holder, (into, *others) = found
        path, body = f"/v1/claims/{into}/merges", {"claims": others}
        return Command("merge", holder, path, body, about=(into, others))

    def _into_claim(self, rng: Random) -> Command | None:
        found = self._pair(rng)
        if found is None:
            return None
        holder, (source, into, *_) = found
        body = {"to_claim": into, "value": rng.randint(1, self.claims[source].face)}
        return Command("transfer into", holder, f"/v1/claims/{source}/transfers", body, about=[holder])

    def _distribute(self, rng: Random) -> Command | None:
        found = self._held(rng, at_least=2)
        if found is None or len(self.claims) > MOST_CLAIMS:
            return None
        name, claim = found
        takers = [self._other(rng, claim.holder) for _ in range(2)]
        first = rng.randint(1, claim.face - 1)
        values = [first, rng.randint(1, claim.face - first)]
        parts = [{"to": taker.party, "value": value} for taker, value in zip(takers, values, strict=True)]
        path = f"/v1/claims/{name}/distributions"
        return Command("distribute", claim.holder, path, {"parts": parts}, about=takers)

    def _batch(self, rng: Random) -> Command | None:
        found = self._held(rng, at_least=2)
        if found is None:
            return None
        name, claim = found
        takers = [self._other(rng, claim.holder) for _ in range(2)]
        value = rng.randint(1, claim.face - 1)
        moves = [
            {"claim": name, "to": takers[0].party, "value": value},
            {"claim": name, "to": takers[1].party},
        ]
        return Command("batch", claim.holder, "/v1/transfers/batch", {"moves": moves}, about=takers)

    def _too_much(self, rng: Random) -> Command | None:
        found = self._held(rng)
        if found is None or rng.random() < 0.5:
            return None
        name, claim = found
        body = {"to": self._other(rng, claim.holder).party, "value": claim.face + rng.randint(1, 9)}
        path = f"/v1/claims/{name}/transfers"
        return Command("transfer too much", claim.holder, path, body, refusals=("value_exceeded",))

    def _of_others(self, rng: Random) -> Command | None:
        found = self._held(rng)
        if found is None or rng.random() < 0.5:
            return None
        name, claim = found
        thief = self._other(rng, claim.holder)
        body = {"to": self._other(rng, thief).party, "value": 1}
        path = f"/v1/claims/{name}/transfers"
        return Command("transfer another's", thief, path, body, refusals=NOT_ONES_OWN)
