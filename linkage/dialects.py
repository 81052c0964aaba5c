"""How two databases spell what the questions about records are made of."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DUCKDB", "SPARK", "Dialect"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """The expressions that one database has for lists and texts, as patterns.

    Attributes:
        overlap: two lists ``{a}`` and ``{b}`` share a value.
        shared: the values that they share.
        some: ``{condition}`` holds of some value ``x`` of the list ``{a}``.
        some_pair: ``{condition}`` holds of some ``x`` of ``{a}`` and ``y`` of ``{b}``.
        count: how many values a list ``{a}`` has.
        length: how many bytes of UTF-8 a text ``{x}`` has.
        begins: the text ``{x}`` begins with ``{y}``.
    """

    overlap: str
    shared: str
    some: str
    some_pair: str
    count: str
    length: str
    begins: str


DUCKDB = Dialect(
    overlap="list_has_any({a}, {b})",
    shared="list_intersect({a}, {b})",
    some="len(list_filter({a}, lambda x: {condition})) > 0",
    some_pair=(
        "list_contains(list_transform({a}, lambda x: "
        "len(list_filter({b}, lambda y: {condition})) > 0), true)"
    ),
    count="len({a})",
    length="strlen({x})",
    begins="starts_with({x}, {y})",
)

SPARK = Dialect(
    overlap="arrays_overlap({a}, {b})",
    shared="array_intersect({a}, {b})",
    some="exists({a}, x -> {condition})",
    some_pair="exists({a}, x -> exists({b}, y -> {condition}))",
    count="size({a})",
    length="octet_length({x})",
    begins="startswith({x}, {y})",
)
