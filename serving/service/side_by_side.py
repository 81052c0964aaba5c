"""Two records side by side: every value that each ever gave, and which are alike (N4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from linkage.cleaning import clean_records
from linkage.explaining import Explained, Part, explain
from linkage.levels import DIFFERENT, UNKNOWN
from linkage.names import fold
from linkage.weights import Weights
from records.calendar import instant_to_text
from records.history import PLACEHOLDER_BIRTH_DATES
from records.persons import PersonRecord
from serving.answer.identity import home_words

__all__ = ["explained", "machine_values", "side_by_side"]

_Versions = Sequence[PersonRecord]


def _day(person: PersonRecord) -> str | None:
    return None if person.date_of_birth is None else person.date_of_birth.isoformat()


#: Levels at which a field is the same and not only near.
_SAME = frozenset({"same", "address", "postcode"})
#: The compared fields: name, what people call it, and its values in one version.
_COMPARED: tuple[tuple[str, str, Callable[[PersonRecord], str | None]], ...] = (
    ("forename", "Forename", lambda person: person.forename),
    ("surname", "Surname", lambda person: person.surname),
    ("birth_date", "Birth date", _day),
    ("home", "Home", home_words),
)


def side_by_side(a: _Versions, b: _Versions, weights: Weights) -> list[dict[str, Any]]:
    """Field by field: the mark, the words, and each side's values with when they were new.

    The mark is ``same``, ``near``, ``different`` or ``unknown``, of everything that either
    record ever said; ``shared`` marks a value that both gave. Other names and sex stand
    below, if either side has any: the first count among the names, the second never.
    """
    parts = {part.field: part for part in explained(a, b, weights).parts}
    rows = [
        {
            "field": name,
            "label": label,
            "mark": _mark(parts[name]),
            "words": parts[name].words if parts[name].level != "same" else f"same {label.lower()}",
            **_values(a, b, value),
        }
        for name, label, value in _COMPARED
    ]
    beside: tuple[tuple[str, str, str, Callable[[PersonRecord], str | None]], ...] = (
        ("other_names", "Other names", "counted among the names",
         lambda person: ", ".join(person.other_names) or None),
        ("sex", "Sex", "not counted",
         lambda person: None if person.sex == "not_known" else person.sex),
    )  # fmt: skip
    for name, label, words, value in beside:
        values = _values(a, b, value)
        if values["a"] or values["b"]:
            row = {"field": name, "label": label, "mark": _plain_mark(values), "words": words}
            rows.append({**row, **values})
    return rows


def explained(a: _Versions, b: _Versions, weights: Weights) -> Explained:
    """What two records weigh together, all versions of each speaking for it."""
    (first,), (second,) = clean_records(a), clean_records(b)
    return explain(first, second, weights)


def machine_values(
    found: Explained, weights: Weights, verdict: str, refusal: str | None
) -> dict[str, Any]:
    """The machine's figure so that it can be added up by hand: prior and parts give the weight.

    Whole numbers, in hundredths of a bit.
    """
    return {
        "weight": found.weight,
        "words": _odds(found.weight),
        "prior": {"words": "two records taken at random", "weight": found.prior},
        "parts": [
            {"field": part.field, "words": part.words, "weight": part.weight}
            for part in found.parts
        ],
        "link_from": weights.thresholds.link,
        "possible_from": weights.thresholds.possible,
        "verdict": verdict,
        "refused_because": refusal,
        "weights": weights.digest,
    }


def _odds(weight: int) -> str:
    """100 doubles the odds: 300 is 8 to 1."""
    odds = round(2 ** (min(abs(weight), _MOST) / 100))
    if odds == 1:
        return "by itself as likely one person as two"
    about = f"about {odds:,}" if abs(weight) <= _MOST else "more than 1,000,000"
    side = "for one person" if weight > 0 else "for two people"
    return f"by itself {about} to 1 {side}"


#: Beyond some 20 bits nobody has a use for the odds.
_MOST = 1_993


def _mark(part: Part) -> str:
    if part.level in (UNKNOWN, DIFFERENT):
        return part.level
    return "same" if part.level in _SAME else "near"


def _plain_mark(values: dict[str, list[dict[str, Any]]]) -> str:
    if not values["a"] or not values["b"]:
        return UNKNOWN
    return "same" if any(value["shared"] for value in values["a"]) else DIFFERENT


def _values(
    a: _Versions, b: _Versions, value: Callable[[PersonRecord], str | None]
) -> dict[str, list[dict[str, Any]]]:
    sides = {"a": _over_time(a, value), "b": _over_time(b, value)}
    folded = {side: {fold(text) for text in values} for side, values in sides.items()}
    shared = folded["a"] & folded["b"]
    return {
        side: [
            {
                "value": text,
                "recorded": recorded,
                "shared": fold(text) in shared,
                "is_placeholder": text in _PLACEHOLDERS,
            }
            for text, recorded in values.items()
        ]
        for side, values in sides.items()
    }


_PLACEHOLDERS = frozenset(day.isoformat() for day in PLACEHOLDER_BIRTH_DATES)


def _over_time(versions: _Versions, value: Callable[[PersonRecord], str | None]) -> dict[str, str]:
    """Each value, oldest first, and when it was first recorded."""
    found: dict[str, str] = {}
    for person in sorted(versions, key=lambda person: person.recorded):
        text = value(person)
        if text is not None:
            found.setdefault(text, instant_to_text(person.recorded))
    return found
