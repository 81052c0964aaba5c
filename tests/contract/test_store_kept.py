"""What answers were made from: kept once, under its digest, and changed by nobody (N1)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from serving.audit.leaf import Outcome, PreparedLook
from serving.store.acts import enter_act
from serving.store.errors import StoreError
from serving.store.histories import blob_digest
from serving.store.kept import erase_kept, erasers_of, keep_inputs, read_kept
from serving.store.opening import Store

NOW = datetime(2026, 11, 22, 2, 4, tzinfo=UTC)
CARD, WITHHELD = b'{"card":1}', b'["C-OTHER00001"]'


@pytest.fixture
def kept(store: Store) -> dict[str, str]:
    """A card and a list of withheld children, by what they are."""
    found = {"card": blob_digest(CARD), "withheld": blob_digest(WITHHELD)}
    with store.writing() as connection:
        keep_inputs(
            connection,
            {found["card"]: ("card", CARD), found["withheld"]: ("withheld", WITHHELD)},
        )
    return found


def test_bytes_are_read_again_by_their_digest(store: Store, kept: dict[str, str]) -> None:
    with store.writing() as connection:
        keep_inputs(connection, {kept["card"]: ("card", CARD)})
    with store.reading() as connection:
        found = read_kept(connection, [*kept.values(), "sha256:unknown"])
    assert found == {kept["card"]: CARD, kept["withheld"]: WITHHELD}


def test_bytes_are_not_kept_under_another_digest(store: Store, kept: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="digest"), store.writing() as connection:
        keep_inputs(connection, {kept["card"]: ("card", b"{}")})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kept_inputs SET kind = 'policy'",
        "UPDATE kept_inputs SET value = NULL, erased_by = 'me' WHERE kind = 'card'",
        "UPDATE kept_inputs SET digest = 'sha256:other' WHERE kind = 'withheld'",
        "DELETE FROM kept_inputs",
    ],
)
def test_nobody_changes_what_is_kept(store: Store, kept: dict[str, str], statement: str) -> None:
    with pytest.raises(StoreError), store.writing() as connection:
        connection.execute(text(statement))
    with store.reading() as connection:
        assert len(read_kept(connection, kept.values())) == 2


def test_what_names_people_alone_is_erased_and_an_entry_says_why(
    store: Store, kept: dict[str, str]
) -> None:
    act = PreparedLook("01a2004b8900-erasing", NOW, "CHILD_ERASED", Outcome.DONE, "records", None)
    with store.writing() as connection:
        assert erase_kept(connection, list(kept.values()), act.id) == 1
        enter_act(connection, act, lambda n: b"r" * n)
    with store.reading() as connection:
        assert read_kept(connection, kept.values()) == {kept["card"]: CARD}
        erased = erasers_of(connection, list(kept.values()))
    assert {digest: entry["kind"] for digest, entry in erased.items()} == {
        kept["withheld"]: "CHILD_ERASED"
    }
