"""A commitment fixes a value without holding it."""

from __future__ import annotations

import hashlib

import pytest

from serving.audit.commitment import SALT_BYTES, Opening, commit

SALT = bytes(range(SALT_BYTES))


def test_a_commitment_is_the_hash_of_label_zero_salt_and_value() -> None:
    expected = hashlib.sha256(b"child\x00" + SALT + b"C-7Q2M4K9T0A").hexdigest()
    assert commit("child", SALT, b"C-7Q2M4K9T0A") == expected


def test_only_the_same_label_salt_and_value_open_it() -> None:
    commitment = commit("child", SALT, b"C-1")
    assert Opening("child", SALT, b"C-1").opens(commitment)
    assert not Opening("child", SALT, b"C-2").opens(commitment)
    assert not Opening("who", SALT, b"C-1").opens(commitment)
    assert not Opening("child", SALT[::-1], b"C-1").opens(commitment)
    assert not Opening("child", SALT, b"C-1").opens("no commitment: ä")


@pytest.mark.parametrize("length", [0, SALT_BYTES - 1, SALT_BYTES + 1])
def test_a_salt_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="random bytes"):
        commit("child", bytes(length), b"C-1")


def test_a_label_can_not_run_into_the_salt() -> None:
    with pytest.raises(ValueError, match="zero byte"):
        commit("child\x00", SALT, b"C-1")
