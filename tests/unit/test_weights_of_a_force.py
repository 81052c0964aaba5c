"""A force may bring linkage weights of its own; what is wrong with them is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from linkage.subjects import Subject
from linkage.weights import WEIGHTS_FILES, WeightsError, load_weights


def test_a_folder_of_weights_is_read_in_the_place_of_the_releases_own(tmp_path: Path) -> None:
    for subject in Subject:
        own = replace(load_weights(subject), fitted_to="2027-01-31")
        (tmp_path / WEIGHTS_FILES[subject]).write_bytes(own.to_json())
        assert load_weights(subject, tmp_path) == own
        assert load_weights(subject, tmp_path).digest != load_weights(subject).digest


def test_a_folder_without_a_subjects_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="can't be read"):
        load_weights(Subject.ADULT, tmp_path)


def test_weights_changed_by_hand_are_refused(tmp_path: Path) -> None:
    text = load_weights(Subject.CHILD).to_json().replace(b'"link": 5', b'"link": 4')
    assert text != load_weights(Subject.CHILD).to_json()
    (tmp_path / "weights.json").write_bytes(text.replace(b'"weight"', b'"weights"', 1))
    with pytest.raises(WeightsError):
        load_weights(Subject.CHILD, tmp_path)
