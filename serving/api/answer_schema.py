"""The shape of ``answers/v1`` for clients: JSON Schema, shown in the OpenAPI document.

The answer's own code is the truth; a test holds every answer of the vignettes to this.
"""

from __future__ import annotations

from typing import Any

__all__ = ["ANSWER_SCHEMA", "SEARCH_SCHEMA"]

_Schema = dict[str, Any]
_TEXT: _Schema = {"type": "string"}
_NUMBER: _Schema = {"type": "integer"}
_YES_NO: _Schema = {"type": "boolean"}
_DAY: _Schema = {"type": "string", "format": "date"}
_INSTANT: _Schema = {"type": "string", "format": "date-time"}
_SYSTEM: _Schema = {"type": "string", "pattern": "^S([1-9]|1[0-3])$"}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _one_of(*words: str) -> _Schema:
    return {"type": "string", "enum": list(words)}


def _object(**parts: _Schema) -> _Schema:
    """Every part is always there; nothing else ever is."""
    return {
        "type": "object",
        "properties": parts,
        "required": list(parts),
        "additionalProperties": False,
    }


_EVIDENCE = _list(_object(system=_SYSTEM, system_name=_TEXT, reference=_TEXT, date=_DAY))
_SOURCES = _list(
    _object(
        system=_SYSTEM,
        name=_TEXT,
        state=_one_of("fresh", "stale", "never"),
        taken_at=_or_null(_INSTANT),
        hours_old=_or_null(_NUMBER),
        words=_TEXT,
    )
)
_PLAN = _object(
    reference=_TEXT,
    version=_NUMBER,
    state=_one_of("draft", "live", "ended"),
    review_overdue=_YES_NO,
    owner=_TEXT,
    owner_team=_TEXT,
    owner_phone=_or_null(_TEXT),
    created=_DAY,
    updated=_DAY,
    age_days=_NUMBER,
    review_due=_or_null(_DAY),
    agreed_band=_or_null(_TEXT),
    agreed_until=_or_null(_DAY),
    possible=_YES_NO,
    sections=_list(
        _object(name=_TEXT, title=_TEXT, kind=_one_of("lines", "items", "text"), content={})
    ),
)
_PROTECTION_PLAN = _object(
    reference=_TEXT,
    category=_TEXT,
    category_words=_TEXT,
    since=_DAY,
    ended=_or_null(_DAY),
    system=_SYSTEM,
    possible=_YES_NO,
)

#: One answer about one child.
ANSWER_SCHEMA: _Schema = _object(
    answer={"const": "answers/v1"},
    child=_object(
        id=_TEXT,
        name=_TEXT,
        other_names=_list(_TEXT),
        recorded_in=_list(
            _object(system=_SYSTEM, system_name=_TEXT, reference=_TEXT, name=_TEXT)
        ),
        age=_or_null(_NUMBER),
        birth_date=_or_null(_DAY),
        sex=_or_null(_TEXT),
        home=_or_null(_TEXT),
        local_authority=_or_null(_TEXT),
        team=_or_null(_TEXT),
        adult_since=_or_null(_DAY),
    ),
    as_of=_INSTANT,
    known_at=_INSTANT,
    missing_now=_or_null(
        _object(
            reference=_TEXT, since=_INSTANT, reported=_INSTANT, minutes=_NUMBER, missing_from=_TEXT
        )
    ),
    advice=_object(
        state=_one_of("advised", "adult", "failed"),
        band=_or_null(_TEXT),
        bars=_NUMBER,
        note=_TEXT,
        predicts=_TEXT,
        base=_or_null(_NUMBER),
        points=_or_null(_NUMBER),
        points_band=_or_null(_TEXT),
        thresholds=_list(_object(band=_TEXT, **{"from": _NUMBER})),
        set_by=_or_null(_one_of("points", "policy", "both")),
        why_none=_or_null(_TEXT),
    ),
    headline=_list(_TEXT),
    reasons=_list(
        _object(
            feature=_TEXT,
            short=_TEXT,
            full=_TEXT,
            points=_NUMBER,
            unknown=_or_null(_TEXT),
            evidence=_EVIDENCE,
        )
    ),
    floors=_list(_object(id=_TEXT, band=_TEXT, short=_TEXT, full=_TEXT, evidence=_EVIDENCE)),
    next_hour=_object(band=_or_null(_TEXT), actions=_list(_TEXT)),
    unknowns=_list(
        _object(
            what=_TEXT,
            kind=_one_of("not_recorded", "not_connected", "stale", "failed"),
            words=_TEXT,
            ask=_TEXT,
            system=_or_null(_SYSTEM),
        )
    ),
    plan=_object(
        state=_one_of("linked", "possible", "none", "not_connected"),
        words=_or_null(_TEXT),
        current=_or_null(_PLAN),
    ),
    plans_other=_list(_PLAN),
    possible_plans=_list(
        _object(
            plan=_PLAN,
            name=_TEXT,
            system=_SYSTEM,
            same=_list(_TEXT),
            different=_list(_TEXT),
            words=_TEXT,
        )
    ),
    protection_plan=_or_null(_PROTECTION_PLAN),
    protection_plans_other=_list(_PROTECTION_PLAN),
    notices=_list(
        _object(
            reference=_TEXT,
            adult=_TEXT,
            served=_DAY,
            in_force_until=_DAY,
            in_force=_YES_NO,
            breached=_list(_DAY),
            withdrawn=_or_null(_DAY),
            system=_SYSTEM,
            possible=_YES_NO,
        )
    ),
    due=_list(
        _object(
            kind=_TEXT,
            state=_one_of("overdue", "due", "coming", "done"),
            due=_INSTANT,
            words=_TEXT,
            owner=_TEXT,
            reference=_TEXT,
            system=_SYSTEM,
        )
    ),
    sources=_SOURCES,
    versions=_object(
        **dict.fromkeys(
            (
                "model", "artefact", "thresholds", "policy", "catalogue", "wording", "intervals",
                "linkage", "encoder",
            ),
            _TEXT,
        )
    ),
)  # fmt: skip

#: What a search gives.
SEARCH_SCHEMA: _Schema = _object(
    results=_list(
        _object(
            child=_TEXT,
            name=_TEXT,
            agreeing_words=_list(_TEXT),
            other_names=_list(_TEXT),
            birth_date=_or_null(_DAY),
            age=_or_null(_NUMBER),
            home=_or_null(_TEXT),
            missing_since=_or_null(_INSTANT),
            plan=_or_null(_one_of("linked", "possible")),
            protection_plan=_YES_NO,
            why=_list(_TEXT),
            agrees=_list(_TEXT),
        )
    ),
    count=_NUMBER,
    more=_YES_NO,
    alike=_NUMBER,
    searched=_TEXT,
    as_at=_INSTANT,
    sources=_SOURCES,
)
