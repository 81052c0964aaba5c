"""The page of duties: every rule, its interval, where that comes from, and who sees to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from docs.writers.tables import table
from duties.intervals import Intervals, ReviewInterval, load_intervals
from duties.rules import RULES, Rule
from records.states.exploitation import CONCERN_WORDS
from records.words import NBSP, count_words

__all__ = ["duties_timetable"]

#: What each number of a section means; together they must tell every section.
_NUMBERS = {
    "within_hours": ("within {}", "hour"),
    "missing_hours": ("after {} missing", "hour"),
    "every_days": ("then every {}", "day"),
    "owed_days": ("owed for {}, then only counted", "day"),
    "reports": ("{} or more", "report"),
    "in_days": ("in {}", "day"),
    "concern_days": ("a concern that does not stand counts for {}", "day"),
    "without_date_days": ("{} after the version, if it sets no day", "day"),
    "before_days": ("told of {} before", "day"),
}


_HEAD = """\
# Duties

Version {version}, from `duties/intervals.json`. No national table of these times exists: a force
agrees its own before use. What is *assumed* says so.

A duty is *overdue* after its moment, *due* in the {due} before it, and *coming* earlier. It is
*done* once an entry shows it, late or not, and told so for {shown}. It is *missed* when what it
was about is over, or too long ago to be more than a figure. Each duty names the record that it is
about and, once done, the entry that shows it.

Times run by when things happened; what counts as done is what was recorded by the moment of the
question. What is corrected, withdrawn or moved to another child counts as it then stood.
"""
_REVIEWS = """\
## Supervisors' reviews

By the advised band; where none could be advised, as for {band}. A review by a higher rank answers
for a lower one, and each review held sets the clock for the next.
"""
_CONCERN = """\
## What counts as a concern of exploitation

For a meeting after repeated reports, and for the policy's floor on them:

{concerns}

What stands (a plan, an open investigation, an undecided referral) counts whatever its age. If a
system that could tell of a concern is not connected, the meeting is asked for, and its words say
why. Set `with_concern` to `false` to ask for a meeting after every run of reports.
"""


def duties_timetable() -> str:
    """The timetable of this release, one row for each rule."""
    held = load_intervals()
    rules = table(
        ("Duty", "What asks for it", "What shows it done", "When", "Who", "Where this comes from"),
        (row for rule in RULES for row in _rows(rule, held)),
    )
    due, shown = _hours(held.due_within_hours), _counted(held.done_shown_days, "day")
    return "\n".join(
        [
            _HEAD.format(version=held.version, due=due, shown=shown),
            rules,
            _REVIEWS.format(band=held.band_when_none),
            _reviews(held.reviews),
            _CONCERN.format(concerns="\n".join(f"- {words}" for words in CONCERN_WORDS)),
        ]
    )


def _rows(rule: Rule, held: Intervals) -> list[tuple[str, ...]]:
    if rule.intervals == ("reviews",):
        kinds = ", ".join(f"`{kind}`" for kind in rule.kinds)
        who = "the duty sergeant, inspector or superintendent"
        return [(kinds, rule.asks, rule.answers, "see below", who, "see below")]
    rows: list[tuple[str, ...]] = []
    for kind, name in zip(rule.kinds, rule.intervals, strict=True):
        section = asdict(getattr(held, name))
        who = section.get("owner", "the plan's owner")
        rows.append((f"`{kind}`", rule.asks, rule.answers, _when(section), who, section["source"]))
    return rows


def _when(section: Mapping[str, Any]) -> str:
    """The section's numbers in words, in the order of the file."""
    said = [
        _NUMBERS[name][0].format(
            _hours(value) if _NUMBERS[name][1] == "hour" else _counted(value, _NUMBERS[name][1])
        )
        for name, value in section.items()
        if name in _NUMBERS
    ]
    if "with_concern" in section:
        said.append("with a concern of exploitation" if section["with_concern"] else "in any case")
    left = set(section) - set(_NUMBERS) - {"owner", "source", "with_concern"}
    if left:
        raise ValueError(f"the page of duties has no words for {', '.join(sorted(left))}")
    return ", ".join(said).removeprefix("then ")


def _hours(hours: int) -> str:
    """Whole days from two days on, as the pages say them."""
    if hours >= 48 and hours % 24 == 0:
        return _counted(hours // 24, "day")
    return _counted(hours, "hour")


def _counted(number: int, noun: str) -> str:
    return count_words(number, noun).replace(NBSP, " ")


def _reviews(rows: tuple[ReviewInterval, ...]) -> str:
    return table(
        ("Band", "By", "First, from the report", "Then", "Where this comes from"),
        (
            (
                ", ".join(row.bands),
                row.rank,
                f"within {_hours(row.first_hours)}",
                "" if row.every_hours is None else f"every {_hours(row.every_hours)}",
                row.source,
            )
            for row in rows
        ),
    )
