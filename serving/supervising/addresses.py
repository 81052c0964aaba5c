"""The addresses of the pages of supervision, with their filters: never with a child's name."""

from __future__ import annotations

from urllib.parse import quote, urlencode

__all__ = ["BRIEFING", "BRIEFING_PRINT", "DUTIES", "MISSING_NOW", "report_of", "with_filters"]

#: GET; filters and ``after`` in the address, as at the API.
MISSING_NOW = "/missing-now"
DUTIES = "/duties"
BRIEFING = "/briefing"
#: GET asks for whom; POST prints, as a disclosure.
BRIEFING_PRINT = "/briefing/print"


def with_filters(address: str, **filters: str | None) -> str:
    """The address of a list so narrowed; filters that are None or empty are left out."""
    given = {name: value for name, value in filters.items() if value}
    return f"{address}?{urlencode(given)}" if given else address


def report_of(reference: str) -> str:
    """Where the page of a missing report is, on which a supervisor's review is written down."""
    return f"/missing-reports/{quote(reference, safe='')}"
