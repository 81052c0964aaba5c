"""The tree is RFC 6962's: its published roots, its proofs, its tiles' names."""

from __future__ import annotations

import pytest

from serving.audit.proofs import is_consistent, is_included
from serving.audit.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tile_path,
    tree_root,
)

#: The leaves and roots that certificate-transparency implementations test themselves with.
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
          "606162636465666768696a6b6c6d6e6f")  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
HASHES = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES]


def root_of(start: int, end: int) -> bytes:
    return tree_root(HASHES[start:end])


def test_the_roots_are_the_published_ones() -> None:
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [tree_root(HASHES[: size + 1]).hex() for size in range(8)] == list(ROOTS)


def test_a_leaf_can_not_pass_for_a_node() -> None:
    left, right = HASHES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


def test_growing_by_pieces_gives_the_same_tree() -> None:
    for first in range(9):
        grown = Frontier().grow(HASHES[:first]).grow(HASHES[first:])
        assert grown == Frontier().grow(HASHES)


def test_a_frontier_comes_back_from_its_bytes() -> None:
    for size in range(9):
        frontier = Frontier().grow(HASHES[:size])
        assert Frontier.from_bytes(size, frontier.to_bytes()) == frontier


@pytest.mark.parametrize(
    ("size", "raw"), [(1, b""), (0, HASHES[0]), (2, HASHES[0] * 2), (1, HASHES[0][:-1]), (-1, b"")]
)
def test_bytes_that_do_not_fit_the_size_are_refused(size: int, raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"subtrees|hashes"):
        Frontier.from_bytes(size, raw)


def test_every_leaf_of_every_tree_is_proven_and_nothing_else_is() -> None:
    for size in range(1, 9):
        root = root_of(0, size)
        for position in range(size):
            path = inclusion_proof(position, size, root_of)
            assert is_included(HASHES[position], position, size, root, path)
            assert not is_included(leaf_hash(b"other"), position, size, root, path)
            assert not is_included(HASHES[position], position, size, EMPTY_ROOT, path)
            assert not is_included(HASHES[position], position, size, root, (*path, root))
            assert not is_included(HASHES[position], size, size, root, path)
            assert not is_included(HASHES[position], -1, size, root, path)
            if path:
                assert not is_included(HASHES[position], position, size, root, path[:-1])
                assert not is_included(HASHES[position], position ^ 1, size, root, path)


def test_every_growth_is_proven_and_no_rewriting_is() -> None:
    for size in range(9):
        root = root_of(0, size)
        for old in range(size + 1):
            path = consistency_proof(old, size, root_of)
            assert is_consistent(old, root_of(0, old), size, root, path)
            assert not is_consistent(old, leaf_hash(b"other"), size, root, path)
            assert not is_consistent(old, root_of(0, old), size, root, (*path, root))
            if 0 < old < size:
                assert not is_consistent(old, root_of(0, old), size, leaf_hash(b"other"), path)
                assert not is_consistent(old, root_of(0, old), size, root, path[:-1])
                assert not is_consistent(old, root_of(0, old), size, root, ())
    assert not is_consistent(2, ROOTS[1].encode(), 1, EMPTY_ROOT, ())


def test_what_is_not_there_can_not_be_proven() -> None:
    with pytest.raises(ValueError, match="no leaf 3"):
        inclusion_proof(3, 3, root_of)
    with pytest.raises(ValueError, match="grown from"):
        consistency_proof(4, 3, root_of)


@pytest.mark.parametrize(
    ("level", "position", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (1, 67, 256, "tile/1/067"),
        (0, 1234, 256, "tile/0/x001/234"),
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (2, 0, 17, "tile/2/000.p/17"),
    ],
)
def test_tiles_are_named_as_other_peoples_verifiers_expect(
    level: int, position: int, width: int, path: str
) -> None:
    assert tile_path(level, position, width) == path
