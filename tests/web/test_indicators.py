"""Indicators and recommendations at the public door: told, exported, traced (M7-M9, M12-M14)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import jsonschema
import pytest

from serving.figures.catalogue import INDICATORS
from serving.figures.figures_schemas import FIGURE_SCHEMAS
from serving.store.log_search import search_log_entries
from serving.store.log_search_sought import Sought
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.indicator_force import SEPTEMBER, interviewed_force
from tests.lib.indicator_months import publish_at
from tests.lib.page_text import Page, text_of
from tests.lib.rescoring import NOW, put_in

_API = "/api/v1"
_RETURNS = f"{_API}/indicators/return_interviews"
#: The one whose figures are looked at: to publish the others as well would take four times as long.
_PUBLISHED = {"return_interviews": INDICATORS["return_interviews"]}
#: Team names as a hostile or careless hand may have typed them.
HOSTILE = ('=cmd|"/c calc"!A1', "+1+1", "-2", "@SUM(A1)", "\tTab", 'Said "quoted", so')


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The known force, its months published, and one child limited to another team."""
    folder: Path = tmp_path_factory.mktemp("indicators")
    with Door(folder, None, moment=NOW) as made:
        put_in(made.store, interviewed_force())
        publish_at(made, indicators=_PUBLISHED)
        headers = made.headers("supervisor", "safeguarding; Her mother works at the front desk.")
        listed = made.request("GET", f"{_API}/restrictions", headers=headers).json()
        put = made.request(
            "PUT",
            f"{_API}/children/C-0000000003/restriction",
            headers={**headers, "If-Match": listed["unlimited_etag"]},
            json={"team": "City North"},
        )
        assert put.status_code == 200, put.text[:300]
        yield made


@pytest.fixture(scope="module")
def pages(door: Door) -> Callers:
    """The door's pages, as somebody signed in."""
    return Callers(door)


def get(door: Door, path: str, account: str = "manager", **given: Any) -> httpx2.Response:
    headers = door.headers(account, "safeguarding; Audit of September.")
    return door.request("GET", path, headers=headers, **given)


def shaped(response: httpx2.Response, schema: str) -> Any:
    assert response.status_code == 200, response.text[:300]
    jsonschema.validate(response.json(), FIGURE_SCHEMAS[schema])
    return response.json()


def test_the_list_has_every_indicator_with_its_question_and_latest_month(door: Door) -> None:
    told = shaped(get(door, f"{_API}/indicators"), "Indicators")
    assert [one["id"] for one in told["indicators"]] == list(INDICATORS)
    latest = told["indicators"][0]["latest"]
    assert (latest["month"], latest["cases"], latest["met"]) == (SEPTEMBER, 88, 64)
    assert (latest["share_per_mille"], latest["withheld"]) == (727, "nothing")


def test_a_line_is_told_by_month_for_the_force_an_authority_and_a_team(door: Door) -> None:
    force = shaped(get(door, _RETURNS), "Indicator")
    assert force["sentence"] == (
        "In September\u00a02026: 64 of 88 met, 72.7 in 100 (interval 62.6 to 80.9). "
        "The target is 90 in 100."
    )
    assert [m["month"] for m in force["months"]] == [SEPTEMBER]
    assert force["months"][0]["known_at"] == "2026-11-01T07:00:00.000000Z"
    north = shaped(get(door, _RETURNS, params={"authority": "Northshire"}), "Indicator")
    assert north["months"][0]["cases"] == 50
    team = shaped(get(door, _RETURNS, params={"team": "West"}), "Indicator")
    assert team["place"] == {"authority": "Southshire", "team": "West"}
    assert team["months"][0]["met"] == 30
    small = shaped(get(door, _RETURNS, params={"team": "East"}), "Indicator")["months"][0]
    assert (small["cases"], small["met"], small["withheld"]) == (None, None, "all")


def test_kinds_are_told_of_the_force_alone(door: Door) -> None:
    force = shaped(get(door, _RETURNS), "Indicator")
    kinds = {one["kind"]: one["months"][0]["cases"] for one in force["kinds"]}
    assert kinds == {"late": 0, "did_not_want_to": 0, "not_done": 24}
    assert shaped(get(door, _RETURNS, params={"team": "West"}), "Indicator")["kinds"] == []


def test_what_is_no_indicator_or_no_place_is_said(door: Door) -> None:
    assert get(door, f"{_API}/indicators/wishes").status_code == 404
    assert get(door, _RETURNS, params={"team": "Nowhere"}).status_code == 422
    cases = get(door, f"{_RETURNS}/cases", "supervisor", params={"month": "2026-13"})
    assert cases.status_code == 422
    never = get(door, f"{_RETURNS}/cases", "supervisor", params={"month": "2020-01"})
    assert never.status_code == 422


def test_a_figure_leads_to_its_very_records_and_each_child_shown_is_entered(door: Door) -> None:
    asked = {"month": SEPTEMBER, "team": "North", "limit": "10"}
    first = shaped(get(door, f"{_RETURNS}/cases", "supervisor", params=asked), "IndicatorCases")
    rest = shaped(
        get(door, f"{_RETURNS}/cases", "supervisor", params={**asked, "after": first["next_page"]}),
        "IndicatorCases",
    )
    cases = [*first["cases"], *rest["cases"]]
    assert (first["total"], len(cases), rest["next_page"]) == (18, 18, None)
    assert sum(case["part"] == "met" for case in cases) == 12
    assert all(case["source"] == "S1" and case["reference"].startswith("MP-") for case in cases)
    limited = [case for case in cases if case["child"] is None]
    assert [case["limited"] for case in limited] == ["A record that is limited to a named team."]
    assert limited[0]["reference"] == "MP-0003"
    assert "C-0000000003" not in str(first) + str(rest)
    with door.store.reading() as connection:
        since, until = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
        shown, hidden = (
            search_log_entries(
                connection, Sought(children={child: None}, since=since, until=until), 9
            )
            for child in ("C-0000000001", "C-0000000003")
        )
    assert "CHILD_LISTED" in {entry.fields["kind"] for entry in shown.entries}
    assert "CHILD_LISTED" not in {entry.fields["kind"] for entry in hidden.entries}


def test_a_manager_sees_figures_and_no_records(door: Door) -> None:
    assert get(door, f"{_RETURNS}/cases", params={"month": SEPTEMBER}).status_code == 403
    for path in (f"{_API}/indicators", _RETURNS, f"{_API}/recommendations", f"{_RETURNS}.csv"):
        response = get(door, path)
        assert response.status_code == 200
        assert "C-00000" not in response.text, path
        assert "MP-0" not in response.text, path


def page(pages: Callers, address: str, account: str = "supervisor") -> tuple[int, Page]:
    split = urlsplit(address)
    response = pages.ask(account, "GET", split.path, query=dict(parse_qsl(split.query)))
    return response.status_code, Page(response.text)


def links(of: Page) -> dict[str, str]:
    """What each link says, spaces made plain -> where it leads."""
    return {" ".join(text_of(a).split()): a.get("href", "") for a in of.all("a")}


def test_each_figure_of_a_page_leads_by_one_click_to_the_records_it_counts(pages: Callers) -> None:
    _, told = page(pages, "/indicators/return_interviews?authority=Northshire&team=North")
    found = links(told)
    for words, count in (
        ("withheld met, September 2026: see the cases", 12),
        ("withheld counted, September 2026: see the cases", 18),
    ):
        status, cases = page(pages, found[words])
        text = " ".join(text_of(cases.root).split())
        assert status == 200
        assert f"{min(count, 20)} of {count} cases on this page" in text
        assert text.count("MP-0") == count
    assert "A record that is limited to a named team." in text
    assert "C-0000000003" not in text
    assert links(cases)["Met: 12"] == found["withheld met, September 2026: see the cases"]
    _, force = page(pages, "/indicators/return_interviews")
    status, cases = page(pages, links(force)["24 not held, September 2026: see the cases"])
    assert "20 of 24 cases on this page" in " ".join(text_of(cases.root).split())
    assert status == page(pages, links(cases)["Next page of cases"])[0] == 200


def test_a_withheld_figure_leads_those_to_its_records_who_may_see_children_and_nobody_else(
    pages: Callers,
) -> None:
    address = "/indicators/return_interviews?authority=Northshire&team=East"
    _, told = page(pages, address)
    traced = links(told)["withheld counted, September 2026: see the cases"]
    _, cases = page(pages, traced)
    assert "3 of 3 cases on this page" in " ".join(text_of(cases.root).split())
    _, plain = page(pages, address, "manager")
    assert not [a for a in links(plain).values() if "/cases" in a]
    assert page(pages, traced, "manager")[0] == 403
    # An auditor reads the records' references, and opens no child's page.
    _, audited = page(pages, traced, "auditor")
    assert not [a for a in links(audited).values() if a.startswith("/children/")]


@pytest.mark.parametrize("asked", ["part=some", "kind=wishes", "after=broken"])
def test_what_is_no_part_kind_or_page_is_said(door: Door, asked: str) -> None:
    path = f"{_RETURNS}/cases?month={SEPTEMBER}&{asked}"
    assert get(door, path, "supervisor").status_code == 422


def read_csv(response: httpx2.Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text[:300]
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content.startswith("\ufeff".encode())
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_file_has_every_place_its_definition_and_when_it_was_known(door: Door) -> None:
    rows = read_csv(get(door, f"{_RETURNS}.csv"))
    places = [(row["authority"], row["team"]) for row in rows]
    assert places == [
        ("all", "all"),
        ("Northshire", "all"),
        ("Northshire", "East"),
        ("Northshire", "North"),
        ("Northshire", "South"),
        ("Southshire", "all"),
        ("Southshire", "West"),
    ]
    assert {(row["definition_version"], row["known_at"][:10]) for row in rows} == {
        ("1", "2026-11-01")
    }
    assert (rows[0]["cases"], rows[0]["met"], rows[0]["share_percent"]) == ("88", "64", "72.7")
    assert (rows[2]["cases"], rows[2]["withheld"]) == ("", "all")
    assert [row["team"] for row in read_csv(get(door, f"{_RETURNS}.csv?team=West"))] == ["West"]


def test_each_recommendation_has_its_figures_or_says_what_serves_it(door: Door) -> None:
    told = shaped(get(door, f"{_API}/recommendations"), "Recommendations")
    assert [row["id"] for row in told["recommendations"]] == [f"M{n}" for n in range(1, 15)]
    by_id = {row["id"]: row for row in told["recommendations"]}
    measured = {one["id"]: one for one in by_id["M5"]["indicators"]}
    assert measured["return_interviews"]["movement"]["state"] == "not_enough"
    rows = read_csv(get(door, f"{_API}/recommendations.csv"))
    assert {row["recommendation"] for row in rows} == set(by_id)
    assert any(row["indicator"] == "return_interviews" and row["met"] == "64" for row in rows)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The same force, its teams named by a hostile hand."""
    names = {"North": HOSTILE[0], "South": HOSTILE[1], "West": HOSTILE[5]}
    with Door(tmp_path_factory.mktemp("hostile"), None, moment=NOW) as made:
        put_in(made.store, interviewed_force(names))
        publish_at(made, indicators=_PUBLISHED)
        yield made


def test_a_team_named_like_a_formula_is_text_in_the_file_and_on_the_page(hostile: Door) -> None:
    response = get(hostile, f"{_RETURNS}.csv")
    teams = {row["team"] for row in read_csv(response)}
    assert {f"'{HOSTILE[0]}", f"'{HOSTILE[1]}", HOSTILE[5]} <= teams
    for row in csv.reader(io.StringIO(response.content.decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    asked = {"team": HOSTILE[0], "authority": "Northshire"}
    told = shaped(get(hostile, _RETURNS, params=asked), "Indicator")
    assert told["place"]["team"] == HOSTILE[0]
