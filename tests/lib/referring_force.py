"""A small force with referrals, conferences, a case with prosecutors and V3's investigation."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx2
import jsonschema

from records.events import EventKind
from records.sources import SourceSystem
from serving.referring.referring_schemas import REFERRING_SCHEMAS
from tests.lib.door import Door
from tests.lib.extracts import S10, Extracts

__all__ = ["NOW", "REASON", "Hub", "referring_force"]

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
REASON = "safeguarding"
_S4, _S5, _S7, _S9 = (
    SourceSystem.CRIME,
    SourceSystem.CHILD_ABUSE_INVESTIGATION,
    SourceSystem.INTELLIGENCE,
    SourceSystem.SAFEGUARDING_HUB,
)
_DAY = timedelta(days=1)


def referring_force() -> Extracts:
    """Four children: V3's girl of whom nobody reported that she is missing, a referral that a
    team owns, one under a day old, and one that is decided; conferences; a case."""
    made = Extracts(NOW)
    girl = {"forename": "Ottoline", "date_of_birth": date(2012, 4, 9), "team": "City North",
            "local_authority": "Trentmere City"}  # fmt: skip
    told = made.person(_S9, "H-1", "Quillfeather", **girl)
    made.add(
        EventKind.REFERRAL_RECEIVED, told, NOW - 90 * _DAY, reference="REF-V3/1",
        referred_by="school", concern="sexual_exploitation",
    )  # fmt: skip
    opened = made.person(_S5, "I-1", "Quillfeather", **girl)
    made.add(
        EventKind.INVESTIGATION_OPENED, opened, NOW - 80 * _DAY, reference="INV-V3",
        abuse_category="online_grooming",
    )  # fmt: skip
    boy = {"forename": "Benedict", "date_of_birth": date(2011, 4, 9), "team": "City South",
           "local_authority": "Trentmere City"}  # fmt: skip
    owned = made.person(_S9, "H-2", "Thornebury", **boy)
    since = NOW - 10 * _DAY
    made.add(
        EventKind.REFERRAL_RECEIVED, owned, since, reference="REF-2",
        referred_by="health", concern="neglect",
    )  # fmt: skip
    made.add(EventKind.REFERRAL_TRIAGED, owned, since + _DAY, reference="REF-2", priority="high")
    made.add(
        EventKind.REFERRAL_ALLOCATED, owned, since + 2 * _DAY, reference="REF-2",
        allocated_to="City South safeguarding",
    )  # fmt: skip
    _conferences(made, boy)
    _case(made, boy)
    other = {"forename": "Kit", "date_of_birth": date(2012, 1, 20), "team": "Shire West",
             "local_authority": "Shire"}  # fmt: skip
    young = made.person(_S9, "H-3", "Ashdownley", **other)
    made.add(
        EventKind.REFERRAL_RECEIVED, young, NOW - timedelta(hours=5), reference="REF-3",
        referred_by="police", concern="going_missing",
    )  # fmt: skip
    for step, days, told_of in (
        (EventKind.REFERRAL_RECEIVED, 60, {"referred_by": "family", "concern": "self_harm"}),
        (EventKind.REFERRAL_DECISION, 50, {"referral_decision": "early_help"}),
    ):
        made.add(step, young, NOW - days * _DAY, reference="REF-4", **told_of)  # type: ignore[arg-type]  # details by name
    return made


def _conferences(made: Extracts, boy: dict[str, Any]) -> None:
    person = made.person(S10, "C-2", "Thornebury", **boy)
    for reference, days in (("CONF-1", 7), ("CONF-2", -20)):
        made.add(
            EventKind.CONFERENCE_CALLED, person, NOW - 30 * _DAY, reference=reference,
            conference="initial", conference_on=(NOW + days * _DAY).date(),
        )  # fmt: skip
    made.add(
        EventKind.CONFERENCE_HELD, person, NOW - 3 * _DAY, reference="CONF-3",
        conference="review", police_invited=True,
    )  # fmt: skip
    made.add(
        EventKind.CONFERENCE_HELD, person, NOW - 40 * _DAY, reference="CONF-4",
        conference="review", police_invited=True, police_attended=True,
    )  # fmt: skip


def _case(made: Extracts, boy: dict[str, Any]) -> None:
    person = made.person(_S4, "V-2", "Thornebury", **boy)
    for kind, days, said in (
        (EventKind.CRIME_VICTIM, 70, {"offence": "sexual_offence"}),
        (EventKind.CRIME_SENT_TO_PROSECUTORS, 45, {}),
        (EventKind.CRIME_CHARGING_DECISION, 20, {"charging_decision": "further_work_asked_for"}),
    ):
        made.add(kind, person, NOW - days * _DAY, reference="CR-1", **said)  # type: ignore[arg-type]  # details by name


class Hub:
    """The door as somebody of the hub uses it; each request a second after the one before."""

    def __init__(self, door: Door, account: str = "hub") -> None:
        self.door, self.account = door, account

    def ask(self, method: str, path: str, **given: Any) -> httpx2.Response:
        """One request of the API, as is."""
        self.door.moment += timedelta(seconds=1)
        headers = {**self.door.headers(self.account, REASON), **given.pop("headers", {})}
        return self.door.request(method, f"/api/v1{path}", headers=headers, **given)

    def get(self, path: str, schema: str, **filters: str) -> Any:
        """An answer of the shape that the document gives."""
        return self._shaped(self.ask("GET", path, params=filters), schema)

    def receive(self, **given: Any) -> Any:
        """A referral is received."""
        body = {"referred_by": "school", "concern": "neglect", **given}
        return self._shaped(self.ask("POST", "/referrals", json=body), "ReferralWorked")

    def step(self, id_: str, step: str, etag: str | None = None, **said: Any) -> httpx2.Response:
        """One step, of the state as it is now unless told of another."""
        seen = etag or self.get(f"/referrals/{id_}", "Referral")["etag"]
        body = {"step": step, **said}
        return self.ask("POST", f"/referrals/{id_}/steps", json=body, headers={"If-Match": seen})

    def taken(self, id_: str, step: str, **said: Any) -> Any:
        """One step that is written down."""
        return self._shaped(self.step(id_, step, **said), "ReferralWorked")

    def correct(
        self, id_: str, entry: str, step: str | None = None, why: str = "", **said: Any
    ) -> httpx2.Response:
        """An entry of the state as it is now is corrected; without a step it is taken back."""
        seen = self.get(f"/referrals/{id_}", "Referral")["etag"]
        body: dict[str, Any] = {"entry": entry, **({"why": why} if why else {})}
        if step is not None:
            body["correct"] = {"step": step, **said}
        path = f"/referrals/{id_}/corrections"
        return self.ask("POST", path, json=body, headers={"If-Match": seen})

    def confer(self, **given: Any) -> httpx2.Response:
        """A conference is written down."""
        return self.ask("POST", "/conferences", json={"conference": "initial", **given})

    def _shaped(self, response: httpx2.Response, schema: str) -> Any:
        assert response.status_code == 200, response.text[:500]
        said = response.json()
        jsonschema.validate(said, REFERRING_SCHEMAS[schema])
        return said
