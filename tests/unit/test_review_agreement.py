"""How far people and machine agree: counted before the figure is seen, small counts said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from linkage.results import RefusalReason
from linkage.subjects import Subject
from records.persons import RecordId
from serving.service.measure_agreement import agreement_values
from serving.store.judgements import JudgementRow

ROW = JudgementRow(
    act="act-0",
    kind="judged",
    subject=Subject.CHILD,
    link="L-0",
    a=RecordId.parse("S1:P-1"),
    b=RecordId.parse("S2:Q-1"),
    said="same",
    reason="one family",
    judged_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
    judged_by="first",
    is_blind=True,
    verdict="possible",
    refusal=None,
    weight=250,
    weights="sha256:00",
)


def judged(number: int, said: str, **changes: Any) -> JudgementRow:
    return replace(ROW, act=f"act-{number}", link=f"L-{number}", said=said, **changes)


def counts(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(row[name] for name in ("same", "different", "cant_say", "agree", "differ"))


def test_agreement_is_counted_by_verdict_and_by_weight() -> None:
    refused = {"verdict": "refused", "refusal": RefusalReason.BIRTH_DATES_DIFFER, "weight": 1_400}
    said = [
        judged(1, "same"),
        judged(2, "different"),
        judged(3, "cant_say"),
        judged(4, "different", weight=-40),
        judged(5, "same", weight=-40),
        judged(6, "different", **refused),
        judged(7, "same", **refused),
        judged(8, "same", weight=640),
    ]
    found = agreement_values(said)
    assert counts(found["all"]) == (4, 3, 1, 4, 3)
    assert [counts(row) for row in found["by_verdict"]] == [(3, 2, 1, 3, 2), (1, 1, 0, 1, 1)]
    assert [counts(row) for row in found["by_weight"]] == [
        (1, 1, 0, 1, 1),
        (1, 1, 1, 1, 1),
        (0, 0, 0, 0, 0),
        (1, 0, 0, 1, 0),
        (1, 1, 0, 1, 1),
    ]
    assert found["judgements"] == 8
    assert all(row["is_few"] for row in (found["all"], *found["by_weight"]))


def test_a_refusal_for_want_of_knowledge_leans_by_the_weight() -> None:
    refused = {"verdict": "refused", "refusal": RefusalReason.TOO_LITTLE_KNOWN}
    found = agreement_values([judged(1, "same", **refused), judged(2, "different", **refused)])
    assert counts(found["by_verdict"][1]) == (1, 1, 0, 1, 1)
    against = {**refused, "refusal": RefusalReason.FORENAMES_DIFFER}
    assert agreement_values([judged(1, "different", **against)])["all"]["agree"] == 1


def test_who_had_seen_the_figure_is_not_counted_as_agreeing() -> None:
    found = agreement_values([judged(1, "same"), judged(2, "same", is_blind=False)])
    assert (found["judgements"], found["not_blind"]) == (1, 1)
    assert counts(found["all"]) == (1, 0, 0, 1, 0)


def test_a_band_begins_at_its_weight_and_no_judgement_falls_between_bands() -> None:
    for weight, place in [(-1, 0), (0, 1), (299, 1), (300, 2), (600, 3), (999, 3), (1_000, 4)]:
        found = agreement_values([judged(1, "same", weight=weight)])
        assert [row["same"] for row in found["by_weight"]].index(1) == place


def test_two_peoples_words_on_one_pair_are_compared_and_splits_count_once() -> None:
    second = replace(judged(1, "different"), judged_by="second", act="act-9")
    split = replace(ROW, act="act-10", kind="split", said="different", verdict="linked")
    undone = replace(split, act="act-11", kind="undone", said="undone", undoes="act-10")
    other = replace(split, link="L-77", b=RecordId.parse("S3:N-1"))
    found = agreement_values([judged(1, "same"), second, split, other, undone])
    assert found["between_people"] == {
        "links_judged_by_several": 1, "agree": 0, "differ": 1, "is_few": True,
    }  # fmt: skip
    assert (found["splits"], found["undone"], found["judgements"]) == (1, 1, 2)


def test_ten_answers_are_no_longer_few_and_nothing_gives_zeros() -> None:
    ten = agreement_values([judged(number, "same") for number in range(10)])
    assert (ten["all"]["is_few"], ten["all"]["agree"]) == (False, 10)
    none = agreement_values([])
    assert (none["judgements"], none["first"], counts(none["all"])) == (0, None, (0, 0, 0, 0, 0))
