"""Write the pages of ``docs/reference/`` from the code, or check that they are current.

Run from the top folder: ``python -m docs.build`` writes, ``--check`` changes nothing and
exits with 1 if a page differs, is missing, or is there without a writer.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from docs.writers import (
    code_pages,
    data_pages,
    duties_page,
    features_page,
    indicators_page,
    log_page,
    model_page,
    performance_page,
    plan_states,
    service_pages,
)

__all__ = ["PAGES", "check_pages", "main", "write_pages"]

REFERENCE = Path(__file__).parent / "reference"
_MARK = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n\n"

#: Every page: its file, and what writes it.
PAGES: Mapping[str, Callable[[], str]] = {
    "extract-formats.md": data_pages.extract_formats,
    "feature-catalogue.md": features_page.feature_catalogue,
    "policy.md": data_pages.policy,
    "duties.md": duties_page.duties_timetable,
    "indicators.md": indicators_page.indicators,
    "model.md": model_page.model,
    "performance.md": performance_page.performance,
    "plan-states.md": plan_states.plan_states,
    "settings.md": service_pages.settings,
    "roles.md": service_pages.roles,
    "audit-entry.md": log_page.audit_entry,
    "commands.md": code_pages.commands,
    "api.md": service_pages.api,
}


def write_pages(folder: Path) -> None:
    """Write every page; pages that nothing writes any more are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (folder / name).write_text(_MARK + write().strip() + "\n", encoding="utf-8")
    for orphan in _orphans(folder):
        orphan.unlink()


def check_pages(folder: Path) -> list[str]:
    """What differs between the folder and the code; empty if it is current."""
    faults = []
    for name, write in PAGES.items():
        page = folder / name
        if not page.exists():
            faults.append(f"{name} is missing")
        elif page.read_text(encoding="utf-8") != _MARK + write().strip() + "\n":
            faults.append(f"{name} is not what the code says")
    return faults + [f"{orphan.name} is written by nothing" for orphan in _orphans(folder)]


def _orphans(folder: Path) -> list[Path]:
    return sorted(page for page in folder.glob("*.md") if page.name not in PAGES)


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when the pages are (now) current, 1 when ``--check`` found a fault."""
    parser = argparse.ArgumentParser(prog="python -m docs.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, report faults")
    parser.add_argument("--reference", type=Path, default=REFERENCE, help="the pages' folder")
    chosen = parser.parse_args(arguments)
    if not chosen.check:
        write_pages(chosen.reference)
        return 0
    faults = check_pages(chosen.reference)
    for fault in faults:
        print(f"docs/reference/{fault}: run make docs", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
