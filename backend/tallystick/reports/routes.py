"""/v1/report"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from tallystick.metrics.routes import FigureReader, OfParty, OfProgramme
from tallystick.reports.service import MEDIA_TYPES, ReportForm, ReportService

router = APIRouter(prefix="/v1", tags=["metrics"])

_FILE = {"schema": {"type": "string", "format": "binary"}}


async def service(request: Request) -> ReportService:
    found: ReportService = request.app.state.reports
    return found


@router.get(
    "/report",
    operation_id="get_report",
    response_class=Response,
    responses={
        200: {
            "description": "The file",
            "content": {kind.split(";")[0]: _FILE for kind in MEDIA_TYPES.values()},
        }
    },
)
def get_report(
    reports: Annotated[ReportService, Depends(service)],
    viewer: FigureReader,
    programme: OfProgramme = None,
    party: OfParty = None,
    form: Annotated[
        ReportForm,
        Query(alias="format", description="A page, a workbook, or everything in one archive."),
    ] = "html",
) -> Response:
    """Your portfolio's figures as one page to hand on; as XLSX; or both with CSV and Parquet in an archive."""
    file = reports.report(viewer, programme, party, form)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=headers)
