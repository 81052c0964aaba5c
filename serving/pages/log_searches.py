"""The auditor's search of the access log: a form, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from serving.access.kinds import KINDS
from serving.pages.addresses import LOG, log_entry_address
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = ["FIELDS", "EntryLine", "LogSearchForm", "LogSearchView", "log_lines"]

#: The form's fields.
FIELDS = ("officer", "child", "since", "until", "kind")


@dataclass(frozen=True, slots=True)
class LogSearchForm:
    """What was typed; days as ``2026-11-01``. ``faults``: field -> what to do."""

    officer: str = ""
    child: str = ""
    since: str = ""
    until: str = ""
    kind: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[tuple[str, str, bool], ...]:
        """Every kind of entry with its words, and whether it is the one chosen."""
        named = sorted((kind.words, kind.name) for kind in KINDS.values())
        return tuple((name, words, name == self.kind) for words, name in named)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry in the list: when, what, who, about whom, why."""

    address: str
    at: str
    words: str
    who: str
    child: str
    why: str


@dataclass(frozen=True, slots=True)
class LogSearchView:
    """The form, and below it what was found.

    Attributes:
        lines: None before a search.
        next_page: where the next page goes on; None when nothing is left.
        looked_back_to: how far back the page reached, in words; None when to the start.
    """

    frame: Frame
    form: LogSearchForm = field(default_factory=LogSearchForm)
    lines: tuple[EntryLine, ...] | None = None
    next_page: str | None = None
    looked_back_to: str | None = None
    address: str = LOG

    @property
    def reached(self) -> str:
        """How much of the log the page speaks of."""
        count = "1 entry" if len(self.lines or ()) == 1 else f"{len(self.lines or ())} entries"
        if self.looked_back_to is None:
            return f"{count}. The log was read to its start."
        return f"{count}, back to {self.looked_back_to}. Older entries are left."


def log_lines(values: Mapping[str, Any]) -> tuple[EntryLine, ...]:
    """The list of what the API answers under ``/api/v1/audit/search``."""
    return tuple(_line(entry) for entry in values["entries"])


def _line(entry: Mapping[str, Any]) -> EntryLine:
    erased = set(entry["erased"])
    who = entry["officer"] or ("erased" if "who" in erased else "nobody signed in")
    child = entry["child"] or ("erased" if "child" in erased else "about no one child")
    why = entry["reason_code"] or entry["rule"] or "no reason needed"
    return EntryLine(
        log_entry_address(entry["entry"]),
        "at a time that can't be read" if entry["at"] is None else bind(moment_text(entry["at"])),
        f"{entry['words']} (refused)" if entry["outcome"] == "refused" else entry["words"],
        who,
        child,
        why.replace("_", " "),
    )
