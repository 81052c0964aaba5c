"""From a report's reference to the child and the report, in one reading of the store."""

from __future__ import annotations

from datetime import datetime

from serving.answer.inputs import look_history
from serving.missing.reports import Report, moment_after, report_of
from serving.store.extracts import freshness
from serving.store.histories import read_blob
from serving.store.opening import Connection
from serving.work_store.missing_reports import children_of_report

__all__ = ["NoSuchReportError", "find_report"]


class NoSuchReportError(Exception):
    """No missing report has this reference."""

    def __init__(self) -> None:
        super().__init__("No missing report has this reference. Search for the child.")


def find_report(connection: Connection, reference: str, now: datetime) -> Report:
    """The report as known now, with what was recorded at this very moment.

    Of a report that stands in the records of two children, the one where it stands now.

    Raises:
        NoSuchReportError: there is none.
    """
    systems = frozenset(freshness(connection))
    found = []
    for child in children_of_report(connection, reference):
        history = look_history(read_blob(connection, child), systems)
        report = report_of(history, reference, moment_after(now))
        if report is not None:
            found.append(report)
    if not found:
        raise NoSuchReportError
    return max(found, key=lambda report: (bool(report.standing), report.entries[-1].recorded))
