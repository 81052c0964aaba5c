"""The same models on Spark give the same pairs with the same weights."""

from __future__ import annotations

import shutil

import pytest

from linkage.cleaning import clean_records
from linkage.compare import weigh_pairs
from linkage.engines import Spark
from linkage.weights import load_weights
from tests.lib.people import person, small_force

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    # Spark warns of itself and of its own libraries, whatever is asked of it.
    pytest.mark.filterwarnings("ignore"),
]


def test_spark_weighs_every_pair_as_duckdb_does() -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: make spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java 17")
    weights = load_weights()
    beside = (
        person("S4:é", "Zoë", "Ståhl", born="2012-02-11", postcode="NG7 2AB"),
        person("S9:é", "Zoe", "Stähl", born="2012-11-02", postcode="NG7 2AB"),
        person("S7:1", None, "Okonley", address="12 Oakton Road"),
    )
    records = clean_records((*small_force(150, seed=3).persons, *beside))
    new = range(5)
    here = weigh_pairs(records, weights, weights.thresholds.possible)
    assert len(here) > 100
    engine = Spark("local[2]", partitions=2)
    assert weigh_pairs(records, weights, weights.thresholds.possible, engine=engine) == here
    some = tuple(pair for pair in here if pair.a in new or pair.b in new)
    assert weigh_pairs(records, weights, weights.thresholds.possible, new) == some
