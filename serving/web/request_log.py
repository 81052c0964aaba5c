"""Every line that is logged names the request it belongs to, and is one line."""

from __future__ import annotations

import logging
from contextvars import ContextVar

__all__ = ["CURRENT_REQUEST", "ONE_LINE", "OneLine", "log_fault"]

_LOG = logging.getLogger("serving")

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


def log_fault(error: BaseException) -> None:
    """Log the kind and place of a fault, without its message: that may hold what was asked."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    _LOG.error("failed: %s at %s", type(error).__name__, where)
