"""The published figures that an invented force is held against: what each is, from where.

Each figure names its row of the domain facts. The tolerance is part of the statement: a
force of some tens of thousands of children is expected inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from synthetic_data.estimates import Estimate

__all__ = ["PUBLISHED", "TOPICS", "Figure", "Measured"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    Attributes:
        low, high: a force is fitted while it lies between, both included.
        source: the row of domain.md, or ``target`` with the reason.
        topic: figures of one topic share a scale and are drawn together.
    """

    name: str
    published: float
    low: float
    high: float
    source: str
    topic: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, and what the force gives."""

    figure: Figure
    estimate: Estimate

    @property
    def value(self) -> float:
        """What the force gives."""
        return self.estimate.value

    @property
    def is_fitted(self) -> bool:
        """Inside the tolerance."""
        return self.figure.low <= self.value <= self.figure.high


_ROWS: dict[str, tuple[tuple[str, float, float, float, str], ...]] = {
    "Volume": (
        ("reports a year per 1,000 children", 14.4, 11.0, 18.0, "4.1 0.5% x 2.9"),
        ("children reported in a year per 1,000", 5.0, 4.2, 6.2, "4.1 0.5%"),
        ("reports per reported child and year", 2.7, 2.3, 3.2, "4.1 to generate"),
    ),
    "Reports of a child in a year": (
        ("child-years with 1 report, %", 60, 55, 66, "4.1 to generate"),
        ("child-years with 2 reports, %", 15, 12, 18, "4.1 to generate"),
        ("child-years with 3 to 5 reports, %", 14, 10, 17, "4.1 to generate"),
        ("child-years with 6 to 9 reports, %", 6, 2.5, 8, "4.1 to generate"),
        ("child-years with 10 or more reports, %", 5, 3, 8, "4.1 to generate"),
    ),
    "Repeats": (
        ("repeats, % of reports", 63, 57, 68, "4.1 2016/17"),
        ("reports in child-years with 10 or more, %", 31, 24, 45, "4.1 to generate"),
        ("reports of the top 15% of child-years, %", 54, 48, 62, "4.1 to generate"),
        ("first repeats within 4 weeks, %", 55, 50, 68, "4.1 over half"),
        ("children who are never reported, % of those missing", 70, 55, 75, "4.1 up to 7 in 10"),
    ),
    "Duration": (
        ("up to 8 hours, %", 48, 44, 52, "4.3 to generate"),
        ("8 to 16 hours, %", 19, 16, 22, "4.3 to generate"),
        ("16 to 24 hours, %", 12, 8.5, 14, "4.3 to generate"),
        ("24 to 48 hours, %", 11, 9, 14, "4.3 to generate"),
        ("2 to 7 days, %", 8, 6, 11, "4.3 to generate"),
        ("7 to 28 days, %", 1.6, 0.8, 2.6, "4.3 to generate"),
        ("over 28 days, %", 0.4, 0.05, 0.8, "4.3 to generate"),
    ),
    "Care among those reported": (
        ("reports of looked-after children, %", 36, 28, 45, "4.2 2018/19"),
        ("looked-after children, % of child-years", 19, 13, 24, "4.2 2018/19"),
        ("looked-after children reported in a year, %", 10, 7, 15, "4.2 1 in 10"),
    ),
    "Care, how much more often": (
        ("reports per looked-after child-year", 6, 4, 7.5, "4.2 about 6 each"),
        ("looked after against not, times as likely", 20, 14, 34, "4.2 1 in 10 vs 1 in 200"),
    ),
    "Care and protection in the population": (
        ("children looked after, %", 0.65, 0.5, 0.8, "4.2 2018/19"),
        ("children with a protection plan, %", 0.43, 0.34, 0.56, "4.4 42.8 per 10,000"),
    ),
    "Age, sex and ethnicity": (
        ("aged 12 to 17, % of reports", 88, 80, 96, "4.2 12-17 dominate"),
        ("boys, % of reports", 52, 45, 59, "4.2 52 to 48"),
        ("ethnicity unknown, % of reports", 31, 25, 37, "4.2 2019/20"),
        ("White, % of known ethnicity", 76, 68, 85, "4.2 2019/20"),
        ("Black, % of known ethnicity", 14, 6, 20, "4.2 2019/20"),
    ),
    "How it ended, and the interview after": (
        ("returned by themselves, %", 43, 40, 46, "4.3 2018/19"),
        ("found by police, %", 29, 26, 32, "4.3 2018/19"),
        ("return interview done, %", 50, 45, 55, "4.4 2019"),
        ("done within 72 hours, %", 63, 57, 69, "4.4 2023/24"),
    ),
    "Officers' grades": (
        ("graded high, %", 14.5, 12, 18, "4.3 band mix"),
        ("graded medium, %", 68, 63, 74, "4.3 band mix"),
        ("graded low, %", 13, 10, 16, "4.3 band mix"),
        ("harmed who were graded high, %", 41, 25, 57, "4.3 recall 0.41"),
    ),
    "Harm and exploitation recorded": (
        ("harm recorded on finding, %", 1.7, 1.1, 2.5, "4.3 1.7%"),
        ("sexual harm recorded within 90 days, %", 5, 3, 7.5, "7 label (b)"),
        ("with a CSE plan at the report, %", 9, 6, 13, "4.3 flag 9%"),
    ),
    "Whom the flag finds": (
        ("girls, % of reports with a plan", 72.6, 60, 86, "4.3 69 to 26"),
    ),
    # No force has published these: they say that a force can be learnt from, and not too easily.
    "Told apart, yet not given away": (
        ("exploited, area of the best single record", 0.7, 0.6, 0.75, "target: below 0.75"),
        ("harm in 90 days, area of 3 reports in 90 days", 0.65, 0.55, 0.75, "target: 0.55 to 0.75"),
        ("harm in 90 days, area of reports in 90 days", 0.65, 0.55, 0.75, "target: 0.55 to 0.75"),
        ("harm in 90 days, area of the checklist", 0.7, 0.55, 0.75, "target: 0.55 to 0.75"),
    ),
}  # fmt: skip

PUBLISHED: tuple[Figure, ...] = tuple(
    Figure(*row, topic=topic) for topic, rows in _ROWS.items() for row in rows
)
#: Topics in the order in which they are shown.
TOPICS: tuple[str, ...] = tuple(_ROWS)
