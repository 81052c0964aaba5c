"""Rows about crime with the child as victim or suspect, and child-abuse investigations (S4, S5)."""

from __future__ import annotations

from features.declaration import Feature
from features.matters import EntryMatter, Once
from features.rows.shapes import counted, waiting
from records.events import EventKind
from records.formats.vocabulary import SEXUAL_OFFENCES
from records.sources import SourceSystem

__all__ = ["CRIME_ROWS"]

_S4 = (SourceSystem.CRIME,)
_S5 = (SourceSystem.CHILD_ABUSE_INVESTIGATION,)

_ONE_CRIME = " Once for each crime record; by when the offence was committed."

# S4
_VICTIM_OF = (EventKind.CRIME_VICTIM,)
_SUSPECT_OF = (EventKind.CRIME_SUSPECT,)
_VICTIM = EntryMatter("crime_victim", _VICTIM_OF)
_VICTIM_SEXUAL = EntryMatter(
    "crime_victim_sexual", _VICTIM_OF, ({"offence": SEXUAL_OFFENCES}, {"cse_flag": (True,)})
)
_VICTIM_VIOLENCE = EntryMatter(
    "crime_victim_violence",
    _VICTIM_OF,
    ({"offence": ("violence", "child_cruelty", "harassment", "robbery")},),
)
_SUSPECT = EntryMatter("crime_suspect", _SUSPECT_OF)
_SUSPECT_DRUGS = EntryMatter("crime_suspect_drugs", _SUSPECT_OF, ({"offence": ("drugs",)},))
_SUSPECTS_NAMED = EntryMatter(
    "crime_suspect_named", (EventKind.CRIME_SUSPECT_NAMED,), once=Once.VALUE, by=("adult_ref",)
)
_NOT_SUPPORTED = EntryMatter(
    "crime_closed_unsupported",
    (EventKind.CRIME_CLOSED,),
    ({"crime_outcome": ("victim_does_not_support", "evidence_too_weak")},),
)
_SENT = EntryMatter("crime_sent", (EventKind.CRIME_SENT_TO_PROSECUTORS,))
_DECIDED = EntryMatter(
    "crime_decided",
    (EventKind.CRIME_CHARGING_DECISION,),
    ({"charging_decision": ("charge", "no_further_action")},),
)

# S5
_OPENED_BY = (EventKind.INVESTIGATION_OPENED,)
_INVESTIGATION = EntryMatter("investigation", _OPENED_BY)
_INVESTIGATION_SEXUAL = EntryMatter(
    "investigation_sexual",
    _OPENED_BY,
    ({"abuse_category": ("sexual_exploitation", "online_grooming", "sexual_abuse")},),
)
_INVESTIGATION_CLOSED = EntryMatter("investigation_closed", (EventKind.INVESTIGATION_CLOSED,))
_ACCOUNT = EntryMatter("investigation_account", (EventKind.INVESTIGATION_ACCOUNT_TAKEN,))


def _sexual_crimes(days: int | None) -> Feature:
    return counted(
        "sexual_crimes_against", _VICTIM_SEXUAL, days, _S4,
        what="sexual or exploitation crimes against the child",
        definition="Crimes with the child as victim whose offence is sexual, exploitation or "
        "indecent images, or which are flagged as exploitation." + _ONE_CRIME,
        family="sexual_harm",
        grounds="Sexual violence before: Laird 2020; prior harm most robust (Davies 2025).",
    )  # fmt: skip


CRIME_ROWS: tuple[Feature, ...] = (
    counted(
        "crimes_against",
        _VICTIM,
        365,
        _S4,
        what="crimes against the child",
        definition="Crimes with the child as victim." + _ONE_CRIME,
        family="crime_against",
        grounds="Repeat victimisation (Hutchings 2018); size assumed.",
    ),
    _sexual_crimes(365),
    _sexual_crimes(None),
    counted(
        "violent_crimes_against",
        _VICTIM_VIOLENCE,
        365,
        _S4,
        what="violent crimes against the child",
        definition="Crimes with the child as victim of violence, cruelty, harassment or robbery."
        + _ONE_CRIME,
        family="crime_against",
        grounds="Abuse before raises repeats and harm (Hutchings 2018).",
    ),
    counted(
        "crimes_suspected",
        _SUSPECT,
        365,
        _S4,
        what="crimes of which the child is suspected",
        definition="Crimes with the child as suspect." + _ONE_CRIME,
        family="crime_suspected",
        grounds="Being suspected goes with repeats (Hutchings 2018); who is made to offend may "
        "be exploited.",
    ),
    counted(
        "drug_crimes_suspected",
        _SUSPECT_DRUGS,
        365,
        _S4,
        what="drug offences of which the child is suspected",
        definition="Drug offences with the child as suspect." + _ONE_CRIME,
        family="crime_suspected",
        grounds="Criminal exploitation goes with sexual exploitation (domain 2.2); size assumed.",
    ),
    counted(
        "suspects_named",
        _SUSPECTS_NAMED,
        None,
        _S4,
        what="adults named as suspects of crimes against the child",
        definition="Different adults, by the crime system's own reference, whom entries name "
        "as suspects.",
        family="crime_against",
        unit="adults",
        grounds="The inspected case: two men named by one child (HMIC 2014).",
    ),
    counted(
        "crimes_closed_unsupported",
        _NOT_SUPPORTED,
        None,
        _S4,
        what="crimes closed because support or evidence was lacking",
        definition="Crime records of the child closed with such an outcome.",
        family="crime_against",
        grounds="Support that was withdrawn is an indicator of its own (SERAF; Laird 2020).",
    ),
    counted(
        "charging_decisions_waiting",
        _SENT,
        None,
        _S4,
        what="crimes that wait for a charging decision",
        definition="Crime records of the child sent to prosecutors, of which no charge and no "
        "decision against one is recorded; asking for more work decides nothing.",
        family="crime_against",
        unless=_DECIDED,
        grounds="While a case waits, who is suspected may be near (HMIC 2014); size assumed.",
    ),
    counted(
        "investigations",
        _INVESTIGATION,
        365,
        _S5,
        what="child-abuse investigations",
        definition="Investigations opened in the window, whatever the category.",
        family="investigations",
        grounds="Abuse and neglect before (Hutchings 2018).",
    ),
    counted(
        "sexual_investigations",
        _INVESTIGATION_SEXUAL,
        None,
        _S5,
        what="investigations of sexual exploitation, grooming or sexual abuse",
        definition="Investigations ever opened in one of these categories.",
        family="investigations",
        grounds="A history of sexual abuse: the strongest group (Laird 2020).",
    ),
    counted(
        "investigations_open",
        _INVESTIGATION,
        None,
        _S5,
        what="open child-abuse investigations",
        definition="Investigations opened, of which no closing is recorded.",
        family="investigations",
        unless=_INVESTIGATION_CLOSED,
        grounds="Open concern (HMIC 2014); size assumed.",
    ),
    waiting(
        "open_investigation",
        _INVESTIGATION,
        _INVESTIGATION_CLOSED,
        _S5,
        what="open investigation",
        definition="Whole days since the oldest investigation that isn't closed was opened.",
        family="investigations",
        grounds="Drift: 5 of 10 cases inadequate or needing improvement (HMIC 2014).",
    ),
    counted(
        "investigations_without_account",
        _INVESTIGATION,
        None,
        _S5,
        what="investigations in which the child's account was not taken",
        definition="Investigations opened, of which no first account of the child is recorded.",
        family="investigations",
        unless=_ACCOUNT,
        grounds="What was never asked is not known (HMIC 2014); size assumed.",
    ),
)
