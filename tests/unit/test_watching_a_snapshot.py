"""A whole watch: of a snapshot, by the command, with the findings kept beside the champion."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from records.snapshots import read_adults, read_manifest, read_snapshot, write_snapshot
from scorecard.policy import load_policy
from tests.lib.cards import a_small_force
from tests.lib.histories import at
from tests.lib.registries import MLFLOW_WARNINGS, a_request, an_own_card, fresh_registry, submit
from training.commands.monitor import monitor
from training.judging.case import Case
from training.papers.markup import words_of
from training.papers.monitoring_page import write_monitoring
from training.questions.measuring import measure_questions
from training.questions.outcomes import MAIN
from training.questions.split import split
from training.registry.promotion import promote
from training.registry.reading import fetch_champion
from training.settings import Settings
from training.watching.findings import Findings, findings_from_json
from training.watching.reference import Reference, WatchError, make_reference
from training.watching.systems import SystemsTally
from training.watching.watch import WatchSettings, watch

pytestmark = MLFLOW_WARNINGS
TAKEN = at("2025-07-01")
SETTINGS = replace(Settings(), resamples=20, jobs=1, test_days=182, calibration_days=60)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few hundred children while as many go missing each month as in the year before."""
    out = tmp_path_factory.mktemp("watched") / "snapshot"
    histories = [
        replace(history, events=tuple(e for e in history.events if e.recorded < TAKEN))
        for history in a_small_force(children=700)
    ]
    write_snapshot(out, histories, TAKEN)
    return out


@pytest.fixture(scope="module")
def reference(snapshot: Path) -> Reference:
    """What a run on the snapshot keeps beside its card."""
    manifest = read_manifest(snapshot)
    tally = SystemsTally(manifest.taken)
    asked = measure_questions(
        tally.through(read_snapshot(snapshot)),
        read_adults(snapshot),
        manifest.taken,
        MAIN,
        SETTINGS,
    )
    folds = split(asked.cohort, manifest.taken, SETTINGS)
    card = an_own_card()
    case = Case(card, asked.table, asked.cohort, folds, SETTINGS, manifest, load_policy())
    made = make_reference(case, tally.told())
    # Nobody set this card's bands for the workload of this force.
    return replace(made, planned_high=made.portraits["reports"].bands["High"])


@pytest.fixture(scope="module")
def found(snapshot: Path, reference: Reference) -> Findings:
    """The snapshot watched with its own reference."""
    settings = WatchSettings(resamples=20, jobs=1, asking=SETTINGS)
    return watch(snapshot, an_own_card(), reference, settings, lambda _words, _share: None)


class TestTheReference:
    def test_its_shares_add_up_for_every_feature(self, reference: Reference) -> None:
        for portrait in reference.portraits.values():
            assert portrait.questions > 100
            for name, cells in portrait.features.items():
                assert sum(cells) == pytest.approx(1.0), name
            assert sum(portrait.points) == pytest.approx(1.0)
            assert sum(portrait.bands.values()) == pytest.approx(1.0)

    def test_every_feature_of_the_catalogue_is_in_it(self, reference: Reference) -> None:
        assert len(reference.edges) > 70
        assert set(reference.portraits["reports"].features) == set(reference.edges)

    def test_the_reports_of_its_weeks_are_those_of_its_portrait(self, reference: Reference) -> None:
        assert len(reference.report_weeks) == 26
        assert sum(reference.report_weeks) == reference.portraits["reports"].questions

    def test_systems_that_sent_nothing_are_in_it_all_the_same(self, reference: Reference) -> None:
        assert len(reference.systems.rows) == 13


class TestTheWatch:
    def test_questions_that_can_not_be_labelled_yet_are_seen(self, found: Findings) -> None:
        assert found.reports > 50
        assert found.months > 50
        assert found.matured == 0  # nothing has matured since the reference was made

    def test_nothing_is_demanded_of_the_snapshot_that_the_card_was_made_of(
        self, found: Findings
    ) -> None:
        assert found.demand == "none", [f.words for f in found.raised]

    def test_what_can_not_be_judged_is_said_and_demands_nothing(self, found: Findings) -> None:
        unjudged = {finding.limit for finding in found.unjudged}
        assert {"calibration", "ranking"} <= unjudged
        assert all(finding.demand == "none" for finding in found.unjudged)

    def test_another_cards_reference_is_refused(self, snapshot: Path, reference: Reference) -> None:
        other = replace(an_own_card(), base=9)
        with pytest.raises(WatchError, match="another card"):
            watch(snapshot, other, reference, WatchSettings(), lambda _words, _share: None)

    def test_another_releases_catalogue_is_refused(
        self, snapshot: Path, reference: Reference
    ) -> None:
        other = replace(an_own_card(), catalogue_version="sha256:other")
        fitting = replace(reference, card_hash=other.content_hash)
        with pytest.raises(WatchError, match="another feature catalogue"):
            watch(snapshot, other, fitting, WatchSettings(), lambda _words, _share: None)


class TestThePage:
    def test_what_is_demanded_stands_first_and_nothing_comes_from_outside(
        self, found: Findings
    ) -> None:
        page = write_monitoring(found)
        text = unescape(words_of(page))
        assert text.index("Nothing is demanded.") < text.index("Everything that was watched")
        for outside in ("http://", "https://", "src=", "<script"):
            assert outside not in page

    def test_every_finding_is_on_it_with_its_limit(self, found: Findings) -> None:
        page = unescape(words_of(write_monitoring(found)))
        for finding in found.findings:
            assert finding.words[1:] in page, finding.limit


def test_the_command_keeps_what_it_finds_beside_the_champion(
    snapshot: Path, reference: Reference, tmp_path: Path
) -> None:
    address = fresh_registry(tmp_path / "registry")
    app = typer.Typer()
    app.command()(monitor)
    run = CliRunner()
    given = ["--snapshot", str(snapshot), "--models", address, "--json"]
    nobody = run.invoke(app, given)
    assert nobody.exit_code == 2
    assert "no champion to watch" in nobody.output
    version = submit(address, an_own_card(), files={"reference.json": reference.to_json()})
    promote(address, version.model, version.version, a_request(), load_policy())
    done = run.invoke(app, [*given, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["demand"] == "none"
    kept = findings_from_json((tmp_path / "out" / "monitor.json").read_bytes())
    assert kept.card_hash == told["card_hash"] == an_own_card().content_hash
    champion = fetch_champion(address, version.model)
    assert champion is not None
    assert champion.tags["monitored"] == "none"
    assert champion.tags["monitored_run"] == told["run_id"]
