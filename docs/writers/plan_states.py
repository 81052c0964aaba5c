"""The page of the states of plans and abduction notices: drawn, and every act in every state."""

from __future__ import annotations

from collections.abc import Iterable

from docs.writers.tables import table
from serving.planning.notice_states import NOTICE_MOVES, NoticeAct, NoticeState
from serving.planning.states import MOVES, STANDINGS, PlanAct, PlanState, Standing

__all__ = ["plan_states"]

_TOP = """# States of plans and abduction notices

A plan is in force as it was last approved, whatever is being written beside it: officers see
that version and no other. So a standing is two things, the plan's state and that of its working
copy, and what each act makes of it is one table, which a test proves total.

- *Review overdue* is not done by anybody: it is a live plan whose day of review has passed. It
  is in force all the same.
- Nobody approves what they wrote or sent. Only a supervisor ends a plan.
- Who saves a section that somebody else has saved since, or while it waits, or after the plan
  ended, overwrites nothing: both texts are kept, and stay until somebody chooses.
- Two versions of one number, one written here and one brought by an extract: the one recorded
  later counts, both stay to be read. A copy that such a version overtook is neither sent nor
  approved before its writers have read it and saved the sections that differ.
"""


def plan_states() -> str:
    """The page."""
    return "\n".join(
        (
            _TOP,
            "## A plan, drawn\n",
            _drawn(_plan_arrows()),
            "## A plan, act by act\n",
            table(
                ("Plan", "Working copy", "Act", "Becomes, or why it is refused"),
                (
                    (s.plan.value, s.copy.value, act.value, _said(MOVES[s, act]))
                    for s in STANDINGS
                    for act in PlanAct
                ),
            ),
            "## An abduction notice, drawn\n",
            _drawn(_notice_arrows()),
            "## An abduction notice, act by act\n",
            table(
                ("Notice", "Act", "Becomes, or why it is refused"),
                (
                    (state.value, act.value, _said(NOTICE_MOVES[state, act]))
                    for state in NoticeState
                    for act in NoticeAct
                ),
            ),
        )
    )


def _said(move: Standing | NoticeState | str) -> str:
    if isinstance(move, Standing):
        return f"**{move.words}**"
    return f"**{move.value}**" if isinstance(move, NoticeState) else f"Refused: {move}"


def _plan_arrows() -> Iterable[tuple[str, str, str]]:
    """Between the plan's own states: from, to, and by what."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for (standing, act), move in MOVES.items():
        if isinstance(move, Standing) and standing.plan is not move.plan:
            found.setdefault((standing.plan.value, move.plan.value), {})[act.value] = None
    for (before, after), acts in found.items():
        yield before, after, ", ".join(acts)
    yield PlanState.LIVE.value, PlanState.REVIEW_OVERDUE.value, "the day of review passes"


def _notice_arrows() -> Iterable[tuple[str, str, str]]:
    for (state, act), move in NOTICE_MOVES.items():
        if isinstance(move, NoticeState) and move is not state:
            yield state.value, move.value, act.value
    for state in (NoticeState.IN_FORCE, NoticeState.BREACHED):
        yield state.value, NoticeState.LAPSED.value, "the last day passes"


def _drawn(arrows: Iterable[tuple[str, str, str]]) -> str:
    """A state diagram in Mermaid, which shows as its own text where it isn't drawn."""
    told = tuple(arrows)
    names = dict.fromkeys(state for before, after, _ in told for state in (before, after))
    ids = {state: f"s{number}" for number, state in enumerate(names)}
    said = [f'    state "{state}" as {id_}' for state, id_ in ids.items()]
    lines = [f"    {ids[before]} --> {ids[after]}: {by}" for before, after, by in told]
    return "\n".join(("```mermaid", "stateDiagram-v2", *said, *lines, "```", ""))
