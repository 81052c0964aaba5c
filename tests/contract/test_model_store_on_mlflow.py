"""The keeper on a real MLflow: aliases, tags and files as the registry has them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from serving.answer.cards import Cards
from serving.model_store import AGAIN_MODEL, MAIN_MODEL, MlflowModelStore
from tests.lib.keeping_cards import a_usable_card, asked, keeper_of, named

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, MlflowModelStore]:
    """A registry in an MLflow database: two main cards, one of the second kind."""
    from mlflow import MlflowClient

    folder = tmp_path_factory.mktemp("mlflow")
    address = f"sqlite:///{folder}/mlflow.db"
    client = MlflowClient(tracking_uri=address, registry_uri=address)
    experiment = client.create_experiment("x", artifact_location=(folder / "files").as_uri())
    for model, cards in (
        (MAIN_MODEL, [a_usable_card(), a_usable_card(base=9)]),
        (AGAIN_MODEL, [a_usable_card("again")]),
    ):
        client.create_registered_model(model)
        for one in cards:
            run = client.create_run(experiment)
            client.log_text(run.info.run_id, one.to_json().decode(), "card.json")
            client.create_model_version(
                model,
                source=run.info.artifact_uri,
                run_id=run.info.run_id,
                tags={"card_hash": one.content_hash},
            )
    return client, MlflowModelStore(address)


def test_mlflow_s_aliases_and_tags_are_what_the_keeper_holds(
    real: tuple[Any, MlflowModelStore], tmp_path: Path
) -> None:
    client, store = real
    keeper = keeper_of(store, tmp_path)
    assert (asked(keeper), keeper.cards()) == ("", Cards())
    client.set_registered_model_alias(MAIN_MODEL, "champion", "1")
    client.set_registered_model_alias(MAIN_MODEL, "challenger", "2")
    client.set_registered_model_alias(AGAIN_MODEL, "champion", "1")
    assert (asked(keeper), named(keeper)) == ("", ("1", "2", "1"))
    client.set_model_version_tag(MAIN_MODEL, "1", "monitored", "stop")
    client.set_model_version_tag(MAIN_MODEL, "2", "approved_by", "B Other")
    keeper.refresh()
    held = keeper.held()
    assert held.cards.champion is not None
    assert held.cards.champion.is_stopped
    assert held.versions["challenger"].tags["approved_by"] == "B Other"
    client.set_registered_model_alias(MAIN_MODEL, "champion", "2")
    assert (asked(keeper), named(keeper)) == ("", ("2", None, "1"))
    client.set_model_version_tag(MAIN_MODEL, "1", "card_hash", a_usable_card(base=30).content_hash)
    client.set_registered_model_alias(MAIN_MODEL, "champion", "1")
    assert "not the one its hash names; fetch it again; version 2 goes on" in asked(keeper)


def test_an_mlflow_that_can_not_be_reached_is_a_worded_silence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    store = MlflowModelStore(f"sqlite:///{tmp_path}/file/mlflow.db")
    keeper = keeper_of(store, tmp_path / "cards")
    assert asked(keeper).startswith("the registry can't be asked (")
    held = keeper.held()
    assert (held.cards, held.heard_at) == (Cards(), None)
    assert held.silence is not None
