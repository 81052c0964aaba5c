"""What an answer leaves out because another child's record is limited to a team (N3, N6).

Never without saying so: what is withheld is one more thing not known, and who can say it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from records.history import KnownHistory
from records.words import count_words
from serving.answer.inputs import Possible
from serving.answer.plan import possible_plan_values
from serving.answer.protections import notice_values, protection_plan_values

__all__ = ["WITHHELD", "Matches", "limited_unknowns", "part_matches"]

#: The kind of not knowing: it is known, and limited to a team that is not the asker's.
WITHHELD = "withheld"
_ASK = "the control room, who can reach the team"

Matches = Sequence[tuple[Possible, KnownHistory]]


def part_matches(matches: Matches, withheld: Collection[str]) -> tuple[Matches, Matches]:
    """Possible matches that may be shown, and those that are withheld."""
    shown = [match for match in matches if str(match[0].history.child) not in withheld]
    kept = [match for match in matches if str(match[0].history.child) in withheld]
    return shown, kept


def limited_unknowns(kept: Matches, tied: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """That something is withheld, and of which kind; nothing where nothing is.

    Args:
        kept: the possible matches that are not shown.
        tied: the answer's adults and places, each with its other children.
    """
    values = []
    if any(_tells(possible, known) for possible, known in kept):
        values.append(
            _withheld(
                "Record that may be this child's",
                "A record that may be this child's is limited to a named team. "
                "It may hold a plan or a notice.",
            )
        )
    unnamed = sum(child["id"] is None for whom in tied for child in whom["children"])
    if unnamed:
        which = count_words(unnamed, "other child", "other children")
        values.append(
            _withheld(
                f"Name of {which}",
                f"The name of {which} below is limited to a named team.",
            )
        )
    return values


def _tells(possible: Possible, known: KnownHistory) -> bool:
    """Whether anything of the match would be shown if it were not withheld."""
    return bool(
        possible_plan_values(possible, known)
        or notice_values(known, possible=True)
        or protection_plan_values(known, possible=True)
    )


def _withheld(what: str, words: str) -> dict[str, Any]:
    return {"what": what, "kind": WITHHELD, "words": words, "ask": _ASK, "system": None}
