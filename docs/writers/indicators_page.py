"""The page of indicators: question, definition, systems, target, recommendation of each."""

from __future__ import annotations

import inspect

from docs.writers.tables import table
from records.words import count_words, join_words
from serving.figures.cases import Indicator
from serving.figures.catalogue import INDICATORS
from serving.figures.publish_months import MOST_MONTHS
from serving.figures.recommendations import RECOMMENDATIONS
from serving.figures.told_values import COMPARED
from serving.service import suppression
from serving.service.small_numbers import FEW

__all__ = ["indicators"]

_HEAD = """\
# Indicators

Each answers one question about the whole force, its local authorities and their teams, month by
month. `missing-risk indicators` works them out for every child and publishes the months that have
settled; the first run looks {most} back. A child counts for the team that its newest record names
when the month is published.

A month is published **once**, when it has been over for the days given below, and stays as it
was. Published again with one case more, it would tell of that one. So each figure says as known
when; records that came later are not counted. When a definition changes, its version counts up,
new months are worked out by the new one, and the line is marked there. The database itself refuses
to change a published month.

The share is of those met and not met together; how many are not known stands beside it and is
never counted as met. Intervals are Wilson's, of 95 %. A share moves if the last {compared} months,
taken together, differ from the {compared} before by more than chance explains at that level.

Every number leads to the very records that it counts, for those who may see them:
`GET /api/v1/indicators/{{indicator_id}}/cases`. Erasing a child deletes its cases; figures name
nobody and stay.
"""

_RECOMMENDATIONS = """\
What the inspection asked for, by which figures each is measured, and what serves it besides.
`GET /api/v1/recommendations` tells the history of each.
"""


def indicators() -> str:
    """Every indicator, the rules of withholding, and the recommendations that they serve."""
    rules = inspect.cleandoc(suppression.__doc__ or "")
    parts = [
        _HEAD.format(most=count_words(MOST_MONTHS, "month"), compared=COMPARED),
        "## What is withheld\n",
        f"`few` is {FEW}. {rules}\n",
        "## The indicators\n",
        *(part for indicator in INDICATORS.values() for part in _indicator(indicator)),
        "## The recommendations\n",
        _RECOMMENDATIONS,
        table(
            ("Id", "Asked for", "What is done", "Indicators", "Features, and where tested"),
            (
                (
                    row.id,
                    row.asked,
                    row.done,
                    ", ".join(f"`{name}`" for name in row.indicators),
                    "; ".join(f"{one.words} (`{one.tested_in}`)" for one in row.features),
                )
                for row in RECOMMENDATIONS.values()
            ),
        ),
    ]
    return "\n".join(parts)


def _indicator(indicator: Indicator) -> list[str]:
    target = indicator.target
    rows = [
        ("Question", indicator.question),
        ("Definition", f"{indicator.definition} (Version {indicator.version}.)"),
        ("Systems", join_words([f"{s.value} {s.words}" for s in indicator.systems])),
        ("Target", "none" if target is None else f"{target.percent} %: {target.source}"),
        ("Recommendations", ", ".join(indicator.serves)),
        ("Published", f"{count_words(indicator.settles_days, 'day')} after the month's end"),
    ]
    if indicator.kinds:
        kinds = join_words([words for _, words in indicator.kinds])
        part = indicator.kinds_of.value.replace("_", " ")
        rows.append(("Kinds, for the whole force", f"of those {part}: {kinds}"))
    if indicator.median_of:
        rows.append(("Median", f"of the time {indicator.median_of}, in whole days"))
    return [f"### `{indicator.id}`: {indicator.name}\n", table(("", ""), rows)]
