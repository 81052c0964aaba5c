"""Intelligence reports: what they are about, and how far the force trusts them."""

from __future__ import annotations

from collections.abc import Mapping

from records.events import Event

__all__ = ["EXPLOITATION_THEMES", "TRUSTED", "is_trusted"]

#: Themes that name sexual exploitation, or the grooming that leads to it.
EXPLOITATION_THEMES = frozenset({"sexual_exploitation", "online_grooming"})
#: What a report must say to be good enough to act on: a reliable source knows it directly, or
#: it is corroborated. Columns, and the values of which each holds one.
TRUSTED: Mapping[str, tuple[str, ...]] = {
    "source_grade": ("reliable",),
    "assessment": ("known_directly", "known_indirectly_corroborated"),
}


def is_trusted(report: Event) -> bool:
    """Whether a reliable source knows it directly, or it is corroborated."""
    return all(report.details.get(name) in values for name, values in TRUSTED.items())
