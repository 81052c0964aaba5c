"""Adults, places and other children of an answer, as :mod:`serving.answer` writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from records.words import NBSP
from tests.lib.answer_parts import SYSTEMS, evidence

__all__ = ["a_place", "an_adult", "named_in", "other_child", "two_adults"]


def named_in(
    system: str, words: str, reference: str, day: str, concern: str | None = None
) -> dict[str, str]:
    """An entry that names an adult; with ``concern`` it is a tie."""
    name = SYSTEMS[int(system[1:]) - 1]
    said = {"words": words, "system": system, "system_name": name, "reference": reference,
            "date": day}  # fmt: skip
    return said if concern is None else {"concern": concern, **said}


def other_child(id_: str, name: str, *ties: dict[str, str]) -> dict[str, Any]:
    """Another child with what ties it."""
    return {"id": id_, "name": name, "ties": list(ties)}


def an_adult(
    id_: str,
    names: list[str],
    named: list[dict[str, str]],
    managed: Sequence[dict[str, str]] = (),
    children: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """An adult named with the child."""
    return {
        "id": id_,
        "names": names,
        "named_in": named,
        "managed": list(managed),
        "children": list(children),
    }


def two_adults() -> list[dict[str, Any]]:
    """One managed and tied to another child, one named alone."""
    return [
        an_adult(
            "A-1",
            ["Gareth Larkwell", "Gaz Larkwell"],
            [named_in("S1", "With the child when found", "MP-2026-0612", "2026-11-03")],
            managed=[
                named_in(
                    "S8", "Managed for sexual offences, level 2", "MO-2025-0001", "2025-10-18",
                    "managed",
                )
            ],
            children=[
                other_child(
                    "C-9VT2BJXZFH",
                    "Callum Reid",
                    named_in("S3", f"Abduction notice, to 11{NBSP}April{NBSP}2027",
                             "CAWN-2026-0002", "2026-10-13", "notice"),
                )
            ],
        ),
        an_adult(
            "A-2",
            ["Piers Ashdale"],
            [named_in("S4", "Named as a suspect", "CR-2026-0003", "2026-11-13")],
        ),
    ]  # fmt: skip


def a_place() -> dict[str, Any]:
    """A place where another child was, whose harm is recorded."""
    return {
        "place": "14 Example Court, NG7 2AB",
        "is_home": False,
        "named_in": [evidence("MP-2026-0612", "2026-11-03")],
        "children": [
            other_child(
                "C-DJGZ5NGYS9",
                "Callum Reid",
                named_in(
                    "S4", "Harm to this child is recorded", "CR-2026-0017", "2026-09-01", "harmed"
                ),
            )
        ],
    }
