"""Laws of the access log, for every history of it: honest ones are sound, spoilt ones never."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from serving.audit.commitment import Opening
from serving.audit.faults import StoredPart
from serving.audit.leaf import PRIVATE_LABELS
from serving.audit.proofs import is_consistent, is_included
from serving.audit.tree import (
    TILE_WIDTH,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_root,
)
from tests.lib.logs import LogInMemory

leaf_lists = st.lists(st.binary(max_size=3), min_size=1, max_size=70).map(
    lambda entries: [leaf_hash(entry) for entry in entries]
)
#: What honest processes do: a writer enters some looks, or erases a part of an earlier one.
steps = st.tuples(
    st.sampled_from(["writer-a", "writer-b", "writer-c"]),
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from([*PRIVATE_LABELS[:3], "answer"]),
)


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(root_by_definition(leaves[:split]), root_by_definition(leaves[split:]))


def honest_log(story: list[tuple[str, int, bool, str]], restart: int) -> LogInMemory:
    log = LogInMemory(seed=restart)
    for number, (writer, count, is_erasure, label) in enumerate(story):
        # A process that restarts comes back as a new writer.
        name = f"{writer}-{number // (restart + 1)}"
        done = any(label in e.parts and e.parts[label].value for e in log.entries)
        if is_erasure and done:
            at = next(
                i for i, e in enumerate(log.entries) if label in e.parts and e.parts[label].value
            )
            log.erase(name, at, label)
        else:
            log.enter(name, count)
    return log


honest_logs = st.builds(honest_log, st.lists(steps, min_size=2, max_size=12), st.integers(0, 6))


@given(leaf_lists)
def test_a_tree_grown_leaf_by_leaf_is_the_tree_of_the_definition(leaves: list[bytes]) -> None:
    assert tree_root(leaves) == root_by_definition(leaves)


@given(leaf_lists, st.data())
def test_every_proof_is_taken_and_no_other_leaf_is(leaves: list[bytes], data: Any) -> None:
    position = data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion_proof(position, len(leaves), lambda a, b: tree_root(leaves[a:b]))
    root = tree_root(leaves)
    assert is_included(leaves[position], position, len(leaves), root, path)
    other = data.draw(st.integers(0, len(leaves) - 1))
    if leaves[other] != leaves[position]:
        assert not is_included(leaves[other], position, len(leaves), root, path)
    if path:
        spoilt = list(path)
        spoilt[data.draw(st.integers(0, len(path) - 1))] = bytes(32)
        assert not is_included(leaves[position], position, len(leaves), root, spoilt)


@given(leaf_lists, st.data())
def test_growth_is_proven_from_every_size(leaves: list[bytes], data: Any) -> None:
    old = data.draw(st.integers(0, len(leaves)))
    path = consistency_proof(old, len(leaves), lambda a, b: tree_root(leaves[a:b]))
    roots = tree_root(leaves[:old]), tree_root(leaves)
    assert is_consistent(old, roots[0], len(leaves), roots[1], path)
    if 0 < old < len(leaves):
        rewritten = [leaf_hash(b"rewritten"), *leaves[1:]]
        assert not is_consistent(old, tree_root(rewritten[:old]), len(leaves), roots[1], path)


@given(leaf_lists, st.data())
def test_where_a_group_ends_does_not_matter(leaves: list[bytes], data: Any) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(leaves)), max_size=5)))
    frontier, last = Frontier(), 0
    for cut in [*cuts, len(leaves)]:
        frontier = frontier.grow(leaves[last:cut])
        last = cut
    assert frontier == Frontier().grow(leaves)


@given(honest_logs)
def test_an_honest_log_is_never_accused(log: LogInMemory) -> None:
    assert log.verify().faults == ()


@given(honest_logs, st.data())
def test_a_log_with_one_bit_of_an_entry_flipped_is(log: LogInMemory, data: Any) -> None:
    at = data.draw(st.integers(0, len(log.entries) - 1))
    entry = bytearray(log.entries[at].entry or b"")
    bit = data.draw(st.integers(0, len(entry) * 8 - 1))
    entry[bit // 8] ^= 1 << bit % 8
    log.change(at, entry=bytes(entry))
    report = log.verify()
    assert report.faults[0].position == at


@given(honest_logs, st.data())
def test_a_log_with_one_bit_of_the_private_side_flipped_is(log: LogInMemory, data: Any) -> None:
    places = [
        (at, label)
        for at, stored in enumerate(log.entries)
        for label, part in stored.parts.items()
        if part.value
    ]
    at, label = data.draw(st.sampled_from(places))
    part = log.entries[at].parts[label]
    value = bytearray(part.value or b"")
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    value[bit // 8] ^= 1 << bit % 8
    log.change(
        at, parts={**log.entries[at].parts, label: StoredPart(part.salt, bytes(value), None)}
    )
    assert [fault.position for fault in log.verify().faults] == [at]


@given(honest_logs, st.data())
def test_a_log_in_another_order_is(log: LogInMemory, data: Any) -> None:
    order = data.draw(st.permutations(range(len(log.entries))))
    if order == sorted(order):
        return
    before = list(log.entries)
    for at, place in enumerate(order):
        log.entries[at] = before[place]
        log.change(at, position=at)
    # Even with the tree made anew over the new order: the writers' counts tell.
    head, log.frontier = log.head, Frontier().grow(e.leaf or b"" for e in log.entries)
    assert not log.verify(head=head).is_sound


@given(honest_logs, st.data())
def test_a_log_with_a_stretch_removed_is(log: LogInMemory, data: Any) -> None:
    first = data.draw(st.integers(0, len(log.entries) - 1))
    last = data.draw(st.integers(first, len(log.entries) - 1))
    head, noted = log.head, {log.frontier.size: log.frontier.root.hex()}
    del log.entries[first : last + 1]
    for at in range(first, len(log.entries)):
        log.change(at, position=at)
    assert not log.verify(head=head).is_sound
    # Whoever also rewrites the tree is found by a head that was noted outside.
    log.frontier = Frontier().grow(e.leaf or b"" for e in log.entries)
    assert not log.verify(anchors=noted).is_sound


@given(st.sampled_from(PRIVATE_LABELS), st.binary(max_size=40), st.binary(max_size=40), st.data())
def test_a_commitment_is_opened_by_what_was_committed_alone(
    label: str, value: bytes, other: bytes, data: Any
) -> None:
    salt = data.draw(st.binary(min_size=16, max_size=16))
    commitment = Opening(label, salt, value).commitment
    assert Opening(label, salt, other).opens(commitment) is (value == other)


def test_the_laws_reach_logs_with_full_tiles() -> None:
    log = LogInMemory()
    log.enter("writer-a", TILE_WIDTH + 3)
    assert log.tiles
    assert log.verify().is_sound
