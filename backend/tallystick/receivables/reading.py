"""Reading receivables, claims and their way back to the issue, as far as a viewer may see them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from tallystick.database.store import Store
from tallystick.parties.service import PartyService
from tallystick.receivables.identifiers import ClaimKey, claim_text, parse_claim
from tallystick.receivables.lineage import flows
from tallystick.receivables.presentation import Presenter
from tallystick.receivables.repository import Page, ReceivableRepository, ReceivableRow
from tallystick.receivables.schemas import ClaimList, ClaimView, Lineage, ReceivableList, ReceivableView
from tallystick.refusal import Conflict, NotFound
from tallystick.web.viewer import Viewer


class Reading:
    """The mirror's receivables and claims as views."""

    def __init__(self, store: Store, parties: PartyService, repository: ReceivableRepository) -> None:
        self._store = store
        self._repository = repository
        self._presenter = Presenter(parties, repository)

    def receivable(self, viewer: Viewer, number: int) -> ReceivableView:
        """One receivable. Raises `NotFound` where there is none for this viewer."""
        with self._store.reading() as session:
            return self.receivable_in(session, viewer, number)

    def found(self, session: Session, viewer: Viewer, number: int) -> ReceivableRow:
        """For other capabilities. Raises `NotFound` where there is none for this viewer."""
        row = self._repository.receivable(session, viewer, number)
        if row is None:
            raise receivable_not_found(number)
        return row

    def now(self, session: Session) -> int:
        """The ledger's time, in seconds since 1970."""
        return self._repository.time(session)

    def receivables(self, viewer: Viewer, page: Page) -> ReceivableList:
        with self._store.reading() as session:
            rows = self._repository.receivables(session, viewer, page)
            views = self._presenter.receivables(session, rows, self.now(session))
        following = str(rows[-1][0].number) if len(rows) == page.size else None
        return ReceivableList(receivables=views, next=following)

    def claims(self, viewer: Viewer, page: Page, receivable: int | None) -> ClaimList:
        with self._store.reading() as session:
            rows = self._repository.claims(session, viewer, page, receivable)
            views = self._presenter.claims(session, viewer, rows)
        return ClaimList(claims=views, next=views[-1].id if len(rows) == page.size else None)

    def claim(self, viewer: Viewer, claim: str) -> ClaimView:
        with self._store.reading() as session:
            return self.claims_in(session, viewer, [parse_claim(claim)])[0]

    def claim_lineage(self, viewer: Viewer, claim: str) -> Lineage:
        """One claim's way back to the issue."""
        receivable, serial = parse_claim(claim)
        with self._store.reading() as session:
            self.claims_in(session, viewer, [(receivable, serial)])
            return self._lineage(session, viewer, receivable, serial)

    def lineage(self, viewer: Viewer, receivable: int) -> Lineage:
        """The way back to the issue of all that the viewer holds of a receivable; of everything, for its debtor."""
        with self._store.reading() as session:
            return self._lineage(session, viewer, receivable, None)

    def _lineage(self, session: Session, viewer: Viewer, receivable: int, serial: int | None) -> Lineage:
        view = self.receivable_in(session, viewer, receivable)
        found = self._repository.receivable(session, viewer, receivable)
        everything = viewer.sees_all or (found is not None and found[0].debtor == viewer.address)
        lots = self._repository.lots(session, receivable)
        flow = flows(
            [lot for lot, _ in lots],
            lambda lot: (everything or lot.holder == viewer.address) and serial in (None, lot.serial),
        )
        return Lineage(receivable=view, lots=self._presenter.lots(session, lots, flow))

    def receivable_in(self, session: Session, viewer: Viewer, number: int) -> ReceivableView:
        row = self.found(session, viewer, number)
        return self._presenter.receivables(session, [row], self.now(session))[0]

    def claims_in(self, session: Session, viewer: Viewer, keys: Iterable[ClaimKey]) -> list[ClaimView]:
        """The named claims. Raises `NotFound` where one of them is not there for this viewer."""
        keys = list(keys)
        rows = self._repository.claims_named(session, viewer, keys)
        if len(rows) < len(set(keys)):
            known = {(row.receivable, row.serial) for row in rows}
            missing = next(key for key in keys if key not in known)
            raise NotFound(
                "claim_not_found",
                f"There is no claim {claim_text(missing)} for you.",
                "See your claims with GET /v1/claims.",
            )
        return self._presenter.claims(session, viewer, rows)

    def require_worth(self, viewer: Viewer, keys: Iterable[ClaimKey]) -> None:
        """Refuses claims of the viewer's whose value has all been moved: handing them over would move nothing."""
        with self._store.reading() as session:
            rows = self._repository.claims_named(session, viewer, keys)
        empty = next((row for row in rows if row.face == 0 and row.holder == viewer.address), None)
        if empty is not None:
            claim = claim_text((empty.receivable, empty.serial))
            raise Conflict(
                "claim_empty",
                f"Claim {claim} is worth nothing: all its value was moved out of it.",
                "See what you hold with GET /v1/claims.",
                {"claim": claim},
            )


def receivable_not_found(number: int) -> NotFound:
    """The same for a receivable of others and for one that does not exist."""
    return NotFound(
        "receivable_not_found", f"There is no receivable {number} for you.", "See GET /v1/receivables."
    )
