"""Opening programmes and reading them."""

from typing import Any, ClassVar

from eth_utils.address import to_checksum_address
from sqlalchemy import select
from sqlalchemy.orm import Session

from tallystick.chain.deployment import Contracts
from tallystick.chain.interface import interface
from tallystick.chain.node import Call, Receipt
from tallystick.database.store import Store
from tallystick.mirror.tables import Programme
from tallystick.programmes.schemas import ASSET_KINDS, DAY_COUNTS, REGIMES, ProgrammeTerms, ProgrammeView
from tallystick.refusal import NotFound, Refusal
from tallystick.sending.command import Command, Outcome, Requester
from tallystick.sending.dispatch import Dispatcher

APPROVAL_BYTES = 32
NO_POLICY = bytes(20)


class OpenProgramme(Command, frozen=True, kw_only=True):
    """Opens a programme on the chain."""

    kind: ClassVar[str] = "open_programme"
    operator: bytes
    name: str
    currency: str
    asset_kind: int
    regime: int
    day_count: int
    longest_term_months: int
    acceptance_required: bool
    evidence_required: bool
    open_accounts_only: bool
    token_offering: bool
    policy: bytes
    grace_days: int
    overdue_ppm: int
    approval: bytes

    def calls(self, contracts: Contracts) -> tuple[Call, ...]:
        data = interface("ProgrammeRegistry").encode(
            "openProgramme((bytes3,uint8,uint8,uint8,uint8,bool,bool,bool,bool,address,uint8,uint16,bytes32,string))",
            (
                self.currency.encode(),
                self.asset_kind,
                self.regime,
                self.day_count,
                self.longest_term_months,
                self.acceptance_required,
                self.evidence_required,
                self.open_accounts_only,
                self.token_offering,
                self.policy,
                self.grace_days,
                self.overdue_ppm,
                self.approval,
                self.name,
            ),
        )
        return (Call(self.operator, contracts.programmes, data),)


class ProgrammeService:
    """The rules that receivables are issued under."""

    def __init__(self, store: Store, dispatcher: Dispatcher, deployment: int, operator: bytes) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._deployment = deployment
        self._operator = operator
        dispatcher.answers(OpenProgramme, self._opened)

    def open(self, terms: ProgrammeTerms, requester: Requester, dry_run: bool) -> Outcome:
        """Opens a programme; whether its rules are admissible is for the contract to say."""
        approval = (terms.approval or "").encode()
        if len(approval) > APPROVAL_BYTES:
            raise Refusal(
                "approval_too_long",
                f"The approval id {terms.approval!r} has {len(approval)} bytes.",
                f"Use at most {APPROVAL_BYTES} bytes.",
            )
        command = OpenProgramme(
            operator=self._operator,
            name=terms.name,
            currency=terms.currency,
            asset_kind=ASSET_KINDS.index(terms.asset_kind),
            regime=REGIMES.index(terms.regime),
            day_count=DAY_COUNTS.index(terms.day_count),
            longest_term_months=terms.longest_term_months,
            grace_days=terms.grace_days,
            overdue_ppm=terms.overdue_ppm,
            acceptance_required=terms.acceptance_required,
            evidence_required=terms.evidence_required,
            open_accounts_only=terms.open_accounts_only,
            token_offering=terms.token_offering,
            policy=NO_POLICY if terms.policy is None else bytes.fromhex(terms.policy[2:]),
            approval=approval.ljust(APPROVAL_BYTES, b"\0"),
        )
        return self._dispatcher.carry_out(command, requester, dry_run=dry_run)

    def all(self) -> list[ProgrammeView]:
        with self._store.reading() as session:
            rows = session.scalars(
                select(Programme).where(Programme.deployment == self._deployment).order_by(Programme.number)
            )
            return [_view(row) for row in rows]

    def get(self, number: int) -> ProgrammeView:
        with self._store.reading() as session:
            return self._existing(session, number)

    def _existing(self, session: Session, number: int) -> ProgrammeView:
        row = session.get(Programme, (self._deployment, number))
        if row is None:
            raise NotFound(
                "programme_not_found", f"There is no programme {number}.", "See GET /v1/programmes."
            )
        return _view(row)

    def _opened(
        self, session: Session, _command: OpenProgramme, receipts: tuple[Receipt, ...]
    ) -> dict[str, Any]:
        number = interface("ProgrammeRegistry").number_told("ProgrammeOpened", receipts[-1])
        return self._existing(session, number).model_dump(mode="json")


def _view(row: Programme) -> ProgrammeView:
    return ProgrammeView.model_validate(
        {
            "id": str(row.number),
            "name": row.name,
            "currency": row.currency,
            "asset_kind": ASSET_KINDS[row.kind],
            "regime": REGIMES[row.regime],
            "approval": row.approval.rstrip(b"\0").decode() or None,
            "day_count": DAY_COUNTS[row.day_count],
            "longest_term_months": row.longest_term_months,
            "grace_days": row.grace_days,
            "overdue_ppm": row.overdue_ppm,
            "acceptance_required": row.acceptance_required,
            "evidence_required": row.evidence_required,
            "open_accounts_only": row.open_accounts_only,
            "token_offering": row.token_offering,
            "policy": None if row.policy is None else to_checksum_address(row.policy),
        }
    )
