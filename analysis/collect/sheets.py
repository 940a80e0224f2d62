"""A spreadsheet (XLS, XLSX) → records of its first sheet, with the row where each stands."""

import datetime as dt
from io import BytesIO
from pathlib import Path

from analysis.collect.records import Record, header
from analysis.collect.zips import Zip
from analysis.errors import BadInput, Unreadable

_LARGEST = 200_000_000


def of_sheet(path: Path, body: bytes) -> list[Record]:
    """Records of the first sheet, whose first row names the columns.

    Raises:
        Unreadable: damaged, or it unpacks to more than 200 MB.
        BadInput: a column twice, or the extra ``files`` is not installed.
    """
    if body.startswith(b"PK"):
        with Zip(body) as archive:
            archive.all_small(_LARGEST)
    rows = [[_said(cell) for cell in row] for row in _rows(body)]
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    if not filled:
        return []
    columns = header(path, filled[0][1])
    return [Record(f"row {number}", dict(zip(columns, row, strict=False))) for number, row in filled[1:]]


def _rows(body: bytes) -> list[list[object]]:
    try:
        # An optional extra: most people bring no spreadsheets.
        import python_calamine
    except ImportError:
        raise BadInput(
            "to read spreadsheets, python-calamine is needed; install it with: pip install 'samestory[files]'"
        ) from None
    try:
        with python_calamine.load_workbook(BytesIO(body)) as book:
            return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    except BaseException as why:
        # A library in another language: what it finds damaged ends as its own errors, or as its panic.
        if isinstance(why, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise Unreadable(f"a damaged spreadsheet: {' '.join(str(why).split())[:200]}") from None


def _said(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).strip()
