"""The parameters of every list that comes in pages; the cursors are the use-case's."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, BadCursorError, cursor, place_of

__all__ = ["MOST_ON_A_PAGE", "USUAL_ON_A_PAGE", "After", "BadCursorError", "Limit", "cursor",
           "place_of"]  # fmt: skip

#: ``after: After = None``: goes on where the page before ended.
After = Annotated[
    str | None, Query(description="next_page of the page before", min_length=1, max_length=1_000)
]
#: ``limit: Limit = USUAL_ON_A_PAGE``.
Limit = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="rows on a page")]
