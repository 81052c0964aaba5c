"""A past answer as it was shown, under a bar that says when, to whom, and how it compares (N1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from records.words import count_words
from serving.pages.access import AccessReasonChoice
from serving.pages.addresses import log_entry_address, replay_address
from serving.pages.child_view import ChildView, Receipt, child_view
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = ["PastView", "ReplayReasonView", "ReplayView", "replay_view"]

_VERDICTS: Mapping[str, str] = {
    "identical": "Same bytes",
    "differs": "Differs when worked out again",
    "unexplained": "Differs without a named cause",
    "kept_only": "Kept as it was sent",
    "erased": "Erased",
    "no_answer": "No answer was given",
    "damaged": "Not as the log says",
}


@dataclass(frozen=True, slots=True)
class ReplayReasonView:
    """The page that asks why a past answer is given again.

    Attributes:
        faults: field (``reason`` or ``note``) -> what to do.
    """

    frame: Frame
    entry: str
    choices: tuple[AccessReasonChoice, ...]
    reason: str = ""
    note: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where the form is sent."""
        return replay_address(self.entry)


@dataclass(frozen=True, slots=True)
class PastView:
    """What stands around the past answer.

    Attributes:
        shown: ``You see what was shown to … at …``.
        verdict: in a few words; ``words`` are the whole of it.
        facts: (name, value).
        since: for each system what came since.
        text: the answer as text, where it is no child's.
    """

    entry: str
    shown: str
    verdict: str
    is_alarm: bool
    words: str
    facts: tuple[tuple[str, str], ...]
    since: tuple[str, ...]
    since_note: str
    text: str | None


@dataclass(frozen=True, slots=True)
class ReplayView:
    """The whole page.

    Attributes:
        child: None where the answer was no child's, or is gone.
        address: of the entry, where whoever leaves this page goes on: a replay is an act, and
            has no address that could be opened again.
    """

    frame: Frame
    past: PastView
    child: ChildView | None
    address: str


def replay_view(
    values: Mapping[str, Any], who: str | None, frame: Frame, receipt: Receipt
) -> ReplayView:
    """The page of what the API answers under ``/api/v1/audit/{entry_id}/replay``.

    ``receipt`` is of this replay; ``who`` the account to which the answer was given.
    """
    kept = values["kept"]
    text = None if kept is None else kept["text"]
    answer = _child_answer(text)
    address = log_entry_address(values["entry"])
    child = None
    if answer is not None:
        child = replace(child_view(answer, frame), address=address)
    since = tuple(_since(count) for count in values["since"] if count["new"] or count["gone"])
    past = PastView(
        entry=values["entry"],
        shown=_shown(values, who),
        verdict=_VERDICTS[values["verdict"]],
        is_alarm=values["verdict"] in ("unexplained", "damaged"),
        words=bind(values["words"]),
        facts=_facts(values, receipt),
        since=since,
        since_note=f"{count_words(len(since), 'system')} with something newer, as at {frame.time}.",
        text=None if answer is not None else text,
    )
    return ReplayView(frame, past, child, address)


def _child_answer(text: str | None) -> Mapping[str, Any] | None:
    try:
        said = json.loads(text or "")
    except ValueError:
        return None
    is_one = isinstance(said, dict) and said.get("answer") == "answers/v1"
    return said if is_one else None


def _shown(values: Mapping[str, Any], who: str | None) -> str:
    whom = "somebody whose name is erased" if who is None else who
    at = moment_text(values["at"])
    if values["verdict"] in ("no_answer", "erased", "damaged"):
        return f"Nothing can be shown again of what {whom} did at {at}."
    return f"You see what was shown to {whom} at {at}. Today’s page may differ."


def _facts(values: Mapping[str, Any], receipt: Receipt) -> tuple[tuple[str, str], ...]:
    kept, parted = values["kept"], values["difference"]
    facts = [("Entry", values["entry"])]
    if kept is not None:
        facts.append(("Kept bytes", kept["hash"]))
    if values["recomputed_hash"]:
        facts.append(("Worked out again", values["recomputed_hash"]))
    if values["cause"] is not None:
        facts.append(("Cause", values["cause"]["name"].replace("_", " ")))
    if parted is not None and parted["path"]:
        facts.append(("First differs at", parted["path"]))
    return (*facts, ("This replay’s entry", receipt.entry_id))


def _since(count: Mapping[str, Any]) -> str:
    new = count_words(count["new"], "entry", "entries")
    gone = f", {count['gone']} no longer there" if count["gone"] else ""
    return bind(f"{count['name']}: {new} known now and not then{gone}")
