"""Reports in the form that was asked for."""

import io
import zipfile
from typing import Literal, NamedTuple

from tallystick.metrics.figures import FigureService, Portfolio
from tallystick.programmes.service import ProgrammeService
from tallystick.reports.files import csv_of, parquet_of, xlsx_of
from tallystick.reports.page import page_of
from tallystick.reports.tables import report_tables
from tallystick.web.viewer import Viewer

ReportForm = Literal["html", "xlsx", "zip"]
MEDIA_TYPES: dict[str, str] = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
PAGE, WORKBOOK = "report.html", "report.xlsx"


class ReportFile(NamedTuple):
    """`name` says what it is about and of which day."""

    name: str
    media_type: str
    content: bytes


class ReportService:
    """Makes a page and data of a portfolio's figures."""

    def __init__(self, figures: FigureService, programmes: ProgrammeService) -> None:
        self._figures = figures
        self._programmes = programmes

    def report(
        self, viewer: Viewer, programme: int | None, party: str | None, form: ReportForm
    ) -> ReportFile:
        """Raises `Forbidden` for other parties' figures, and `NotFound`."""
        portfolio = self._figures.portfolio(viewer, programme, party)
        about = "all" if programme is None else f"programme-{programme}"
        name = f"tallystick-{about}-{portfolio.figures.as_of}.{form}"
        return ReportFile(name, MEDIA_TYPES[form], self._content(portfolio, form))

    def _content(self, portfolio: Portfolio, form: ReportForm) -> bytes:
        if form == "xlsx":
            return xlsx_of(report_tables(portfolio))
        programme = portfolio.figures.programme
        page = page_of(portfolio, None if programme is None else self._programmes.get(int(programme)).name)
        return page.encode() if form == "html" else _bundle(portfolio, page.encode())


def _bundle(portfolio: Portfolio, page: bytes) -> bytes:
    """The page, and its data as XLSX, CSV and Parquet."""
    tables = report_tables(portfolio)
    files = {PAGE: page, WORKBOOK: xlsx_of(tables)}
    for table in tables:
        files[f"csv/{table.name}.csv"] = csv_of(table)
        files[f"parquet/{table.name}.parquet"] = parquet_of(table)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
