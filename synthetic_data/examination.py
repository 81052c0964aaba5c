"""Everything that is said about an invented force, gathered once for print, page and JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from records.history import KnownHistory
from synthetic_data.calibration import living_children, measure, recorded_years
from synthetic_data.figures import Measured
from synthetic_data.joint_tables import JointTable
from synthetic_data.realism import realism
from synthetic_data.reports import Report, asked, read_force
from synthetic_data.separation import Separation, separation
from synthetic_data.volumes import Volume, volumes

__all__ = ["Examination", "examine"]


@dataclass(frozen=True, slots=True)
class Examination:
    """A force measured.

    Attributes:
        children: under 18, living there when the extracts were taken.
        reports: missing episodes recorded in all ``years``.
    """

    children: int
    years: int
    reports: int
    figures: tuple[Measured, ...]
    volumes: tuple[Volume, ...]
    tables: tuple[JointTable, ...]
    told: Separation

    @property
    def outside(self) -> tuple[Measured, ...]:
        """The figures outside their tolerance."""
        return tuple(found for found in self.figures if not found.is_fitted)


def examine(directory: Path) -> Examination:
    """Read the force and measure it.

    Raises:
        NotAForceError: the directory holds no force.
    """
    force = read_force(directory)
    reports: list[Report] = []
    told = separation(force, _kept(asked(force), reports))
    living, years = living_children(force), recorded_years(force, reports)
    return Examination(
        children=living,
        years=years,
        reports=len(reports),
        figures=measure(force, reports, told),
        volumes=volumes(force, living, years),
        tables=realism(force, reports),
        told=told,
    )


def _kept(
    pairs: Iterable[tuple[Report, KnownHistory]], reports: list[Report]
) -> Iterator[tuple[Report, KnownHistory]]:
    """The pairs one by one: what was known at all reports at once would fill the memory."""
    for report, known in pairs:
        reports.append(report)
        yield report, known
