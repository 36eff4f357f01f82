"""Desks and term rules, decided by the host and signed with the governor's key."""

from typing import Any

from eth_utils.address import to_checksum_address
from sqlalchemy.orm import Session

from tallystick.chain.node import Receipt
from tallystick.governance.commands import DecideOnDesk, SetTermRule
from tallystick.governance.schemas import DeskView, NewDesk, NewTermRule, TermRuleView
from tallystick.money.calendar import date_of_day, day_of_date
from tallystick.receivables.answers import transaction_text
from tallystick.refusal import Refusal
from tallystick.sending.command import Outcome, Requester
from tallystick.sending.dispatch import Dispatcher


class GovernanceService:
    """The governor's decisions. None of them moves a claim or changes a receivable's terms."""

    def __init__(self, dispatcher: Dispatcher, governor: bytes) -> None:
        self._dispatcher = dispatcher
        self._governor = governor
        dispatcher.answers(DecideOnDesk, _decided)
        dispatcher.answers(SetTermRule, _set)

    def decide_on_desk(self, new: NewDesk, requester: Requester, dry_run: bool) -> Outcome:
        """Admits or dismisses a desk."""
        command = DecideOnDesk(
            governor=self._governor, desk=bytes.fromhex(new.address[2:]), admitted=new.admitted
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def set_term_rule(self, programme: int, new: NewTermRule, requester: Requester, dry_run: bool) -> Outcome:
        """Sets a programme's longest term from a day on; whether that day lies ahead, the contract says."""
        from_day = day_of_date(new.from_date)
        if from_day < 0:
            raise Refusal(
                "term_rule_not_ahead",
                f"A term rule from {new.from_date} comes too late.",
                "Let it take effect after today and after every rule before it.",
            )
        command = SetTermRule(
            governor=self._governor,
            programme=programme,
            from_day=from_day,
            longest_term_months=new.longest_term_months,
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)


def _decided(_session: Session, command: DecideOnDesk, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    return DeskView(
        address=to_checksum_address(command.desk),
        admitted=command.admitted,
        transaction=transaction_text(receipts),
    ).model_dump(mode="json")


def _set(_session: Session, command: SetTermRule, receipts: tuple[Receipt, ...]) -> dict[str, Any]:
    return TermRuleView(
        programme=str(command.programme),
        longest_term_months=command.longest_term_months,
        from_date=date_of_day(command.from_day),
        transaction=transaction_text(receipts),
    ).model_dump(mode="json")
