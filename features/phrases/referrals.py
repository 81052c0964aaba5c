"""What is said of referrals to the safeguarding hub and of what follows them."""

from __future__ import annotations

from collections.abc import Mapping

from features.phrases.declaration import Line, Phrase, Told, counted

__all__ = ["REFERRAL_PHRASES"]

REFERRAL_PHRASES: Mapping[str, Told] = {
    "referrals": counted(
        "Referrals",
        Line(
            "No referral to the safeguarding hub recorded",
            "No referral about the child to the safeguarding hub is recorded{in_past}.",
        ),
        Line(
            "Referral to the safeguarding hub, {latest}",
            "The safeguarding hub received a referral about the child on {latest}.",
        ),
        Line(
            "{n} referrals to the safeguarding hub",
            "The safeguarding hub received {n} referrals about the child{in_past}, the latest "
            "on {latest}.",
        ),
    ),
    "exploitation_referrals": counted(
        "Referrals",
        Line(
            "No referral for sexual exploitation recorded",
            "No referral for sexual exploitation or sexual abuse is recorded{in_past}.",
        ),
        Line(
            "Referral: sexual exploitation or abuse, {latest}",
            "The safeguarding hub received a referral for suspected sexual exploitation or "
            "sexual abuse on {latest}.",
        ),
        Line(
            "{n} referrals: sexual exploitation or abuse",
            "The safeguarding hub received {n} referrals for suspected sexual exploitation or "
            "sexual abuse{in_past}, the latest on {latest}.",
        ),
    ),
    "criminal_exploitation_referrals": counted(
        "Referrals",
        Line(
            "No referral for criminal exploitation recorded",
            "No referral for criminal exploitation is recorded{in_past}.",
        ),
        Line(
            "Referral: criminal exploitation, {latest}",
            "The safeguarding hub received a referral for suspected criminal exploitation of "
            "the child on {latest}.",
        ),
        Line(
            "{n} referrals: criminal exploitation",
            "The safeguarding hub received {n} referrals for suspected criminal exploitation of "
            "the child{in_past}, the latest on {latest}.",
        ),
    ),
    "days_since_last_referral": Told(
        "Last referral",
        (
            Phrase(
                0,
                0,
                "Referral in the past day",
                "The safeguarding hub last received a referral on {latest}, less than a day ago.",
            ),
            Phrase(
                1,
                None,
                "Last referral {days} ago",
                "The safeguarding hub last received a referral on {latest}, {days} ago.",
            ),
        ),
    ),
    "referrals_open": counted(
        "Open referrals",
        Line(
            "No referral recorded as open",
            "No referral to the safeguarding hub is recorded as open.",
        ),
        Line(
            "Referral open since {latest}",
            "The safeguarding hub received a referral on {latest}, and no closing of it is "
            "recorded.",
        ),
        Line(
            "{n} referrals open",
            "{n} referrals to the safeguarding hub are recorded as open; the latest was "
            "received on {latest}.",
        ),
    ),
    "oldest_open_referral_days": Told(
        "Oldest open referral",
        (
            Phrase(
                0,
                0,
                "Referral opened in the past day",
                "The oldest referral recorded as open was received on {latest}, less than a day "
                "ago.",
            ),
            Phrase(
                1,
                None,
                "Referral open for {days}",
                "The oldest referral recorded as open was received on {latest}, {days} ago.",
            ),
        ),
    ),
    "national_referrals": counted(
        "National referrals",
        Line(
            "No referral to the national mechanism recorded",
            "No referral of the child to the national referral mechanism is recorded.",
        ),
        Line(
            "Referral to the national mechanism, {latest}",
            "The child was referred to the national referral mechanism on {latest}.",
        ),
        Line(
            "{n} referrals to the national mechanism",
            "The child was referred to the national referral mechanism {times}, the last time "
            "on {latest}.",
        ),
    ),
    "panel_raised": counted(
        "Exploitation panel",
        Line(
            "No panel decision of medium or high recorded",
            "No decision of medium or high by the exploitation panel is recorded{in_past}.",
        ),
        Line(
            "Exploitation panel decided {level}, {latest}",
            "The exploitation panel decided on the level {level} on {latest}.",
        ),
        Line(
            "Exploitation panel: {n} cases medium or high",
            "The exploitation panel decided on medium or high in {n} cases{in_past}, the latest "
            "on {latest}.",
        ),
    ),
}
