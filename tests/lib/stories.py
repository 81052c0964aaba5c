"""A force told step by step: what is recorded, asked, judged, changed and erased (N1).

Every answer that went out is remembered; :meth:`Story.check` gives each of them again.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from linkage.subjects import Subject
from records.calendar import instant_to_text
from serving.access.permissions import Officer
from serving.model_store import Held
from serving.replay import ANSWERED, Recomputed, Verdict, code_in_use, replay
from serving.service.ask_erasure import ask_erasure
from serving.service.erase_child import approve_erasure
from serving.service.measure_replay import ReplayRates, measure_replay
from serving.service.past_entries import read_answer
from serving.store.accounts import find_account, save_account
from serving.store.erased import read_erasures
from serving.store.links import current_links
from serving.store.verifying import verify_log
from serving.tables.who import WHO
from tests.lib.door import Door
from tests.lib.extracts import Extracts
from tests.lib.link_review import NOW, doubtful_force
from tests.lib.postgres import fast_disk
from tests.lib.story_parts import CARDS, POLICIES, TIMETABLES
from tests.lib.story_records import StoryRecords

__all__ = ["Story"]

_API = "/api/v1"
_WHY = "Said by the story, step by step."
_RECORDS = Officer("records", "Records", ("records_manager",))
_SECOND = Officer("records-second", "Second", ("records_manager",))


@cache
def _begun() -> Path:
    """A folder with the store in which every story on SQLite begins, taken in and linked."""
    folder = Path(tempfile.mkdtemp(prefix="missing-risk-begun-", dir=fast_disk()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Door(folder, doubtful_force()).store.close()
    return folder


@dataclass(frozen=True)
class _Sent:
    """One answer that went out."""

    entry: str
    body: bytes


class Story:
    """One force and its service, told from the outside."""

    def __init__(self, folder: Path, store: str | None = None) -> None:
        self.folder, self._address = folder, store
        self.written = StoryRecords(doubtful_force(), lambda: self.door.moment)
        self.sent: list[_Sent] = []
        self.taken: list[str] = []
        self.acts: list[str] = []
        self.ids: set[str] = set()
        self.erased: set[str] = set()
        self._extracts = 0
        if store is None:
            for file in _begun().iterdir():
                if file.is_file():
                    shutil.copy(file, folder)
        self._open(None if store is None else self.written.made, has_accounts=store is None)

    def _open(
        self, extracts: Extracts | None, moment: datetime = NOW, *, has_accounts: bool
    ) -> None:
        self.door = Door(
            self.folder, extracts, self._address,
            moment=moment, cards=CARDS[0], has_accounts=has_accounts,
        )  # fmt: skip
        self.door.__enter__()

    def close(self) -> None:
        """End the service."""
        self.door.__exit__()

    # ------------------------------------------------------------------ what is recorded

    def takes_in(self) -> None:
        """Extracts are read and records linked."""
        self._extracts += 1
        self.written.made.now = self.door.moment
        self.door.take_in(self.written.made, f"extracts-{self._extracts}")

    # ------------------------------------------------------------------ what is asked

    def children(self) -> list[str]:
        """Every id that ever was a child's."""
        with self.door.store.reading() as connection:
            self.ids |= set(current_links(connection, WHO[Subject.CHILD]).values())
        return sorted(self.ids)

    def child(self, which: int) -> str:
        """One of them."""
        children = self.children()
        return children[which % len(children)]

    def ask(
        self,
        method: str,
        path: str,
        account: str = "officer",
        reason: str = "missing_report",
        **given: Any,
    ) -> Any:
        """One request; what is answered is remembered with its entry."""
        headers = {**self.door.headers(account, reason), **given.pop("headers", {})}
        response = self.door.request(method, _API + path, headers=headers, **given)
        assert response.status_code < 500, (path.partition("?")[0], response.status_code)
        if response.status_code == 200 and "X-Audit-Entry" in response.headers:
            named = response.headers["X-Audit-Entry"].split(",")
            self.sent += [_Sent(entry, response.content) for entry in named]
        return response

    def looks(self, which: int, account: str, days: int = 0, *, in_emergency: bool = False) -> Any:
        """Somebody looks, now or as of a past day."""
        asked: dict[str, str] = {}
        if days:
            asked["as_of"] = instant_to_text(self.door.moment - timedelta(days=days))
        if in_emergency:
            asked["emergency"] = "true"
        path = f"/children/{self.child(which)}/risk"
        reason = "other; She was seen in a car near the canal." if in_emergency else "found"
        return self.ask("GET", path, account, reason, params=asked)

    def discloses(self, which: int) -> Any:
        """An answer is passed on."""
        given = {"to_whom": "Duty social worker", "purpose": "safeguarding", "why": _WHY}
        return self.ask("POST", f"/children/{self.child(which)}/disclosures", json=given)

    def searches(self, whom: int) -> None:
        """Somebody searches."""
        people = self.written.persons()
        name = people[whom % len(people)].full_name
        self.ask("POST", "/children/search", json={"name": name})

    def replays(self, which: int) -> None:
        """An auditor has a past answer given again."""
        if self.sent:
            past = self.sent[which % len(self.sent)]
            self.ask("GET", f"/audit/{past.entry}/replay", "auditor", "audit")

    # ------------------------------------------------------------------ what people decide

    def judges(self, which: int, said: str) -> None:
        """A reviewer judges a link in doubt."""
        listed = self.ask("GET", "/links/doubtful", "reviewer", "review").json()["links"]
        if listed:
            path = f"/links/doubtful/{listed[which % len(listed)]['link']}/judgement"
            done = self.ask("POST", path, "reviewer", "review", json={"said": said, "why": _WHY})
            self._remember_act(done)

    def splits(self, which: int) -> None:
        """A reviewer splits a record off a child."""
        person = self.child(which)
        shown = self.ask("GET", f"/links/people/{person}/records", "reviewer", "review")
        if shown.status_code == 200 and len(records := shown.json()["records"]) > 1:
            named = [{"system": records[0]["system"], "reference": records[0]["reference"]}]
            given = {"records": named, "why": _WHY}
            path = f"/links/people/{person}/split"
            self._remember_act(self.ask("POST", path, "reviewer", "review", json=given))

    def undoes(self, which: int) -> None:
        """A reviewer takes an act back."""
        if self.acts:
            path = f"/links/judgements/{self.acts[which % len(self.acts)]}/undo"
            self.ask("POST", path, "reviewer", "review", json={"why": _WHY})

    def _remember_act(self, response: Any) -> None:
        if response.status_code == 200:
            self.acts.append(response.json()["act"])

    def limits(self, which: int, *, lift: bool) -> None:
        """A supervisor limits a record to a team, or lifts the limits."""
        child = self.child(which)
        listed = self.ask("GET", "/restrictions", "supervisor").json()
        tags = [row["etag"] for row in listed["restrictions"] if row["child"] == child]
        headers = {"If-Match": (tags or [listed["unlimited_etag"]])[0]}
        given: Mapping[str, Any] = {} if lift else {"json": {"team": "City North"}}
        reason = "safeguarding; Her mother works at the front desk."
        path = f"/children/{child}/restriction"
        method = "DELETE" if lift else "PUT"
        self.ask(method, path, "supervisor", reason, headers=headers, **given)

    def erases(self, which: int) -> None:
        """Two records managers have a child's records erased."""
        child = self.child(which)
        if child in self.erased:
            return
        try:
            self.door._run(ask_erasure(self.door.service, _RECORDS, child, "retention_over", _WHY))
        except Exception as refused:
            if type(refused).__name__ in ("NoSuchChildError", "ErasedChildError"):
                return
            raise
        self.tick()
        with self.door.store.reading() as connection:
            asked = next(e for e in read_erasures(connection) if not e.is_done)
        self.door._run(approve_erasure(self.door.service, _SECOND, asked.id, _WHY))
        self.erased |= {child, asked.child}

    # ------------------------------------------------------------------ what changes beneath

    def promotes(self, which: int) -> None:
        """Other scorecards come into use."""
        self.door.held = Held(CARDS[which % len(CARDS)])

    def changes_rules(self, policy: int, intervals: int) -> None:
        """Another policy and another timetable come into force."""
        self.door.service.policy = POLICIES[policy % len(POLICIES)]
        self.door.service.intervals = TIMETABLES[intervals % len(TIMETABLES)]

    def changes_role(self, team: str | None) -> None:
        """The officer goes to another team."""
        with self.door.store.writing() as connection:
            account = find_account(connection, "officer")
            assert account is not None
            save_account(connection, replace(account, team=team))

    def restarts(self) -> None:
        """The service ends and begins again; what it held in memory is gone."""
        moment = self.door.moment
        self.door.__exit__()
        self._open(None, moment, has_accounts=True)

    def verifies(self) -> None:
        """The log is verified in the middle of it all, sealed or about to be."""
        report = verify_log(self.door.store)
        assert report.is_sound, [str(fault) for fault in report.faults][:3]

    def tick(self, minutes: int = 1) -> None:
        """Time passes."""
        self.door.moment += timedelta(minutes=minutes)

    # ------------------------------------------------------------------ what must hold

    def check(self) -> None:
        """Every answer that went out comes again, byte for byte; the log is sound."""
        code = code_in_use()
        for sent in self.sent:
            with self.door.store.reading() as connection:
                found = read_answer(connection, sent.entry)
            again, kind = replay(found.past, found.kept, code), found.stored.entry.fields["kind"]
            what = f"{kind}: {again.verdict.value}, {again.cause and again.cause.name}"
            if again.verdict is Verdict.ERASED:
                assert self.erased, what
                continue
            assert again.body == sent.body, what
            if ANSWERED[kind] is not Recomputed.FROM_INPUTS:
                assert again.verdict is Verdict.KEPT_ONLY, what
            elif again.cause is not None and again.cause.name == "erased":
                assert self.erased, what
            else:
                assert again.verdict is Verdict.IDENTICAL, what
                assert again.recomputed == sent.body

    def end(self) -> ReplayRates:
        """The last word of a story: all answers again, the log verified, the rates whole."""
        self.check()
        self.verifies()
        rates = measure_replay(self.door.store)
        assert rates.kept == rates.answers, rates.causes
        assert rates.unexplained == 0, rates.causes
        if not self.erased:
            assert rates.recomputed == rates.about_children, rates.causes
        return rates
