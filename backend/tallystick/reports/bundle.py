"""A report's files in one archive."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from tallystick.reports.files import csv_of, parquet_of, xlsx_of
from tallystick.reports.tables import ReportTable


def bundle(
    name: str, page: bytes, tables: Sequence[ReportTable], others: Mapping[str, bytes] | None = None
) -> bytes:
    """The page, its data as XLSX, CSV and Parquet, and what else lies beside it. `name`: of page and workbook."""
    files = {f"{name}.html": page, f"{name}.xlsx": xlsx_of(tables), **(others or {})}
    for table in tables:
        files[f"csv/{table.name}.csv"] = csv_of(table)
        files[f"parquet/{table.name}.parquet"] = parquet_of(table)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
