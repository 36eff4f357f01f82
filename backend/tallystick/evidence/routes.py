"""/v1/documents"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from tallystick.evidence.schemas import FINGERPRINT, DocumentList, DocumentView, NewCreditNote, NewDocument
from tallystick.evidence.service import EvidenceService
from tallystick.web import forms
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Role, Viewer

router = APIRouter(prefix="/v1/documents", tags=["evidence"])


async def service(request: Request) -> EvidenceService:
    found: EvidenceService = request.app.state.evidence
    return found


Service = Annotated[EvidenceService, Depends(service)]
Trader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))]
Reader = Annotated[Viewer, Depends(Allowed(*TRADING_ROLES, Role.SUPERVISOR))]
Fingerprint = Annotated[
    str,
    Path(pattern=forms.HASH, description="The document's fingerprint.", examples=[FINGERPRINT]),
]


@router.post(
    "",
    operation_id="register_document",
    status_code=201,
    response_model=DocumentView,
    responses=COMMAND_RESPONSES,
)
def register_document(
    new: NewDocument,
    evidence: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Registers a trade document as a budget for receivables between its buyer and its seller."""
    return respond(evidence.register(new, viewer, requester, dry_run))


@router.get("", operation_id="list_documents")
def list_documents(evidence: Service, viewer: Reader) -> DocumentList:
    """Your documents, what was drawn on each, and what is left."""
    return DocumentList(documents=evidence.all(viewer))


@router.get("/{fingerprint}", operation_id="get_document")
def get_document(fingerprint: Fingerprint, evidence: Service, viewer: Reader) -> DocumentView:
    """One document of yours."""
    return evidence.get(viewer, bytes.fromhex(fingerprint[2:]))


@router.post(
    "/{fingerprint}/credit-notes",
    operation_id="credit_document",
    status_code=201,
    response_model=DocumentView,
    responses=COMMAND_RESPONSES,
)
def credit_document(
    fingerprint: Fingerprint,
    new: NewCreditNote,
    evidence: Service,
    requester: Requesting,
    viewer: Trader,
    dry_run: DryRun = False,
) -> Response:
    """Registers a credit note on a document that you issued, which lowers what the document is good for.

    What rests on the document already stays; nothing more can be drawn beyond what is left.
    """
    return respond(evidence.credit(bytes.fromhex(fingerprint[2:]), new, viewer, requester, dry_run))
