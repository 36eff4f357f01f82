"""What was watched as a viewer may see it.

A party sees its own movements and debts. Who is behind the other side, and what others have got, is the supervisor's
alone to know; so are alerts and what was stopped, since nobody may be told that it is looked at.
"""

from collections.abc import Iterable, Mapping
from typing import cast

from eth_utils.address import to_checksum_address

from tallystick.crossborder.countries import country_text
from tallystick.crossborder.presentation import group_seen_by, limits_view
from tallystick.crossborder.schemas import MILESTONES, MovementKind, group_text
from tallystick.money.calendar import date_of_day, instant_text
from tallystick.monitoring.alerts import Alert
from tallystick.monitoring.attempts import AttemptRow, StoppingRule
from tallystick.monitoring.goods import Stated
from tallystick.monitoring.limit_use import LimitUse, share_of
from tallystick.monitoring.movements import Movement
from tallystick.monitoring.schemas import (
    AlertParameter,
    AlertView,
    AttemptView,
    DifferenceView,
    GoodsAndMoney,
    LimitUseView,
    MovementRecord,
    ProgrammeMonitoring,
    StatedMilestone,
)
from tallystick.monitoring.watching import Watched, WatchedProgramme
from tallystick.parties.schemas import PartyReference
from tallystick.receivables.identifiers import claim_text
from tallystick.settlement.fixing import fixing_view
from tallystick.web.viewer import Viewer

Names = Mapping[bytes, PartyReference]


def wallets_of(programmes: Iterable[WatchedProgramme]) -> set[bytes]:
    """All whose names are told."""
    found: set[bytes] = set()
    for programme in programmes:
        for movement in programme.movements:
            found |= {movement.sender, movement.recipient}
        for watched in programme.receivables:
            found |= {bytes(watched.receivable.debtor), bytes(watched.receivable.creditor)}
    return found


class Presenter:
    """Shows one viewer what was watched. `own_group` is that of the viewer's wallet as it takes part now."""

    def __init__(self, viewer: Viewer, own_group: bytes | None, names: Names) -> None:
        self._viewer = viewer
        self._own_group = own_group
        self._names = names

    def programme(self, watched: WatchedProgramme) -> ProgrammeMonitoring:
        debtors = {one.goods.receivable: bytes(one.receivable.debtor) for one in watched.receivables}
        return ProgrammeMonitoring(
            programme=str(watched.programme.number),
            name=watched.programme.name,
            currency=watched.programme.currency,
            limits=limits_view(watched.limits),
            movements=[
                self._movement(one, watched)
                for one in watched.movements
                if self._is_seen(one, debtors[one.receivable])
            ],
            goods_and_money=[
                self._goods_and_money(one)
                for one in watched.receivables
                if self._viewer.sees_all or one.receivable.debtor == self._viewer.address
            ],
            limit_use=[
                _limit_use(one)
                for one in watched.limit_use
                if self._viewer.sees_all or one.group == self._own_group
            ],
            alerts=None if watched.alerts is None else [self._alert(one) for one in watched.alerts],
            attempts=None if watched.attempts is None else [_attempt(one) for one in watched.attempts],
        )

    def _is_seen(self, movement: Movement, debtor: bytes) -> bool:
        return self._viewer.sees_all or self._viewer.address in {movement.sender, movement.recipient, debtor}

    def _movement(self, movement: Movement, watched: WatchedProgramme) -> MovementRecord:
        fixing = watched.fixings.get(movement.receivable) if movement.is_payment else None
        claim = None if movement.claim is None else claim_text((movement.receivable, movement.claim))
        return MovementRecord(
            id=movement.id,
            at=instant_text(movement.at),
            block=movement.place[0],
            transaction="0x" + movement.transaction.hex(),
            kind=cast("MovementKind", movement.kind),
            receivable=str(movement.receivable),
            claim=claim,
            sender=self._names[movement.sender],
            recipient=self._names[movement.recipient],
            sender_group=group_seen_by(self._viewer, movement.sender, movement.sender_group),
            recipient_group=group_seen_by(self._viewer, movement.recipient, movement.recipient_group),
            sender_country=_country(movement.sender_country),
            recipient_country=_country(movement.recipient_country),
            amount=movement.amount,
            money=movement.money,
            for_interest=movement.interest,
            fixing=None if fixing is None else fixing_view(fixing),
            purpose=movement.purpose,
            milestone=MILESTONES[movement.milestone],
            transaction_use=movement.transaction_use if self._viewer.sees_all else None,
            transaction_cap=movement.transaction_cap,
            window_use=movement.window_use if self._knows(movement.recipient) else None,
            window_cap=movement.window_cap,
            window_seconds=movement.window,
            counted=movement.counted,
            matched=movement.matched,
        )

    def _goods_and_money(self, watched: Watched) -> GoodsAndMoney:
        receivable, goods = watched.receivable, watched.goods
        return GoodsAndMoney(
            receivable=str(receivable.number),
            debtor=self._names[bytes(receivable.debtor)],
            creditor=self._names[bytes(receivable.creditor)],
            due_date=date_of_day(receivable.due_day).isoformat(),
            face=goods.face,
            documents=goods.drawn,
            credited=goods.short,
            milestone=MILESTONES[goods.milestone],
            milestones=[_stated(one) for one in goods.milestones],
            paid=watched.paid,
            interest=watched.interest,
            money=watched.money,
            outstanding=goods.outstanding,
            differences=[
                DifferenceView(name=one.name, amount=one.amount, days=one.days) for one in watched.differences
            ],
        )

    def _alert(self, alert: Alert) -> AlertView:
        return AlertView(
            rule=alert.rule,
            group=group_text(alert.group),
            wallets=[self._names[wallet] for wallet in alert.wallets],
            amount=alert.amount,
            transaction_cap=alert.cap,
            cap_share=share_of(alert.amount, alert.cap),
            first_at=instant_text(alert.movements[0].at),
            last_at=instant_text(alert.movements[-1].at),
            movements=[movement.id for movement in alert.movements],
            parameters=[AlertParameter(name=name, value=value) for name, value in alert.parameters.items()],
        )

    def _knows(self, wallet: bytes) -> bool:
        return self._viewer.sees_all or self._viewer.address == wallet


def _country(number: int | None) -> str | None:
    return None if number is None else country_text(number)


def _stated(stated: Stated) -> StatedMilestone:
    return StatedMilestone(
        milestone=MILESTONES[stated.milestone],
        carrier=to_checksum_address(stated.carrier),
        document="0x" + stated.document.hex(),
        occurred_at=instant_text(stated.occurred_at),
        stated_at=instant_text(stated.at),
    )


def _attempt(row: AttemptRow) -> AttemptView:
    attempt = row.attempt
    return AttemptView(
        at=instant_text(attempt.at),
        block=attempt.block,
        party=PartyReference(id=attempt.party, name=row.party),
        rule=cast("StoppingRule", attempt.code),
        command=attempt.command,
        amount=attempt.amount,
        detail=attempt.detail,
        further=attempt.further,
    )


def _limit_use(use: LimitUse) -> LimitUseView:
    return LimitUseView(
        group=group_text(use.group),
        used=use.used,
        window_cap=use.cap,
        cap_share=use.share,
        peak=use.peak,
        peak_cap=use.peak_cap,
        peak_share=use.peak_share,
        peak_at=instant_text(use.peak_at),
    )
