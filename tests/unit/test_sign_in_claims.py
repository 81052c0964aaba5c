"""Who somebody is by their claims, and the file in which a force says how to read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from serving.access.permissions import Officer
from serving.pages import addresses
from serving.sign_in.claims import is_account_name, officer_of_claims
from serving.sign_in.issuers import ClaimNames, IssuerError, Mapped
from serving.sign_in.reading import CALLBACK, read_issuer

MAPPED = Mapped({"risk-officers": "officer", "risk-leads": "supervisor"})


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        ({"groups": ["risk-leads", "risk-officers", "risk-leads"]}, ("officer", "supervisor")),
        ({"groups": "risk-officers"}, ("officer",)),
        ({"groups": ["everyone", "officer", "administrator"]}, ()),
        ({"groups": ["RISK-OFFICERS", "risk-officers "]}, ()),
        ({"groups": [["risk-officers"], {"risk-officers": 1}, 7, None]}, ()),
        ({"groups": {"risk-officers": True}}, ()),
        ({"groups": ["risk-officers"] * 2_001}, ()),
        ({"groups": None}, ()),
        ({}, ()),
    ],
)
def test_only_a_group_of_the_table_gives_a_role(claims: Any, roles: tuple[str, ...]) -> None:
    assert officer_of_claims({"sub": "a", **claims}, ClaimNames(), MAPPED).roles == roles


def test_claims_may_lie_inside_others_or_have_dots_in_their_names() -> None:
    names = ClaimNames("preferred_username", "name", "realm_access.roles", "https://f.example/team")
    claims = {
        "preferred_username": "f.example",
        "realm_access": {"roles": ["risk-officers"]},
        "https://f.example/team": "N7",
    }
    mapped = Mapped(MAPPED.roles, {"N7": "City North"})
    found = officer_of_claims(claims, names, mapped)
    assert found == Officer("f.example", "f.example", ("officer",), "City North")
    claims["https://f.example/team"] = "N8"
    assert officer_of_claims(claims, names, mapped).team is None, "a team that is not in the table"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("PC Fern Example", "PC Fern Example"),
        ("Zoe\u0308 Example", "Zoë Example"),
        ("Fern\u202eelpmaxE", "f.example"),
        ("Fern\nExample", "f.example"),
        ("F" * 101, "f.example"),
        ("  ", "f.example"),
        (7, "f.example"),
        (None, "f.example"),
    ],
)
def test_a_name_that_can_not_be_shown_gives_way_to_the_accounts(name: Any, shown: str) -> None:
    claims = {"sub": "f.example", "name": name, "team": name}
    found = officer_of_claims(claims, ClaimNames(), MAPPED)
    assert found.display_name == shown
    assert found.team == (None if shown == "f.example" else shown)


@pytest.mark.parametrize("name", ["a/b", "a\\b", "..", "host:root", "a b", "é", "", "\x00"])
def test_a_name_that_looks_like_another_or_leads_elsewhere_is_none(name: str) -> None:
    assert not is_account_name(name)
    assert is_account_name("auth0|1234@force")


# ------------------------------------------------------------- the file

GOOD: dict[str, Any] = {
    "issuer": "https://login.force.example/realms/force",
    "client_id": "missing-risk",
    "secret_file": "secret",
    "service": "https://risk.force.example/",
    "audience": "missing-risk-api",
    "claims": {"roles": "realm_access.roles"},
    "roles": {"risk-officers": "officer"},
}


def written(folder: Path, **changes: Any) -> Path:
    """The file with these changes; a change to None leaves a key out."""
    said = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    (folder / "secret").write_text("hush\n")
    path = folder / "sign-in.json"
    path.write_text(json.dumps(said))
    return path


def test_the_file_says_all_that_is_needed(tmp_path: Path) -> None:
    issuer = read_issuer(written(tmp_path))
    assert issuer.secret == "hush"
    assert issuer.callback == "https://risk.force.example/sign-in/callback"
    assert issuer.token_types == {"at+jwt"}
    assert issuer.names == ClaimNames(roles="realm_access.roles")
    assert issuer.is_fit_for_production
    assert CALLBACK == addresses.SIGN_IN_CALLBACK


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"issuer": None}, "issuer is missing"),
        ({"roles": {}}, "no group is given a role"),
        ({"roles": {"g": "chief"}}, "no such role: chief"),
        ({"roles": ["g"]}, "roles must be an object of words"),
        ({"roles": {"g": 7}}, "roles must be an object of words"),
        ({"audiance": "x"}, "there is no key audiance"),
        ({"claims": {"group": "x"}}, "claims has no group"),
        ({"client_id": ""}, "client_id must be words"),
        ({"issuer": "http://login.force.example"}, "must be an https address"),
        ({"issuer": "https://u@login.force.example"}, "must be an https address"),
        ({"issuer": "https://[login"}, "must be an https address"),
        ({"service": "http://risk.force.example"}, "must be an https address"),
        ({"issuer": "https://a.example/.well-known/openid-configuration"}, "before /.well-known"),
        ({"audience": "missing-risk"}, "audience must differ from the client id"),
        ({"token_type": "jws"}, "at\\+jwt or JWT"),
        ({"prompt": "none"}, "prompt is login or select_account"),
        ({"scopes": "profile"}, "must hold openid"),
        ({"secret_file": "nowhere"}, "secret_file can't be read"),
    ],
)
def test_a_file_that_can_not_be_used_says_why_in_one_line(
    tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(IssuerError, match=said) as fault:
        read_issuer(written(tmp_path, **changes))
    assert "\n" not in str(fault.value)
    assert "hush" not in str(fault.value)


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff", b"{", b'"x"'])
def test_what_is_no_such_file_is_said_to_be_none(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "sign-in.json"
    path.write_bytes(raw)
    for each in (path, tmp_path / "nowhere.json"):
        with pytest.raises(IssuerError):
            read_issuer(each)


def test_a_secret_file_that_is_empty_and_one_of_no_authority_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, secret_file="empty")
    (tmp_path / "empty").write_text(" \n")
    with pytest.raises(IssuerError, match="secret_file is empty"):
        read_issuer(path)
