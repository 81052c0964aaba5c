"""Why a child is listed, in words, and what of it agrees fully."""

from __future__ import annotations

from serving.search.births import BirthLikeness
from serving.search.ranking import Agreement

__all__ = ["agreeing_fields", "explain"]


def explain(agreement: Agreement) -> tuple[str, ...]:
    """Why the child is listed, in sentences: what agrees, what differs, what isn't recorded."""
    said = list(agreement.name.why) if agreement.name else []
    if agreement.born is not None:
        said.append(agreement.born.value)
    if agreement.age is not None:
        said.append(_age(agreement.age))
    if agreement.home is not None:
        nothing = "Home differs." if agreement.has_home else "No home is recorded."
        said.append("Home agrees." if agreement.home else nothing)
    return tuple(dict.fromkeys(said))


def agreeing_fields(agreement: Agreement) -> tuple[str, ...]:
    """Of ``name``, ``birth date``, ``age`` and ``home`` those that agree fully."""
    fields = {
        "name": agreement.name is not None and agreement.name.is_equal,
        "birth date": agreement.born is BirthLikeness.SAME,
        "age": agreement.age == 0,
        "home": bool(agreement.home),
    }
    return tuple(field for field, agrees in fields.items() if agrees)


def _age(years: int) -> str:
    if years < 0:
        return "No birth date is recorded."
    if years == 0:
        return "Age the same."
    return "Age differs by one year." if years == 1 else f"Age differs by {years} years."
