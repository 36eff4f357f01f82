"""Which movements are payments, and what a message needs to tell of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from tallystick.mirror.tables import Fixing
from tallystick.money.exchange import Direction, Rate
from tallystick.monitoring.history import History
from tallystick.monitoring.iso20022.payment import Payment, Side
from tallystick.monitoring.movements import RELEASE, PaidClaims
from tallystick.monitoring.repository import CollectionRow, MonitoringRepository, MovementRow
from tallystick.parties.schemas import PartyReference, PartyView
from tallystick.parties.service import PartyService
from tallystick.receivables.identifiers import claim_text


class Released(NamedTuple):
    """Money that was paid, and the claim's share that it is; none where notes on the receivable were paid."""

    row: MovementRow
    share: CollectionRow | None

    @property
    def debtor(self) -> bytes:
        return bytes(self.row.receivable.debtor)

    @property
    def creditor(self) -> bytes:
        return bytes(self.row.movement.recipient)

    @property
    def claim(self) -> str:
        """What was paid, as people write it."""
        receivable = self.row.movement.receivable
        if self.share is None:
            return str(receivable)
        return claim_text((receivable, self.share.collection.serial))


def released(rows: Sequence[MovementRow], collections: Sequence[CollectionRow]) -> list[Released]:
    """The payments among movements. A claim may be retired by a share of no fen, which is none."""
    shares = PaidClaims(collections)
    return [
        Released(row, shares.of(row)) for row in rows if row.movement.kind == RELEASE and row.movement.money
    ]


class PaymentReader:
    """Puts payments together with whose wallets and banks they went between."""

    def __init__(self, parties: PartyService, repository: MonitoringRepository) -> None:
        self._parties = parties
        self._repository = repository

    def payments(
        self,
        session: Session,
        history: History,
        fixings: Mapping[int, Fixing],
        found: Sequence[Released],
    ) -> list[Payment]:
        """`fixings` are those of the receivables that were paid."""
        ledger = self._repository.ledger(session)
        sides = _Sides(self._parties, self._repository, session, found)
        payments = []
        for one in found:
            movement, fixing = one.row.movement, fixings[one.row.movement.receivable]
            place = (movement.block, movement.log_index)
            debtor, creditor = (history.owner(wallet, place) for wallet in (one.debtor, one.creditor))
            payments.append(
                Payment(
                    ledger=ledger,
                    transaction=bytes(movement.transaction_hash),
                    movement=f"{movement.block}-{movement.log_index}",
                    log_index=movement.log_index,
                    at=movement.at,
                    debtor=sides.side(one.debtor, None if debtor is None else debtor.country),
                    creditor=sides.side(one.creditor, None if creditor is None else creditor.country),
                    receivable=movement.receivable,
                    claim=one.claim,
                    currency=one.row.currency,
                    amount=movement.amount,
                    money=movement.money or 0,
                    rate=Rate(int(fixing.answer), fixing.decimals, Direction(fixing.direction)),
                    rate_round=fixing.round,
                    rate_at=fixing.updated_at,
                    purpose=movement.purpose,
                )
            )
        return payments


class _Sides:
    """Who is behind the wallets of payments, looked up once."""

    def __init__(
        self,
        parties: PartyService,
        repository: MonitoringRepository,
        session: Session,
        found: Sequence[Released],
    ) -> None:
        wallets = {wallet for one in found for wallet in (one.debtor, one.creditor)}
        self._banks = repository.banks(session, wallets)
        self._names: dict[bytes, PartyReference] = parties.references(
            session, wallets | set(self._banks.values())
        )
        self._registered: dict[bytes, PartyView] = parties.registered(session, wallets)

    def side(self, wallet: bytes, country: int | None) -> Side:
        registered, bank = self._registered.get(wallet), self._banks.get(wallet)
        return Side(
            name=self._names[wallet].name,
            tax_number=None if registered is None else registered.tax_number,
            country=country,
            wallet=wallet,
            bank=bank,
            bank_name=None if bank is None else self._names[bank].name,
        )
