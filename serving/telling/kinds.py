"""What people are told of: one row for each kind, its audiences, its ways and its limits.

The table is the force's rule of telling: to change who is told, how, or how often, change a
row. No words of it name or describe a child: they say the fact that is new and the act that
is asked, and the rest is read in the service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from types import MappingProxyType

from serving.telling.audiences import AUDIENCES

__all__ = ["AGAIN_AFTER", "KINDS", "LAPSING_DAYS", "Kind", "Way"]

#: The same of the same child is not told again within this, unless it got worse.
AGAIN_AFTER = timedelta(days=7)
#: A plan's review or a notice's end is told of so many days before: three times in all.
LAPSING_DAYS = (28, 7, 1)
_TEN_MINUTES = timedelta(minutes=10)


class Way(Enum):
    """How a notice reaches its audience, besides standing in their list."""

    #: At once.
    PUSH = "push"
    #: In the one digest of a shift, with all else that waits for it.
    DIGEST = "digest"
    #: Not at all: it is read when somebody reads the list.
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    Attributes:
        name: stored: never rename.
        fact, act: what is new, then what is asked.
        one, many: for digests: "3 duties have gone overdue".
        ways: audience -> way.
        if_missing: audiences that are pushed it while the child is missing.
        again_after: the same cause is told again after this; None: never again.
        pushes_a_shift: so many for one audience of one team; more stand in the list and go
            into the digest. None: every one.
        acknowledge_within: ``must_acknowledge`` must say within this that they saw it; else
            it is handed on to ``hands_on_to``.
        act_within: what the share that was acted on in time is measured against.
    """

    name: str
    fact: str
    act: str
    one: str
    many: str
    ways: Mapping[str, Way]
    if_missing: frozenset[str] = frozenset()
    again_after: timedelta | None = AGAIN_AFTER
    pushes_a_shift: int | None = None
    must_acknowledge: frozenset[str] = frozenset()
    acknowledge_within: timedelta = _TEN_MINUTES
    hands_on_to: str | None = None
    act_within: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        pushed = {name for name, way in self.ways.items() if way is Way.PUSH} | self.if_missing
        faults = sorted(({*self.ways} | pushed) - AUDIENCES.keys())
        if not self.must_acknowledge <= pushed:
            faults.append("whoever must acknowledge must be pushed it")
        if bool(self.must_acknowledge) != (self.hands_on_to is not None):
            faults.append("what must be acknowledged must be handed on to somebody, and else not")
        if self.hands_on_to is not None and self.hands_on_to not in AUDIENCES:
            faults.append(self.hands_on_to)
        if faults:
            raise ValueError(f"{self.name}: {', '.join(faults)}")

    @property
    def words(self) -> str:
        """The fact, then the act."""
        return f"{self.fact} {self.act}"


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind(
                "missing_report_with_plan",
                "A child with a live plan or a notice in force has been reported missing.",
                "Open the record, read the plan first, and acknowledge.",
                "child with a live plan or notice was reported missing",
                "children with a live plan or notice were reported missing",
                {"supervisors": Way.PUSH, "team": Way.PUSH},
                again_after=None,
                must_acknowledge=frozenset({"supervisors"}),
                hands_on_to="inspectors",
                act_within=_TEN_MINUTES,
            ),
            Kind(
                "newly_high_while_missing",
                "The advice on a child who is missing is now High.",
                "Open the record and review the search.",
                "missing child is newly advised as High",
                "missing children are newly advised as High",
                {"supervisors": Way.PUSH},
                again_after=None,
                pushes_a_shift=3,
                act_within=timedelta(hours=1),
            ),
            Kind(
                "newly_high",
                "The advice on a child is now High.",
                "Review the child.",
                "child is newly advised as High",
                "children are newly advised as High",
                {"team": Way.LIST, "supervisors": Way.DIGEST},
                act_within=timedelta(days=7),
            ),
            Kind(
                "disclosure",
                "A child has told somebody of harm, in custody or in an interview.",
                "Read the account today and say who acts on it.",
                "child has told of harm",
                "children have told of harm",
                {"team": Way.PUSH, "supervisors": Way.PUSH},
                again_after=None,
                pushes_a_shift=3,
                act_within=timedelta(hours=24),
            ),
            Kind(
                "new_link_to_child",
                "A child is newly linked to another through an adult or a place.",
                "Read the link and its source with the other child’s team.",
                "child is newly linked to another",
                "children are newly linked to others",
                {"team": Way.LIST},
                if_missing=frozenset({"team", "supervisors"}),
                again_after=None,
                pushes_a_shift=1,
                act_within=timedelta(days=7),
            ),
            Kind(
                "duty_overdue",
                "Something that was due for a child is overdue.",
                "Do it, or record why not.",
                "duty has gone overdue",
                "duties have gone overdue",
                {"team": Way.LIST, "supervisors": Way.DIGEST},
                act_within=timedelta(days=2),
            ),
            Kind(
                "missing_without_review",
                "A child has been missing for more than 24 hours and a review is overdue.",
                "Review the report and give direction now.",
                "child missing over 24 hours has no review in time",
                "children missing over 24 hours have no review in time",
                {"supervisors": Way.PUSH},
                pushes_a_shift=2,
                act_within=timedelta(hours=4),
            ),
            Kind(
                "plan_or_notice_lapsing",
                "A plan’s review or a notice’s last day is near.",
                "Review the plan, or decide on a new notice, before that day.",
                "plan or notice is near its day",
                "plans and notices are near their day",
                {"team": Way.DIGEST},
                again_after=None,
                act_within=timedelta(days=7),
            ),
            Kind(
                "doubtful_link_with_plan",
                "Records that may be one child’s are doubtful, and a plan hangs on it.",
                "Compare the two records and say whether they are one child.",
                "doubtful link has a plan hanging on it",
                "doubtful links have a plan hanging on them",
                {"link_reviewers": Way.LIST},
                if_missing=frozenset({"link_reviewers"}),
                again_after=None,
                act_within=timedelta(days=2),
            ),
            Kind(
                "referral_without_owner",
                "A referral has had no owner for longer than the force allows.",
                "Give it an owner.",
                "referral has no owner",
                "referrals have no owner",
                {"hub": Way.DIGEST},
                act_within=timedelta(hours=24),
            ),
            Kind(
                "queue_over_age",
                "Referrals have waited without an owner for longer than the force allows.",
                "Ask the head of the hub who takes them.",
                "day with referrals over age",
                "days with referrals over age",
                {"administrators": Way.PUSH},
                pushes_a_shift=1,
            ),
            Kind(
                "stale_extract",
                "A system’s extract is older than promised.",
                "See which, and ask its owner for a new one.",
                "extract is older than promised",
                "extracts are older than promised",
                {"administrators": Way.PUSH},
                again_after=None,
                pushes_a_shift=3,
            ),
            Kind(
                "log_not_sealed",
                "The access log is not being sealed.",
                "Read what stands at the log’s figures and put it right today.",
                "fault of the log’s sealing",
                "faults of the log’s sealing",
                {"administrators": Way.PUSH},
                pushes_a_shift=1,
                act_within=timedelta(hours=8),
            ),
        )
    }
)
