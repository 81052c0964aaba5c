"""The links of the API's document lead from one answer to the next request, and are good."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from serving.api.app import make_inner_app
from serving.api.links_between import LINKS
from serving.store.accounts import find_account, save_account
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.indicator_months import publish_at
from tests.lib.link_review import NOW
from tests.lib.link_walk import Walk, limit_and_open, make_everybody

_DOCUMENT = make_inner_app().openapi()
_EVERY = {
    (method.upper(), path): operation
    for path, operations in _DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
#: What no answer leads to, and why.
_NOT_LED_TO = {
    ("POST", "/api/v1/messages/{message_id}/again"): "a message that nobody could be sent",
    ("POST", "/api/v1/audit-cases/{case_id}/graders"): "a third person to grade a case",
}
_GRADERS = ("grader", "grader-second")


@pytest.fixture(scope="module")
def walk(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """All that can be reached by two people, who alone may grade each other's cases."""
    folder = tmp_path_factory.mktemp("walk")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW) as door:
        make_everybody(door)
        with door.store.writing() as connection:
            for name in _GRADERS:
                grader = find_account(connection, name)
                assert grader is not None
                save_account(connection, replace(grader, closed_at=NOW))
        publish_at(door)
        callers = Callers(door)
        limit_and_open(callers)
        assert door.service.sealing.sealer is not None
        door.service.sealing.sealer.seal_now()
        made = Walk(callers, _DOCUMENT)
        made.go()
        return made


def test_every_operation_but_two_gives_a_good_answer_along_the_links(walk: Walk) -> None:
    missed = {one: walk.refused.get(one) for one in _EVERY.keys() - walk.reached}
    told = "\n".join(f"{operation} {why}" for operation, why in missed.items())
    assert missed.keys() == _NOT_LED_TO.keys(), told


def test_what_needs_a_second_person_is_reached_by_two(walk: Walk) -> None:
    needed = {
        ("POST", "/api/v1/plans/{reference}/approval"),
        ("POST", "/api/v1/judgements/{reference}/approval"),
        ("POST", "/api/v1/judgements/{reference}/refusal"),
        ("POST", "/api/v1/audit-cases/{case_id}/final"),
        ("POST", "/api/v1/erasures/{erasure_id}/approval"),
    }
    missed = needed - walk.reached
    assert missed == set()


def test_every_link_leads_to_an_operation_and_names_its_own_parameters() -> None:
    for links in LINKS.values():
        for link in links:
            named = {one["name"] for one in _EVERY[link.to]["parameters"]}
            assert set(link.parameters) <= named, link


def test_every_link_stands_in_the_document_though_two_lead_to_one_operation() -> None:
    for operation, links in LINKS.items():
        told = _EVERY[operation]["responses"]["200"]["links"].values()
        assert [one["description"] for one in told] == [link.words for link in links]
