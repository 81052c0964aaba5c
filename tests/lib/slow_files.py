"""The files whose tests take longest, in the order in which workers should begin them.

Only the order follows from this list, so that a file may lack; a test keeps it from naming
files that aren't there.
"""

from __future__ import annotations

__all__ = ["SLOW_FILES"]

SLOW_FILES = (
    "tests/story/test_from_extracts_to_an_answer.py",
    # Compiles the features' kernels while the story, which needs them later, invents its force.
    "tests/unit/test_features_packing.py",
    "tests/truth/test_training_truth.py",
    "tests/web/test_routes_and_roles.py",
    "tests/contract/test_store_migrations.py",
    "tests/properties/test_honest_logs.py",
    "tests/truth/test_force_calibration.py",
    "tests/web/test_schemathesis.py",
    "tests/contract/test_connections_in_looks.py",
    "tests/truth/test_features_on_spark.py",
    "tests/properties/test_feature_laws.py",
    "tests/unit/test_registry_server.py",
    "tests/contract/test_replay_stories.py",
    "tests/truth/test_search_truth.py",
    "tests/truth/test_prospects_truth.py",
    "tests/truth/test_linkage_on_spark.py",
    "tests/truth/test_linkage_truth.py",
    "tests/truth/test_adult_linkage_truth.py",
    "tests/properties/test_plan_machine.py",
    "tests/spec/test_features_edges.py",
    "tests/unit/test_synthetic_force.py",
    "tests/web/test_pages_rules.py",
    "tests/unit/test_papers_pages.py",
    "tests/vignettes/test_who_is_who.py",
    "tests/contract/test_log_tampering_found.py",
)
