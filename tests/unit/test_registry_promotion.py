"""Promoting: what refuses it, what a second person may let through, and the way back (N7)."""

from __future__ import annotations

from typing import Any

import pytest

from scorecard import Card
from tests.lib.registries import (
    APPROVER,
    MAIN_MODEL,
    MLFLOW_WARNINGS,
    NOTE,
    TRAINER,
    a_request,
    a_submission,
    aliases,
    an_own_card,
    beside,
    emptied,
    fresh_registry,
    gates_with,
    refused,
    submit,
)
from tests.lib.registries import promote_main as promote
from training.errors import RegistryError
from training.judging.rows import Probe
from training.judging.verdict import GATES
from training.registry.asking import asking
from training.registry.decisions import Decision, deciding, decisions_about
from training.registry.listing import fetch_registration, list_model
from training.registry.names import CHALLENGER, CHAMPION, PREVIOUS
from training.registry.promotion import PromotionRefusedError, rollback
from training.registry.reading import fetch_champion

pytestmark = MLFLOW_WARNINGS

FIRST, SECOND = list(GATES)[:2]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry in which nothing is ever promoted."""
    return fresh_registry(tmp_path_factory.mktemp("promotion"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A registry that tests use one after the other."""
    return fresh_registry(tmp_path_factory.mktemp("own"))


@pytest.fixture
def own(shared: str) -> str:
    """A registry of one test's own."""
    return emptied(shared)


@pytest.mark.parametrize("name", [TRAINER, "a. vale", "  A.\u00a0 VALE ", "\uff21. Vale"])
def test_who_trained_it_can_not_approve_it_however_the_name_is_written(
    name: str, address: str
) -> None:
    version = submit(address).version
    (reason,) = refused(address, version, approver=name)
    assert reason.endswith("trained it: a second person approves")


def test_the_trainers_login_is_the_trainer_too_and_one_login_for_both_is_told(own: str) -> None:
    version = submit(own, login="avale").version
    assert refused(own, version, approver="AVale") == (
        "AVale trained it: a second person approves",
    )
    promote(own, version, a_request(login="avale"))
    _, registration = fetch_registration(own, MAIN_MODEL, CHAMPION)
    assert registration.note == f"{NOTE} Approved under the same login as trained it."


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"approver": "  "}, "name who approves: a card is promoted by a person"),
        ({"note": ""}, "the note says why, in 20 characters or more"),
        ({"note": "fine    \n\t             "}, "the note says why, in 20 characters or more"),
        ({"accepted": ("colour",)}, "colour is no gate without a result"),
        (
            {"despite": "It is needed now.", "is_production": True},
            "gates are not overruled in production: train a card that passes them",
        ),
    ],
)
def test_a_request_that_lacks_something_is_refused(
    changed: dict[str, Any], reason: str, address: str
) -> None:
    version = submit(address).version
    (told,) = refused(address, version, **changed)
    assert told.startswith(reason)


@pytest.mark.parametrize(
    ("card", "changed", "reason"),
    [
        (
            an_own_card(catalogue_version="sha256:older"),
            {},
            "it was fitted on another feature catalogue: train again with this release",
        ),
        (
            an_own_card(),
            {"outcome": "exploitation-harm/1"},
            "its outcome is not the one that this release predicts: train again",
        ),
        (
            an_own_card(),
            {"probes": (Probe("shuffled_outcome", False, "AUC 0.61 when shuffled"),)},
            "a leak probe stopped it (shuffled_outcome): find the leak and train again",
        ),
    ],
)
def test_a_card_that_this_release_can_not_stand_for_is_refused(
    card: Card, changed: dict[str, Any], reason: str, address: str
) -> None:
    version = submit(address, card, **changed).version
    assert refused(address, version) == (reason,)


def test_a_card_that_a_probe_stopped_is_nobodys_challenger(own: str) -> None:
    good = submit(own)
    leaking = (Probe("future", False, "a planted entry of the future changes 12 values"),)
    stopped = submit(own, an_own_card(7), probes=leaking)
    assert stopped.stopped_by == ("future",)
    assert aliases(own) == {CHALLENGER: good.version}


def test_every_reason_is_told_at_once_each_on_a_line(address: str) -> None:
    version = submit(address, gates=gates_with(FIRST, False)).version
    with pytest.raises(PromotionRefusedError) as told:
        promote(address, version, a_request(approver=TRAINER, note=""))
    lines = str(told.value).splitlines()
    assert lines[0] == f"version {version} is not promoted:"
    assert len(lines) == 4


def test_promoting_keeps_who_when_why_and_the_version_before(own: str) -> None:
    card, better = an_own_card(), an_own_card(7)
    first = submit(own, card)
    promote(own, first.version, a_request())
    second = submit(own, better, changes=beside(first, card.content_hash))
    done = promote(own, second.version, a_request())
    assert (done.what, done.who, done.day, done.replaced) == (
        "promoted",
        APPROVER,
        "2026-11-22",
        "1",
    )
    assert aliases(own) == {CHAMPION: "2", PREVIOUS: "1", CHALLENGER: "2"}
    champion = fetch_champion(own, MAIN_MODEL)
    assert champion is not None
    assert champion.card == better
    told = {name: champion.tags[name] for name in ("approved_by", "approved_on", "approved_note")}
    assert told == {"approved_by": APPROVER, "approved_on": "2026-11-22", "approved_note": NOTE}
    assert refused(own, second.version) == ("version 2 is the champion already",)


@pytest.mark.parametrize(
    ("champion_points", "reason"),
    [
        (None, "judged beside no champion, but version 1 is champion now"),
        (9, "judged beside version 1, but of another card"),
    ],
)
def test_a_card_that_was_not_judged_beside_the_champion_of_now_is_refused(
    champion_points: int | None, reason: str, own: str
) -> None:
    first = submit(own, an_own_card(5))
    promote(own, first.version, a_request())
    champion = None if champion_points is None else first
    other = an_own_card(champion_points or 5).content_hash
    second = submit(own, an_own_card(7), changes=beside(champion, other))
    (told,) = refused(own, second.version)
    assert told.startswith(reason)


def test_of_two_cards_judged_beside_one_champion_the_second_is_refused(own: str) -> None:
    card = an_own_card()
    first = submit(own, card)
    promote(own, first.version, a_request())
    changes = beside(first, card.content_hash)
    versions = [submit(own, an_own_card(points), changes=changes).version for points in (6, 7)]
    promote(own, versions[0], a_request())
    (told,) = refused(own, versions[1])
    assert told == (
        "judged beside version 1, but version 2 is champion now: "
        "run missing-risk train on the same snapshot again"
    )


def test_going_back_restores_each_forerunner_in_turn_and_then_refuses(own: str) -> None:
    before, card = None, None
    for points in (5, 6, 7):
        card_hash = "" if card is None else card.content_hash
        card = an_own_card(points)
        before = submit(own, card, changes=beside(before, card_hash))
        promote(own, before.version, a_request())
    assert aliases(own) == {CHAMPION: "3", PREVIOUS: "2", CHALLENGER: "3"}
    done = rollback(own, MAIN_MODEL, a_request(note="Version 3 flags twice as many as planned."))
    assert (done.version, done.replaced) == ("2", "3")
    assert aliases(own) == {CHAMPION: "2", PREVIOUS: "1", CHALLENGER: "3"}
    rollback(own, MAIN_MODEL, a_request())
    assert aliases(own) == {CHAMPION: "1", CHALLENGER: "3"}
    with pytest.raises(PromotionRefusedError, match="there is no version to go back to"):
        rollback(own, MAIN_MODEL, a_request())
    assert [d.what for d in list_model(own, MAIN_MODEL).decisions[:3]].count("refused") == 1
    # The card that went is judged beside the one that stands now, if it is wanted again.
    (told,) = refused(own, "3")
    assert told.startswith("judged beside version 2, but version 1 is champion now")


def test_going_back_to_a_card_that_this_release_can_not_serve_is_refused(own: str) -> None:
    card = an_own_card()
    first = submit(own, card)
    promote(own, first.version, a_request())
    second = submit(own, an_own_card(7), changes=beside(first, card.content_hash))
    promote(own, second.version, a_request())
    older = submit(own, an_own_card(catalogue_version="sha256:older"))
    with asking(own) as client:
        client.set_registered_model_alias(MAIN_MODEL, PREVIOUS, older.version)
    with pytest.raises(PromotionRefusedError, match="another feature catalogue"):
        rollback(own, MAIN_MODEL, a_request())
    assert aliases(own)[CHAMPION] == second.version


def test_a_card_promoted_again_says_nothing_of_its_first_promotion(own: str) -> None:
    card = an_own_card()
    first = submit(own, card)
    promote(own, first.version, a_request())
    changes = beside(first, card.content_hash)
    second = submit(own, an_own_card(7), changes=changes, gates=gates_with(SECOND, None))
    promote(own, second.version, a_request(despite="To be tried.", is_production=False))
    rollback(own, MAIN_MODEL, a_request())
    promote(own, second.version, a_request(accepted=(SECOND,)))
    champion = fetch_champion(own, MAIN_MODEL)
    assert champion is not None
    assert champion.version == second.version
    assert champion.tags["accepted"] == SECOND
    assert not {"promoted_despite", "despite_reason", "rolled_back_on"} & set(champion.tags)


def test_a_promotion_that_broke_off_is_listed_as_that(own: str) -> None:
    version = submit(own).version
    decision = Decision("promoted", MAIN_MODEL, version, a_request().at, APPROVER, "bthorne", NOTE)
    with asking(own) as client:
        with pytest.raises(OSError, match="gone"), deciding(client, own, decision):
            raise OSError("the server is gone")
        (kept,) = decisions_about(client, MAIN_MODEL)
    assert kept.what == "promoted (not finished)"
    assert aliases(own) == {CHALLENGER: version}


def test_going_back_asks_for_a_name_and_a_reason_too(own: str) -> None:
    with pytest.raises(PromotionRefusedError) as told:
        rollback(own, MAIN_MODEL, a_request(approver=" ", note="bad"))
    assert len(told.value.reasons) == 3


def test_refusals_are_kept_for_the_transparency_record_the_newest_first(own: str) -> None:
    version = submit(own, gates=gates_with(FIRST, False)).version
    for minute, name in (("00", "B. Thorne"), ("01", "C. Marsh")):
        at = f"2026-11-22T10:{minute}:00.000000Z"
        with pytest.raises(PromotionRefusedError):
            promote(own, version, a_request(approver=name, at=at))
    _, registration = fetch_registration(own, MAIN_MODEL, version)
    assert [(r.who, r.refused_on, r.version) for r in registration.refusals] == [
        ("C. Marsh", "2026-11-22", version),
        ("B. Thorne", "2026-11-22", version),
    ]
    assert registration.refusals[0].reasons[0].startswith(f"{FIRST} failed")
    assert registration.approved_by is None


def test_a_version_that_is_not_there_is_said_with_those_that_are(own: str) -> None:
    with pytest.raises(RegistryError, match="has no version yet: run missing-risk train first"):
        promote(own, "1", a_request())
    submit(own)
    with pytest.raises(RegistryError, match="has no version 99; it has 1, challenger"):
        promote(own, "99", a_request())


def test_a_submission_says_everything_that_is_wrong_with_it() -> None:
    with pytest.raises(ValueError, match="of another card; nobody is named as its trainer"):
        a_submission(an_own_card(), card_hash="sha256:other", trainer=" ")
