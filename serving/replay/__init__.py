"""Giving a past answer again: the bytes that were kept, and the same bytes worked out anew (N1).

Pure: what is kept is handed in. The kept bytes prove what was said; that the function gives
them again from what it was given then proves that nothing hidden spoke.
"""

from __future__ import annotations

from serving.replay.code import Code, code_in_use
from serving.replay.kinds import ANSWERED, Recomputed
from serving.replay.rebuilding import names_of_kept, rebuild
from serving.replay.replaying import Past, Replayed, Verdict, replay
from serving.replay.since import SystemCount, known_since

__all__ = [
    "ANSWERED",
    "Code",
    "Past",
    "Recomputed",
    "Replayed",
    "SystemCount",
    "Verdict",
    "code_in_use",
    "known_since",
    "names_of_kept",
    "rebuild",
    "replay",
]
