"""A real OpenID provider on loopback, over HTTP, which holds browsers to PKCE besides.

oidc-provider-mock keeps no code challenge, so a layer in front of it does: a code whose
verifier does not fit is refused, as every serious provider refuses it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
from werkzeug.serving import BaseWSGIServer, make_server

__all__ = ["PEOPLE", "RealIssuer", "real_issuer", "sign_in_file"]

#: Who can sign in there -> their claims.
PEOPLE: Mapping[str, dict[str, Any]] = {
    "fern": {"name": "PC Fern Example", "groups": ["risk-officers"], "team": "City North"},
    "moss": {"name": "Moss Example", "groups": ["everyone"]},
    "alder": {"name": "Alder Example", "groups": ["risk-admins"]},
}
ROLES = {"risk-officers": "officer", "risk-admins": "administrator"}
_Start = Callable[..., Any]


@dataclass
class RealIssuer:
    """The running provider.

    Attributes:
        challenges: code -> the challenge that its browser came with.
        verifiers: what our service proved itself by.
    """

    address: str
    server: BaseWSGIServer
    challenges: dict[str, str] = field(default_factory=dict)
    verifiers: list[str] = field(default_factory=list)
    challenge_methods: list[str] = field(default_factory=list)


@contextmanager
def real_issuer() -> Iterator[RealIssuer]:
    """The provider in a thread, with :data:`PEOPLE`."""
    people = [oidc_provider_mock.User(sub=sub, claims=said) for sub, said in PEOPLE.items()]
    inner = oidc_provider_mock.app(user_claims=people, require_nonce=True)
    held: list[RealIssuer] = []

    def outer(environ: dict[str, Any], start: _Start) -> Iterable[bytes]:
        return _with_pkce(held[0], inner.wsgi_app, environ, start)

    server = make_server("localhost", 0, outer, threaded=True)
    issuer = RealIssuer(f"http://localhost:{server.server_port}", server)
    held.append(issuer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


def sign_in_file(folder: Path, issuer: str, service: str, **changes: Any) -> Path:
    """The file by which a service knows the issuer."""
    said = {
        "issuer": issuer,
        "client_id": "missing-risk",
        "secret_file": "secret",
        "service": service,
        "roles": ROLES,
        **changes,
    }
    (folder / "secret").write_text("hush hush")
    path = folder / "sign-in.json"
    path.write_text(json.dumps(said))
    return path


def _with_pkce(
    issuer: RealIssuer, inner: _Start, environ: dict[str, Any], start: _Start
) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/oauth2/token":
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
        form = parse_qs(body.decode())
        code, verifier = form.get("code", [""])[0], form.get("code_verifier", [""])[0]
        issuer.verifiers.append(verifier)
        digest = hashlib.sha256(verifier.encode()).digest()
        if issuer.challenges.get(code) != base64.urlsafe_b64encode(digest).decode().rstrip("="):
            start("400 Bad Request", [("Content-Type", "application/json")])
            return [b'{"error": "invalid_grant"}']
        found: Iterable[bytes] = inner(environ, start)
        return found
    asked = parse_qs(environ.get("QUERY_STRING", ""))

    def noting(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        codes = parse_qs(urlsplit(dict(headers).get("Location", "")).query).get("code", [])
        for code in codes:
            issuer.challenges[code] = asked.get("code_challenge", [""])[0]
            issuer.challenge_methods.append(asked.get("code_challenge_method", [""])[0])
        return start(status, headers, *more)

    answer: Iterable[bytes] = inner(environ, noting)
    return answer
