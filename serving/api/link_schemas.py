"""The shapes of link review: what is taken in, strictly, and what is given."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from records.persons import RecordId
from records.sources import SourceSystem
from serving.service.hanging import Hang
from serving.web.shapes import (
    INSTANT,
    NUMBER,
    SOURCES,
    SYSTEM,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)

__all__ = [
    "LINK_SCHEMAS",
    "JudgementGiven",
    "RecordNamed",
    "SplitGiven",
    "UndoGiven",
]

_STRICT = ConfigDict(extra="forbid", strict=True)
_WHY = Field(description="the reason in writing, one line of at most 500 characters")


class JudgementGiven(BaseModel):
    """What somebody says of a pair of records, and why."""

    model_config = _STRICT

    said: str = Field(
        description="same, different or cant_say", pattern="^(same|different|cant_say)$"
    )
    why: str = _WHY


class RecordNamed(BaseModel):
    """One record of one system."""

    model_config = _STRICT

    system: str = Field(description="S1 to S14", pattern="^S([1-9]|1[0-4])$")
    reference: str = Field(description="the system's own id of the person", min_length=1)

    def record(self) -> RecordId:
        """The record's id."""
        return RecordId(SourceSystem(self.system), self.reference)


class SplitGiven(BaseModel):
    """The records to split off, and why."""

    model_config = _STRICT

    records: list[RecordNamed] = Field(max_length=100)
    why: str = _WHY


class UndoGiven(BaseModel):
    """Why a judgement or a split is taken back."""

    model_config = _STRICT

    why: str = _WHY


_SUBJECT = one_of("child", "adult")
_SAID = one_of("same", "different", "cant_say")
_SAID_OR_UNDONE = one_of("same", "different", "cant_say", "undone")
_KIND = one_of("judged", "split", "undone")
_HANGS = list_of(object_of(hangs=one_of(*(hang.value for hang in Hang)), words=TEXT))
_NAMED = {"system": SYSTEM, "system_name": TEXT, "reference": TEXT}
_WEIGHED = object_of(words=TEXT, weight=NUMBER)
_VALUES = list_of(object_of(value=TEXT, recorded=INSTANT, shared=YES_NO, is_placeholder=YES_NO))
_COUNTS = {
    "name": TEXT,
    "words": TEXT,
    "same": NUMBER,
    "different": NUMBER,
    "cant_say": NUMBER,
    "agree": NUMBER,
    "differ": NUMBER,
    "is_few": YES_NO,
}

_LIST = object_of(
    subject=_SUBJECT,
    count=NUMBER,
    hanging=list_of(
        object_of(hangs=one_of(*(hang.value for hang in Hang)), words=TEXT, count=NUMBER)
    ),
    nothing_hangs=NUMBER,
    links=list_of(
        object_of(
            link=TEXT,
            since=INSTANT,
            days=NUMBER,
            is_possible=YES_NO,
            also=NUMBER,
            refused_because=or_null(TEXT),
            same=list_of(TEXT),
            different=list_of(TEXT),
            sides=list_of(object_of(system=SYSTEM, system_name=TEXT, hangs=_HANGS)),
            cant_say=NUMBER,
            judged_by_you=YES_NO,
        )
    ),
    next_page=or_null(TEXT),
    as_at=INSTANT,
    sources=SOURCES,
)
_LINK_PARTS: dict[str, Shape] = {
    "link": TEXT,
    "subject": _SUBJECT,
    "state": one_of("in_doubt", "one_person", "two_people"),
    "since": or_null(INSTANT),
    "is_possible": YES_NO,
    "refused_because": or_null(TEXT),
    "fields": list_of(
        object_of(
            field=TEXT,
            label=TEXT,
            mark=one_of("same", "near", "different", "unknown"),
            words=TEXT,
            a=_VALUES,
            b=_VALUES,
        )
    ),
    "sides": list_of(
        object_of(
            **_NAMED,
            name=TEXT,
            person=or_null(TEXT),
            records=NUMBER,
            systems=list_of(TEXT),
            hangs=_HANGS,
        )
    ),
    "judged_by_you": YES_NO,
    "judgements": list_of(
        object_of(
            act=TEXT,
            kind=_KIND,
            said=_SAID_OR_UNDONE,
            reason=TEXT,
            at=INSTANT,
            by=TEXT,
            was_blind=YES_NO,
        )
    ),
    "judgements_hidden": NUMBER,
    "decided": or_null(one_of("same", "different")),
    "machine": or_null(
        object_of(
            weight=NUMBER,
            words=TEXT,
            prior=_WEIGHED,
            parts=list_of(object_of(field=TEXT, words=TEXT, weight=NUMBER)),
            link_from=NUMBER,
            possible_from=NUMBER,
            verdict=one_of("possible", "refused", "linked"),
            refused_because=or_null(TEXT),
            weights=TEXT,
        )
    ),
    "as_at": INSTANT,
    "sources": SOURCES,
}
_RECORDS = object_of(
    person=TEXT,
    subject=_SUBJECT,
    records=list_of(
        object_of(
            **_NAMED,
            name=TEXT,
            birth_date=or_null(TEXT),
            home=or_null(TEXT),
            since=INSTANT,
            nearest=or_null(
                object_of(
                    **_NAMED,
                    same=list_of(TEXT),
                    different=list_of(TEXT),
                    decided=or_null(one_of("same", "different")),
                )
            ),
            against=list_of(object_of(**_NAMED, words=TEXT)),
        )
    ),
    hangs=_HANGS,
    trail=list_of(object_of(**{"from": TEXT}, to=TEXT, since=INSTANT, is_whole=YES_NO)),
    acts=list_of(
        object_of(
            act=TEXT,
            kind=_KIND,
            said=_SAID_OR_UNDONE,
            reason=TEXT,
            at=INSTANT,
            by=TEXT,
            undone_by=or_null(TEXT),
            pairs=list_of(
                object_of(link=TEXT, records=list_of(object_of(**_NAMED)), others=list_of(TEXT))
            ),
        )
    ),
    as_at=INSTANT,
    sources=SOURCES,
)
_SPLIT = object_of(
    act=TEXT,
    subject=_SUBJECT,
    person=TEXT,
    records=list_of(object_of(**_NAMED, person=TEXT, was_split_off=YES_NO)),
    people=list_of(TEXT),
    as_at=INSTANT,
)
_UNDONE = object_of(
    act=TEXT,
    undoes=TEXT,
    subject=_SUBJECT,
    links=list_of(TEXT),
    people=list_of(TEXT),
    as_at=INSTANT,
)
_AGREEMENT = object_of(
    subject=_SUBJECT,
    judgements=NUMBER,
    not_blind=NUMBER,
    first=or_null(INSTANT),
    last=or_null(INSTANT),
    people=NUMBER,
    all=object_of(**_COUNTS),
    by_verdict=list_of(object_of(**_COUNTS)),
    by_weight=list_of(object_of(**{"from": or_null(NUMBER)}, **_COUNTS)),
    between_people=object_of(
        links_judged_by_several=NUMBER, agree=NUMBER, differ=NUMBER, is_few=YES_NO
    ),
    splits=NUMBER,
    undone=NUMBER,
    few=NUMBER,
    as_at=INSTANT,
)

#: Name in the OpenAPI document -> the shape of an answer.
LINK_SCHEMAS: dict[str, Shape] = {
    "DoubtfulLinks": _LIST,
    "DoubtfulLink": object_of(**_LINK_PARTS),
    "JudgedLink": object_of(**_LINK_PARTS, act=TEXT),
    "PersonRecords": _RECORDS,
    "Split": _SPLIT,
    "Undone": _UNDONE,
    "Agreement": _AGREEMENT,
}
