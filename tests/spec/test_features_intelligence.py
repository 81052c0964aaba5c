"""What the features about intelligence mean, in tables that both engines must meet."""

from __future__ import annotations

import pytest

from tests.lib.spec_tables import ENGINES, Spec, specs_of

SPECS = (
    *specs_of(
        "a report counts once for each record, by when it happened; its theme says for what",
        "2026-07-01",
        """
        child | entry               | of  | occurred         | recorded   | with
        ------+---------------------+-----+------------------+------------+--------------------------
        Ana   | intelligence_report | Q-1 | 2025-07-01       |            | theme=sexual_exploitation
        Ana   | intelligence_report | Q-1 | 2026-03-01       |            | theme=sexual_exploitation
        Ana   | intelligence_report | Q-2 | 2026-03-01       |            | theme=online_grooming
        Ana   | intelligence_report | Q-3 | 2026-03-01       |            | theme=trafficking
        Ben   | intelligence_report | Q-4 | 2026-03-01       |            | theme=criminal_exploitation
        Ben   | intelligence_report | Q-5 | 2026-03-01       |            | theme=drugs
        Ben   | intelligence_report | Q-6 | 2026-03-01       |            | theme=going_missing
        Cat   | intelligence_report | Q-7 | 2025-06-30 23:59 | 2026-03-01 | theme=trafficking
        Dan   | intelligence_report | Q-8 | 2026-03-01       | 2026-07-01 | theme=drugs
        Eve   | intelligence_report | Q-9 | 2026-03-01       |            | theme=violence
        """,  # noqa: E501 - one entry to a line
        {
            "intelligence_count_365d": {"Ana": 3, "Ben": 3, "Cat": 0, "Dan": 0, "Eve": 1},
            "intelligence_sexual_count_365d": {"Ana": 3, "Ben": 0, "Cat": 0, "Dan": 0, "Eve": 0},
            "intelligence_criminal_count_365d": {"Ana": 0, "Ben": 2, "Cat": 0, "Dan": 0, "Eve": 0},
        },
    ),
    *specs_of(
        "only a reliable source that knows directly or is corroborated is trusted",
        "2026-07-01",
        """
        child | entry               | of  | occurred   | with
        ------+---------------------+-----+------------+-----------------------------------------
        Ana   | intelligence_report | Q-1 | 2026-03-01 | theme=trafficking source_grade=reliable assessment=known_directly
        Ana   | intelligence_report | Q-2 | 2026-03-01 | theme=online_grooming source_grade=reliable assessment=known_indirectly_corroborated
        Ben   | intelligence_report | Q-3 | 2026-03-01 | theme=trafficking source_grade=reliable assessment=known_indirectly
        Cat   | intelligence_report | Q-4 | 2026-03-01 | theme=trafficking source_grade=untested assessment=known_directly
        Dan   | intelligence_report | Q-5 | 2026-03-01 | theme=drugs source_grade=reliable assessment=known_directly
        Eve   | intelligence_report | Q-6 | 2026-03-01 | theme=trafficking source_grade=not_reliable assessment=suspected_false
        """,  # noqa: E501 - one entry to a line
        {
            "intelligence_sexual_trusted_count_365d": {
                "Ana": 2,
                "Ben": 0,
                "Cat": 0,
                "Dan": 0,
                "Eve": 0,
            },
            "intelligence_sexual_count_365d": {"Ana": 2, "Ben": 1, "Cat": 1, "Dan": 0, "Eve": 1},
        },
    ),
    Spec(
        "a report made good later counts as it is last known",
        "intelligence_sexual_trusted_count_365d",
        "2026-07-01",
        """
        child | entry               | of  | occurred   | recorded   | with
        ------+---------------------+-----+------------+------------+--------------------------
        Ana   | intelligence_report | Q-1 | 2026-03-01 |            | theme=trafficking source_grade=reliable assessment=known_directly entry=a
        Ana   | intelligence_report | Q-1 | 2026-03-01 | 2026-04-01 | theme=trafficking source_grade=not_reliable assessment=suspected_false replaces=a
        Ben   | intelligence_report | Q-2 | 2026-03-01 |            | theme=trafficking source_grade=untested assessment=known_directly entry=b
        Ben   | intelligence_report | Q-2 | 2026-03-01 | 2026-04-01 | theme=trafficking source_grade=reliable assessment=known_directly replaces=b
        """,  # noqa: E501 - one entry to a line
        {"Ana": 0, "Ben": 1},
    ),
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_intelligence_means_what_its_table_says(spec: Spec, engine: str) -> None:
    spec.check(engine)
