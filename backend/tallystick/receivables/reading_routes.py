"""/v1/receivables and /v1/claims: what there is, and was"""

from typing import Annotated

from fastapi import APIRouter, Query

from tallystick.receivables.access import Reader, Service
from tallystick.receivables.identifiers import LARGEST_PART, ClaimPath, ReceivablePath, parse_claim
from tallystick.receivables.repository import Page
from tallystick.receivables.schemas import (
    ClaimList,
    ClaimView,
    Holders,
    Lineage,
    ReceivableList,
    ReceivableView,
)
from tallystick.web import forms
from tallystick.web.bodies import PlainDate

router = APIRouter(prefix="/v1")

LARGEST_PAGE = 500

PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="Rows a page at most.")]


@router.get("/receivables", operation_id="list_receivables", tags=["receivables"])
def list_receivables(
    receivables: Service,
    viewer: Reader,
    after: Annotated[
        int | None, Query(ge=1, le=LARGEST_PART, description="Cursor: `next` of the page before.")
    ] = None,
    size: PageSize = 100,
) -> ReceivableList:
    """The receivables that you owe, were offered, or hold claims of."""
    return receivables.receivables(viewer, Page(size, None if after is None else (after,)))


@router.get("/receivables/{receivable}", operation_id="get_receivable", tags=["receivables"])
def get_receivable(receivable: ReceivablePath, receivables: Service, viewer: Reader) -> ReceivableView:
    """One receivable and its terms."""
    return receivables.receivable(viewer, receivable)


@router.get("/receivables/{receivable}/lineage", operation_id="get_receivable_lineage", tags=["receivables"])
def get_receivable_lineage(receivable: ReceivablePath, receivables: Service, viewer: Reader) -> Lineage:
    """The way back to the issue of all that you hold of a receivable; of everything, if you owe it."""
    return receivables.lineage(viewer, receivable)


@router.get("/claims", operation_id="list_claims", tags=["claims"])
def list_claims(
    receivables: Service,
    viewer: Reader,
    receivable: Annotated[
        int | None, Query(ge=1, le=LARGEST_PART, description="Only claims of this receivable.")
    ] = None,
    after: Annotated[
        str | None,
        Query(pattern=forms.PAIR_CURSOR, description="Cursor: `next` of the page before."),
    ] = None,
    size: PageSize = 100,
) -> ClaimList:
    """The claims that you hold, and those on receivables that you owe."""
    return receivables.claims(viewer, Page(size, None if after is None else parse_claim(after)), receivable)


@router.get("/claims/{claim}", operation_id="get_claim", tags=["claims"])
def get_claim(claim: ClaimPath, receivables: Service, viewer: Reader) -> ClaimView:
    """One claim."""
    return receivables.claim(viewer, claim)


@router.get("/claims/{claim}/lineage", operation_id="get_claim_lineage", tags=["claims"])
def get_claim_lineage(claim: ClaimPath, receivables: Service, viewer: Reader) -> Lineage:
    """A claim's way back to the issue, with every step's transaction."""
    return receivables.claim_lineage(viewer, claim)


@router.get("/receivables/{receivable}/holders", operation_id="get_receivable_holders", tags=["receivables"])
def get_receivable_holders(
    receivable: ReceivablePath,
    receivables: Service,
    viewer: Reader,
    at_block: Annotated[
        int | None, Query(ge=0, le=LARGEST_PART, description="At the end of this block.", examples=[42])
    ] = None,
    on: Annotated[
        PlainDate | None,
        Query(
            description="At the end of this date in Asia/Shanghai, which must be over.",
            examples=["2026-11-22"],
        ),
    ] = None,
) -> Holders:
    """Who held what of a receivable at a past moment, or holds it now: you; everybody, if you owe it."""
    return receivables.history.holders(viewer, receivable, at_block, on)
