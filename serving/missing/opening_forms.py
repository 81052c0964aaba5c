"""What the form of a new report holds, from field to field: typed, checked, sent on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from records.calendar import instant_from_text, instant_to_text
from records.words import day_words
from serving.entering.given import Who
from serving.missing.asking import ReportFaultsError
from serving.missing.columns_in_words import choice_words
from serving.missing.form_fields import given_moment, moment_parts
from serving.missing.open_report import NewReport

__all__ = [
    "asked_report",
    "hidden_answers",
    "sent_report",
    "started",
    "typed_answers",
    "who_rows",
]

_DETAILS = ("missing_from", "circumstances", "clothing")
_WHO = ("surname", "forename", "sex", "address", "postcode", "team")


def started(form: Mapping[str, str]) -> Mapping[str, str]:
    """What a search form or a check of answers held, in the fields of this form."""
    if "since" in form:
        try:
            return typed_answers(sent_report(form), form)
        except (ReportFaultsError, ValueError):
            return form
    forename, _, surname = form.get("name", "").strip().rpartition(" ")
    return {"surname": surname, "forename": forename, "address": form.get("place", ""), **form}


def asked_report(form: Mapping[str, str]) -> NewReport:
    """The report that the form's fields give; every fault at once."""
    faults: dict[str, str] = {}
    since = born = None
    try:
        since = given_moment("since", form)
        if since is None:
            faults["since"] = "Enter since when the child is missing: date and time."
    except ReportFaultsError as fault:
        faults |= fault.faults
    details = {name: form.get(name, "").strip() for name in _DETAILS}
    if not details["missing_from"]:
        faults["missing_from"] = "Choose where the child went missing from."
    for name, most in (("circumstances", 400), ("clothing", 200)):
        details[name] = " ".join(details[name].split())
        if len(details[name]) > most:
            faults[name] = f"Write at most {most} characters."
    child = form.get("child", "")
    if child:
        if since is None or faults:
            raise ReportFaultsError(faults)
        return NewReport(child, since, _filled(details))
    known = {name: form.get(name, "").strip() for name in _WHO}
    if not known["surname"]:
        faults["surname"] = "Enter the surname."
    parts = [form.get(f"birth_{end}", "").strip() for end in ("year", "month", "day")]
    if any(parts):
        try:
            born = date(*(int(part) for part in parts))
        except (ValueError, OverflowError):
            faults["birth"] = "Enter a real birth date: day, month and year."
    if since is None or faults:
        raise ReportFaultsError(faults)
    who = {**_filled(known), **({} if born is None else {"date_of_birth": born})}
    return NewReport(Who(who), since, _filled(details))


def sent_report(form: Mapping[str, str]) -> NewReport:
    """The report as the check of answers sends it on. Raises ValueError if it is none."""
    since: datetime = instant_from_text(form.get("since", ""))
    details = _filled({name: form.get(name, "") for name in _DETAILS})
    beside = form.get("beside") or None
    if child := form.get("child"):
        return NewReport(child, since, details, beside)
    known = _filled({name: form.get(name, "") for name in _WHO})
    if "surname" not in known:
        raise ReportFaultsError({"surname": "Enter the surname."})
    born = form.get("date_of_birth")
    who = {**known, **({"date_of_birth": date.fromisoformat(born)} if born else {})}
    return NewReport(Who(who), since, details, beside)


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def hidden_answers(new: NewReport) -> dict[str, str]:
    """The answers as the check sends them on."""
    known = {"child": new.child} if isinstance(new.child, str) else dict(new.child.details)
    said = {name: v.isoformat() if isinstance(v, date) else str(v) for name, v in known.items()}
    return {**said, "since": instant_to_text(new.since), **dict(new.details)}


def typed_answers(new: NewReport, form: Mapping[str, str]) -> dict[str, str]:
    """The answers as the form's fields hold them."""
    values = {name: value for name, value in hidden_answers(new).items() if name != "since"}
    since, born = moment_parts("since", new.since), values.pop("date_of_birth", None)
    if born:
        year, month, day = born.split("-")
        values |= {"birth_year": year, "birth_month": month.lstrip("0"),
                   "birth_day": day.lstrip("0")}  # fmt: skip
    return {**form, **values, **since}


def who_rows(who: Who) -> list[tuple[str, str]]:
    """Who the child is as told, in words: (what, value), what is not known left out."""
    words = {"surname": "Surname", "forename": "Forename", "date_of_birth": "Birth date",
             "sex": "Sex, as told", "address": "Home", "postcode": "Postcode",
             "team": "Neighbourhood team"}  # fmt: skip
    return [(words[name], _known_words(name, value)) for name, value in who.details.items()]


def _known_words(name: str, value: date | str) -> str:
    if isinstance(value, date):
        return day_words(value)
    return choice_words(value) if name == "sex" else value
