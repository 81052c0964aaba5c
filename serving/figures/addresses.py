"""The addresses of the pages of figures."""

from __future__ import annotations

from urllib.parse import quote, urlencode

__all__ = [
    "INDICATOR",
    "INDICATORS",
    "INDICATOR_CASES",
    "INDICATOR_CSV",
    "RECOMMENDATIONS",
    "RECOMMENDATIONS_CSV",
    "cases_address",
    "indicator_address",
    "indicator_csv_address",
]

#: GET every indicator with its latest month.
INDICATORS = "/indicators"
#: GET one, month by month; ``authority`` and ``team`` choose the place. The same as a file.
INDICATOR = "/indicators/{indicator_id}"
INDICATOR_CSV = "/indicators/{indicator_id}.csv"
#: GET the cases behind one figure: ``month``, and where ``authority``, ``team``, ``part``, ``kind``
#: and ``after`` are given, those alone.
INDICATOR_CASES = "/indicators/{indicator_id}/cases"
#: GET what the inspection asked for, and how far it is; the same as a file.
RECOMMENDATIONS = "/recommendations"
RECOMMENDATIONS_CSV = "/recommendations.csv"


def indicator_address(indicator_id: str, authority: str = "", team: str = "") -> str:
    """The page of one indicator, of the whole force unless a place is named."""
    return f"/indicators/{quote(indicator_id, safe='')}{_place(authority, team)}"


def indicator_csv_address(indicator_id: str, authority: str = "", team: str = "") -> str:
    """The file of one indicator: of that place, or of every place if none is named."""
    return f"/indicators/{quote(indicator_id, safe='')}.csv{_place(authority, team)}"


def cases_address(indicator_id: str, month: str, **narrowed: str | None) -> str:
    """The page of the cases behind a figure: of that month, and whatever else is given."""
    asked = {"month": month, **{name: said for name, said in narrowed.items() if said}}
    return f"/indicators/{quote(indicator_id, safe='')}/cases?{urlencode(asked)}"


def _place(authority: str, team: str) -> str:
    named = {name: said for name, said in (("authority", authority), ("team", team)) if said}
    return f"?{urlencode(named)}" if named else ""
