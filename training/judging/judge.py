"""One card judged: every figure, probe and gate of it, as one document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from records.calendar import FORCE_ZONE, instant_to_text
from records.unknown import UNKNOWN_CODES
from training.intervals import Estimate
from training.judging.case import Case
from training.judging.evaluation import Evaluation, evaluate
from training.judging.groups import by_group
from training.judging.judgement import Judgement
from training.judging.rows import FoldRow, Gate, GroupRow, UnknownRow
from training.judging.verdict import judge as judge_gates
from training.settings import settings_as_text

__all__ = ["judge"]


def judge(case: Case) -> Judgement:
    """The judgement of ``case.card`` on children and a year that it has not seen.

    The same case always gives the same judgement, however many threads there are.

    Raises:
        LeakError: an input knows the outcome, so no figure would mean anything.
    """
    card, cohort = case.card, case.cohort
    evaluation = evaluate(card, case.points, case.table, cohort, case.folds, case.settings)
    taught_by = int(card.trained["harmed_children"])
    return Judgement(
        card=card.name,
        card_hash=card.content_hash,
        outcome=cohort.outcome.version,
        outcome_words=cohort.outcome.words,
        horizon_days=cohort.outcome.horizon.days,
        catalogue=card.catalogue_version,
        policy=case.policy.version,
        snapshot=case.manifest.digest,
        taken_at=case.manifest.taken_at,
        code=case.code,
        seed=case.settings.seed,
        reports_count=len(case.rows),
        cases=int(case.harmed.sum()),
        gates=tuple(Gate(g.name, g.passed, g.words) for g in judge_gates(evaluation, taught_by)),
        rankings=_rankings(evaluation),
        over={},
        questions=evaluation.questions,
        workloads=(),
        bands=(),
        calibration=(),
        months=(),
        groups=_groups(case),
        mitigations=(),
        unknowns=_unknowns(case),
        probes=(),
        candidates=case.candidates,
        folds=_folds(case),
        dropped=cohort.dropped,
        extracts=case.extracts,
        missed_truth=(),
        settings=settings_as_text(case.settings),
        changes=None,
    )


def _rankings(evaluation: Evaluation) -> dict[str, Mapping[str, Estimate]]:
    of_ranking: dict[str, dict[str, Estimate]] = {name: {} for name in evaluation.rankings}
    for name, figure in evaluation.reports.items():
        for ranking, figures in of_ranking.items():
            if ranking != "card" and name.endswith(f"_{ranking}"):
                if "_over_" not in name:
                    figures[name.removesuffix(f"_{ranking}")] = figure
                break
        else:
            of_ranking["card"][name] = figure
    return dict(of_ranking)


def _groups(case: Case) -> tuple[GroupRow, ...]:
    rows = by_group(
        case.cohort,
        case.rows,
        case.points,
        case.chances[case.rows],
        case.folds.weight,
        case.high,
        case.settings,
    )
    return tuple(
        GroupRow(
            grouping=row.grouping,
            group=row.group,
            against="recorded",
            reports=None if row.is_withheld else row.reports,
            cases=None if row.is_withheld else row.cases,
            figures=row.figures,
        )
        for row in rows
    )


def _unknowns(case: Case) -> tuple[UnknownRow, ...]:
    lines = {line.feature: line for line in case.card.lines}
    rows = []
    for name in case.table.names:
        column = case.table.column(name)
        for kind, code in UNKNOWN_CODES.items():
            share = float(np.mean(column == code)) if len(column) else 0.0
            if share > 0:
                points = lines[name].unknown[kind] if name in lines else None
                rows.append(UnknownRow(name, kind.value, share, points))
    return tuple(rows)


def _folds(case: Case) -> tuple[FoldRow, ...]:
    cohort, rows = case.cohort, []
    for name, period in case.folds.periods.items():
        chosen = getattr(case.folds, name)
        harmed = cohort.harmed[chosen]
        start, end = (
            instant_to_text(datetime.fromtimestamp(edge // 1_000_000, FORCE_ZONE))
            for edge in (period.start, period.end)
        )
        rows.append(
            FoldRow(
                name=name,
                start=start,
                end=end,
                questions=len(chosen),
                reports=int(cohort.is_report[chosen].sum()),
                children=len(np.unique(cohort.child[chosen])),
                cases=int(harmed.sum()),
                harmed_children=len(np.unique(cohort.child[chosen][harmed])),
            )
        )
    return tuple(rows)
