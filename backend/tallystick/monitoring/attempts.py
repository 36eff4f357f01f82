"""What the cross-border policy stopped: requests of parties that it refused, kept for the supervisor.

The chain has no event of them: a request is tried out before it is sent, and what is reverted all the same tells
nothing. The backend keeps what was asked of it in earnest. A dry run is no attempt; and a transaction that somebody
sends to the chain past the backend, and that is reverted there, is not among it.

Kept are the rules by which the policy stops value: the caps of a transaction and of a window, who takes part and from
where, what a receivable is for, an authority's order, and the milestone before which nothing is paid. Other refusals
are not, however they were caused. Nor is what the ledger's own keepers and its host ask for, who are no parties.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, get_args

import msgspec
import structlog
from sqlalchemy import (
    BigInteger,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from uuid_utils import uuid7

from tallystick.database.conflict import conflict_aware_insert
from tallystick.database.records import Records
from tallystick.database.store import Store
from tallystick.mirror.tables import BorderLimit, Deployment, Receivable
from tallystick.parties.tables import Party
from tallystick.refusal import Refusal
from tallystick.sending.command import Command, Requester

StoppingRule = Literal[
    "transaction_cap_exceeded",
    "window_cap_exceeded",
    "wallet_not_admitted",
    "country_not_listed",
    "purpose_not_declared",
    "purpose_not_allowed",
    "programme_suspended",
    "not_released",
]
RULES: frozenset[str] = frozenset(get_args(StoppingRule))

MOST_OF_A_PARTY = 5_000
"""Attempts that have a row of their own; what a party tries beyond them is only counted, beside its newest."""

log = structlog.get_logger(__name__)


class StoppedAttempt(Records):
    """One request of a party; repeated with the same key and the same content, it is the same attempt.

    `at` is the chain's time in seconds since 1970, `block` the mirror's last then. `code` is the rule, `command` the
    kind of what was asked, `amount` what the rule named, in minor units of the programme's currency. `further` attempts
    of the party came after it that are not kept.
    """

    __tablename__ = "records_stopped_attempt"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    party: Mapped[str] = mapped_column(String(36))
    idempotency_key: Mapped[str] = mapped_column(String(255))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[int]
    block: Mapped[int]
    programme: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    command: Mapped[str] = mapped_column(String(64))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[str] = mapped_column(Text)
    further: Mapped[int]

    __table_args__ = (
        UniqueConstraint(
            "party", "idempotency_key", "fingerprint", name="uq_records_stopped_attempt_party_request"
        ),
        Index("ix_records_stopped_attempt_programme", "programme", "at"),
    )


class AttemptRow(NamedTuple):
    """An attempt and what its party is called."""

    attempt: StoppedAttempt
    party: str


class StoppedAttempts:
    """Keeps what was stopped under one deployment's programmes."""

    def __init__(
        self, store: Store, deployment: int, clock: Callable[[], int], most: int = MOST_OF_A_PARTY
    ) -> None:
        """`clock` tells the chain's time, in seconds since 1970."""
        self._store = store
        self._deployment = deployment
        self._clock = clock
        self._most = most

    def observe(self, command: Command, requester: Requester, refusal: Refusal) -> None:
        """Keeps a refusal where it is one of the policy's."""
        if refusal.code not in RULES:
            return
        with (
            self._store.reading() as session
        ):  # keepers are refused all the time, and nobody need wait for that
            if session.get(Party, requester.party) is None or _is_kept(session, requester):
                return
        now = self._clock()
        self._store.write(lambda session: self._keep(session, command, requester, refusal, now))

    def _keep(
        self, session: Session, command: Command, requester: Requester, refusal: Refusal, now: int
    ) -> None:
        programme = self._programme(session, command, refusal)
        if programme is None:
            log.warning("stopped under no programme", kind=command.kind, code=refusal.code)
            return
        if self._is_full(session, requester.party):
            _count(session, requester.party)
            return
        block, time = session.execute(
            select(Deployment.block, Deployment.block_timestamp).where(Deployment.id == self._deployment)
        ).one()
        kept = conflict_aware_insert(session, StoppedAttempt).values(
            id=str(uuid7()),
            party=requester.party,
            idempotency_key=requester.idempotency_key,
            fingerprint=requester.fingerprint,
            at=max(time, now),
            block=block,
            programme=programme,
            code=refusal.code,
            command=command.kind,
            amount=refusal.values.get("amount"),
            detail=refusal.detail,
            further=0,
        )
        session.execute(kept.on_conflict_do_nothing())  # the same request may come twice at a time

    def _programme(self, session: Session, command: Command, refusal: Refusal) -> int | None:
        """The one that the refusal names or whose receivable it names. A wallet and its country are refused without
        either: then the first with limits among those of what the command names, in its order."""
        named: int | None = refusal.values.get("programme", getattr(command, "programme", None))
        if named is not None:
            return named
        told: int | None = refusal.values.get("receivable")
        receivables = list(_receivables_of(command)) if told is None else [told]
        found: dict[int, int] = {
            row.number: row.programme
            for row in session.execute(
                select(Receivable.number, Receivable.programme)
                .join(
                    BorderLimit,
                    (BorderLimit.deployment == Receivable.deployment)
                    & (BorderLimit.programme == Receivable.programme),
                )
                .where(Receivable.deployment == self._deployment, Receivable.number.in_(set(receivables)))
            )
        }
        return next((found[number] for number in receivables if number in found), None)

    def _is_full(self, session: Session, party: str) -> bool:
        count = select(func.count()).select_from(StoppedAttempt).where(StoppedAttempt.party == party)
        return session.execute(count).scalar_one() >= self._most


def attempts_under(session: Session, programme: int) -> Sequence[AttemptRow]:
    """What was stopped under a programme, the oldest first."""
    query = (
        select(StoppedAttempt, Party.name)
        .join(Party, Party.id == StoppedAttempt.party)
        .where(StoppedAttempt.programme == programme)
        .order_by(StoppedAttempt.at, StoppedAttempt.id)
    )
    return [AttemptRow(row[0], row[1]) for row in session.execute(query)]


def _is_kept(session: Session, requester: Requester) -> bool:
    query = select(StoppedAttempt.id).where(
        StoppedAttempt.party == requester.party,
        StoppedAttempt.idempotency_key == requester.idempotency_key,
        StoppedAttempt.fingerprint == requester.fingerprint,
    )
    return session.scalar(query) is not None


def _count(session: Session, party: str) -> None:
    newest = select(func.max(StoppedAttempt.id)).where(StoppedAttempt.party == party).scalar_subquery()
    session.execute(
        update(StoppedAttempt)
        .where(StoppedAttempt.id == newest)
        .values(further=StoppedAttempt.further + 1)
        .execution_options(synchronize_session=False)
    )


def _receivables_of(asked: msgspec.Struct) -> Iterator[int]:
    """Those that a command names, itself or by their claims, in its order."""
    for name in asked.__struct_fields__:
        value = getattr(asked, name)
        if name == "receivable" and value is not None:
            yield value
        elif name == "claim":
            yield value[0]
        elif name == "claims":
            for claim in value:  # some stand beside their holders
                yield claim[1][0] if isinstance(claim[0], bytes) else claim[0]
        else:
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, msgspec.Struct):
                    yield from _receivables_of(part)
