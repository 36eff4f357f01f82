"""/v1/imports"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from tallystick.imports.csv_file import example, explanation
from tallystick.imports.schemas import ImportRehearsal, ImportReport, ReceivableRow
from tallystick.imports.service import ImportService
from tallystick.receivables.bodies import ProgrammeNumber
from tallystick.web.problems import MEDIA_TYPE, Problem
from tallystick.web.requests import COMMAND_RESPONSES, DryRun, Requesting, respond
from tallystick.web.security import Allowed
from tallystick.web.viewer import TRADING_ROLES, Viewer

router = APIRouter(prefix="/v1/imports", tags=["imports"])


async def service(request: Request) -> ImportService:
    found: ImportService = request.app.state.imports
    return found


async def content(request: Request) -> bytes:
    """The file as it came."""
    return await request.body()


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A model's schema without references, which would lead nowhere inside another document."""
    definitions = schema.pop("$defs", {})

    def resolved(part: Any) -> Any:
        if isinstance(part, list):
            return [resolved(item) for item in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return resolved(definitions[part["$ref"].rpartition("/")[2]])
        return {name: resolved(value) for name, value in part.items()}

    inlined: dict[str, Any] = resolved(schema)
    return inlined


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": {"type": "string", "description": explanation()}, "example": example()},
            "application/json": {
                "schema": {
                    "type": "array",
                    "items": _inlined(ReceivableRow.model_json_schema()),
                    "description": "A list of objects, each a receivable, in UTF-8.",
                }
            },
            "application/xml": {
                "schema": {
                    "type": "string",
                    "description": "One invoice in UBL 2.1 (InvoiceTypeCode 380 or none). Companies are known by "
                    "cbc:CompanyID; the due date is cbc:DueDate or that of cac:PaymentMeans; the amount is "
                    "cbc:PayableAmount, which must be the one registered.",
                }
            },
        },
    }
}


@router.post(
    "",
    operation_id="import_file",
    status_code=201,
    response_model=ImportReport,
    responses=COMMAND_RESPONSES
    | {
        200: {"model": ImportRehearsal, "description": "A dry run: what would become of each row"},
        415: {"model": Problem, "description": "No kind of file that is known", "content": {MEDIA_TYPE: {}}},
    },
    openapi_extra=_BODY,
)
def import_file(  # noqa: PLR0917 (FastAPI passes them by name)
    request: Request,
    file: Annotated[bytes, Depends(content)],
    imports: Annotated[ImportService, Depends(service)],
    requester: Requesting,
    viewer: Annotated[Viewer, Depends(Allowed(*TRADING_ROLES))],
    programme: Annotated[
        ProgrammeNumber | None,
        Query(description="The programme to issue under; a seller's invoice needs none.", examples=["1"]),
    ] = None,
    dry_run: DryRun = False,
) -> Response:
    """Takes a file of receivables in, or a UBL invoice: all of it or nothing, and each row once.

    The rows of CSV and JSON files are issued by you, the debtor, on documents that are registered already. An invoice
    in UBL is registered where you are its seller, and issued on where you are its buyer. Where anything is wrong,
    nothing is done, and `values.rows` of the refusal says of every row what. A row that was imported before
    is there already and is not issued again.
    """
    content_type = request.headers.get("content-type", "")
    return respond(imports.take_in(content_type, file, programme, viewer, requester, dry_run))
