"""Settings without secrets, held-back rows without their values, the published roles (M4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import jsonschema
import pytest

from serving.api.administration_schemas import ADMINISTRATION_SCHEMAS
from serving.service.show_settings import setting_values
from serving.settings import SETTINGS, Settings
from tests.lib.callers import Callers, kinds_left
from tests.lib.door import Door
from tests.lib.extracts import S1
from tests.web.conftest import NOW, small_force

SECRET = "Zyzzogeton"


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    """A door at which three rows are held back, each with a value that must not be told."""
    force = small_force()
    folder = tmp_path_factory.mktemp("held")
    extracts = force.write(folder / "extracts")
    file = extracts / "S1_missing_persons.csv"
    text = file.read_text(encoding="utf-8")
    row = text.splitlines()[1].replace("2011-04-09", SECRET)
    broken = [row.replace("E00001", f"B-{number}") for number in range(3)]
    file.write_text(text + "\n".join(broken) + "\n", encoding="utf-8")
    with Door(folder / "door", extracts, moment=NOW) as door:
        yield Callers(door)


def test_settings_are_told_with_their_meaning_and_entered(callers: Callers) -> None:
    response = callers.ask("administrator", "GET", "/api/v1/settings")
    said = response.json()
    jsonschema.validate(said, ADMINISTRATION_SCHEMAS["Settings"])
    assert [one["variable"] for one in said["settings"]] == [one.variable for one in SETTINGS]
    assert kinds_left(callers.door, response) == {"SETTINGS_SHOWN"}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql+psycopg://kit:Zyzzogeton@db/force", "postgresql+psycopg://***@db/force"),
        ("postgresql+psycopg://db/force?password=Zyzzogeton", "postgresql+psycopg://db/force?***"),
        ("sqlite:///var/force.db", "sqlite:///var/force.db"),
    ],
)
def test_no_password_of_an_address_is_told(address: str, shown: str) -> None:
    settings = replace(Settings.read({}), store=address, models=address)
    told = {one["variable"]: one["value"] for one in setting_values(settings)}
    assert told["MISSING_RISK_STORE"] == told["MISSING_RISK_MODELS"] == shown


def test_a_held_back_row_is_told_by_place_and_rule_and_never_by_value(callers: Callers) -> None:
    response = callers.ask("administrator", "GET", "/api/v1/quarantine", query={"system": "S1"})
    said = response.json()
    jsonschema.validate(said, ADMINISTRATION_SCHEMAS["Quarantine"])
    assert said["count"] == len(said["rows"]) == 3
    assert {fault["field"] for row in said["rows"] for fault in row["faults"]} == {"date_of_birth"}
    assert SECRET not in response.text
    assert "Quillfeather" not in response.text
    assert kinds_left(callers.door, response) == {"QUARANTINE_LISTED"}
    with callers.door.store.reading() as connection:
        kept = connection.exec_driver_sql("SELECT raw FROM quarantine").scalars().all()
    assert all(SECRET in bytes(raw).decode() for raw in kept), "the row itself is kept"


def test_pages_of_held_back_rows_tile(callers: Callers) -> None:
    whole = callers.ask("administrator", "GET", "/api/v1/quarantine").json()["rows"]
    found, after = [], None
    for _ in range(3):
        query = {"limit": "1"} | ({"after": after} if after else {})
        page = callers.ask("administrator", "GET", "/api/v1/quarantine", query=query).json()
        found += page["rows"]
        after = page["next_page"]
    assert found == whole
    assert after is None


def test_a_cursor_of_one_system_is_none_of_all(callers: Callers) -> None:
    query = {"limit": "1", "system": S1.value}
    after = callers.ask("administrator", "GET", "/api/v1/quarantine", query=query).json()
    response = callers.ask(
        "administrator", "GET", "/api/v1/quarantine", query={"after": after["next_page"]}
    )
    assert response.status_code == 422


def test_a_system_without_held_back_rows_has_none(callers: Callers) -> None:
    said = callers.ask("administrator", "GET", "/api/v1/quarantine", query={"system": "S7"}).json()
    assert (said["count"], said["rows"]) == (0, [])


def test_the_pages_tell_the_same_without_values(callers: Callers) -> None:
    held = callers.ask("administrator", "GET", "/quarantine").text
    assert "date_of_birth" in held
    assert SECRET not in held
    assert "MISSING_RISK_STORE" in callers.ask("administrator", "GET", "/settings").text


def test_the_roles_page_names_every_route_to_whoever_is_signed_in(callers: Callers) -> None:
    page = callers.ask("officer", "GET", "/roles").text
    assert "GET /api/v1/children/{child_id}/risk" in page
    assert "Was shown a child’s answer" in page or "Was shown a child&#39;s answer" in page
