"""The analysts' report: its first screen says promote or not, and why; the rest bears it out."""

from __future__ import annotations

from records.unknown import Unknown
from training.papers.document import contents, document, picture
from training.papers.headlines import cases_words, gate_result, headlines, verdict_box
from training.papers.markup import (
    Html,
    bullets,
    details,
    element,
    facts,
    join,
    paragraph,
    sections,
    slug,
    table,
)
from training.papers.material import Material, verdict
from training.papers.phrases import (
    count,
    decimal,
    figure,
    is_known,
    name_words,
    percent,
    signed,
    taken_words,
)
from training.papers.report_figures import beside_champion, beside_rivals, lines_changed
from training.papers.report_groups import groups
from training.papers.report_time import over_time
from training.papers.scorecard_table import points_table, unknown_words

__all__ = ["HEADINGS", "write_report"]

HEADINGS = (
    "Gates",
    "Beside the champion",
    "Beside other ways to rank",
    "The card",
    "Calibration, workload, month by month",
    "Groups",
    "What was not known",
    "Data",
    "Leak probes",
    "Drift",
    "What to do next, and known faults",
    "Reproduce",
)


_PROBED = {True: "passed", False: "FAILED", None: "not tried"}


def write_report(material: Material) -> str:
    """The report's HTML.

    Raises:
        BlankHeadingError: nothing is said under one of :data:`HEADINGS`.
    """
    judgement = material.judgement
    title = f"Promote or not: card {material.card.name}, {taken_words(judgement.taken_at)}"
    words = (
        _gates, beside_champion, beside_rivals, _card, over_time, groups,
        _unknowns, _data, _probes, _drift, _next, _reproduce,
    )  # fmt: skip
    written = {heading: write(material) for heading, write in zip(HEADINGS, words, strict=True)}
    opening = element(
        "section",
        paragraph(f"Ranks children by {material.ranks_by}. {material.version.capitalize()}."),
        verdict_box(material),
        bullets((*headlines(material), *_since_champion(material))),
        aria_label="Verdict",
    )
    links = contents(list(HEADINGS), [slug(heading) for heading in HEADINGS])
    return document(material, title, opening, links, sections(HEADINGS, written))


def _since_champion(material: Material) -> tuple[str, ...]:
    changes = material.judgement.changes
    recall = changes.difference.get("recall_at_10") if changes else None
    if changes is None or not is_known(recall):
        return ()
    told = f"Beside the champion, version {changes.champion_version}: recall at 10 % "
    return (f"{told}differs by {signed(recall)}.",)


def _gates(material: Material) -> Html:
    rows = [
        (name_words(gate.name), gate_result(gate), gate.words) for gate in material.judgement.gates
    ]
    return join(
        table("Every gate", ("Gate", "Result", "Figure and limit"), rows, material.mark),
        paragraph(
            "Failed: the whole interval is on the wrong side of the limit. Not settled: the "
            "figure is on the wrong side, and its interval is on both."
        ),
        paragraph(cases_words(material)),
    )


def _card(material: Material) -> Html:
    candidates = [
        (one.words + (" (chosen)" if one.chosen else ""), decimal(one.loss, 4), decimal(one.auc, 3),
         one.lines, one.numbers, decimal(one.seconds, 0))
        for one in material.judgement.candidates
    ]  # fmt: skip
    head = ("Learner", "Log loss", "AUC", "Lines", "Numbers to read", "Seconds")
    return join(
        paragraph(
            f"{len(material.card.lines)} lines. Every child starts with {material.card.base} "
            f"points; the most that any child can reach is {material.card.most}."
        ),
        None
        if material.is_of_this_catalogue
        else paragraph(
            "This card was fitted on another version of the feature catalogue; the words are "
            "those of this release."
        ),
        lines_changed(material),
        picture(
            material, "shapes", "Points of each line. Open bars are values that are not known."
        ),
        details("Every line, bin and point", points_table(material)),
        table("Learners tried in this run, cross-validated", head, candidates, material.mark)
        if candidates
        else None,
    )


def _unknowns(material: Material) -> Html:
    rows = [
        (material.question(row.feature), unknown_words((Unknown(row.kind),)), percent(row.share),
         "not on the card" if row.points is None else row.points)
        for row in sorted(material.judgement.unknowns, key=lambda row: row.points is None)
    ]  # fmt: skip
    said = paragraph(
        "A value that is not known has points of its own, never fewer than the mean: not knowing "
        "never reassures. That a question does not arise is known, so it may give fewer."
    )
    if not rows:
        return join(said, paragraph("Every value of every question was known."))
    head = ("Question", "Why not known", "Share of questions", "Points for it")
    on_card = [row for row in rows if row[-1] != "not on the card"]
    others = [row for row in rows if row[-1] == "not on the card"]
    return join(
        said,
        table("On the card", head, on_card, material.mark)
        if on_card
        else paragraph("Every value of every line of the card was known."),
        details(
            f"{len(others)} of features that are not on the card",
            table("Not on the card", head, others, material.mark),
        )
        if others
        else None,
    )


def _data(material: Material) -> Html:
    judgement = material.judgement
    folds = [
        (name_words(fold.name), f"{taken_words(fold.start)} to {taken_words(fold.end)}",
         count(fold.questions), count(fold.reports), count(fold.children), count(fold.cases),
         count(fold.harmed_children))
        for fold in judgement.folds
    ]  # fmt: skip
    head = ("Fold", "Asked", "Questions", "Reports", "Children", "Cases", "Harmed children")
    dropped = [(name_words(name), count(number)) for name, number in judgement.dropped.items()]
    return join(
        facts(
            (
                ("Snapshot", element("code", judgement.snapshot)),
                ("Taken on", taken_words(judgement.taken_at)),
                ("Outcome", f"{judgement.outcome_words} ({judgement.outcome})"),
                ("Feature catalogue", element("code", judgement.catalogue)),
                ("Policy", judgement.policy),
            )
        ),
        table("Folds: no child is in two", head, folds, material.mark),
        table("Questions dropped, by name", ("Why", "Questions"), dropped, material.mark)
        if dropped
        else paragraph("No question was dropped."),
        table(
            "Extracts",
            ("System", "Age"),
            [(fact.what, fact.value) for fact in judgement.extracts],
            material.mark,
        )
        if judgement.extracts
        else paragraph("The ages of the extracts were not handed to this run."),
    )


def _probes(material: Material) -> Html:
    rows = [
        (name_words(probe.name), _PROBED[probe.passed], probe.words)
        for probe in material.judgement.probes
    ]
    if not rows:
        return paragraph("No probe was run. A card without probes must not be promoted.")
    return join(
        paragraph("A card that knows the future shines here and fails at night."),
        table("Probes", ("Probe", "Result", "Figure"), rows, material.mark),
    )


def _drift(material: Material) -> Html:
    registration = material.registration
    if registration is None or not registration.monitored:
        return paragraph("Not looked at yet: run missing-risk monitor once the card is in use.")
    return facts((fact.what, fact.value) for fact in registration.monitored)


def _next(material: Material) -> Html:
    judgement = material.judgement
    state, _ = verdict(judgement.gates)
    steps = {
        "yes": [
            ("Read the groups and the lines that changed. Then have a second person promote it, "
            "with a note that says why."),
        ],
        "open": [
            ("Wait for more cases, or have a second person decide on the gates not settled, with "
            "a note that says why."),
        ],
        "no": [
            "Leave the champion in place.",
            *(f"Look into {name_words(g.name)}: {g.words}" for g in judgement.gates
              if g.passed is False),
        ],
    }[state]  # fmt: skip
    noise = judgement.rankings["card"].get("calibration_noise")
    faults = [
        (
            f"The outcome is {judgement.outcome_words}. What nobody recorded counts as not having "
            "happened, so a group of whom less is recorded looks less at risk than it is."
        ),
        f"{judgement.cases:,} cases judge this card: read the intervals, not the figures alone.",
        "Points say how alike children are to children of the past. They say nothing of tonight.",
    ]
    if noise is not None and noise.is_known:
        faults.append(
            f"A card without fault would show a calibration error of {figure(noise)} on so few "
            "cases; less can't be told apart."
        )
    return join(
        element("h3", "Next"), bullets(steps), element("h3", "Known faults"), bullets(faults)
    )


def _reproduce(material: Material) -> Html:
    judgement = material.judgement
    return join(
        paragraph(
            element(
                "code",
                f"missing-risk train --card {judgement.card} --seed {judgement.seed} "
                "--snapshot DIR",
            ),
            f" on the snapshot of the digest above, with code {judgement.code} and these "
            "settings, gives the same card byte for byte.",
        ),
        details(
            "Settings",
            table(
                "Every setting of the run",
                ("Setting", "Value"),
                [(name_words(name), value) for name, value in judgement.settings.items()],
                material.mark,
            ),
        ),
    )
