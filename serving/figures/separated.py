"""Files of comma-separated values that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

__all__ = ["MEDIA_TYPE", "file_of", "safe_cell"]

MEDIA_TYPE = "text/csv; charset=utf-8"
#: What a cell must not begin with, nor a part of it that a program might split off: a
#: spreadsheet would work it out (OWASP, CSV injection).
_WORKED_OUT = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
#: Unicode's categories of what is no text: control characters, line and paragraph ends, halves.
_CONTROL = ("Cc", "Zl", "Zp", "Cs")
#: Full-width forms that some spreadsheets fold to the same signs.
_FOLDED = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
#: With it, spreadsheets read the file as UTF-8.
_MARK = "\ufeff"


def safe_cell(value: str | int | None) -> str:
    """The cell as text: what a spreadsheet would work out gets an apostrophe before it.

    Numbers stay numbers: ours are never negative. None is an empty cell. Blanks before the
    sign don't save it, nor characters that nobody sees: spreadsheets drop them. Line ends and
    control characters become blanks, so that a row is one line.
    """
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    text = "".join(" " if _is_control(sign) else sign for sign in value)
    seen = next((sign for sign in value if not _is_unseen(sign)), "")
    is_worked_out = value.startswith(_WORKED_OUT) or (seen and seen in _WORKED_OUT + _FOLDED)
    return f"'{text}" if is_worked_out else text


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in _CONTROL


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in (*_CONTROL, "Cf", "Mn")


def file_of(header: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> bytes:
    """The file: a mark of its encoding, the header, the rows; text in quotes, lines by CR LF."""
    out = io.StringIO()
    out.write(_MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell if isinstance(cell, int) else safe_cell(cell) for cell in row])
    return out.getvalue().encode()
