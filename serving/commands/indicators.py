"""``indicators``: publish every month of every indicator that has settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from duties.intervals import load_intervals
from serving.commands.ending import (
    AsJson,
    StoreAddress,
    ending,
    now,
    opened,
    read_settings,
    say_json,
    screen,
)
from serving.commands.given import host_actor, moment

if TYPE_CHECKING:
    from serving.figures.publish_months import Published

__all__ = ["indicators"]


def indicators(
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="A past moment with its offset; else now.")
    ] = None,
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Work out every indicator for every child, and publish the months that have settled.

    A month is published once and stays as it was: run this once a month, or more often.
    """
    from serving.figures.catalogue import INDICATORS
    from serving.figures.publish_months import publish_months

    with ending():
        asked = moment(as_of)
        settings = read_settings(store)
        with opened(settings, writer=True) as kept:
            done = publish_months(
                kept, load_intervals(), now(), asked, by=host_actor(), say=screen.print
            )
    if as_json:
        say_json(_values(done))
        return
    table = Table("Indicator", "Published to", box=None)
    for name, indicator in INDICATORS.items():
        table.add_row(indicator.name, done.last.get(name, "nothing to count yet"))
    screen.print(table)
    if done.months:
        screen.print(
            f"{done.months:,} months of indicators published, from {done.cases:,} cases of "
            f"{done.children:,} children."
        )
    else:
        screen.print("No further month has settled; nothing changed.")


def _values(done: Published) -> dict[str, Any]:
    return {
        "months": done.months,
        "cases": done.cases,
        "children": done.children,
        "last": dict(done.last),
    }
