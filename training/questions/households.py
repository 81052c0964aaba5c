"""Children who live together: what is learnt of one must not be judged on another."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["LARGEST_FAMILY", "households"]

#: More children than this recorded at one home are a children's home, a hotel or a school:
#: they are not one family, and to join them would leave few sides to draw.
LARGEST_FAMILY = 6


def households(homes: Sequence[frozenset[str]]) -> list[int]:
    """For each child, the household's number: the place of the first child who is in it.

    Two children are in one household when records of both ever gave one home, or when a
    chain of such children joins them. Homes of more than :data:`LARGEST_FAMILY` children
    join nobody.

    Args:
        homes: for each child, the keys of every home that a record ever gave.
    """
    living: dict[str, list[int]] = {}
    for child, keys in enumerate(homes):
        for key in keys:
            living.setdefault(key, []).append(child)
    first = list(range(len(homes)))

    def find(child: int) -> int:
        while first[child] != child:
            first[child] = first[first[child]]
            child = first[child]
        return child

    for children in living.values():
        if len(children) <= LARGEST_FAMILY:
            for other in children[1:]:
                one, two = sorted((find(children[0]), find(other)))
                first[two] = one
    return [find(child) for child in range(len(homes))]
