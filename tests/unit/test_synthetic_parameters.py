"""The parameter file: every rate has its source, every rate is used."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from synthetic_data.dice import Weighted
from synthetic_data.parameters import Parameters, ParametersError, load_parameters
from synthetic_data.recording.clerks import write_down
from synthetic_data.world.neighbourhoods import make_world
from synthetic_data.world.population import Span
from tests.lib.forces import UNTIL


class Watched(Parameters):
    """The force's own parameters, noting which are read."""

    def __init__(self) -> None:
        own = load_parameters()
        super().__init__(
            {
                name: {"value": own._values[name], "source": source}
                for name, source in own.sources.items()
            }
        )
        self.read: set[str] = set()

    def number(self, name: str) -> float:
        self.read.add(name)
        return super().number(name)

    def numbers(self, name: str) -> list[float]:
        self.read.add(name)
        return super().numbers(name)

    def table(self, name: str) -> Mapping[str, float]:
        self.read.add(name)
        return super().table(name)

    def weighted(self, name: str) -> Weighted[str]:
        self.read.add(name)
        return super().weighted(name)


def test_every_parameter_is_used() -> None:
    parameters = Watched()
    days = parameters.number("world.warm_up_days")
    span = Span.ending(UNTIL, 3, days)
    world = make_world(0, 5_000, 7, span, parameters)
    write_down(world, 7, span, parameters)
    assert set(parameters.sources) == parameters.read


def test_every_parameter_names_a_row_of_the_facts_or_says_that_it_is_assumed() -> None:
    for name, source in load_parameters().sources.items():
        assert "domain.md" in source or "assumed" in source, name


def test_a_rate_without_a_source_is_refused() -> None:
    with pytest.raises(ParametersError, match=r"no source: a\.b"):
        Parameters({"a.b": {"value": 1, "source": ""}})


@pytest.mark.parametrize("value", [None, "often", [], {}, [1, "x"], {"a": None}])
def test_a_value_that_is_no_rate_is_refused(value: object) -> None:
    with pytest.raises(ParametersError, match=r"a\.b"):
        Parameters({"a.b": {"value": value, "source": "assumed"}})


def test_shares_that_are_chances_lie_between_0_and_1() -> None:
    parameters = load_parameters()
    for name in ("population.male", "population.twin", "reporting.willing_household"):
        assert 0 <= parameters.number(name) <= 1
    for name in ("reporting.reported", "slips.S1", "slips.S2", "slips.S3", "slips.S10"):
        assert all(0 <= share <= 1 for share in parameters.table(name).values())
