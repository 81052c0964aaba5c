"""Heads, tiles and proofs of the log over HTTP, and the page of what is promised (N6)."""

from __future__ import annotations

import base64

import pytest

from serving.audit.checkpoints import Checkpoint, LogProof, trusted_checkpoint
from serving.audit.notes import SignedNote, VerifierKey
from serving.audit.tree import leaf_hash, tree_root
from tests.lib.door import Door

_LOG = "/api/v1/log"


def looked(door: Door) -> tuple[str, str]:
    """A look's receipt, once it is sealed."""
    child = door.find("Kit Ashdownley")
    response = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
    seal(door)
    return response.headers["X-Audit-Entry"], response.headers["X-Audit-Leaf"]


def seal(door: Door) -> None:
    sealer = door.service.sealing.sealer
    assert sealer is not None
    sealer.seal_now()


def keys_of(door: Door) -> list[VerifierKey]:
    said = door.request("GET", f"{_LOG}/keys").json()
    return [VerifierKey.parse(row["key"]) for row in said["keys"]]


def head_of(door: Door) -> Checkpoint:
    note = SignedNote.parse(door.request("GET", f"{_LOG}/checkpoint").text)
    return trusted_checkpoint(note, keys_of(door))


def test_the_holder_of_a_receipt_gets_the_proof_of_that_very_entry(door: Door) -> None:
    entry_id, leaf = looked(door)
    response = door.request(
        "GET", f"{_LOG}/entries/{entry_id}/proof", headers=door.headers("auditor")
    )
    assert response.status_code == 200
    said = response.json()
    entry = base64.b64decode(said["entry"])
    assert (said["leaf_hash"], leaf_hash(entry).hex()) == (leaf, leaf)
    proof = LogProof.parse(said["proof"])
    assert proof.index == said["position"]
    assert proof.shows(bytes.fromhex(leaf), keys_of(door))
    assert b"Ashdownley" not in entry


def test_taking_a_proof_is_entered_itself(door: Door) -> None:
    entry_id, _ = looked(door)
    path = f"{_LOG}/entries/{entry_id}/proof"
    taken = door.request("GET", path, headers=door.headers("auditor"))
    seal(door)
    path = f"{_LOG}/entries/{taken.headers['X-Audit-Entry']}/proof"
    of_taking = door.request("GET", path, headers=door.headers("auditor")).json()
    entry = base64.b64decode(of_taking["entry"])
    assert b'"kind":"LOG_PROVED"' in entry
    assert entry_id.encode() in entry
    assert of_taking["leaf_hash"] == taken.headers["X-Audit-Leaf"]


def test_a_proof_is_small(door: Door) -> None:
    entry_id, _ = looked(door)
    response = door.request(
        "GET", f"{_LOG}/entries/{entry_id}/proof", headers=door.headers("auditor")
    )
    assert len(response.json()["proof"]) < 1_200


@pytest.mark.parametrize("account", ["officer", "supervisor", "analyst", "administrator"])
def test_only_who_verifies_takes_proofs(door: Door, account: str) -> None:
    entry_id, _ = looked(door)
    path = f"{_LOG}/entries/{entry_id}/proof"
    assert door.request("GET", path, headers=door.headers(account)).status_code == 403


def test_an_entry_that_nobody_made_has_no_proof(door: Door) -> None:
    path = f"{_LOG}/entries/0190a0000000-00000000000000000000/proof"
    response = door.request("GET", path, headers=door.headers("auditor"))
    assert response.status_code == 404
    assert response.json()["title"] == "No entry of the log has this id"


def test_anybody_can_follow_the_tree_from_its_tiles(door: Door) -> None:
    looked(door)
    head = head_of(door)
    assert 0 < head.size < 256
    path = f"{_LOG}/tile/0/0?width={head.size}"
    hashes = door.request("GET", path).content
    leaves = [hashes[i : i + 32] for i in range(0, len(hashes), 32)]
    assert tree_root(leaves) == head.root
    beyond = door.request("GET", f"{_LOG}/tile/0/0?width={head.size + 1}")
    assert beyond.status_code == 404
    assert door.request("GET", f"{_LOG}/tile/9/0").status_code == 400


def test_the_page_says_how_far_the_log_is_sealed_to_anybody(door: Door) -> None:
    looked(door)
    response = door.request("GET", "/trust")
    assert response.status_code == 200
    assert "What the log can’t show" in response.text
    assert keys_of(door)[-1].text in response.text.replace("&#43;", "+")
    assert "No witness is configured" in response.text
