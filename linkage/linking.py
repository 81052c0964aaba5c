"""Who is who: every person record to exactly one cluster, doubtful pairs kept apart."""

from __future__ import annotations

from collections.abc import Sequence

from linkage.cleaning import CleanRecord, clean_records
from linkage.clusters import Edge, Groups
from linkage.judging import Judge
from linkage.pairs import WeighedPair
from linkage.results import (
    Decision,
    DecisionKind,
    LinkResult,
    PossibleMatch,
    Refusal,
    RefusalReason,
)
from linkage.weights import Weights
from records.persons import PersonRecord

__all__ = ["link_records", "settle"]


def link_records(
    persons: Sequence[PersonRecord], weights: Weights, decisions: Sequence[Decision] = ()
) -> LinkResult:
    """Which person records are one child.

    All versions of a record speak for it. Two records are linked when they weigh enough
    and no rule forbids it; a chain never joins two that contradict each other; a record
    that fits two people as well is linked to neither. A child with a plan or a notice is
    joined to what may be a namesake's records by more than name and birth date. What is
    not linked but could be one child is a possible match.

    Decisions outrank weights and rules: of several about one pair the last counts, and
    records decided different never meet, even through others decided the same.
    Decisions about records that aren't here are ignored.

    The weights are fixed, so two records are weighed alike among three or among a
    million; the order of ``persons`` makes no difference. None gives an empty result.
    """
    from linkage.compare import weigh_pairs

    records = clean_records(persons)
    weighed = weigh_pairs(records, weights, weights.thresholds.possible)
    return settle(records, weighed, weights, decisions)


def settle(
    records: Sequence[CleanRecord],
    weighed: Sequence[WeighedPair],
    weights: Weights,
    decisions: Sequence[Decision] = (),
) -> LinkResult:
    """:func:`link_records` once the pairs are weighed: rules, decisions and clusters.

    ``weighed`` names records by their places in ``records``; a pair that isn't in it
    weighs less than anything shown.
    """
    judge = Judge(records, weighed, weights, decisions)
    decided = Groups(len(records), judge.is_any_decided_different)
    conflicts = [pair for pair in judge.decided(DecisionKind.SAME) if not decided.join(*pair)]
    children, left_out = _gather(judge, decided)
    reasons = _reasons(judge, children, weights.thresholds.link)
    reasons |= left_out
    reasons |= dict.fromkeys(conflicts, RefusalReason.DECISIONS_CONFLICT)
    return LinkResult(
        clusters=tuple(frozenset(records[place].id for place in group) for group in children.all()),
        possible=_possible(judge, children),
        refused=_refusals(judge, reasons),
    )


_Reasons = dict[tuple[int, int], RefusalReason]


def _gather(judge: Judge, decided: Groups) -> tuple[Groups, _Reasons]:
    """Children from what people decided, then from edges; and the edges left out."""

    def forbids(xs: Sequence[int], ys: Sequence[int]) -> bool:
        # What people decided to be one child is one: it is contradicted as a whole or not.
        ours, theirs = ({tuple(decided.members(place)) for place in side} for side in (xs, ys))
        others = (*xs, *ys)
        return any(judge.keeps_apart(x, y, others) for x in ours for y in theirs if x != y)

    children = Groups(decided.size, forbids)
    for group in decided.all():
        for place in group[1:]:
            children.join(group[0], place)
    edges = tuple(judge.linkable())
    contested = {edge for edge in edges if judge.has_rival(edge, decided.are_together)}
    free = [edge for edge in edges if edge not in contested]
    by_name = {edge for edge in free if judge.is_told_by_name_alone(edge)}
    left = children.join_strongest_first(edge for edge in free if edge not in by_name)
    # Whatever tells more has been joined: it is known now whom plans and notices belong to.
    kept_apart = {
        edge
        for edge in by_name
        if any(judge.is_acted_on(children.members(end)) for end in (edge.a, edge.b))
    }
    left += children.join_strongest_first(by_name - kept_apart)
    refused = (
        (left, RefusalReason.CHAIN),
        (kept_apart, RefusalReason.PERHAPS_NAMESAKES),
        (contested, RefusalReason.TWO_CANDIDATES),
    )
    reasons = {
        (edge.a, edge.b): reason
        for refused_so, reason in refused
        for edge in refused_so
        if not children.are_together(edge.a, edge.b)
    }
    return children, reasons


def _reasons(judge: Judge, children: Groups, link: int) -> _Reasons:
    """Why pairs that weigh like one child are apart, where a rule or a person says so."""
    reasons: _Reasons = {}
    for edge in judge.edges:
        if edge.weight < link or children.are_together(edge.a, edge.b):
            continue
        rule = judge.rule(edge.a, edge.b)
        if judge.is_decided_different(edge.a, edge.b):
            reasons[edge.a, edge.b] = RefusalReason.DECIDED_DIFFERENT
        elif rule is not None:
            reasons[edge.a, edge.b] = rule.reason
    return reasons


def _possible(judge: Judge, children: Groups) -> tuple[PossibleMatch, ...]:
    apart = (edge for edge in judge.edges if not children.are_together(edge.a, edge.b))
    shown = sorted(
        (
            edge
            for edge in apart
            if judge.is_worth_showing(edge, children.members(edge.a), children.members(edge.b))
        ),
        key=Edge.heaviest_first,
    )
    return tuple(
        PossibleMatch(*judge.ids(edge.a, edge.b), edge.weight, judge.evidence(edge))
        for edge in shown
    )


def _refusals(judge: Judge, reasons: _Reasons) -> tuple[Refusal, ...]:
    edges = (Edge(a, b, judge.weight(a, b)) for a, b in reasons)
    return tuple(
        Refusal(*judge.ids(edge.a, edge.b), edge.weight, reasons[edge.a, edge.b])
        for edge in sorted(edges, key=Edge.heaviest_first)
    )
