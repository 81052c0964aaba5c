"""Rows about incidents (S6), intelligence (S7), domestic abuse (S11), custody (S12) and police
protection (S13)."""

from __future__ import annotations

from features.declaration import Feature
from features.matters import EntryMatter
from features.rows.shapes import counted
from records.events import EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.sources import SourceSystem
from records.states.intelligence import TRUSTED

__all__ = ["INCIDENT_ROWS"]

_S6 = (SourceSystem.COMMAND_AND_CONTROL,)
_S7 = (SourceSystem.INTELLIGENCE,)
_S11 = (SourceSystem.DOMESTIC_ABUSE,)
_S12 = (SourceSystem.CUSTODY,)
_S13 = (SourceSystem.POLICE_PROTECTION,)

# S6
_INCIDENTS = (EventKind.INCIDENT,)
#: A call that a child is missing is the missing-persons database's: told once, there.
_NOT_OF_MISSING = (
    "concern_for_safety", "domestic", "disturbance", "suspicious_activity", "search_warrant",
    "medical", "anti_social_behaviour", "other",
)  # fmt: skip
_INCIDENT = EntryMatter("incident", _INCIDENTS, ({"incident_type": _NOT_OF_MISSING},))
_INCIDENT_CONCERN = EntryMatter(
    "incident_concern", _INCIDENTS, ({"incident_type": ("concern_for_safety",)},)
)
_INCIDENT_NOT_SEEN = EntryMatter(
    "incident_not_seen",
    _INCIDENTS,
    ({"child_seen": (False,), "incident_type": _NOT_OF_MISSING},),
)
_INCIDENT_DISTRESSED = EntryMatter(
    "incident_distressed", _INCIDENTS, ({"demeanour": ("distressed", "frightened")},)
)

# S7
_REPORTS = (EventKind.INTELLIGENCE_REPORT,)
_SEXUAL_THEMES = ("sexual_exploitation", "online_grooming", "trafficking")
_INTELLIGENCE = EntryMatter("intelligence", _REPORTS)
_INTELLIGENCE_SEXUAL = EntryMatter("intelligence_sexual", _REPORTS, ({"theme": _SEXUAL_THEMES},))
_INTELLIGENCE_TRUSTED = EntryMatter(
    "intelligence_sexual_trusted",
    _REPORTS,
    ({"theme": _SEXUAL_THEMES, **TRUSTED},),
)
_INTELLIGENCE_CRIMINAL = EntryMatter(
    "intelligence_criminal", _REPORTS, ({"theme": ("criminal_exploitation", "drugs")},)
)

# S11
_DOMESTIC_OF = (EventKind.DOMESTIC_INCIDENT,)
_DOMESTIC = EntryMatter("domestic_incident", _DOMESTIC_OF)
_DOMESTIC_HIGH = EntryMatter("domestic_high_risk", _DOMESTIC_OF, ({"risk": ("high",)},))
_DOMESTIC_NOT_SEEN = EntryMatter("domestic_not_seen", _DOMESTIC_OF, ({"child_seen": (False,)},))
_DOMESTIC_CONFERENCE = EntryMatter("domestic_conference", (EventKind.DOMESTIC_CONFERENCE_REFERRAL,))

# S12, S13
_DETAINED = EntryMatter("detained", (EventKind.DETAINED,))
_TOLD_IN_CUSTODY = EntryMatter(
    "custody_sexual_harm", (EventKind.CUSTODY_DISCLOSURE,), ({"disclosure": SEXUAL_DISCLOSURES},)
)
_PROTECTION_POWER = EntryMatter("protection_power", (EventKind.PROTECTION_POWER_USED,))


INCIDENT_ROWS: tuple[Feature, ...] = (
    counted(
        "incidents",
        _INCIDENT,
        365,
        _S6,
        what="incidents about the child or at the child's home",
        definition="Incidents of command and control, but for calls that the child is missing, "
        "which count as missing reports; once for each incident record.",
        family="incidents",
        grounds="A pattern of calls; size assumed.",
    ),
    counted(
        "concern_incidents",
        _INCIDENT_CONCERN,
        365,
        _S6,
        what="incidents of concern for the child's safety",
        definition="Incidents of concern for safety; once for each record.",
        family="incidents",
        grounds="A pattern of concern; size assumed.",
    ),
    counted(
        "incidents_not_seen",
        _INCIDENT_NOT_SEEN,
        365,
        _S6,
        what="incidents at which the child was not seen",
        definition="Incidents, but for calls that the child is missing, of which it is recorded "
        "that no one of the police saw the child.",
        family="not_seen",
        grounds="A child who is not seen can't tell (HMIC 2014); size assumed.",
    ),
    counted(
        "incidents_distressed",
        _INCIDENT_DISTRESSED,
        365,
        _S6,
        what="incidents at which the child seemed distressed or frightened",
        definition="Incidents that say so of the child; once for each record.",
        family="incidents",
        grounds="Emotional wellbeing is a domain of every tool (domain 3.1); size assumed.",
    ),
    counted(
        "intelligence",
        _INTELLIGENCE,
        365,
        _S7,
        what="intelligence reports that name the child",
        definition="Reports on any theme and of whatever reliability; once for each report.",
        family="intelligence",
        grounds="Links to others of concern; size assumed.",
    ),
    counted(
        "intelligence_sexual",
        _INTELLIGENCE_SEXUAL,
        365,
        _S7,
        what="intelligence reports of sexual exploitation, grooming or trafficking",
        definition="Reports that name the child on one of these themes, of whatever "
        "reliability; once for each report.",
        family="intelligence",
        grounds="Links to exploitation: odds of 2 to 4 assumed (domain section 7).",
    ),
    counted(
        "intelligence_sexual_trusted",
        _INTELLIGENCE_TRUSTED,
        365,
        _S7,
        what="trusted intelligence reports of sexual exploitation, grooming or trafficking",
        definition="Reports on one of these themes from a reliable source who knows it "
        "directly, or of which it is corroborated.",
        family="intelligence",
        grounds="Known directly or corroborated weighs more; size assumed.",
    ),
    counted(
        "intelligence_criminal",
        _INTELLIGENCE_CRIMINAL,
        365,
        _S7,
        what="intelligence reports of criminal exploitation or drugs",
        definition="Reports that name the child on one of these themes; once for each report.",
        family="intelligence",
        grounds="Criminal exploitation goes with sexual exploitation (domain 2.2).",
    ),
    counted(
        "domestic_incidents",
        _DOMESTIC,
        365,
        _S11,
        what="domestic-abuse incidents in the household",
        definition="Incidents recorded with the child in the household; once for each record.",
        family="domestic",
        grounds="Family conflict and abuse in the home (Koster 2020; Babuta 2020).",
    ),
    counted(
        "domestic_high_risk",
        _DOMESTIC_HIGH,
        365,
        _S11,
        what="domestic-abuse incidents of high risk",
        definition="Incidents assessed as of high risk to the adult harmed.",
        family="domestic",
        grounds="Family conflict and abuse in the home (Koster 2020; Babuta 2020).",
    ),
    counted(
        "domestic_not_seen",
        _DOMESTIC_NOT_SEEN,
        365,
        _S11,
        what="domestic-abuse incidents at which the child was not seen",
        definition="Incidents of which it is recorded that no one of the police saw the child.",
        family="not_seen",
        grounds="A child who is not seen can't tell (HMIC 2014); size assumed.",
    ),
    counted(
        "domestic_conference_referrals",
        _DOMESTIC_CONFERENCE,
        365,
        _S11,
        what="referrals to the domestic-abuse conference",
        definition="Referrals in the window; once for each record.",
        family="domestic",
        grounds="High-risk abuse in the home (domain 2.6); size assumed.",
    ),
    counted(
        "detentions",
        _DETAINED,
        365,
        _S12,
        what="detentions in custody",
        definition="Detentions that began in the window; once for each custody record.",
        family="custody",
        grounds="Being suspected goes with repeats (Hutchings 2018); size assumed.",
    ),
    counted(
        "custody_sexual_harm_told",
        _TOLD_IN_CUSTODY,
        None,
        _S12,
        what="detentions in which the child told of sexual harm",
        definition="Custody records in which the child told of sexual harm or exploitation.",
        family="sexual_harm",
        grounds="Prior harm is the most robust predictor (Davies 2025).",
    ),
    counted(
        "protection_powers_used",
        _PROTECTION_POWER,
        None,
        _S13,
        what="uses of police protection for the child",
        definition="Uses of the power, ever; once for each record.",
        family="police_protection",
        grounds="Significant harm was likely then (Children Act 1989, section 46).",
    ),
)
