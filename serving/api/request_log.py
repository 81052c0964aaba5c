"""Every line that is logged names the request it belongs to, and is one line."""

from __future__ import annotations

import logging
from contextvars import ContextVar

__all__ = ["CURRENT_REQUEST", "ONE_LINE", "OneLine"]

#: The id of the request that this task, or the thread it started, works for.
CURRENT_REQUEST: ContextVar[str | None] = ContextVar("current_request", default=None)


class OneLine(logging.Filter):
    """Puts ``request ID:`` before what is logged, and shows what would break or colour a line
    as an escape. There is one, :data:`ONE_LINE`."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through."""
        said = "".join(
            letter if letter.isprintable() else letter.encode("unicode_escape").decode()
            for letter in record.getMessage()
        )
        request = CURRENT_REQUEST.get()
        record.msg = said if request is None else f"request {request}: {said}"
        record.args = None
        return True


ONE_LINE = OneLine()
