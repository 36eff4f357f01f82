"""A report's files in one archive."""

import io
import zipfile
from collections.abc import Sequence

from tallystick.reports.files import csv_of, parquet_of, xlsx_of
from tallystick.reports.tables import ReportTable

PAGE, WORKBOOK = "report.html", "report.xlsx"


def bundle(page: bytes, tables: Sequence[ReportTable]) -> bytes:
    """The page, and its data as XLSX, CSV and Parquet."""
    files = {PAGE: page, WORKBOOK: xlsx_of(tables)}
    for table in tables:
        files[f"csv/{table.name}.csv"] = csv_of(table)
        files[f"parquet/{table.name}.parquet"] = parquet_of(table)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
