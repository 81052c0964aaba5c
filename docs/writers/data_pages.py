"""Pages about data: extract formats, the policy."""

from __future__ import annotations

from docs.writers.extract_examples import example_text
from docs.writers.tables import table
from records.columns import Column, Items
from records.events import EventKind
from records.formats import COMMON, FORMATS, ExtractFormat
from records.sources import EXTRACTED
from records.writing import EXTRACT_TIMES
from scorecard.policy import Policy, load_policy

__all__ = ["extract_formats", "policy"]

_FORMATS_HEAD = f"""\
# Extract formats

One file for each source system, all in one folder. `missing-risk ingest FOLDER` reads those
that are there. Files are UTF-8, with or without a byte-order mark, with any line ends. A
`.csv` file begins with a line that names its columns, in any order; a `.jsonl` file holds
one JSON object a line. An empty cell, `null` or a missing key means *not recorded*.

Each row is one **entry**: something that happened, when it happened (`occurred_at`) and when
the system was told (`recorded_at`). A later row that names an earlier one in `replaces`
corrects it, or, with the entry `{EventKind.WITHDRAWN.value}`, takes it back. Reading the same
file twice changes nothing.

A row that breaks a rule goes to quarantine with its row number, the column and the rule; its
neighbours load. A file that isn't what its name claims is refused whole.

`{EXTRACT_TIMES}` beside the extracts says when each was taken, for example
`{{"S1": "2026-11-21T06:00:00.000000Z"}}`.

Each system's section ends with an example: a row for each kind of entry, and one that takes the
row before it back. What it says is invented.

*Identifying* columns say who somebody is: they stand in no log and no error. *Protected*
columns are kept out of the features.
"""


def extract_formats() -> str:
    """Every column of every extract, from the declarations that the reader itself reads."""
    parts = [_FORMATS_HEAD, "## Columns of every extract\n", _columns(COMMON)]
    for format_ in FORMATS.values():
        parts += _format(format_)
    return "\n".join(parts)


def _format(format_: ExtractFormat) -> list[str]:
    entries = table(
        ("Entry", "Must also fill"),
        (
            (f"`{kind.value}`", ", ".join(f"`{name}`" for name in needed) or "nothing more")
            for kind, needed in format_.entries.items()
        ),
    )
    parts = [
        f"## {format_.source.value}: {format_.source.words}\n",
        _file_words(format_),
        entries,
        _columns(format_.own),
    ]
    for column in format_.own:
        if isinstance(column.type, Items):
            parts += [f"Each object of `{column.name}`:\n", _columns(column.type.columns)]
    kind = "csv" if format_.file.endswith(".csv") else "json"
    return [*parts, f"Example (invented):\n\n```{kind}\n{example_text(format_)}```\n"]


def _file_words(format_: ExtractFormat) -> str:
    if format_.source not in EXTRACTED:
        return (
            f"File `{format_.file}`. Written down by people in this service: no system of the "
            "force brings it, and no feature reads it.\n"
        )
    hours = format_.promise_hours
    return f"File `{format_.file}`. Called stale when older than {hours} hours.\n"


def _columns(columns: tuple[Column, ...]) -> str:
    return table(
        ("Column", "Holds", "Meaning", "Required", "Kind"),
        (
            (
                f"`{column.name}`",
                column.type.words,
                column.meaning,
                "yes" if column.required else "",
                _kind(column),
            )
            for column in columns
        ),
    )


def _kind(column: Column) -> str:
    kinds = ("identifying", column.identifying), ("protected", column.protected)
    return ", ".join(name for name, holds in kinds if holds)


def policy() -> str:
    """Bands, floors, what each band asks for, and whom to ask."""
    held = load_policy()
    floors = table(
        ("Floor", "Gives at least", "Asks for", "On the first screen", "In full"),
        (
            (
                f"`{floor.id}`",
                floor.band,
                ", ".join(f"{name} {value}" for name, value in floor.params.items()),
                floor.short,
                floor.full,
            )
            for floor in held.floors
        ),
    )
    whom = table(("When this is not known", "Ask"), sorted(held.ask_whom.items()))
    return "\n".join(
        [
            "# Policy\n",
            f"Version {held.version}, `{held.content_hash}`, from `scorecard/policy.json`.\n",
            f"{held.note}. {held.predicts}\n",
            f"At {held.adult_age} or over there is no score; a plan is still shown.\n",
            "A floor raises the band that the points give, and never lowers it.\n",
            "## Floors\n",
            floors,
            *_asked(held),
            "## Whom to ask\n",
            whom,
        ]
    )


def _asked(held: Policy) -> list[str]:
    parts = ["## What each band asks for\n"]
    for band in reversed(held.labels):
        parts += [f"**{band}**\n", "\n".join(f"- {action}" for action in held.actions[band]) + "\n"]
    return parts
