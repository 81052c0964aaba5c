"""Check one look of an access log on any computer, without the service and without names.

    python check_look.py look --key LOGKEY [--witness KEY ...] --proof FILE --entry FILE
                              [--openings FILE] [--receipt LEAF]
    python check_look.py growth --key LOGKEY --tiles FOLDER --old HEAD [--new HEAD]
    python check_look.py count --key LOGKEY --tiles FOLDER --heads HEAD [HEAD ...]

``look``: private value -> commitment -> entry -> leaf -> path -> signed head -> cosignatures.
``growth``: a newer head holds all of an older one. ``count``: entries between heads that were
kept, one a day say. Both from hashes alone, which ``missing-risk log export`` writes.
Ends with 0 if all of it holds, else with 1 and one line. Needs Python 3.11 and nothing else.
Formats: c2sp.org/signed-note, tlog-proof and the others of tlog; RFC 6962; RFC 8032 (Ed25519).
"""

import argparse
import base64
import hashlib
import json
import pathlib
import sys
from itertools import pairwise

__all__ = ["main"]


Point = tuple[int, int, int, int]
Key = tuple[str, bytes, int, bytes]  # name, id, kind, public key


class NotProvedError(Exception):
    """Something does not hold. The message says what."""


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def _x_of(y: int, sign: int) -> int:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise NotProvedError("a key or signature is no point of the curve")
    return P - x if x & 1 != sign else x


def _point(raw: bytes) -> Point:
    y = int.from_bytes(raw, "little") & (1 << 255) - 1
    x = _x_of(y, raw[31] >> 7)
    return x, y, 1, x * y % P


def _add(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this key signed these bytes."""
    s = int.from_bytes(signature[32:], "little")
    if len(public) != 32 or len(signature) != 64 or s >= L:
        return False
    key, r = _point(public), _point(signature[:32])
    hashed = hashlib.sha512(signature[:32] + public + message).digest()
    left, right = _times(s, BASE), _add(r, _times(int.from_bytes(hashed, "little") % L, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def read_key(text: str) -> Key:
    """The parts of a verifier key."""
    name, key_id, key = text.strip().split("+", 2)
    raw = base64.b64decode(key)
    if hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != key_id:
        raise NotProvedError(f"the key of {name} is mistyped")
    return name, bytes.fromhex(key_id), raw[0], raw[1:]


def signature_of(note: str, key: Key) -> int | None:
    """When the key signed the note (0 for a log's key); None if it did not."""
    name, key_id, kind, public = key
    body, _, lines = note.rpartition("\n\n")
    for line in lines.splitlines():
        dash, who, signature = line.split(" ")
        raw = base64.b64decode(signature)
        if dash != "—" or who != name or raw[:4] != key_id:
            continue
        message, seconds, raw = (body + "\n").encode(), 0, raw[4:]
        if kind == 4:
            seconds, raw = int.from_bytes(raw[:8], "big"), raw[8:]
            message = f"cosignature/v1\ntime {seconds}\n".encode() + message
        if not is_signed(public, message, raw):
            raise NotProvedError(f"the signature of {name} is false")
        return seconds
    return None


def read_head(note: str, key: Key) -> tuple[str, int, bytes]:
    """A head, once the log's key is found to have signed it."""
    if signature_of(note, key) is None:
        raise NotProvedError("the log's key did not sign the head")
    origin, size, root = note.split("\n")[:3]
    return origin, int(size), base64.b64decode(root)


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root to which a path leads from a leaf."""
    last, found = size - 1, leaf
    for other in path:
        if not 0 <= index <= last or not last:
            raise NotProvedError("the path is too long, or the number not in the tree")
        if index & 1 or index == last:
            found = node(other, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node(found, other)
        index, last = index >> 1, last >> 1
    if last:
        raise NotProvedError("the path is too short")
    return found


def tree_root(leaves: list[bytes]) -> bytes:
    """The root over leaves."""
    row = leaves or [hashlib.sha256(b"").digest()]
    while len(row) > 1:
        pairs = [node(*row[i : i + 2]) for i in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) // 2 * 2 :]
    return row[0]


def read_leaves(folder: str, size: int) -> list[bytes]:
    """Every leaf below ``size``, from tiles in the layout of tlog-tiles."""
    hashes = b""
    for tile in range(-(-size // 256)):
        digits = f"{tile:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        whole = pathlib.Path(folder, "tile", "0", *(f"x{g}" for g in groups[:-1]), groups[-1])
        parts = whole.with_name(whole.name + ".p")
        found = [whole] if whole.exists() else sorted(parts.iterdir(), key=lambda f: int(f.name))
        hashes += found[-1].read_bytes()
    return [hashes[i : i + 32] for i in range(0, size * 32, 32)]


def check_look(given: argparse.Namespace) -> str:
    """One entry, from what was seen to who cosigned."""
    entry = pathlib.Path(given.entry).read_bytes()
    said = json.loads(entry)
    parts = json.loads(pathlib.Path(given.openings).read_text()) if given.openings else []
    for part in parts:
        raw = base64.b64decode(part["salt"]) + base64.b64decode(part["value"])
        commitment = hashlib.sha256(part["label"].encode() + b"\x00" + raw).hexdigest()
        stated = said[part["label"]]
        if commitment != (stated["commitment"] if part["label"] == "answer" else stated):
            raise NotProvedError(f"the {part['label']} is not the one that the entry commits to")
    leaf = hashlib.sha256(b"\x00" + entry).digest()
    if given.receipt and given.receipt != leaf.hex():
        raise NotProvedError("the entry is not the one of the receipt")
    text = pathlib.Path(given.proof).read_text(encoding="utf-8")
    before, _, note = text.partition("\n\n")
    lines = [line for line in before.split("\n") if not line.startswith("extra ")]
    if lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("index "):
        raise NotProvedError("the proof is of a kind that is not known here")
    origin, size, root = read_head(note, read_key(given.key))
    if said["log"] != origin and not origin.startswith(said["log"] + "/"):
        raise NotProvedError("the entry is of another log")
    path = [base64.b64decode(line) for line in lines[2:]]
    if root_of_path(leaf, int(lines[1][6:]), size, path) != root:
        raise NotProvedError("the path does not lead to the signed head")
    for witness in given.witness:
        if signature_of(note, read_key(witness)) is None:
            raise NotProvedError(f"{witness.split('+')[0]} has not cosigned the head")
    what = f"entry {lines[1][6:]} of {origin}, {said['kind']} at {said['at']}"
    fits = f"{len(parts)} private values and {len(given.witness)} cosignatures fit"
    return f"{what}, is under the signed head of {size} entries; {fits}"


def check_heads(given: argparse.Namespace, heads: list[str]) -> list[int]:
    """[size of each head], smallest first, once each is found to be of one and the same tree."""
    key = read_key(given.key)
    read = [read_head(pathlib.Path(each).read_text(encoding="utf-8"), key) for each in heads]
    read.sort(key=lambda head: head[1])
    leaves = read_leaves(given.tiles, read[-1][1])
    for _, size, root in read:
        if len(leaves) < size or tree_root(leaves[:size]) != root:
            raise NotProvedError(f"the head of {size} entries is of another tree: rewritten")
    return [size for _, size, _ in read]


def main() -> int:
    """Run the command line; 0 if all of it holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="what", required=True)
    look, growth, count = (commands.add_parser(name) for name in ("look", "growth", "count"))
    for each in (look, growth, count):
        each.add_argument("--key", required=True)
    for name in ("--proof", "--entry", "--openings", "--receipt"):
        look.add_argument(name, required=name in ("--proof", "--entry"))
    look.add_argument("--witness", action="append", default=[])
    for each, heads in ((growth, "--old"), (count, "--heads")):
        each.add_argument("--tiles", required=True)
        each.add_argument(heads, required=True, nargs=1 if each is growth else "+")
    growth.add_argument("--new")
    given = parser.parse_args()
    try:
        if given.what == "look":
            print("Proved:", check_look(given))
        elif given.what == "growth":
            new = given.new or str(pathlib.Path(given.tiles, "checkpoint"))
            old, late = check_heads(given, [*given.old, new])
            print(f"Proved: the log only grew, from {old} to {late} entries")
        else:
            sizes = check_heads(given, given.heads)
            steps = [late - early for early, late in pairwise(sizes)]
            print("Proved: entries between the heads:", " ".join(map(str, steps)))
    except NotProvedError as fault:
        print("NOT PROVED:", fault, file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError, IndexError, TypeError) as fault:
        print("NOT PROVED: the files can't be read:", fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
