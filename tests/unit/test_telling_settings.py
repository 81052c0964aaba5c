"""Messages leave only where the settings say so, by ways that are checked before the start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from serving.service.show_settings import setting_values
from serving.settings import Settings, SettingsError
from serving.telling.audiences import AUDIENCES
from serving.telling.channels import ChannelError
from serving.telling.kinds import KINDS
from serving.telling.mail_files import read_mail
from serving.telling.sending import open_channels

_MAIL: dict[str, Any] = {
    "server": "mail.force.example",
    "from": "risk@force.example",
    "boxes": {"supervisors": "duty@force.example", "supervisors/City North": "n@force.example"},
}


def _settings(**said: str) -> Settings:
    return Settings.read({f"MISSING_RISK_{name.upper()}": value for name, value in said.items()})


def test_nothing_leaves_unless_somebody_says_where_to() -> None:
    assert _settings().channels == ()
    with open_channels(_settings()) as channels:
        assert channels is not None


def test_a_webhook_needs_its_secret_and_in_production_https(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of twenty-four bytes or more")
    with pytest.raises(SettingsError, match="go together"):
        _settings(webhook_url="https://gateway.example/told")
    plain = {"webhook_url": "http://gateway.example/told", "webhook_secret": str(secret)}
    assert _settings(**plain).channels == ("webhook",)
    with pytest.raises(SettingsError, match="must begin with https://"):
        _settings(**plain, environment="production")


@pytest.mark.parametrize(("said", "fault"), [("short", "24 bytes"), ("whsec_%%%", "base64")])
def test_a_secret_that_protects_nothing_is_refused(tmp_path: Path, said: str, fault: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(said)
    settings = _settings(webhook_url="https://g.example/told", webhook_secret=str(secret))
    with pytest.raises(ChannelError, match=fault):
        open_channels(settings)


def test_the_settings_page_shows_neither_the_path_nor_the_secret(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret of twenty-four bytes or more")
    settings = _settings(
        webhook_url="https://user:pass@g.example/hooks/T0K3N?k=v", webhook_secret=str(secret)
    )
    shown = {one["variable"]: one["value"] for one in setting_values(settings)}
    assert shown["MISSING_RISK_WEBHOOK_URL"] == "https://***@g.example/***"
    assert "twenty-four" not in json.dumps(shown)


def _mail(tmp_path: Path, **changes: Any) -> Path:
    path = tmp_path / "mail.json"
    path.write_text(json.dumps({**_MAIL, **changes}))
    return path


def test_a_team_s_own_box_comes_before_its_audience_s(tmp_path: Path) -> None:
    mail = read_mail(_mail(tmp_path), is_production=True)
    assert mail.box_of("supervisors", "City North") == "n@force.example"
    assert mail.box_of("supervisors", "County South") == "duty@force.example"
    assert mail.box_of("hub", None) is None


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"server": ""}, "server must be words"),
        ({"port": 0}, "port must be a whole number"),
        ({"plain": True}, "plain is refused in production"),
        ({"user": "risk"}, "user and password_file go together"),
        ({"from": "risk@force.example\nBcc: x@y.example"}, "from must be one mail address"),
        ({"boxes": {"supervisors": "a@b.example, c@d.example"}}, "must be one mail address"),
        ({"boxes": {"parents": "a@b.example"}}, "no audience parents"),
        ({"colour": "red"}, "there is no key colour"),
    ],
)
def test_a_mail_file_is_read_strictly(tmp_path: Path, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ChannelError, match=fault):
        read_mail(_mail(tmp_path, **changes), is_production=True)


def test_every_kind_says_a_fact_and_an_act_and_reaches_somebody() -> None:
    for kind in KINDS.values():
        assert kind.ways, kind.name
        assert kind.fact.endswith("."), kind.name
        assert kind.act.endswith("."), kind.name
        assert set(kind.ways) <= AUDIENCES.keys()
        assert not kind.one.endswith("."), kind.name
