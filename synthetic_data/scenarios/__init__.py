"""The vignettes as small forces: each a script of entries, the same on every run.

A scenario can be played alone or mixed into a big force. Its people are invented, and
what it says of a child is what kind and when, nothing more.
"""

from __future__ import annotations

from synthetic_data.scenarios.scripts import NAMES, WORDS, script

__all__ = ["NAMES", "WORDS", "script"]
