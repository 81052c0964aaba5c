"""How kinds of entry are provoked; each says who and whom its entry must then name (N6).

What :mod:`tests.web.audit_matrix` is made of.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from duties.intervals import load_intervals
from linkage.subjects import Subject
from linkage.weights import load_weights
from serving.figures.publish_months import publish_months
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

__all__ = [
    "ask_to_erase",
    "by_route",
    "erase_child",
    "erase_parts",
    "judge_link",
    "keep_apart",
    "let_go",
    "link_records",
    "list_missing",
    "look_in_emergency",
    "make_indicators",
    "on_closed_log",
    "refuse_look",
    "refuse_sign_in",
    "rescore_children",
    "send_message",
    "sign_in",
    "split_child",
    "take_in_extracts",
    "take_snapshot",
    "tell_people",
    "undo_judgement",
]

_API = "/api/v1"
_LINKS = f"{_API}/links"
_WORDS = "safeguarding; Her mother works at the front desk."
_WHY = "No purpose is left."
_PLAN = f"{_API}/plans/{{reference}}"


def by_route(
    method: str, path: str, account: str, child: str | None = None, recipient: str = ""
) -> Provoke:
    """A row that is the sample of a route; ``child`` is the name of its id in the path."""

    def provoke(scene: Scene) -> Provoked:
        response, ids = ask_route(scene, method, path, account)
        assert response.status_code == SAMPLES[method, path].gives, response.text[:300]
        whom = child if child in (None, SOMEBODY) else ids[child]
        return Provoked(account, whom, response, recipient)

    return provoke


def look_in_emergency(scene: Scene) -> Provoked:
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


def list_missing(scene: Scene) -> Provoked:
    """One child of a list: what was told of that child alone, under an entry of its own."""
    response, _ = ask_route(scene, "GET", "/missing-now", "supervisor")
    assert response.status_code == 200, response.text[:300]
    return Provoked("supervisor", SOMEBODY, response)


def take_in_extracts(scene: Scene) -> Provoked:
    """Extracts with one more child are taken in."""
    _take_in(scene, "Ned", 7_001)
    return Provoked(HOST.officer.name)


def _take_in(scene: Scene, name: str, first: int) -> None:
    """One more child, in extracts whose entries are numbered from ``first`` on."""
    made = Extracts(NOW, first)
    child = made.person(S1, f"P-{first}", "Laterly", forename=name)
    made.missing(child, NOW - timedelta(days=2), 3)
    directory = made.write(scene.folder / name)
    ingest_extracts(scene.door.store, directory, scene.door.moment, HOST)


def send_message(scene: Scene) -> Provoked:
    """A message about a child leaves: a disclosure that the child's entries show."""
    child = scene.door.find("Benedict Thornebury")
    push_about(scene.door, child)
    deliver_to(scene.door, Kept())
    return Provoked(SENDER.name, child, recipient="City North")


def tell_people(scene: Scene) -> Provoked:
    """The log isn't sealed, say, which those who run the service are told of."""
    service, when = scene.door.service, scene.door.moment
    look_around(service, when, service.policy, log_trouble="no key")
    return Provoked(SENDER.name)


def link_records(scene: Scene) -> Provoked:
    """The host links the records."""
    weights = {subject: load_weights(subject) for subject in Subject}
    link_store(scene.door.store, weights, scene.door.moment, HOST)
    return Provoked(HOST.officer.name)


def rescore_children(scene: Scene) -> Provoked:
    """The host rescores everybody."""
    rescore_store(scene.door.store, rules(), scene.door.moment, by=HOST)
    return Provoked(HOST.officer.name)


def make_indicators(scene: Scene) -> Provoked:
    """The host makes the months' indicators."""
    publish_months(scene.door.store, load_intervals(), scene.door.moment, by=HOST)
    return Provoked(HOST.officer.name)


def take_snapshot(scene: Scene) -> Provoked:
    """The host exports a snapshot."""
    export_snapshot(scene.door.store, scene.folder / "snapshot", scene.door.moment, HOST)
    return Provoked(HOST.officer.name)


def judge_link(scene: Scene) -> Provoked:
    """A link in doubt is judged to be one child."""
    link = Review(scene.door).find(*BENEDICT)
    path = f"{_LINKS}/doubtful/{{link_id}}/judgement"
    body = {"said": "same", "why": "One family."}
    ids = {"link_id": link}
    response, _ = ask_route(scene, "POST", path, "reviewer", ids=ids, body=body)
    assert response.status_code == 200, response.text[:300]
    return Provoked("reviewer", SOMEBODY, response)


def split_child(scene: Scene) -> Provoked:
    """What the row before put together is parted again."""
    child = scene.door.find("Benedict Thornebury")
    body = {"records": [{"system": "S2", "reference": "Q-1"}], "why": "Two boys."}
    path = f"{_LINKS}/people/{{person_id}}/split"
    response, _ = ask_route(scene, "POST", path, "reviewer", ids={"person_id": child}, body=body)
    assert response.status_code == 200, response.text[:300]
    return Provoked("reviewer", SOMEBODY, response)


def undo_judgement(scene: Scene) -> Provoked:
    """A judgement is undone a minute later."""
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


def refuse_look(scene: Scene) -> Provoked:
    """Somebody who may not looks at a child."""
    path = f"{_API}/children/{{child_id}}/risk"
    response, _ = ask_route(scene, "GET", path, "analyst")
    assert response.status_code == 403
    return Provoked("analyst", None, response)


def refuse_sign_in(scene: Scene) -> Provoked:
    """Somebody signs in with a guessed password."""
    form = {"account": "officer", "password": "guessed " + secrets.token_hex(4)}
    response = scene.callers.ask(None, "POST", "/sign-in", form=form)
    assert response.status_code == 422, response.status_code
    return Provoked(SOMEBODY, None, response)


def sign_in(scene: Scene) -> Provoked:
    """An officer signs in."""
    response, _ = ask_route(scene, "POST", "/sign-in", "officer")
    assert response.status_code == 303, response.status_code
    return Provoked("officer", None, response)


def erase_child(scene: Scene) -> Provoked:
    """The erasure of a child is asked for, and approved by somebody else."""
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


def ask_to_erase(scene: Scene) -> Provoked:
    """The erasure of a child is asked for."""
    child = scene.door.find("Kit Ashdownley")
    body = {"child": child, "rule": "court_order", "why": _WHY}
    response = scene.callers.ask("records", "POST", f"{_API}/erasures", body=body)
    assert response.status_code == 200, response.text[:300]
    return Provoked("records", child, response)


def erase_parts(scene: Scene) -> Provoked:
    """Of a child at whom somebody had looked; so its own row is another child's."""
    _take_in(scene, "Una", 8_001)
    link_records(scene)
    child = scene.door.find("Una Laterly")
    scene.door.risk(child)
    body = {"child": child, "rule": "retention_over", "why": _WHY}
    asked = scene.callers.ask("records", "POST", f"{_API}/erasures", body=body)
    scene.door.moment += timedelta(minutes=1)
    path = f"{_API}/erasures/{asked.json()['id']}/approval"
    response = scene.callers.ask("records-second", "POST", path, body={"why": _WHY})
    assert response.status_code == 200, response.text[:300]
    return Provoked("records-second", None, response)


def let_go(scene: Scene) -> Provoked:
    """That a request was carried out need not be known two days later."""
    sent = {"Idempotency-Key": "search-" + secrets.token_hex(8)}
    ask_route(scene, "POST", f"{_API}/children/search", "officer", headers=sent)
    scene.door.moment += timedelta(days=2)
    run_retention(scene.door.store, scene.door.moment, HOST)
    return Provoked(HOST.officer.name)


def on_closed_log(act: Callable[..., Any]) -> Provoke:
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


def keep_apart(scene: Scene) -> Provoked:
    """A save of a section whose state the officer saw long ago."""
    path = f"{_PLAN}/draft/sections/{{section}}"
    response, _ = ask_route(
        scene, "PUT", path, "neighbourhood", headers={"If-Match": '"of-long-ago"'},
        body={"content": ["Look at the old mill."]},
    )  # fmt: skip
    assert response.status_code == 412, response.text[:300]
    return Provoked("neighbourhood", SOMEBODY)
