"""Intelligence reports: what they are about, and how far the force trusts them."""

from __future__ import annotations

from records.events import Event

__all__ = ["EXPLOITATION_THEMES", "is_trusted"]

#: Themes that name sexual exploitation, or the grooming that leads to it.
EXPLOITATION_THEMES = frozenset({"sexual_exploitation", "online_grooming"})
#: How the source knows of it, where that is good enough to act on.
_KNOWN = frozenset({"known_directly", "known_indirectly_corroborated"})


def is_trusted(report: Event) -> bool:
    """Whether a reliable source knows it directly, or it is corroborated."""
    details = report.details
    return details.get("source_grade") == "reliable" and details.get("assessment") in _KNOWN
