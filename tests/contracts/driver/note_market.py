"""Tier one, A, B and C are known customers at home in China, known by their wallets; the bank is the transfer agent."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.contracts.driver.cast import (
    BANK,
    CAR_MAKER,
    GOVERNOR,
    OPERATOR,
    REGULATOR,
    TIER_ONE,
    A,
    Actor,
    B,
    C,
)
from tests.contracts.driver.chain import moment
from tests.contracts.driver.contract import Outcome
from tests.contracts.driver.identities import KNOWN_CUSTOMER
from tests.contracts.driver.notes import ModuleSetting, NoteSeries
from tests.contracts.driver.stage import DUE, Stage
from tests.contracts.driver.words import receivable_of

FACE = 1_000_000
FUNDS = 2**53 - 1
APPROVAL = b"\6" * 32
KNOWN = (TIER_ONE, A, B, C)
AGENT, OWNER, ISSUER = BANK, GOVERNOR, REGULATOR
CLOSING = moment(DUE + timedelta(days=1))


class NoteMarket:
    """Notes on a stage, with everything that is not the point of a test filled in."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        stage.identities.require_topic(GOVERNOR, KNOWN_CUSTOMER)
        stage.identities.trust(GOVERNOR, ISSUER)
        for party in KNOWN:
            self.admit(party)

    def admit(self, party: Actor, **where: Any) -> None:
        self.stage.identities.register(OPERATOR, party, **where)
        self.stage.identities.state(ISSUER, where.get("identity", party))

    def offering(self, *modules: ModuleSetting, agent: Actor = AGENT, **terms: Any) -> int:
        """The number of a programme that is open for notes under these rules."""
        programme = self.stage.open_programme(token_offering=True, regime=2, approval=APPROVAL, **terms)
        self.stage.note_desk.open_offering(OWNER, programme, agent, modules)
        return programme

    def claim(self, *modules: ModuleSetting, face: int = FACE, due: date = DUE, **terms: Any) -> int:
        """Tier one's, of a receivable under an offering of its own."""
        return self.stage.claim(face, programme=self.offering(*modules, **terms), due=due)

    def wrap(self, claim: int, value: int = FACE, holder: Actor = TIER_ONE) -> Outcome:
        return self.stage.note_desk.wrap(holder, self.stage.ledger, claim, value)

    def notes(
        self, *modules: ModuleSetting, parts: Mapping[Actor, int] | None = None, **terms: Any
    ) -> tuple[NoteSeries, int]:
        """A series on one wrapped claim, whose notes tier one has, but for the parts that others have from it."""
        claim = self.claim(*modules, **terms)
        self.wrap(claim, self.stage.ledger.value_of(claim))
        series = self.stage.note_desk.series_of(claim)
        for holder, amount in (parts or {}).items():
            series.transfer(TIER_ONE, holder, amount)
        return series, claim

    def open_wallets(self) -> None:
        """For the debtor, who gets money, and all known customers."""
        for owner in (CAR_MAKER, *KNOWN):
            self.stage.ecny.open_wallet(BANK, owner)
        self.stage.ecny.issue(BANK, CAR_MAKER, FUNDS)

    def fund(self, claim: int, amount: int) -> int:
        """The hold's number."""
        hold: int = self.stage.settlement.fund(
            CAR_MAKER, self.stage.ecny, receivable_of(claim), amount
        ).answer
        return hold

    def owed(self, claim: int) -> int:
        return self.stage.settlement.owed(receivable_of(claim))

    def close(self, days: int = 1) -> None:
        """So many days after the due day, at midnight: its notes change hands no longer."""
        self.stage.chain.go_to(moment(DUE + timedelta(days=days)))

    def paid(self, *owners: Actor) -> tuple[int, ...]:
        return tuple(self.stage.ecny.balance(owner) for owner in owners)
