"""Cases of the inspection about identity: whose plan it is, and who are two children."""

from __future__ import annotations

from records.calendar import birthday
from tests.lib.door import Door
from tests.lib.scenarios import Played


def test_v4_a_plan_under_another_spelling_is_never_lost(force: Played, door: Door) -> None:
    truth = force.truth["children"]
    born = truth["born"][truth["forename"].index("Benjamin")]
    said = door.ask(force.name("Benjamin"), birth_date=born.isoformat())
    assert said["missing_now"] is not None
    if said["plan"]["state"] != "linked":
        assert said["plan"]["state"] == "possible"
        assert "No CSE plan is recorded" not in said["plan"]["words"]
        [possible] = said["possible_plans"]
        assert possible["plan"]["sections"][0]["content"][0] == "Look at the bus station first."
        assert any("postcode" in words.lower() for words in possible["same"])
        assert any("swapped" in words for words in possible["different"])
    else:
        assert said["plan"]["current"]["owner"] == "PC Ruth Holroyd"
        assert said["plan"]["current"]["sections"][0]["content"][0] == (
            "Look at the bus station first."
        )
        assert said["child"]["birth_date"] == born.isoformat()
        assert "Birth date" in {unknown["what"] for unknown in said["unknowns"]}


def test_v4_the_child_is_found_by_the_name_that_the_plan_bears(force: Played, door: Door) -> None:
    one = door.find(force.name("Benjamin"))
    surname = force.name("Benjamin").split()[-1]
    assert door.find(f"Benji {surname[:-2]}{surname[-1]}") == one


def test_v13_twins_are_two_children_and_the_plan_is_the_ones_alone(
    force: Played, door: Door
) -> None:
    one, other = door.find(force.name("Ada")), door.find(force.name("Edith"))
    assert one != other
    assert door.risk(one)["plan"]["state"] == "linked"
    edith = door.risk(other)
    assert edith["plan"]["state"] != "linked"
    assert edith["plan"]["current"] is None
    assert {c["system"] for c in edith["child"]["recorded_in"]} == {"S1"}


def test_v14_strangers_at_one_address_stay_three_children(force: Played, door: Door) -> None:
    truth = force.truth["children"]
    names = [
        f"{forename} {surname}"
        for child, forename, surname in zip(
            truth["true_child"], truth["forename"], truth["surname"], strict=True
        )
        if "-V14-" in child
    ]
    assert len(names) == 3
    found = {name: door.ask(name)["child"] for name in names}
    assert len({child["id"] for child in found.values()}) == 3
    assert len({child["home"] for child in found.values()}) == 1
    for name, child in found.items():
        assert [(one["system"], one["name"]) for one in child["recorded_in"]] == [
            ("S1", name),
            ("S10", name),
        ]


def test_v15_at_18_the_page_says_adult_since_and_shows_the_plan_without_a_band(
    force: Played, door: Door
) -> None:
    truth = force.truth["children"]
    born = truth["born"][truth["forename"].index("Jonah")]
    said = door.ask(force.name("Jonah"))
    assert said["child"]["adult_since"] == birthday(born, 18).isoformat()
    assert said["advice"]["state"] == "adult"
    assert said["advice"]["band"] is None
    assert said["advice"]["points"] is None
    assert said["plan"]["state"] == "linked"
    assert said["plan"]["current"]["state"] == "live"


def test_v16_nobody_is_found_with_what_was_searched_and_how_fresh_it_is(door: Door) -> None:
    said = door.search(name="Zzyxgorp Quillfeather")
    assert said["results"] == []
    assert {source["state"] for source in said["sources"]} == {"fresh"}
    assert len(said["sources"]) == 13
    assert said["searched"].startswith("13 systems")


def test_every_child_of_every_scenario_is_one_child_with_all_its_records(
    force: Played, door: Door
) -> None:
    truth = force.truth["children"]
    found = {}
    for child, forename, surname, born in zip(
        truth["true_child"], truth["forename"], truth["surname"], truth["born"], strict=True
    ):
        said = door.ask(f"{forename} {surname}", birth_date=born.isoformat())["child"]
        found[child] = said["id"]
        records = {(one["system"], one["reference"]) for one in said["recorded_in"]}
        assert records == {
            (record.source.value, record.ref)
            for record, true in force.identity.items()
            if true == child
        }
    assert len(set(found.values())) == len(found) == 24
