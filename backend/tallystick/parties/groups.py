"""Parties under one control: what they trade among themselves is no market."""

import time
from typing import Any, ClassVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from tallystick.chain.deployment import Contracts
from tallystick.chain.node import Call, Receipt
from tallystick.database.store import Store
from tallystick.parties.schemas import GroupList, GroupMember, GroupView
from tallystick.parties.service import PartyService
from tallystick.parties.tables import GroupRecord
from tallystick.sending.command import Command, Outcome, Requester
from tallystick.sending.dispatch import Dispatcher


class RecordGroup(Command, frozen=True, kw_only=True):
    """It tells the chain nothing."""

    kind: ClassVar[str] = "record_group"
    record: str

    def calls(self, _contracts: Contracts) -> tuple[Call, ...]:
        return ()


class GroupService:
    """Keeps who belongs together. Nothing is ever changed: a later record counts instead."""

    def __init__(self, store: Store, dispatcher: Dispatcher, parties: PartyService) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._parties = parties
        dispatcher.answers(RecordGroup, self._recorded, _forget)

    def record(self, party: str, group: str | None, requester: Requester, dry_run: bool) -> Outcome:
        """Puts a party into a group, or out of it. Raises `NotFound`."""
        address = self._parties.address(party)
        command = RecordGroup(record=str(uuid7()))

        def record(session: Session) -> None:
            session.add(
                GroupRecord(id=command.record, address=address, name=group or "", created_at=int(time.time()))
            )

        return self._dispatcher.carry_out(command, requester, record, dry_run)

    def all(self) -> GroupList:
        """Every group with its members."""
        with self._store.reading() as session:
            groups = groups_by_address(session)
            names = self._parties.references(session, groups)
        found: dict[str, list[bytes]] = {}
        for address, group in sorted(groups.items(), key=lambda one: names[one[0]].name):
            found.setdefault(group, []).append(address)
        return GroupList(
            groups=[
                GroupView(group=group, members=[names[address] for address in members])
                for group, members in sorted(found.items())
            ]
        )

    def _recorded(
        self, session: Session, command: RecordGroup, _receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        row = session.get_one(GroupRecord, command.record)
        party = self._parties.references(session, {row.address})[row.address]
        return GroupMember(party=party, group=row.name or None).model_dump(mode="json")


def groups_by_address(session: Session) -> dict[bytes, str]:
    """In which group each party is, by its address; whoever stands on its own is in none."""
    rows = session.scalars(select(GroupRecord).order_by(GroupRecord.id))
    last = {row.address: row.name for row in rows}
    return {address: name for address, name in last.items() if name}


def _forget(session: Session, command: RecordGroup) -> None:
    session.execute(delete(GroupRecord).where(GroupRecord.id == command.record))
