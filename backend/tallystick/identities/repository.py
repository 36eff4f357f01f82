"""Reads who may hold notes, and on whose word."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.mirror.tables import (
    ListedCountry,
    NoteWallet,
    RegistryGeneration,
    RequiredTopic,
    Statement,
    TrustedIssuer,
)
from tallystick.web.viewer import Role, Viewer


class IdentityRepository:
    """One deployment's identities."""

    def __init__(self, deployment: int) -> None:
        self._deployment = deployment

    def topics(self, session: Session) -> list[str]:
        """On which there must be a statement about whoever holds notes."""
        query = select(RequiredTopic.topic).where(RequiredTopic.deployment == self._deployment)
        return sorted(session.scalars(query), key=int)

    def verifiers(self, session: Session) -> dict[bytes, list[str]]:
        """Whose statements count, each with its topics."""
        query = select(TrustedIssuer).where(TrustedIssuer.deployment == self._deployment)
        found: dict[bytes, list[str]] = {}
        for row in session.scalars(query.order_by(TrustedIssuer.issuer)):
            found.setdefault(row.issuer, []).append(row.topic)
        return {verifier: sorted(topics, key=int) for verifier, topics in found.items()}

    def wallets(self, session: Session, viewer: Viewer) -> Sequence[NoteWallet]:
        """The viewer's own and those of its identity; all of them for whoever registers or verifies."""
        query = select(NoteWallet).where(NoteWallet.deployment == self._deployment)
        if not (viewer.sees_all or viewer.roles & {Role.OPERATOR, Role.VERIFIER, Role.TRANSFER_AGENT}):
            query = query.where(
                (NoteWallet.wallet == viewer.address) | (NoteWallet.identity == viewer.address)
            )
        return session.scalars(query.order_by(NoteWallet.wallet)).all()

    def wallet(self, session: Session, wallet: bytes) -> NoteWallet | None:
        """Not filtered: the caller has just done something with it."""
        return session.get(NoteWallet, (self._deployment, wallet))

    def outdated(self, session: Session, limit: int) -> Sequence[bytes]:
        """Wallets whose standing was found under topics and verifiers of before."""
        query = select(NoteWallet.wallet).where(
            NoteWallet.deployment == self._deployment, NoteWallet.generation < self.generation(session)
        )
        return session.scalars(query.order_by(NoteWallet.wallet).limit(limit)).all()

    def generation(self, session: Session) -> int:
        """Standings count that were found in it."""
        query = select(RegistryGeneration.generation).where(RegistryGeneration.deployment == self._deployment)
        return session.scalar(query) or 1

    def statements(self, session: Session, identities: set[bytes]) -> dict[bytes, list[Statement]]:
        """What stands about these identities, by topic."""
        query = select(Statement).where(
            Statement.deployment == self._deployment, Statement.identity.in_(identities)
        )
        found: dict[bytes, list[Statement]] = {}
        for row in session.scalars(query):
            found.setdefault(row.identity, []).append(row)
        return {identity: sorted(rows, key=lambda one: int(one.topic)) for identity, rows in found.items()}

    def country_lists(self, session: Session) -> dict[int, list[int]]:
        query = select(ListedCountry).where(ListedCountry.deployment == self._deployment)
        found: dict[int, list[int]] = {}
        for row in session.scalars(query.order_by(ListedCountry.list, ListedCountry.country)):
            found.setdefault(row.list, []).append(row.country)
        return found
