"""Every named scenario, and what a force that plays some of them holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from synthetic_data.recording.drafts import Draft, Drafts
from synthetic_data.recording.truth_tables import SCHEMAS
from synthetic_data.scenarios.circumstances import CIRCUMSTANCES
from synthetic_data.scenarios.declarations import Scenario
from synthetic_data.scenarios.identities import IDENTITIES
from synthetic_data.scenarios.missing_children import MISSING_CHILDREN
from synthetic_data.scenarios.staging import play

__all__ = ["NAMES", "WORDS", "script"]

_SCENARIOS = {
    scenario.name: scenario for scenario in (*MISSING_CHILDREN, *CIRCUMSTANCES, *IDENTITIES)
}
#: The scenarios that can be played, in order.
NAMES: tuple[str, ...] = tuple(sorted(_SCENARIOS, key=lambda name: int(name[1:])))
#: Each in one sentence.
WORDS: dict[str, str] = {name: _SCENARIOS[name].words for name in NAMES}
_TABLES = ("children", "states", "episodes", "harm")


def script(
    names: Sequence[str], number: int, taken: int, *, sex: str | None = None
) -> tuple[list[Draft], dict[str, pa.Table]]:
    """The entries of these scenarios and their truth, as one more neighbourhood's.

    No chance is in it: the same arguments give the same entries. Everything is recorded
    before ``taken``, which is the moment of the vignette's question.

    Args:
        number: the neighbourhood's, which no other may have; another number gives other
            surnames and homes, so that one force can play a scenario several times.
        taken: the minute at which the extracts are taken.
        sex: all their children's, whatever the scenario says.

    Raises:
        ValueError: a name is no scenario's.
    """
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        raise ValueError(f"no scenario is called {', '.join(unknown)}; there are {_RANGE}")
    drafts = Drafts(number, taken)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _TABLES}
    for name in dict.fromkeys(names):
        for table, found in play(_cast(_SCENARIOS[name], sex), drafts).items():
            rows[table] += found
    tables = {name: pa.Table.from_pylist(rows[name], SCHEMAS[name]) for name in _TABLES}
    return drafts.entries, tables


_RANGE = f"{NAMES[0]} to {NAMES[-1]}"


def _cast(scenario: Scenario, sex: str | None) -> Scenario:
    if sex is None:
        return scenario
    return replace(scenario, children=tuple(replace(child, sex=sex) for child in scenario.children))
