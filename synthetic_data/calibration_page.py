"""The page of a measured force: one file, pictures inside it, no script, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from records.states.checklist import INDICATORS
from synthetic_data.estimates import Estimate
from synthetic_data.examination import Examination
from synthetic_data.figures import TOPICS, Measured
from synthetic_data.joint_tables import JointTable
from synthetic_data.plots import draw_figures, draw_table
from synthetic_data.separation import FEWEST

__all__ = ["number", "scaled", "span", "write_page"]

#: Children where the inspected force polices (domain.md 4.1).
INSPECTED = 250_000
_STYLE = """
:root { color-scheme: light; }
body { font: 17px/1.5 system-ui, sans-serif; color: #0b0c0c; background: #fff;
  max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 2rem; line-height: 1.2; } h2 { margin-top: 3rem; border-top: 3px solid #1a65a6;
  padding-top: .6rem; } h3 { margin: 2rem 0 .4rem; }
figure { margin: 1rem 0; overflow-x: auto; } svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-size: .85rem; margin: .5rem 0; }
th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid #d5dde5; }
td, thead th { white-space: nowrap; } th:first-child { text-align: left; }
tbody th { font-weight: 400; } caption { text-align: left; font-weight: 600; }
.wide { overflow-x: auto; } .outside { color: #982828; font-weight: 700; }
summary { cursor: pointer; } nav a { margin-right: 1rem; }
.lead { font-size: 1.1rem; }
"""


def write_page(found: Examination) -> str:
    """The whole page as HTML."""
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The invented force against published figures</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>The invented force against published figures</h1>
{_lead(found)}
<nav aria-label="On this page"><a href="#figures">Published figures</a>
<a href="#systems">Systems</a><a href="#joint">Joint figures and what was missed</a>
<a href="#apart">Told apart, not given away</a></nav>
<h2 id="figures">Published figures</h2>
<p>The grey bar is what is tolerated, the black stroke the published figure. The dot is the
invented force, with a 95 % interval counted by child where one can be said; a red cross lies
outside.</p>
{"".join(_topic(topic, found) for topic in TOPICS)}
<h2 id="systems">What each system holds</h2>
{_systems(found)}
<h2 id="joint">Joint figures, and what was missed</h2>
<p>Margins can be right and the whole wrong. Each cell is a per cent; the table behind each
picture says of how many.</p>
{"".join(map(_joint, found.tables))}
<h2 id="apart">Told apart, not given away</h2>
{_apart(found)}
</main>
</body>
</html>
"""


def number(value: float) -> str:
    """A figure as people read it: three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def span(estimate: Estimate) -> str:
    """The interval in words; a dash where there is none."""
    if estimate.low is None or estimate.high is None:
        return "–"
    return f"{number(estimate.low)} to {number(estimate.high)}"


def scaled(found: Examination) -> str:
    """The volumes as a force of the inspected one's size would have them, in a sentence."""
    values = {measured.figure.name: measured.value for measured in found.figures}
    children, reports = (
        values[name] * INSPECTED / 1000
        for name in ("children reported in a year per 1,000", "reports a year per 1,000 children")
    )
    return (
        f"Among {INSPECTED:,} children that is {children:,.0f} reported and {reports:,.0f} reports "
        "a year; about 1,250 and 3,600 are to be expected (4.1)."
    )


def _lead(found: Examination) -> str:
    fitted = len(found.figures) - len(found.outside)
    words = (
        f"{found.children:,} children, {found.years} recorded years, {found.reports:,} missing "
        f"reports. {fitted} of {len(found.figures)} figures are inside their tolerance."
    )
    outside = ""
    if found.outside:
        names = "; ".join(escape(measured.figure.name) for measured in found.outside)
        outside = f'<p class="outside">Outside: {names}.</p>'
    words += f" {scaled(found)} Everything here is invented: no row is about anybody."
    return f'<p class="lead">{words}</p>{outside}'


def _table(caption: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are HTML already; the first cell of a row heads it."""
    heads = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = ""
    for row in rows:
        first, *rest = row
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        body += f'<tr><th scope="row">{first}</th>{cells}</tr>\n'
    return (
        f'<div class="wide"><table><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _figure(words: str, svg: str) -> str:
    return f'<figure role="img" aria-label="{escape(words)}">{svg}</figure>'


def _topic(topic: str, found: Examination) -> str:
    held = tuple(measured for measured in found.figures if measured.figure.topic == topic)
    head = ("Figure", "Published", "From", "Tolerated", "This force", "95 %", "Of", "")
    table = _table(escape(topic), head, (_measured(measured) for measured in held))
    picture = _figure(f"{topic}: the table below says the same in figures", draw_figures(held))
    return f"<h3>{escape(topic)}</h3>{picture}{table}"


def _measured(measured: Measured) -> tuple[str, ...]:
    figure, estimate = measured.figure, measured.estimate
    state = "inside" if measured.is_fitted else '<span class="outside">outside</span>'
    return (
        escape(figure.name),
        number(figure.published),
        escape(figure.source),
        f"{number(figure.low)} to {number(figure.high)}",
        number(estimate.value),
        span(estimate),
        f"{estimate.base:,}" if estimate.base else "–",
        state,
    )


def _systems(found: Examination) -> str:
    head = ("System", "Entries", "Records", "Person records", "All entries", "From")
    rows = (
        (
            escape(f"{volume.system.value} {volume.system.words}"),
            number(volume.entries),
            number(volume.records),
            number(volume.persons),
            f"{volume.counts.entries:,}",
            volume.source,
        )
        for volume in found.volumes
    )
    note = "<p><em>Assumed</em>: no figure was found for how much such a system holds.</p>"
    return _table("A year, for every 1,000 children", head, rows) + note


def _joint(table: JointTable) -> str:
    title, reads = escape(table.title), escape(table.reads)
    picture = _figure(f"{table.title}: the table below says the same in figures", draw_table(table))
    rows = (
        (escape(row), *(_cell(cell) for cell in cells))
        for row, cells in zip(table.rows, table.cells, strict=True)
    )
    head = ("", *map(escape, table.columns))
    figures = _table(f"{title}: per cent (of so many)", head, rows)
    return (
        f"<h3>{title}</h3><p>{reads}</p>{picture}"
        f"<details><summary>In figures</summary>{figures}</details>"
    )


def _cell(cell: Estimate | None) -> str:
    return f"{number(cell.value)} ({cell.base:,})" if cell else "–"


def _apart(found: Examination) -> str:
    told = found.told
    words = (
        f"<p>{told.exploited:,} of {told.children:,} reported children were truly exploited at "
        f"their latest report or in the year before it. Each record that at least {FEWEST} "
        "reported children have was tried alone: the area under the curve is the chance that an "
        "exploited child has more of it than another child; 0.5 is chance.</p>"
    )
    singles = _table(
        "The most telling single records",
        ("Record, in a year", "Children", "Area", "95 %"),
        (
            (escape(s.name), f"{s.children:,}", f"{s.area.value:.3f}", span(s.area))
            for s in told.singles[:12]
        ),
    )
    rules = _table(
        "Simple rules, for harm recorded within 90 days of a report",
        ("Rule", "Children harmed", "Area", "95 %"),
        (
            (escape(name), f"{area.base:,}", f"{area.value:.3f}", span(area))
            for name, area in told.rules
        ),
    )
    lines = "".join(
        f"<li>{escape(indicator.words)} ({indicator.weight.name.lower()})</li>"
        for indicator in INDICATORS
    )
    checklist = f"<details><summary>The checklist's lines</summary><ul>{lines}</ul></details>"
    return words + singles + rules + checklist
