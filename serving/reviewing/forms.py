"""What the forms of reviewing give: days in three parts, words of a length."""

from __future__ import annotations

from collections.abc import Mapping

from serving.reviewing.reviewing_schemas import words_of

__all__ = ["day_text_of", "given_words"]


def day_text_of(form: Mapping[str, str], name: str) -> str:
    """The day of ``name_day``, ``name_month`` and ``name_year``; "" where all are empty."""
    parts = [form.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
    return "-".join(part.zfill(2) for part in parts) if any(parts) else ""


def given_words(
    form: Mapping[str, str], longest: Mapping[str, int], faults: dict[str, str]
) -> dict[str, str]:
    """The words of each field as they are kept; what can't be is added to ``faults``."""
    words = dict[str, str]()
    for name, most in longest.items():
        try:
            words[name] = words_of(form.get(name, ""), most)
        except ValueError as fault:
            faults[name] = f"This {fault}."
    return words
