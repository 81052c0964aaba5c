"""How one operation leads to the next: OpenAPI links, which clients and tests walk along."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from serving.api.link_steps import Link, Operation
from serving.api.links_of_daily_work import DAILY_LINKS

__all__ = ["LINKS", "Link", "Operation", "operation_id"]

_API = "/api/v1"
_CHILDREN = f"{_API}/children"
_LINKS = f"{_API}/links"


def operation_id(method: str, path: str) -> str:
    """The operation's name in the document: ``get_children_risk``."""
    parts = [part for part in path.removeprefix(_API).split("/") if part and "{" not in part]
    one = "_one" if path.endswith("}") else "_one_csv" if path.endswith("}.csv") else ""
    return "_".join([method.lower(), *parts]).replace("-", "_").replace(".", "_") + one


_WHY = "One family, as the school says."
_LOOK = {"x-access-reason": "missing_report"}
_REVIEW = {"x-access-reason": "review"}
_IN_WORDS = {"x-access-reason": "other; the strategy meeting asked for it"}
_CHILD = "$response.body#/results/0/child"
_ENTRY = "$response.header.X-Audit-Entry"
_RISK = ("GET", f"{_CHILDREN}/{{child_id}}/risk")
_LIMIT = f"{_CHILDREN}/{{child_id}}/restriction"
_LINK = f"{_LINKS}/doubtful/{{link_id}}"
_ACCOUNT = f"{_API}/accounts/{{account}}"

_REPORTS = f"{_API}/missing-reports"
_LATER = "2026-11-21T22:30:00+00:00"
_TALK = {
    "at": _LATER,
    "interview": "done",
    "interviewed_by": "Interview service",
    "disclosure": "nothing_told",
}
#: What is done with a missing report, each step from the state that the one before left.
_REPORT_STEPS: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
    ("reviews", "Review it", {"at": "2026-11-21T21:30:00+00:00", "review_by": "inspector",
                              "direction": "Ring the home again."}),
    ("strategy-meetings", "Record a strategy meeting", {"at": "2026-11-21T21:40:00+00:00"}),
    ("updates", "Add to it", {"clothing": "Red coat."}),
    ("found", "Record that the child was found", {
        "at": "2026-11-21T22:00:00+00:00", "how_ended": "returned", "found_with": "nobody",
        "harm_found": "nothing_found"}),
    ("return-interview-offers", "Record the offer of a return interview", {
        "at": "2026-11-21T22:10:00+00:00", "interviewed_by": "Interview service"}),
    ("prevention-interviews", "Record the prevention interview", _TALK),
    ("return-interviews", "Record the return interview", _TALK),
    ("withdrawal", "Take it back", {"why": "Entered for the wrong child by mistake."}),
)  # fmt: skip


def _report_links() -> dict[Operation, tuple[Link, ...]]:
    one: Operation = ("GET", f"{_REPORTS}/{{reference}}")
    opened = {"reference": "$response.body#/report/reference", **_LOOK}
    going = {
        "reference": "$response.body#/reference",
        "if-match": "$response.header.ETag",
        **_LOOK,
    }
    links: dict[Operation, tuple[Link, ...]] = {
        ("POST", _REPORTS): (Link(one, "The report, and its tag", opened),)
    }
    before = one
    for act, words, body in _REPORT_STEPS:
        step: Operation = ("POST", f"{_REPORTS}/{{reference}}/{act}")
        links[before] = (Link(step, words, going, body),)
        before = step
    return links


#: From an operation to those that go on from its answer.
_OWN: Mapping[Operation, tuple[Link, ...]] = MappingProxyType(
    {
        **_report_links(),
        ("POST", f"{_CHILDREN}/search"): (
            Link(_RISK, "What is known about the child", {"child_id": _CHILD, **_LOOK}),
            Link(
                ("POST", _REPORTS),
                "Report a child missing whom no search found",
                _LOOK,
                {
                    "who": {"surname": "Exampleson", "forename": "Wren"},
                    "since": "2026-11-21T20:15:00+00:00",
                    "missing_from": "home",
                },
            ),
            Link(
                ("POST", f"{_CHILDREN}/{{child_id}}/disclosures"),
                "Pass the child's answer on",
                {"child_id": _CHILD, **_LOOK},
                {
                    "to_whom": "Duty social worker",
                    "purpose": "safeguarding",
                    "why": "Asked for at the strategy meeting.",
                },
            ),
            Link(
                ("GET", f"{_LINKS}/people/{{person_id}}/records"),
                "The records behind the child",
                {"person_id": _CHILD, **_REVIEW},
            ),
            Link(("GET", f"{_LINKS}/doubtful"), "Links to settle"),
            Link(("GET", f"{_API}/restrictions"), "Limited records"),
            Link(("GET", f"{_API}/notices"), "Notices to the own team"),
            Link(("GET", f"{_API}/messages"), "How messages to people were delivered"),
            Link(("GET", f"{_API}/teams/looks"), "Who looked at the own team's children"),
            Link(
                ("POST", f"{_API}/retention/{{child_id}}/decision"),
                "Keep the record for longer",
                {"child_id": _CHILD},
                {"keep_until": "2031-11-21", "why": "A case of the family court is open."},
            ),
            Link(
                ("POST", f"{_API}/erasures"),
                "Ask for the record to be erased",
                body={"child": _CHILD, "rule": "right_to_erasure", "why": "Asked on 20 November"},
            ),
        ),
        _RISK: (
            Link(
                ("GET", f"{_API}/log/entries/{{entry_id}}/proof"),
                "The proof that the look is in the log",
                {"entry_id": _ENTRY},
            ),
            Link(
                ("GET", f"{_API}/audit/{{entry_id}}/replay"),
                "The same answer again",
                {"entry_id": _ENTRY, **_REVIEW},
            ),
            Link(("GET", f"{_API}/audit/{{entry_id}}"), "The look's entry", {"entry_id": _ENTRY}),
            Link(
                ("POST", f"{_API}/audit/search"),
                "Every look at the child",
                body={"child": "$response.body#/child/id"},
            ),
            Link(("GET", f"{_API}/models"), "The cards by which it was made"),
            Link(("GET", f"{_API}/log/checkpoint"), "The log's last head"),
        ),
        ("GET", f"{_LINKS}/doubtful"): (
            Link(
                ("GET", _LINK), "Both records side by side",
                {"link_id": "$response.body#/links/0/link", **_REVIEW},
            ),
            Link(("GET", f"{_LINKS}/agreement"), "How far people and the machine agree"),
        ),
        ("GET", _LINK): (
            Link(
                ("POST", f"{_LINK}/judgement"), "Say what the two records are",
                {"link_id": "$response.body#/link", **_REVIEW},
                {"said": "different", "why": _WHY},
            ),
        ),
        ("POST", f"{_LINK}/judgement"): (
            Link(
                ("POST", f"{_LINKS}/judgements/{{act_id}}/undo"), "Take it back",
                {"act_id": "$response.body#/act", **_REVIEW}, {"why": _WHY},
            ),
        ),
        ("GET", f"{_LINKS}/people/{{person_id}}/records"): (
            Link(
                ("POST", f"{_LINKS}/people/{{person_id}}/split"), "Split a record off",
                {"person_id": "$response.body#/person", **_REVIEW},
                {
                    "records": [
                        {
                            "system": "$response.body#/records/0/system",
                            "reference": "$response.body#/records/0/reference",
                        }
                    ],
                    "why": _WHY,
                },
            ),
        ),
        ("POST", f"{_API}/audit/search"): (
            Link(
                ("GET", f"{_API}/audit/{{entry_id}}"), "One entry",
                {"entry_id": "$response.body#/entries/0/entry"},
            ),
            Link(("GET", f"{_API}/audit/unusual"), "What is unusual"),
            Link(("GET", f"{_API}/audit/figures"), "How much is looked at"),
        ),
        ("GET", f"{_API}/restrictions"): (
            Link(
                ("PUT", _LIMIT), "Limit it to another team",
                {
                    "child_id": "$response.body#/restrictions/0/child",
                    "if-match": "$response.body#/restrictions/0/etag",
                    **_IN_WORDS,
                },
                {"team": "City North"},
            ),
            Link(
                ("DELETE", _LIMIT), "Lift the limit",
                {
                    "child_id": "$response.body#/restrictions/0/child",
                    "if-match": "$response.body#/restrictions/0/etag",
                    **_IN_WORDS,
                },
            ),
        ),
        ("GET", f"{_API}/notices"): (
            Link(
                ("POST", f"{_API}/notices/{{notice_id}}/acknowledgement"), "Say that you saw it",
                {"notice_id": "$response.body#/notices/0/id"},
            ),
        ),
        ("GET", f"{_API}/messages"): (
            Link(("GET", f"{_API}/messages/figures"), "How much was told, and acted on"),
            Link(
                ("POST", f"{_API}/messages/{{message_id}}/again"), "Have one sent again",
                {"message_id": "$response.body#/messages/0/id"},
            ),
        ),
        ("GET", f"{_API}/models"): (
            Link(("GET", f"{_API}/models/shadow"), "How the challenger compares"),
        ),
        ("GET", f"{_API}/log/checkpoint"): (
            Link(("GET", f"{_API}/log/keys"), "The keys that sign it"),
            Link(
                ("GET", f"{_API}/log/tile/{{level}}/{{position}}"), "The tree's first hash",
                {"level": "0", "position": "0", "width": "1"},
            ),
        ),
        ("GET", f"{_API}/settings"): (
            Link(("GET", f"{_API}/quarantine"), "Rows held back"),
            Link(("GET", f"{_API}/accounts"), "Who may sign in"),
        ),
        ("GET", f"{_API}/accounts"): (
            Link(
                ("POST", f"{_API}/accounts"), "Make one, in the demo",
                body={
                    "account": "officer-17",
                    "password": "four invented short words",
                    "display_name": "PC Sam Example",
                    "roles": ["officer"],
                    "team": None,
                },
            ),
            Link(
                ("GET", _ACCOUNT), "One account",
                {"account": "$response.body#/accounts/0/account"},
            ),
        ),
        ("GET", _ACCOUNT): (
            Link(
                ("PUT", _ACCOUNT), "Change the account",
                {
                    "account": "$response.body#/account",
                    "if-match": "$response.header.ETag",
                },
                {
                    "display_name": "$response.body#/display_name",
                    "roles": "$response.body#/roles",
                    "team": "$response.body#/team",
                    "closed": False,
                },
            ),
        ),
        ("POST", f"{_API}/retention/{{child_id}}/decision"): (
            Link(("GET", f"{_API}/retention/due"), "What else is due"),
        ),
        ("GET", f"{_API}/retention/due"): (
            Link(("GET", f"{_API}/erasures"), "Erasures asked for"),
        ),
        ("POST", f"{_API}/erasures"): (
            Link(
                ("POST", f"{_API}/erasures/{{erasure_id}}/approval"), "Approve it as a second",
                {"erasure_id": "$response.body#/id"}, {"why": "Checked against the order."},
            ),
        ),
    }
)  # fmt: skip

LINKS: Mapping[Operation, tuple[Link, ...]] = MappingProxyType(
    {
        operation: (*_OWN.get(operation, ()), *DAILY_LINKS.get(operation, ()))
        for operation in {**_OWN, **DAILY_LINKS}
    }
)
