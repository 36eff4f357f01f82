"""Reports in the form that was asked for."""

from typing import Literal, NamedTuple

from tallystick.metrics.figures import FigureService, Portfolio
from tallystick.programmes.service import ProgrammeService
from tallystick.web.viewer import Viewer

ReportForm = Literal["html", "xlsx", "zip"]
MEDIA_TYPES: dict[str, str] = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
REPORT = "report"
"""What page and workbook of a portfolio are called in an archive."""


class ReportFile(NamedTuple):
    """`name` says what it is about and of which day."""

    name: str
    media_type: str
    content: bytes


class ReportService:
    """Makes a page and data of a portfolio's figures.

    What draws and writes tables is loaded with the first report: it takes seconds that no start should wait for.
    """

    def __init__(self, figures: FigureService, programmes: ProgrammeService) -> None:
        self._figures = figures
        self._programmes = programmes

    def report(
        self, viewer: Viewer, programme: int | None, party: str | None, form: ReportForm
    ) -> ReportFile:
        """Raises `Forbidden` for other parties' figures, and `NotFound`."""
        from tallystick.reports.page import MOST_FINANCINGS  # noqa: PLC0415 (see above)

        most = MOST_FINANCINGS if form == "html" else None
        portfolio = self._figures.portfolio(viewer, programme, party, most)
        about = "all" if programme is None else f"programme-{programme}"
        name = f"tallystick-{about}-{portfolio.figures.as_of}.{form}"
        return ReportFile(name, MEDIA_TYPES[form], self._content(portfolio, form))

    def _content(self, portfolio: Portfolio, form: ReportForm) -> bytes:
        from tallystick.reports.bundle import bundle  # noqa: PLC0415 (see above)
        from tallystick.reports.files import xlsx_of  # noqa: PLC0415 (see above)
        from tallystick.reports.page import page_of  # noqa: PLC0415 (see above)
        from tallystick.reports.tables import report_tables  # noqa: PLC0415 (see above)

        if form == "xlsx":
            return xlsx_of(report_tables(portfolio))
        programme = portfolio.figures.programme
        name = None if programme is None else self._programmes.get(int(programme)).name
        page = page_of(portfolio, name).encode()
        return page if form == "html" else bundle(REPORT, page, report_tables(portfolio))
