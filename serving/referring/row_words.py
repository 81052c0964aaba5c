"""What a row of each list of open work says, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.calendar import instant_from_text
from records.words import join_words, moment_words
from serving.pages.typography import day_text

__all__ = ["charging_words", "conference_words", "investigation_words", "referral_words"]


def referral_words(row: Mapping[str, Any]) -> list[str]:
    """A referral: what it is about, whose it is, since when, and what is next."""
    about, owner = row["about"], row["owner"]
    said = [f"{about['concern_words']}, referred by {_plain(about['referred_by'])}."]
    said.append(f"Owner: {owner}." if owner else "Nobody owns it yet.")
    priority = f", {about['priority']} priority" if about["priority"] else ""
    said.append(f"Received {row['waited']} ago{priority}.")
    waits = about["next"]
    if waits is not None:
        verb = "was due by" if waits["state"] == "overdue" else "due by"
        due = moment_words(instant_from_text(waits["due"]))
        said.append(f"Next: {waits['words'].lower()}, {verb} {due}.")
    return said


def conference_words(row: Mapping[str, Any]) -> list[str]:
    """A conference: which, when, and what nobody wrote down."""
    about = row["about"]
    invited = {True: "Police were invited.", False: "Police were not invited."}
    when = "held on" if row["stage"] == "held" else "called for"
    kind, day = about["conference"].capitalize(), day_text(about["on"])
    said = [f"{kind} child protection conference, {when} {day}."]
    if about["police_invited"] is not None:
        said.append(invited[about["police_invited"]])
    if row["stage"] == "held":
        said.append("Whether police were there is not recorded.")
    if about["decision"]:
        said.append(f"Decided: {_plain(about['decision'])}.")
    return said


def charging_words(row: Mapping[str, Any]) -> list[str]:
    """A case: the offence, and how long prosecutors have had it."""
    about = row["about"]
    offences = join_words([_plain(one) for one in about["offences"]]) or "offence not recorded"
    part = f", recorded as {join_words(about['parts'])}" if about["parts"] else ""
    said = [f"{offences.capitalize()}{part}.",
            f"Sent to prosecutors on {day_text(about['sent'])}, {row['waited']} ago."]  # fmt: skip
    if about["further_work_asked"]:
        said.append(f"Further work asked for on {day_text(about['further_work_asked'])}.")
    return said


def investigation_words(row: Mapping[str, Any]) -> list[str]:
    """An investigation: what of, and how long since its last review."""
    about = row["about"]
    said = [f"{_plain(about['category']).capitalize()}, opened {day_text(about['opened'])}."]
    if about["last_review"] is None:
        said.append(f"Never reviewed since it was opened, {row['waited']} ago.")
    else:
        said.append(f"Last review {day_text(about['last_review'])} by a {about['reviewed_by']}, "
                    f"{row['waited']} ago.")  # fmt: skip
    if not about["discussed"]:
        said.append("No strategy discussion is recorded.")
    if not about["account_taken"]:
        said.append("The child’s first account is not recorded.")
    return said


def _plain(word: str) -> str:
    return word.replace("_", " ")
