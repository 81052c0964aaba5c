"""``shadow``: how the challenger would have answered beside the champion."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

from scorecard import load_policy
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
from serving.service.measure_shadow import MOST_DAYS, shadow_of_store

__all__ = ["shadow", "told"]


def shadow(
    days: Annotated[
        int, typer.Option("--days", min=1, max=MOST_DAYS, help="How many days, today included.")
    ] = 28,
    store: StoreAddress = None,
    as_json: AsJson = False,
) -> None:
    """Compare the challenger with the champion on the looks of the last days. Counts alone."""
    with ending(), opened(read_settings(store), writer=False) as kept:
        values = shadow_of_store(kept, load_policy(), now(), days)
    if as_json:
        say_json(values)
        return
    if not values["pairs"]:
        screen.print(
            f"No look since {values['since']} was scored by a challenger. "
            "There is one after missing-risk train, until it is promoted."
        )
    for pair in values["pairs"]:
        _print(pair, values["withheld_below"])


def told(looks: int | None, few: int) -> str:
    """A count, or that it is withheld."""
    return f"under {few}" if looks is None else f"{looks:,}"


def _print(pair: dict[str, Any], few: int) -> None:
    screen.print(
        f"Champion {pair['champion'][:19]}, challenger {pair['challenger'][:19]}, "
        f"{pair['first']} to {pair['last']}: about {pair['looks']:,} looks, of which the "
        f"challenger puts about {pair['up']:,} higher and {pair['down']:,} lower by points. "
        f"About {pair['failed']:,} failed, {pair['dropped']:,} were dropped."
    )
    names = list(dict.fromkeys(cell["champion"] for cell in pair["bands"]))
    bands = Table("Champion", *(f"Challenger {name}" for name in names), box=None)
    for was in names:
        cells = [cell for cell in pair["bands"] if cell["champion"] == was]
        bands.add_row(was, *(told(cell["looks"], few) for cell in cells))
    screen.print(bands)
    points = Table("The challenger gives", "Looks", box=None)
    for stretch in pair["points"]:
        points.add_row(stretch["words"], told(stretch["looks"], few))
    screen.print(points)
    if pair["lines"]:
        lines = Table("Reason of one card alone", "Of", "Looks", box=None)
        for line in pair["lines"]:
            lines.add_row(line["feature"], line["card"], told(line["looks"], few))
        screen.print(lines)
