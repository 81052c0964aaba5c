"""What is said of incidents, intelligence, domestic abuse, custody and police protection.

Intelligence is said as suspicion, whatever its reliability.
"""

from __future__ import annotations

from collections.abc import Mapping

from features.phrases.declaration import Line, Told, counted, recorded

__all__ = ["INCIDENT_PHRASES"]

_MAY_NOT_SAY = "; an entry may not say."

_SEXUAL_THEMES = "suspected sexual exploitation, grooming or trafficking"

INCIDENT_PHRASES: Mapping[str, Told] = {
    "incidents": recorded(
        "Incidents",
        "incident about the child or at the child's home",
        "incidents about the child or at the child's home",
        Line("incident about the child or home", "incidents about the child or home"),
    ),
    "concern_incidents": recorded(
        "Incidents of concern",
        "incident of concern for the child's safety",
        "incidents of concern for the child's safety",
    ),
    "incidents_not_seen": counted(
        "Seen at incidents",
        Line(
            "No incident recorded as child not seen",
            "No incident{in_past} records that no police officer saw the child" + _MAY_NOT_SAY,
        ),
        Line(
            "Child not seen at an incident, {latest}",
            "No police officer saw the child at the incident of {latest}, as recorded.",
        ),
        Line(
            "Child not seen at {n} incidents",
            "No police officer saw the child at {n} incidents{in_past}, the latest on {latest}, "
            "as recorded.",
        ),
    ),
    "incidents_distressed": counted(
        "How the child seemed",
        Line(
            "No incident recorded as child distressed",
            "No incident{in_past} records that the child seemed distressed or frightened"
            + _MAY_NOT_SAY,
        ),
        Line(
            "Seemed {demeanour}, {latest}",
            "The child seemed {demeanour} at the incident of {latest}.",
        ),
        Line(
            "Seemed distressed or frightened {times}",
            "The child seemed distressed or frightened at {n} incidents{in_past}, the latest on "
            "{latest}.",
        ),
    ),
    "intelligence": counted(
        "Intelligence",
        Line(
            "No intelligence report recorded",
            "No intelligence report that names the child is recorded{in_past}.",
        ),
        Line(
            "Intelligence report, {latest}",
            "An intelligence report for {latest} names the child.",
        ),
        Line(
            "{n} intelligence reports",
            "{n} intelligence reports{in_past} name the child, the latest for {latest}.",
        ),
    ),
    "intelligence_sexual": counted(
        "Intelligence",
        Line(
            "No intelligence of exploitation recorded",
            f"No intelligence report of {_SEXUAL_THEMES} is recorded{{in_past}}.",
        ),
        Line(
            "Intelligence: exploitation suspected, {latest}",
            f"An intelligence report for {{latest}} names the child and tells of {_SEXUAL_THEMES}.",
        ),
        Line(
            "{n} intelligence reports: exploitation suspected",
            f"{{n}} intelligence reports{{in_past}} name the child and tell of {_SEXUAL_THEMES}, "
            "the latest for {latest}.",
        ),
    ),
    "intelligence_sexual_trusted": counted(
        "Trusted intelligence",
        Line(
            "No trusted intelligence of exploitation recorded",
            f"No intelligence report of {_SEXUAL_THEMES} is recorded{{in_past}} from a reliable "
            "source that knows directly or is corroborated.",
        ),
        Line(
            "Trusted intelligence: exploitation suspected, {latest}",
            f"An intelligence report for {{latest}} tells of {_SEXUAL_THEMES}, from a reliable "
            "source that knows directly or is corroborated.",
        ),
        Line(
            "{n} trusted reports: exploitation suspected",
            f"{{n}} intelligence reports{{in_past}} tell of {_SEXUAL_THEMES}, from reliable "
            "sources that know directly or are corroborated, the latest for {latest}.",
        ),
    ),
    "intelligence_criminal": counted(
        "Intelligence",
        Line(
            "No intelligence of criminal exploitation recorded",
            "No intelligence report of suspected criminal exploitation or drugs is "
            "recorded{in_past}.",
        ),
        Line(
            "Intelligence: criminal exploitation or drugs, {latest}",
            "An intelligence report for {latest} names the child and tells of suspected "
            "criminal exploitation or drugs.",
        ),
        Line(
            "{n} intelligence reports: criminal exploitation or drugs",
            "{n} intelligence reports{in_past} name the child and tell of suspected criminal "
            "exploitation or drugs, the latest for {latest}.",
        ),
    ),
    "domestic_incidents": recorded(
        "Domestic abuse",
        "domestic-abuse incident in the child's household",
        "domestic-abuse incidents in the child's household",
        Line("domestic abuse in the household", "domestic-abuse incidents in the household"),
    ),
    "domestic_high_risk": counted(
        "Domestic abuse",
        Line(
            "No domestic abuse recorded as high risk",
            "No domestic-abuse incident{in_past} is recorded as of high risk to the adult harmed.",
        ),
        Line(
            "Domestic abuse of high risk, {latest}",
            "A domestic-abuse incident in the child's household on {latest} was of high risk to "
            "the adult harmed.",
        ),
        Line(
            "{n} domestic-abuse incidents of high risk",
            "{n} domestic-abuse incidents in the child's household{in_past} were of high risk "
            "to the adult harmed, the latest on {latest}.",
        ),
    ),
    "domestic_not_seen": counted(
        "Seen after domestic abuse",
        Line(
            "No domestic abuse recorded as child not seen",
            "No domestic-abuse incident{in_past} records that no police officer saw the child"
            + _MAY_NOT_SAY,
        ),
        Line(
            "Child not seen after domestic abuse, {latest}",
            "No police officer saw the child at the domestic-abuse incident of {latest}, as "
            "recorded.",
        ),
        Line(
            "Child not seen after domestic abuse {times}",
            "No police officer saw the child at {n} domestic-abuse incidents{in_past}, the "
            "latest on {latest}, as recorded.",
        ),
    ),
    "domestic_conference_referrals": counted(
        "Domestic-abuse conference",
        Line(
            "No domestic-abuse conference recorded",
            "No referral of the child's household to the domestic-abuse conference is "
            "recorded{in_past}.",
        ),
        Line(
            "Domestic-abuse conference referral, {latest}",
            "The domestic-abuse conference received a referral about the child's household on "
            "{latest}.",
        ),
        Line(
            "{n} domestic-abuse conference referrals",
            "The domestic-abuse conference received {n} referrals about the child's "
            "household{in_past}, the latest on {latest}.",
        ),
    ),
    "detentions": counted(
        "Custody",
        Line("No detention in custody recorded", "No detention in custody is recorded{in_past}."),
        Line("Detained in custody, {latest}", "The police detained the child on {latest}."),
        Line(
            "Detained in custody {times}",
            "The police detained the child {times}{in_past}, the last time on {latest}.",
        ),
    ),
    "custody_sexual_harm_told": counted(
        "What the child told",
        Line(
            "No sexual harm recorded as told in custody",
            "No entry says that the child told of sexual harm in custody; the child may not "
            "have been asked.",
        ),
        Line(
            "Told of {told_of} in custody, {latest}",
            "The child told{role} of {told_of} in custody on {latest}.",
        ),
        Line(
            "Told of {told_of} in custody, {latest}",
            "The child told{role} of {told_of} in custody on {latest}; sexual harm was told of "
            "in {n} detentions.",
        ),
    ),
    "protection_powers_used": counted(
        "Police protection",
        Line(
            "No use of police protection recorded",
            "No taking of the child into police protection is recorded.",
        ),
        Line(
            "Taken into police protection, {latest}",
            "The police took the child into police protection on {latest}.",
        ),
        Line(
            "Taken into police protection {times}",
            "The police took the child into police protection {times}, the last time on {latest}.",
        ),
    ),
}
