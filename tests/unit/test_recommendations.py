"""Each recommendation of the inspection leads to figures, or to what serves it (M13)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.writers.indicators_page import indicators
from records.sources import SourceSystem
from serving.figures.cases import Indicator, Target
from serving.figures.catalogue import INDICATORS
from serving.figures.recommendations import RECOMMENDATIONS

_ROOT = Path(__file__).parents[2]


def test_every_recommendation_stands_here_and_is_served() -> None:
    assert list(RECOMMENDATIONS) == [f"M{number}" for number in range(1, 15)]
    for row in RECOMMENDATIONS.values():
        assert row.features, row.id
        for feature in row.features:
            assert (_ROOT / feature.tested_in).is_file(), feature.tested_in


def test_every_indicator_serves_a_recommendation_that_there_is() -> None:
    for indicator in INDICATORS.values():
        assert set(indicator.serves) <= set(RECOMMENDATIONS), indicator.id
    measured = {row.id for row in RECOMMENDATIONS.values() if row.indicators}
    assert {"M5", "M6", "M7", "M8", "M9", "M12"} <= measured


def test_ids_stand_in_addresses_and_kinds_are_told_apart() -> None:
    for name, indicator in INDICATORS.items():
        assert re.fullmatch(r"[a-z_]{4,40}", name)
        kinds = [kind for kind, _ in indicator.kinds]
        assert len(kinds) == len(set(kinds)) != 1, "one kind alone would be its part"
        assert indicator.question.endswith("?")


def test_the_page_says_everything_of_every_indicator() -> None:
    page = indicators()
    for indicator in INDICATORS.values():
        assert f"`{indicator.id}`" in page
        assert indicator.question in page
        assert indicator.definition in page
    assert all(row.asked in page for row in RECOMMENDATIONS.values())


def test_an_indicator_that_could_not_be_told_is_refused() -> None:
    good = INDICATORS["plans_in_date"]
    with pytest.raises(ValueError, match="serves something"):
        _with(good, serves=())
    with pytest.raises(ValueError, match="share in per cent"):
        _with(good, target=Target(101, "assumed"))
    with pytest.raises(ValueError, match="settles after a day"):
        _with(good, settles_days=0)
    assert _with(good, systems=(SourceSystem.CRIME,)).systems == (SourceSystem.CRIME,)


def _with(indicator: Indicator, **changes: object) -> Indicator:
    values = {name: getattr(indicator, name) for name in Indicator.__slots__}
    return Indicator(**{**values, **changes})
