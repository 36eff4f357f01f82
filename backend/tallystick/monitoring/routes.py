"""/v1/monitoring, a payment's messages"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from tallystick.metrics.routes import FigureReader, OfProgramme
from tallystick.monitoring.schemas import MOVEMENT, Monitoring
from tallystick.monitoring.service import MessageName, MonitoringService
from tallystick.reports.service import MEDIA_TYPES, ReportForm
from tallystick.web import forms
from tallystick.web.cursors import place_of
from tallystick.web.viewer import Viewer

router = APIRouter(prefix="/v1", tags=["crossborder"])

_FILE = {"schema": {"type": "string", "format": "binary"}}
_XML = "application/xml"
_MESSAGE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The message", "content": {_XML: {"schema": {"type": "string"}}}}
}


async def service(request: Request) -> MonitoringService:
    found: MonitoringService = request.app.state.monitoring
    return found


Service = Annotated[MonitoringService, Depends(service)]
MovementPath = Annotated[
    str, Path(pattern=forms.EVENT, description="The movement's id.", examples=[MOVEMENT])
]


@router.get("/monitoring", operation_id="get_monitoring")
def get_monitoring(monitoring: Service, viewer: FigureReader, programme: OfProgramme = None) -> Monitoring:
    """Every movement across the border, goods beside money, limit use and alerts: the supervisor's; your own otherwise,
    without alerts."""
    return monitoring.monitoring(viewer, programme)


@router.get(
    "/monitoring/report",
    operation_id="get_monitoring_report",
    response_class=Response,
    responses={
        200: {
            "description": "The file",
            "content": {kind.split(";")[0]: _FILE for kind in MEDIA_TYPES.values()},
        }
    },
)
def get_monitoring_report(
    monitoring: Service,
    viewer: FigureReader,
    programme: OfProgramme = None,
    form: Annotated[
        ReportForm,
        Query(alias="format", description="A page, a workbook, or everything in one archive."),
    ] = "html",
) -> Response:
    """The same as one page; as XLSX; or both in an archive with CSV, Parquet, JSON and two ISO 20022 messages a
    payment."""
    file = monitoring.report(viewer, programme, form)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=headers)


@router.get(
    "/border-movements/{movement}/pacs008",
    operation_id="get_credit_transfer",
    response_class=Response,
    responses=_MESSAGE,
)
def get_credit_transfer(movement: MovementPath, monitoring: Service, viewer: FigureReader) -> Response:
    """A payment that you made or got as pacs.008.001.08 of ISO 20022, valid by its schema."""
    return _message(monitoring, viewer, movement, "pacs008")


@router.get(
    "/border-movements/{movement}/camt054",
    operation_id="get_credit_notification",
    response_class=Response,
    responses=_MESSAGE,
)
def get_credit_notification(movement: MovementPath, monitoring: Service, viewer: FigureReader) -> Response:
    """The notification of a payment that you made or got as camt.054.001.08 of ISO 20022, valid by its schema."""
    return _message(monitoring, viewer, movement, "camt054")


def _message(monitoring: MonitoringService, viewer: Viewer, movement: str, name: MessageName) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}-{movement}.xml"'}
    return Response(monitoring.message(viewer, place_of(movement), name), media_type=_XML, headers=headers)
