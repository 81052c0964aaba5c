"""What a grader is shown of a case: the facts as then known, and never what anybody made of them.

The facts come from the very answer that was possible at that moment, part by part as
:data:`FACTS` lists them; what :data:`LEFT_OUT` lists is shown to nobody before both graded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from records.calendar import local_day
from records.columns import Choice, YesNo
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import KnownHistory
from records.states import missing_episodes
from records.words import day_words, join_words, moment_words

__all__ = ["FACTS", "LEFT_OUT", "FactPart", "event_words", "fact_values", "line"]

#: What is kept from graders until both have graded, in words that the page gives.
LEFT_OUT = (
    "the advice: its band, points, reasons and floors",
    "the force’s own grade, and the band that a plan agreed on",
    "professional judgements and reviews, which say a band or answer to one",
    "the other grader’s grade",
    "the child’s name and home, which no grade needs",
    "what became known after the report was made",
)
#: Columns in coded form that say a grade, or answer to one.
_SAYS_A_GRADE = frozenset(
    {"police_grade", "agreed_band", "advised_band", "judged_band", "own_view", "judgement"}
)
#: Kinds of entry that say or answer to a band.
_ANSWERS_TO_ADVICE = frozenset(
    {
        EventKind.CHILD_REVIEWED,
        EventKind.JUDGEMENT_MADE,
        EventKind.JUDGEMENT_APPROVED,
        EventKind.JUDGEMENT_DECLINED,
        EventKind.JUDGEMENT_ENDED,
    }
)
#: What is not known about the advice itself.
_OF_THE_ADVICE = frozenset({"Advice band", "Scorecard"})
_LOOKED_BACK = timedelta(days=730)
_MOST_EVENTS = 100

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FactPart:
    """One part of the facts.

    Attributes:
        read: its lines, of the history as then known and of the answer then.
        none: what is said where there is none.
    """

    id: str
    title: str
    read: Callable[[KnownHistory, Mapping[str, Any]], Iterator[Line]]
    none: str


def line(
    lead: str,
    details: tuple[str, ...] = (),
    system: str = "",
    reference: str = "",
    on: date | None = None,
) -> Line:
    """One fact: what, more of it, and where it stands."""
    return {
        "lead": lead,
        "details": list(details),
        "system": system,
        "reference": reference,
        "date": None if on is None else on.isoformat(),
    }


def fact_values(known: KnownHistory, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every part with its lines, in the order of :data:`FACTS`."""
    return [
        {
            "id": part.id,
            "title": part.title,
            "lines": list(part.read(known, answer)),
            "none": part.none,
        }
        for part in FACTS
    ]


def event_words(event: Event) -> str:
    """What kind of entry it is, for people."""
    return event.kind.value.replace("_", " ").capitalize()


def _coded(event: Event) -> tuple[str, ...]:
    """What the entry says in coded columns, but for those that say a grade."""
    columns = (
        column
        for column in FORMATS[event.source].own
        if isinstance(column.type, Choice | YesNo) and column.name not in _SAYS_A_GRADE
    )
    said = ((column.name, event.details.get(column.name)) for column in columns)
    return tuple(f"{_plain(name)}: {_value(value)}" for name, value in said if value is not None)


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("_", " ")


def _of_event(event: Event) -> Line:
    on = local_day(event.occurred)
    return line(event_words(event), _coded(event), event.source.words, event.reference, on)


def _child(known: KnownHistory, answer: Mapping[str, Any]) -> Iterator[Line]:
    child = answer["child"]
    yield line("Age not recorded" if known.age is None else f"{known.age} years old")
    if child["sex"] is not None:
        yield line(f"Sex: {_value(child['sex'])}")
    for what, value in (("Authority", child["local_authority"]), ("Team", child["team"])):
        if value is not None:
            yield line(f"{what}: {value}")


def _report(known: KnownHistory, _: Mapping[str, Any]) -> Iterator[Line]:
    episodes = missing_episodes(known)
    if not episodes:
        return
    for report in episodes[-1].reports:
        told = report.details.get("circumstances")
        details = (*_coded(report), *((f"Circumstances: {told}",) if told else ()))
        yield line(
            f"Missing since {moment_words(report.occurred)}, "
            f"written down at {moment_words(report.recorded)}",
            details,
            report.source.words,
            report.reference,
            local_day(report.occurred),
        )


def _unknown(_: KnownHistory, answer: Mapping[str, Any]) -> Iterator[Line]:
    for one in answer["unknowns"]:
        if one["what"] not in _OF_THE_ADVICE:
            yield line(one["words"], (f"Ask: {one['ask']}.",))


def _plans(_: KnownHistory, answer: Mapping[str, Any]) -> Iterator[Line]:
    current = answer["plan"]["current"]
    for plan in ([current] if current else []) + answer["plans_other"]:
        review = ", its review overdue" if plan["review_overdue"] else ""
        details = tuple(f"{part['title']}: {_content(part)}" for part in plan["sections"])
        on = date.fromisoformat(plan["updated"])
        state = f"CSE plan, {plan['state']}{review}"
        yield line(state, details, "CSE plans", plan["reference"], on)
    for possible in answer["possible_plans"]:
        evidence = (f"Same: {join_words(possible['same'])}.",) if possible["same"] else ()
        plan = possible["plan"]
        yield line("Possible plan", (possible["words"], *evidence), "CSE plans", plan["reference"])


def _content(section: Mapping[str, Any]) -> str:
    said = section["content"]
    if isinstance(said, str):
        return said
    return "; ".join(
        ", ".join(str(value) for value in one.values()) if isinstance(one, dict) else str(one)
        for one in said
    )


def _protection(_: KnownHistory, answer: Mapping[str, Any]) -> Iterator[Line]:
    first = answer["protection_plan"]
    for plan in ([first] if first else []) + answer["protection_plans_other"]:
        ended = "" if plan["ended"] is None else f", ended {_day(plan['ended'])}"
        yield line(
            f"Child protection plan for {plan['category_words']}{ended}",
            system=plan["system"],
            reference=plan["reference"],
            on=date.fromisoformat(plan["since"]),
        )
    for notice in answer["notices"]:
        state = "in force" if notice["in_force"] else "no longer in force"
        breached = tuple(f"Breached on {_day(day)}" for day in notice["breached"])
        on = date.fromisoformat(notice["served"])
        lead = f"Abduction notice about an adult, {state}"
        yield line(lead, breached, notice["system"], notice["reference"], on)


def _people(_: KnownHistory, answer: Mapping[str, Any]) -> Iterator[Line]:
    for adult in answer["adults"]:
        for entry in adult["named_in"]:
            on = date.fromisoformat(entry["date"])
            yield line(entry["words"], (), entry["system_name"], entry["reference"], on)


def _before(known: KnownHistory, _: Mapping[str, Any]) -> Iterator[Line]:
    """The latest first; of the report itself :func:`_report` tells."""
    episodes = missing_episodes(known)
    own = {report.entry for report in episodes[-1].reports} if episodes else set()
    told = [
        event
        for event in reversed(known.of_kind(*EventKind))
        if event.kind not in _ANSWERS_TO_ADVICE
        and event.entry not in own
        and known.as_of - event.occurred <= _LOOKED_BACK
    ]
    for event in told[:_MOST_EVENTS]:
        yield _of_event(event)
    if len(told) > _MOST_EVENTS:
        yield line(f"{len(told) - _MOST_EVENTS} earlier entries are not listed here.")


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))


FACTS: tuple[FactPart, ...] = (
    FactPart("child", "The child", _child, "Nothing is recorded of who the child is."),
    FactPart("report", "The report", _report, "The report is not on the record any more."),
    FactPart("plans", "Plans", _plans, "No CSE plan was recorded."),
    FactPart(
        "protection",
        "Protection plans and notices",
        _protection,
        "No protection plan or notice was recorded.",
    ),
    FactPart("people", "Adults named", _people, "No adult was named in the child’s records."),
    FactPart("before", "What was recorded before", _before, "No earlier entry was recorded."),
    FactPart("unknowns", "Not known", _unknown, "The systems read then left no question open."),
)
