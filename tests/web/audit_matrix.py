"""Kind of entry -> how it is provoked, and who and whom its entry must then name (N6).

Whoever adds a kind to :mod:`serving.access.kinds` adds its row here. The rows are tried in
their order, at one door whose force is :func:`tests.lib.link_review.doubtful_force`; those
that change it for good come last.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from duties.intervals import load_intervals
from linkage.subjects import Subject
from linkage.weights import load_weights
from serving.figures.publish_months import publish_months
from serving.service.close_log import change_log_key, close_log
from serving.service.export_snapshot import export_snapshot
from serving.service.ingest_extracts import ingest_extracts
from serving.service.link_records import link_store
from serving.service.rescore import rescore_store
from serving.service.run_retention import run_retention
from serving.store.opening import open_store
from serving.telling.deliver import SENDER
from serving.telling.look_around import look_around
from tests.lib.acting import HOST
from tests.lib.door import Door
from tests.lib.extracts import S1, Extracts
from tests.lib.link_review import BENEDICT, NOW, TWINS, Review
from tests.lib.rescoring import rules
from tests.lib.telling import Kept, deliver_to, push_about
from tests.web.audit_scene import SOMEBODY, Provoke, Provoked, Scene, ask_route
from tests.web.route_samples import SAMPLES

__all__ = ["MATRIX"]

_API = "/api/v1"
_LINKS = f"{_API}/links"
_WORDS = "safeguarding; Her mother works at the front desk."
_WHY = "No purpose is left."


def _route(
    method: str, path: str, account: str, child: str | None = None, recipient: str = ""
) -> Provoke:
    """A row that is the sample of a route; ``child`` is the name of its id in the path."""

    def provoke(scene: Scene) -> Provoked:
        response, ids = ask_route(scene, method, path, account)
        assert response.status_code == SAMPLES[method, path].gives, response.text[:300]
        whom = child if child in (None, SOMEBODY) else ids[child]
        return Provoked(account, whom, response, recipient)

    return provoke


def _emergency(scene: Scene) -> Provoked:
    """Her record is limited to a team; somebody of no team opens it in an emergency."""
    limit = f"{_API}/children/{{child_id}}/restriction"
    _, ids = ask_route(scene, "PUT", limit, "supervisor", reason=_WORDS)
    response, _ = ask_route(
        scene,
        "GET",
        f"{_API}/children/{{child_id}}/risk",
        "officer",
        ids=ids,
        query={"emergency": "true"},
        reason="missing_report; Reported missing ten minutes ago from school.",
    )
    assert response.status_code == 200, response.text[:300]
    ask_route(scene, "DELETE", limit, "supervisor", reason=_WORDS)
    return Provoked("officer", ids["child_id"], response)


def _listed(scene: Scene) -> Provoked:
    """One child of a list: what was told of that child alone, under an entry of its own."""
    response, _ = ask_route(scene, "GET", "/missing-now", "supervisor")
    assert response.status_code == 200, response.text[:300]
    return Provoked("supervisor", SOMEBODY, response)


def _extracts(scene: Scene) -> Provoked:
    _take_in(scene, "Ned", 7_001)
    return Provoked(HOST.officer.name)


def _take_in(scene: Scene, name: str, first: int) -> None:
    """One more child, in extracts whose entries are numbered from ``first`` on."""
    made = Extracts(NOW, first)
    child = made.person(S1, f"P-{first}", "Laterly", forename=name)
    made.missing(child, NOW - timedelta(days=2), 3)
    directory = made.write(scene.folder / name)
    ingest_extracts(scene.door.store, directory, scene.door.moment, HOST)


def _sent(scene: Scene) -> Provoked:
    """A message about a child leaves: a disclosure that the child's entries show."""
    child = scene.door.find("Benedict Thornebury")
    push_about(scene.door, child)
    deliver_to(scene.door, Kept())
    return Provoked(SENDER.name, child, recipient="City North")


def _told(scene: Scene) -> Provoked:
    """The log isn't sealed, say, which those who run the service are told of."""
    service, when = scene.door.service, scene.door.moment
    look_around(service, when, service.policy, log_trouble="no key")
    return Provoked(SENDER.name)


def _linked(scene: Scene) -> Provoked:
    weights = {subject: load_weights(subject) for subject in Subject}
    link_store(scene.door.store, weights, scene.door.moment, HOST)
    return Provoked(HOST.officer.name)


def _rescored(scene: Scene) -> Provoked:
    rescore_store(scene.door.store, rules(), scene.door.moment, by=HOST)
    return Provoked(HOST.officer.name)


def _indicators_made(scene: Scene) -> Provoked:
    publish_months(scene.door.store, load_intervals(), scene.door.moment, by=HOST)
    return Provoked(HOST.officer.name)


def _snapshot(scene: Scene) -> Provoked:
    export_snapshot(scene.door.store, scene.folder / "snapshot", scene.door.moment, HOST)
    return Provoked(HOST.officer.name)


def _judged(scene: Scene) -> Provoked:
    link = Review(scene.door).find(*BENEDICT)
    path = f"{_LINKS}/doubtful/{{link_id}}/judgement"
    body = {"said": "same", "why": "One family."}
    ids = {"link_id": link}
    response, _ = ask_route(scene, "POST", path, "reviewer", ids=ids, body=body)
    assert response.status_code == 200, response.text[:300]
    return Provoked("reviewer", SOMEBODY, response)


def _split(scene: Scene) -> Provoked:
    """What the row before put together is parted again."""
    child = scene.door.find("Benedict Thornebury")
    body = {"records": [{"system": "S2", "reference": "Q-1"}], "why": "Two boys."}
    path = f"{_LINKS}/people/{{person_id}}/split"
    response, _ = ask_route(scene, "POST", path, "reviewer", ids={"person_id": child}, body=body)
    assert response.status_code == 200, response.text[:300]
    return Provoked("reviewer", SOMEBODY, response)


def _undone(scene: Scene) -> Provoked:
    link = Review(scene.door).find(*TWINS)
    judged, _ = ask_route(
        scene, "POST", f"{_LINKS}/doubtful/{{link_id}}/judgement", "reviewer",
        ids={"link_id": link}, body={"said": "different", "why": "Two girls."},
    )  # fmt: skip
    scene.door.moment += timedelta(minutes=1)
    response, _ = ask_route(
        scene, "POST", f"{_LINKS}/judgements/{{act_id}}/undo", "reviewer",
        ids={"act_id": judged.json()["act"]},
    )  # fmt: skip
    assert response.status_code == 200, response.text[:300]
    return Provoked("reviewer", SOMEBODY, response)


def _refused(scene: Scene) -> Provoked:
    path = f"{_API}/children/{{child_id}}/risk"
    response, _ = ask_route(scene, "GET", path, "analyst")
    assert response.status_code == 403
    return Provoked("analyst", None, response)


def _sign_in_refused(scene: Scene) -> Provoked:
    form = {"account": "officer", "password": "guessed " + secrets.token_hex(4)}
    response = scene.callers.ask(None, "POST", "/sign-in", form=form)
    assert response.status_code == 422, response.status_code
    return Provoked(SOMEBODY, None, response)


def _signed_in(scene: Scene) -> Provoked:
    response, _ = ask_route(scene, "POST", "/sign-in", "officer")
    assert response.status_code == 303, response.status_code
    return Provoked("officer", None, response)


def _erased(scene: Scene) -> Provoked:
    child = scene.door.find("Ned Laterly")
    asked = scene.callers.ask(
        "records", "POST", f"{_API}/erasures",
        body={"child": child, "rule": "retention_over", "why": _WHY},
    )  # fmt: skip
    assert asked.status_code == 200, asked.text[:300]
    scene.door.moment += timedelta(minutes=1)
    path = f"{_API}/erasures/{asked.json()['id']}/approval"
    response = scene.callers.ask("records-second", "POST", path, body={"why": _WHY})
    assert response.status_code == 200, response.text[:300]
    return Provoked("records-second", child, response)


def _asked_to_erase(scene: Scene) -> Provoked:
    child = scene.door.find("Kit Ashdownley")
    body = {"child": child, "rule": "court_order", "why": _WHY}
    response = scene.callers.ask("records", "POST", f"{_API}/erasures", body=body)
    assert response.status_code == 200, response.text[:300]
    return Provoked("records", child, response)


def _parts_erased(scene: Scene) -> Provoked:
    """Of a child at whom somebody had looked; so its own row is another child's."""
    _take_in(scene, "Una", 8_001)
    _linked(scene)
    child = scene.door.find("Una Laterly")
    scene.door.risk(child)
    body = {"child": child, "rule": "retention_over", "why": _WHY}
    asked = scene.callers.ask("records", "POST", f"{_API}/erasures", body=body)
    scene.door.moment += timedelta(minutes=1)
    path = f"{_API}/erasures/{asked.json()['id']}/approval"
    response = scene.callers.ask("records-second", "POST", path, body={"why": _WHY})
    assert response.status_code == 200, response.text[:300]
    return Provoked("records-second", None, response)


def _let_go(scene: Scene) -> Provoked:
    """That a request was carried out need not be known two days later."""
    sent = {"Idempotency-Key": "search-" + secrets.token_hex(8)}
    ask_route(scene, "POST", f"{_API}/children/search", "officer", headers=sent)
    scene.door.moment += timedelta(days=2)
    run_retention(scene.door.store, scene.door.moment, HOST)
    return Provoked(HOST.officer.name)


def _closed_log(act: Callable[..., Any]) -> Provoke:
    """Acts on a log whose service has stopped: on a store of their own."""

    def provoke(scene: Scene) -> Provoked:
        folder = scene.folder / secrets.token_hex(4)
        moment = scene.door.moment
        with Door(folder, None, moment=moment) as door:
            settings = door.settings
        with open_store(settings.store, writer=True, origin=settings.log_origin) as store:
            act(
                store, settings, HOST.officer, "restored after a fire",
                lambda: moment + timedelta(hours=1), secrets.token_bytes,
            )  # fmt: skip
        return Provoked(HOST.officer.name, store=open_store(settings.store, writer=False))

    return provoke


def _kept_apart(scene: Scene) -> Provoked:
    """A save of a section whose state the officer saw long ago."""
    path = f"{_PLAN}/draft/sections/{{section}}"
    response, _ = ask_route(
        scene, "PUT", path, "neighbourhood", headers={"If-Match": '"of-long-ago"'},
        body={"content": ["Look at the old mill."]},
    )  # fmt: skip
    assert response.status_code == 412, response.text[:300]
    return Provoked("neighbourhood", SOMEBODY)


_PLAN = f"{_API}/plans/{{reference}}"
_ABDUCTION = f"{_API}/abduction-notices/{{reference}}"
_CHILD = f"{_API}/children/{{child_id}}"
_REPORTS = f"{_API}/missing-reports"

MATRIX: Mapping[str, Provoke] = {
    "CHILDREN_SEARCHED": _route("POST", f"{_API}/children/search", "officer"),
    "CHILD_VIEWED": _route("GET", f"{_CHILD}/risk", "officer", "child_id"),
    "CHILD_VIEWED_IN_EMERGENCY": _emergency,
    "CHILD_DISCLOSED": _route(
        "POST", f"{_CHILD}/disclosures", "officer", "child_id", "Duty social worker"
    ),
    "CHILD_LISTED": _listed,
    "MISSING_NOW_LISTED": _route("GET", f"{_API}/missing-now", "supervisor"),
    "DUTIES_LISTED": _route("GET", f"{_API}/duties", "supervisor"),
    "BRIEFING_SHOWN": _route("GET", f"{_API}/briefing", "officer"),
    "BRIEFING_PRINTED": _route("POST", "/briefing/print", "officer", recipient="Night shift"),
    "MISSING_REPORT_OPENED": _route("POST", _REPORTS, "officer", SOMEBODY),
    "MISSING_REPORT_ANSWERED": _route("POST", _REPORTS, "officer", SOMEBODY),
    "MISSING_REPORT_VIEWED": _route("GET", f"{_REPORTS}/{{reference}}", "officer", SOMEBODY),
    "MISSING_REPORT_UPDATED": _route(
        "POST", f"{_REPORTS}/{{reference}}/updates", "officer", SOMEBODY
    ),
    "MISSING_CHILD_FOUND": _route("POST", f"{_REPORTS}/{{reference}}/found", "officer", SOMEBODY),
    "MISSING_INTERVIEW_RECORDED": _route(
        "POST", f"{_REPORTS}/{{reference}}/return-interviews", "neighbourhood", SOMEBODY
    ),
    "MISSING_REPORT_REVIEWED": _route(
        "POST", f"{_REPORTS}/{{reference}}/reviews", "supervisor", SOMEBODY
    ),
    "STRATEGY_MEETING_RECORDED": _route(
        "POST", f"{_REPORTS}/{{reference}}/strategy-meetings", "supervisor", SOMEBODY
    ),
    "MISSING_REPORT_WITHDRAWN": _route(
        "POST", f"{_REPORTS}/{{reference}}/withdrawal", "officer", SOMEBODY
    ),
    "TEAM_LOOKS_LISTED": _route("GET", f"{_API}/teams/looks", "neighbourhood"),
    "NOTICES_LISTED": _route("GET", f"{_API}/notices", "neighbourhood"),
    "NOTICE_ACKNOWLEDGED": _route(
        "POST", f"{_API}/notices/{{notice_id}}/acknowledgement", "neighbourhood"
    ),
    "MESSAGE_SENT": _sent,
    "PEOPLE_TOLD": _told,
    "MESSAGES_LISTED": _route("GET", f"{_API}/messages", "administrator"),
    "MESSAGES_MEASURED": _route("GET", f"{_API}/messages/figures", "administrator"),
    "MESSAGE_REVIVED": _route("POST", f"{_API}/messages/{{message_id}}/again", "administrator"),
    "CHILD_RESTRICTED": _route("PUT", f"{_CHILD}/restriction", "supervisor", "child_id"),
    "RESTRICTIONS_LISTED": _route("GET", f"{_API}/restrictions", "supervisor"),
    "RESTRICTION_LIFTED": _route("DELETE", f"{_CHILD}/restriction", "supervisor", "child_id"),
    "REFERRALS_LISTED": _route("GET", f"{_API}/referrals", "hub"),
    "REFERRAL_RECEIVED": _route("POST", f"{_API}/referrals", "hub", SOMEBODY),
    "REFERRAL_VIEWED": _route("GET", f"{_API}/referrals/{{referral}}", "hub", SOMEBODY),
    "REFERRAL_WORKED": _route("POST", f"{_API}/referrals/{{referral}}/steps", "hub", SOMEBODY),
    "CONFERENCES_VIEWED": _route("GET", f"{_CHILD}/conferences", "officer", "child_id"),
    "CONFERENCES_LISTED": _route("GET", f"{_API}/conferences", "hub"),
    "CONFERENCE_RECORDED": _route("POST", f"{_API}/conferences", "hub", SOMEBODY),
    "CHARGING_LISTED": _route("GET", f"{_API}/charging", "hub"),
    "INVESTIGATIONS_LISTED": _route("GET", f"{_API}/investigations", "hub"),
    "PLAN_BEGUN": _route("POST", f"{_API}/plans", "neighbourhood", SOMEBODY),
    "PLANS_LISTED": _route("GET", f"{_API}/plans", "neighbourhood"),
    "PLAN_VIEWED": _route("GET", _PLAN, "officer", SOMEBODY),
    "PLAN_SECTION_SAVED": _route(
        "PUT", f"{_PLAN}/draft/sections/{{section}}", "neighbourhood", SOMEBODY
    ),
    "PLAN_TEXT_KEPT_APART": _kept_apart,
    "PLAN_SUBMITTED": _route("POST", f"{_PLAN}/submission", "neighbourhood", SOMEBODY),
    "PLAN_SENT_BACK": _route("POST", f"{_PLAN}/return", "supervisor", SOMEBODY),
    "PLAN_APPROVED": _route("POST", f"{_PLAN}/approval", "supervisor", SOMEBODY),
    "PLAN_REVIEWED": _route("POST", f"{_PLAN}/review", "neighbourhood", SOMEBODY),
    "PLAN_ENDED": _route("POST", f"{_PLAN}/end", "supervisor", SOMEBODY),
    "PLAN_LOOKS_LISTED": _route("GET", f"{_PLAN}/looks", "neighbourhood", SOMEBODY),
    "ABDUCTION_NOTICE_SERVED": _route(
        "POST", f"{_API}/abduction-notices", "neighbourhood", SOMEBODY
    ),
    "ABDUCTION_NOTICE_VIEWED": _route("GET", _ABDUCTION, "officer", SOMEBODY),
    "ABDUCTION_NOTICE_CORRECTED": _route("PUT", _ABDUCTION, "neighbourhood", SOMEBODY),
    "ABDUCTION_NOTICE_BREACHED": _route("POST", f"{_ABDUCTION}/breach", "neighbourhood", SOMEBODY),
    "ABDUCTION_NOTICE_WITHDRAWN": _route(
        "POST", f"{_ABDUCTION}/withdrawal", "neighbourhood", SOMEBODY
    ),
    "FLAGGED_LISTED": _route("GET", f"{_API}/flagged", "neighbourhood"),
    "OWN_VIEW_GIVEN": _route("POST", f"{_CHILD}/review-views", "neighbourhood", "child_id"),
    "CHILD_REVIEWED": _route("POST", f"{_CHILD}/reviews", "neighbourhood", "child_id"),
    "REVIEW_CORRECTED": _route("POST", f"{_CHILD}/reviews/corrections", "supervisor", "child_id"),
    "ADVICE_JUDGED": _route("POST", f"{_CHILD}/judgements", "officer", "child_id"),
    "JUDGEMENTS_LISTED": _route("GET", f"{_API}/judgements", "supervisor"),
    "JUDGEMENT_APPROVED": _route(
        "POST", f"{_API}/judgements/{{reference}}/approval", "supervisor", SOMEBODY
    ),
    "JUDGEMENT_DECLINED": _route(
        "POST", f"{_API}/judgements/{{reference}}/refusal", "supervisor", SOMEBODY
    ),
    "JUDGEMENT_ENDED": _route("POST", f"{_API}/judgements/{{reference}}/end", "officer", SOMEBODY),
    "JUDGEMENTS_MEASURED": _route("GET", f"{_API}/judgements/figures", "manager"),
    "DOUBTFUL_LINKS_LISTED": _route("GET", f"{_LINKS}/doubtful", "reviewer"),
    "DOUBTFUL_LINK_VIEWED": _route("GET", f"{_LINKS}/doubtful/{{link_id}}", "reviewer", SOMEBODY),
    "PERSON_RECORDS_VIEWED": _route(
        "GET", f"{_LINKS}/people/{{person_id}}/records", "reviewer", "person_id"
    ),
    "LINK_JUDGED": _judged,
    "CHILD_SPLIT": _split,
    "JUDGEMENT_UNDONE": _undone,
    "AGREEMENT_MEASURED": _route("GET", f"{_LINKS}/agreement", "supervisor"),
    "CASE_AUDIT_DRAWN": _route("POST", f"{_API}/case-audits", "auditor"),
    "CASE_AUDITS_LISTED": _route("GET", f"{_API}/case-audits", "auditor"),
    "CASE_AUDIT_SHOWN": _route("GET", f"{_API}/case-audits/{{audit_id}}", "auditor"),
    "CASE_AUDITS_MEASURED": _route("GET", f"{_API}/case-audits/agreement", "auditor"),
    "AUDIT_GRADER_NAMED": _route("POST", f"{_API}/audit-cases/{{case_id}}/graders", "auditor"),
    "AUDIT_CASES_LISTED": _route("GET", f"{_API}/audit-cases", "grader"),
    "AUDIT_CASE_VIEWED": _route("GET", f"{_API}/audit-cases/{{case_id}}", "grader", SOMEBODY),
    "AUDIT_CASE_GRADED": _route(
        "POST", f"{_API}/audit-cases/{{case_id}}/grades", "grader", SOMEBODY
    ),
    "AUDIT_CASE_DECIDED": _route(
        "POST", f"{_API}/audit-cases/{{case_id}}/final", "grader", SOMEBODY
    ),
    "MODELS_SHOWN": _route("GET", f"{_API}/models", "analyst"),
    "SHADOW_MEASURED": _route("GET", f"{_API}/models/shadow", "analyst"),
    "LOG_SEARCHED": _route("POST", f"{_API}/audit/search", "auditor"),
    "LOG_ENTRY_VIEWED": _route("GET", f"{_API}/audit/{{entry_id}}", "auditor", SOMEBODY),
    "ANSWER_REPLAYED": _route("GET", f"{_API}/audit/{{entry_id}}/replay", "auditor", SOMEBODY),
    "LOG_PROVED": _route("GET", f"{_API}/log/entries/{{entry_id}}/proof", "auditor"),
    "UNUSUAL_ACCESS_REPORTED": _route("GET", f"{_API}/audit/unusual", "auditor"),
    "LOG_FIGURES_SHOWN": _route("GET", f"{_API}/audit/figures", "manager"),
    "INDICATORS_MADE": _indicators_made,
    "INDICATORS_SHOWN": _route("GET", f"{_API}/indicators", "manager"),
    "INDICATOR_TRACED": _route("GET", f"{_API}/indicators/{{indicator_id}}/cases", "supervisor"),
    "RETENTION_LISTED": _route("GET", f"{_API}/retention/due", "records"),
    "RETENTION_DECIDED": _route(
        "POST", f"{_API}/retention/{{child_id}}/decision", "records", "child_id"
    ),
    "SIGNED_IN": _signed_in,
    "SIGN_IN_REFUSED": _sign_in_refused,
    "SIGNED_OUT": _route("POST", "/sign-out", "officer"),
    "LOOK_REFUSED": _refused,
    "ACCOUNTS_LISTED": _route("GET", f"{_API}/accounts", "administrator"),
    "ACCOUNT_CHANGED": _route("POST", f"{_API}/accounts", "administrator"),
    "SETTINGS_SHOWN": _route("GET", f"{_API}/settings", "administrator"),
    "QUARANTINE_LISTED": _route("GET", f"{_API}/quarantine", "administrator"),
    # ------------------------------------------------------------ what changes the force
    "EXTRACTS_TAKEN_IN": _extracts,
    "RECORDS_LINKED": _linked,
    "CHILDREN_RESCORED": _rescored,
    "SNAPSHOT_EXPORTED": _snapshot,
    "ERASURE_ASKED": _asked_to_erase,
    "CHILD_ERASED": _erased,
    "PRIVATE_PARTS_ERASED": _parts_erased,
    "RETENTION_CARRIED_OUT": _let_go,
    # ------------------------------------------------------------ what ends a log
    "LOG_KEY_CHANGED": _closed_log(change_log_key),
    "LOG_CLOSED": _closed_log(close_log),
    "LOG_OPENED": _closed_log(close_log),
}
