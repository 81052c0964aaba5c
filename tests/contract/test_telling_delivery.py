"""Messages arrive at least once, whatever the receiver does, and are entered when they left."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from serving.store.erasure_traces import log_size
from serving.telling.channels import Channels
from serving.telling.deliver import MOST_TRIES, Delivered, back_off, deliver_due
from serving.telling.sending import open_channels
from serving.telling.tell import Told, tell
from serving.telling.webhook import Webhook
from serving.work_store.messages import Delivery, attempts_of, claim_due, page_of_deliveries
from tests.lib.door import Door
from tests.lib.receivers import MailBox, Receiver, nobody_listens
from tests.lib.telling import SECRET, telling_door

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)


@pytest.fixture
def door(tmp_path: Path, store_url: str) -> Iterator[Door]:
    with telling_door(tmp_path, NOW, store_url) as opened:
        yield opened


def _tell(door: Door, cause: str = "MR-2026-A") -> None:
    told = Told("newly_high_while_missing", f"C{cause}", cause, door.moment, "City North")
    with door.store.writing() as connection:
        tell(connection, door.service, told)


def _send(door: Door, url: str) -> Delivered:
    door.service.settings = replace(door.service.settings, webhook_url=url)
    with open_channels(door.service.settings) as channels:
        return deliver_due(door.service, channels, lambda: door.moment)


def _only(door: Door) -> Delivery:
    with door.store.reading() as connection:
        [delivery] = page_of_deliveries(connection, 10)
    return delivery


def test_a_message_is_posted_once_signed_and_entered(door: Door) -> None:
    _tell(door)
    with door.store.reading() as connection:
        before = log_size(connection)
    with Receiver() as receiver:
        assert _send(door, receiver.url) == Delivered(sent=1)
        assert _send(door, receiver.url) == Delivered()
    [posted] = receiver.posted
    signed = f"{posted.headers['webhook-id']}.{posted.headers['webhook-timestamp']}.".encode()
    digest = hmac.new(SECRET.encode(), signed + posted.body, hashlib.sha256).digest()
    assert posted.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert int(posted.headers["webhook-timestamp"]) == int(NOW.timestamp())
    said = json.loads(posted.body)
    assert said["id"] == posted.headers["webhook-id"]
    assert said["to"] == {"audience": "supervisors", "role": "supervisor", "team": "City North"}
    assert said["words"].endswith("Open the service.")
    assert said["link"] == "https://risk.example/notices"
    with door.store.reading() as connection:
        assert log_size(connection) == before + 1
    assert _only(door).state == "sent"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (500, "the receiver answered 500"),
        (404, "the receiver answered 404"),
        (302, "the receiver answered 302, and redirects are refused"),
        ("drop", "the receiver can't be reached"),
    ],
)
def test_a_receiver_that_fails_gets_the_same_bytes_again(
    door: Door, answer: int | str, fault: str
) -> None:
    _tell(door)
    with Receiver(answer, 200) as receiver:
        assert _send(door, receiver.url) == Delivered(failed=1)
        waiting = _only(door)
        assert waiting.fault == fault
        assert timedelta(seconds=30) <= waiting.due_at - NOW <= timedelta(seconds=60)
        assert _send(door, receiver.url) == Delivered()
        door.moment += timedelta(minutes=1)
        assert _send(door, receiver.url) == Delivered(sent=1)
    first, second = receiver.posted
    assert first.path == second.path == "/told"
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_a_slow_receiver_is_given_up_for_now(door: Door) -> None:
    _tell(door)
    with Receiver("hang") as receiver:
        slow = Webhook(receiver.url, SECRET.encode(), answer_s=0.05)
        channels = Channels(
            replace(door.service.settings, webhook_url=receiver.url), {"webhook": lambda _: slow}
        )
        with channels:
            done = deliver_due(door.service, channels, lambda: door.moment)
    assert done == Delivered(failed=1)
    assert _only(door).fault == "the receiver took too long"


def test_nobody_listening_makes_a_dead_letter_after_the_last_try(door: Door) -> None:
    _tell(door)
    outcomes = []
    with nobody_listens() as url:
        for _ in range(MOST_TRIES):
            outcomes.append(_send(door, url))
            door.moment = max(_only(door).due_at, door.moment)
        assert _send(door, url) == Delivered()
    assert outcomes == [Delivered(failed=1)] * (MOST_TRIES - 1) + [Delivered(dead=1)]
    dead = _only(door)
    assert dead.state == "dead"
    with door.store.reading() as connection:
        attempts = attempts_of(connection, [dead.id])[dead.id]
    assert [each.number for each in attempts] == list(range(1, MOST_TRIES + 1))
    assert {each.outcome for each in attempts} == {"the receiver can't be reached"}


def test_what_was_sent_and_not_marked_is_sent_again_under_the_same_id(door: Door) -> None:
    """The sender dies between the two: at least once, never not at all."""
    _tell(door)

    class DiesAfterwards(Webhook):
        def send(self, *given: object) -> None:
            super().send(*given)  # type: ignore[arg-type]  # handed on as they came
            raise KeyboardInterrupt

    with Receiver() as receiver:
        door.service.settings = replace(door.service.settings, webhook_url=receiver.url)
        dying = DiesAfterwards(receiver.url, SECRET.encode())
        with (
            Channels(door.service.settings, {"webhook": lambda _: dying}) as channels,
            pytest.raises(KeyboardInterrupt),
        ):
            deliver_due(door.service, channels, lambda: door.moment)
        assert _send(door, receiver.url) == Delivered()
        door.moment += timedelta(minutes=2)
        assert _send(door, receiver.url) == Delivered(sent=1)
    first, second = receiver.posted
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_two_senders_never_take_the_same_one(door: Door) -> None:
    for number in range(6):
        _tell(door, f"MR-{number}")
        door.moment += timedelta(hours=9)
    until = door.moment + timedelta(minutes=2)
    with door.store.writing() as connection:
        mine = claim_due(connection, door.moment, until, "one", 3)
        if not door.store.is_sqlite:
            with door.store.writing() as other:
                theirs = claim_due(other, door.moment, until, "two", 10)
    if door.store.is_sqlite:
        with door.store.writing() as connection:
            theirs = claim_due(connection, door.moment, until, "two", 10)
    assert len(mine) == 3
    assert len(theirs) == 3
    assert not {one.id for one in mine} & {one.id for one in theirs}


def test_what_is_new_about_the_child_once_a_message_has_begun_to_leave_is_another(
    door: Door,
) -> None:
    _tell(door)
    with nobody_listens() as url:
        _send(door, url)
    again = Told("missing_without_review", "CMR-2026-A", "MR-2026-A", NOW, "City North")
    with door.store.writing() as connection:
        tell(connection, door.service, again)
    with door.store.reading() as connection:
        assert len(page_of_deliveries(connection, 10)) == 2


def test_a_mail_bears_no_more_than_the_words_and_is_the_same_at_every_try(
    door: Door, tmp_path: Path
) -> None:
    with MailBox(refuses="450 busy") as box:
        mail = tmp_path / "mail.json"
        said = {
            "server": "127.0.0.1", "port": box.port, "from": "risk@force.example", "plain": True,
            "boxes": {"supervisors": "duty@force.example",
                      "supervisors/City North": "north@force.example"},
        }  # fmt: skip
        mail.write_text(json.dumps(said))
        door.service.settings = replace(
            door.service.settings, webhook_url="", webhook_secret=None, mail=mail
        )
        _tell(door)
        with open_channels(door.service.settings) as channels:
            assert deliver_due(door.service, channels, lambda: NOW) == Delivered(failed=1)
            assert _only(door).fault == "the mail server knows no such box"
            box.refuses = ""
            later = NOW + timedelta(minutes=1)
            assert deliver_due(door.service, channels, lambda: later) == Delivered(sent=1)
    [sent] = box.mails
    assert "To: north@force.example" in sent
    assert "Subject: Something new" in sent
    assert "The advice on a child who is missing is now High." in sent


def test_waits_double_up_to_a_longest_and_half_of_each_is_random() -> None:
    least, most = b"\x00" * 4, b"\xff" * 4
    assert back_off(1, least) == timedelta(seconds=30)
    assert back_off(3, least) == timedelta(minutes=2)
    assert timedelta(minutes=3, seconds=59) < back_off(3, most) <= timedelta(minutes=4)
    assert back_off(40, least) == timedelta(hours=3)
