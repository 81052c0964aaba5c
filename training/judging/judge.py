"""One card judged: every figure, probe and gate of it, as one document."""

from __future__ import annotations

from dataclasses import replace

from training.judging.banded import band_rows, month_rows
from training.judging.calibrated import calibration_groups
from training.judging.case import Case
from training.judging.changes import changes
from training.judging.fairness import group_rows
from training.judging.judgement import Judgement
from training.judging.missed import missed_truth
from training.judging.mitigations import mitigation_rows
from training.judging.probes import check_probes, leak_probes
from training.judging.ranked import questions_together, rank
from training.judging.rivals import rankings
from training.judging.tables import curve_points, fold_rows, points_bars, unknown_rows
from training.judging.verdict import judge_gates
from training.settings import settings_as_text

__all__ = ["judge"]


def judge(case: Case) -> Judgement:
    """The judgement of ``case.card`` on children and a year that it has not seen.

    The same case always gives the same judgement, however many threads there are.

    Raises:
        LeakError: an input knows the outcome, so no figure would mean anything.
    """
    card, outcome = case.card, case.cohort.outcome
    by = rankings(case)
    ranked = rank(case, by)
    probes = leak_probes(case, ranked.figures["card"]["auc"])
    check_probes(probes)
    judgement = Judgement(
        card=card.name,
        card_hash=card.content_hash,
        outcome=outcome.version,
        outcome_words=outcome.words,
        horizon_days=outcome.horizon.days,
        catalogue=card.catalogue_version,
        policy=case.policy.version,
        snapshot=case.manifest.digest,
        taken_at=case.manifest.taken_at,
        code=case.code,
        seed=case.settings.seed,
        reports_count=len(case.rows),
        cases=int(case.harmed.sum()),
        gates=(),
        rankings=ranked.figures,
        over=ranked.over,
        questions=questions_together(case),
        workloads=ranked.workloads,
        bands=band_rows(case),
        calibration=calibration_groups(case),
        months=month_rows(case),
        groups=group_rows(case),
        mitigations=mitigation_rows(case) if case.with_mitigations else (),
        unknowns=unknown_rows(case),
        probes=probes,
        candidates=case.candidates,
        folds=fold_rows(case),
        dropped=case.cohort.dropped,
        extracts=case.extracts,
        missed_truth=missed_truth(case),
        settings=settings_as_text(case.settings),
        changes=changes(case),
        curves=curve_points(case, by),
        points=points_bars(case),
    )
    return replace(judgement, gates=judge_gates(judgement, card, case.policy))
