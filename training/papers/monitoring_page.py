"""What a watch found, as one page: what is demanded first, then every figure with its limit."""

from __future__ import annotations

import math

from records.calendar import instant_from_text, local_day
from records.words import day_words
from training.papers.document import frame
from training.papers.markup import Html, bullets, element, facts, join, paragraph, table
from training.watching.findings import Finding, Findings
from training.watching.limits import DEMANDS, FALSE_ALARMS, LIMITS, limit_named

__all__ = ["write_monitoring"]


def write_monitoring(findings: Findings) -> str:
    """The page: self-contained, without script, nobody named."""
    taken = day_words(local_day(instant_from_text(findings.taken_at)))
    title = f"Watching scorecard {findings.card}, snapshot of {taken}"
    verdict = element(
        "div",
        paragraph(_verdict(findings), class_="said"),
        paragraph(findings.asks),
        class_="verdict",
    )
    return frame(
        title,
        verdict,
        element("h2", "What demands it"),
        _raised(findings),
        element("h2", "Everything that was watched"),
        *(_of_limit(findings, limit.name) for limit in LIMITS),
        element("h2", "What the limits demand"),
        _limits(),
        element("h2", "Where the figures come from"),
        _sources(findings),
    )


def _verdict(findings: Findings) -> str:
    raised = len(findings.raised)
    if not raised:
        return "Nothing is demanded."
    things = "one thing" if raised == 1 else f"{raised} things"
    return f"Demanded: {findings.demand}. {things} watched went beyond a limit.".replace(
        ". one", ". One"
    )


def _raised(findings: Findings) -> Html:
    if not findings.raised:
        return paragraph("No figure went beyond its limit by more than chance explains.")
    return bullets(
        join(element("strong", finding.demand), f": {_begun(finding.words)}.")
        for finding in findings.raised
    )


def _of_limit(findings: Findings, name: str) -> Html | None:
    own = [finding for finding in findings.findings if finding.limit == name]
    if not own:
        return None
    head = ("What was found", "Figure", "Beyond chance", "Limit", "Demands")
    return table(_begun(limit_named(name).measures), head, [_row(finding) for finding in own])


def _row(finding: Finding) -> tuple[str, str, str, str, str]:
    figure = finding.figure
    return (
        _begun(finding.words),
        _number(figure.value),
        _number(figure.low),
        _number(finding.start),
        finding.demand if figure.is_known else "not judged",
    )


def _number(value: float) -> str:
    return "not known" if math.isnan(value) else f"{value:.3f}"


def _limits() -> Html:
    demands = [name for name in DEMANDS if name != "none"]
    rows = [
        (
            _begun(limit.measures),
            *(f"{limit.starts[name]:g}" if name in limit.starts else "–" for name in demands),
        )
        for limit in LIMITS
    ]
    words = bullets(
        join(element("strong", name), ": ", asks) for name, asks in DEMANDS.items() if asks
    )
    caption = (
        "A demand is made when a figure lies beyond its limit by more than chance explains; in at "
        f"most {FALSE_ALARMS:.0%} of watches chance makes one all the same"
    )
    return join(words, table(caption, ("What is watched", *demands), rows))


def _sources(findings: Findings) -> Html:
    cases = "fewer than 10" if findings.cases is None else str(findings.cases)
    return facts(
        {
            "Card": join(element("code", findings.card_hash)),
            "Snapshot watched": join(element("code", findings.snapshot)),
            "Snapshot of the reference": join(element("code", findings.reference)),
            "Recent questions": f"{findings.reports} at missing reports and {findings.months} at "
            f"month starts, of {findings.days} days",
            "Matured missing reports": f"{findings.matured}, {cases} of them cases",
        }
    )


def _begun(words: str) -> str:
    """A sentence's beginning; a feature's name stays as it is."""
    return words if "_" in words.split(" ", 1)[0] else words[:1].upper() + words[1:]
