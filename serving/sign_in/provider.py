"""Asking the sign-in service: where its doors are, its keys, and who a code stands for."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from urllib.parse import quote

import httpx
from authlib.oauth2.rfc6749.parameters import (  # type: ignore[import-untyped]  # bears none
    prepare_grant_uri,
    prepare_token_request,
)
from authlib.oauth2.rfc7636 import (  # type: ignore[import-untyped]  # bears none
    create_s256_code_challenge,
)

from serving.access.permissions import Officer
from serving.sign_in.claims import claim_of, officer_of_claims
from serving.sign_in.issuers import Issuer, IssuerSilentError, is_safe_address, trusting
from serving.sign_in.signing_keys import SigningKeys
from serving.sign_in.token_rules import TokenRules
from serving.sign_in.tokens import BadTokenError, check_token

__all__ = ["Provider", "Secrets"]

_LONGEST_ANSWER = 256 * 1024
#: Of one connection or one part of an answer; of the whole answer see ``patience_s``.
_PATIENCE = httpx.Timeout(3.0)
#: Whoever asks so soon after a failure is told so at once: nobody queues for a silent service.
_REST_S = 2.0
#: Its doors are looked up again after a minute, so that a silent one is noticed at sign-in.
_FRESH_S = 60.0
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one sign-in keeps to itself until the browser comes back."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """The force's sign-in service, for one event loop.

    Args:
        client: asks by HTTP; the caller's to make, closed by :meth:`close`.
        patience_s: how long one whole answer may take.
    """

    def __init__(
        self,
        issuer: Issuer,
        client: httpx.AsyncClient,
        monotonic: Callable[[], float] = time.monotonic,
        patience_s: float = 5.0,
    ) -> None:
        self.issuer = issuer
        self.keys = SigningKeys(self._key_set, monotonic)
        self._client = client
        self._monotonic = monotonic
        self._doors: Mapping[str, Any] | None = None
        self._looked_at = 0.0
        self._failed_at: float | None = None
        self._patience_s = patience_s
        self._looking = asyncio.Lock()

    @classmethod
    def over_http(cls, issuer: Issuer) -> Self:
        """The provider over connections of its own. Proxies and authorities that the process's
        environment names are not heeded: what counts is what the force configured.

        Raises:
            IssuerError: the file of authorities can't be used.
        """
        client = httpx.AsyncClient(
            verify=trusting(issuer.authorities), trust_env=False, follow_redirects=False
        )
        return cls(issuer, client)

    async def address(self, secrets: Secrets) -> str:
        """Where to send the browser that wants to sign in.

        Raises:
            IssuerSilentError: it does not answer.
        """
        doors = await self._find_doors(_FRESH_S)
        address: str = prepare_grant_uri(
            doors["authorization_endpoint"],
            client_id=self.issuer.client_id,
            response_type="code",
            redirect_uri=self.issuer.callback,
            scope=self.issuer.scopes,
            state=secrets.state,
            nonce=secrets.nonce,
            code_challenge=create_s256_code_challenge(secrets.verifier),
            code_challenge_method="S256",
            **({"prompt": self.issuer.prompt} if self.issuer.prompt else {}),
        )
        return address

    async def officer_of_code(
        self, code: str, secrets: Secrets, now: datetime, *, said_issuer: str | None = None
    ) -> Officer:
        """Who signed in, by the code that the browser brought back.

        Raises:
            BadTokenError: the code is not good for this sign-in, or what it gives is not.
            IssuerSilentError: it does not answer.
        """
        doors = await self._find_doors(None)
        must_say = doors.get("authorization_response_iss_parameter_supported") is True
        if (said_issuer is not None or must_say) and said_issuer != self.issuer.address:
            raise BadTokenError("issuer")
        given = await self._exchange(doors, code, secrets.verifier)
        id_token, access_token = given.get("id_token"), given.get("access_token")
        if not isinstance(id_token, str):
            raise BadTokenError("no_id_token")
        types = frozenset({"", "jwt"})
        rules = TokenRules(self.issuer.address, self.issuer.client_id, types, secrets.nonce)
        claims = await check_token(id_token, self.keys, rules, now)
        if claim_of(claims, self.issuer.names.roles) is None and isinstance(access_token, str):
            claims = {**await self._more(doors, access_token, claims.get("sub")), **claims}
        return officer_of_claims(claims, self.issuer.names, self.issuer.mapped)

    async def close(self) -> None:
        """Let go of every connection."""
        await self.keys.close()
        await self._client.aclose()

    async def _find_doors(self, fresh_s: float | None) -> Mapping[str, Any]:
        """What it says of itself; ``fresh_s``: how old that may be, None for any age."""
        async with self._looking:
            now_s = self._monotonic()
            if self._doors is not None and (fresh_s is None or now_s - self._looked_at < fresh_s):
                return self._doors
            if self._failed_at is not None and now_s - self._failed_at < _REST_S:
                raise IssuerSilentError("does not answer")
            try:
                self._doors = await self._look()
            except IssuerSilentError:
                self._failed_at = self._monotonic()
                raise
            self._looked_at = self._monotonic()
            return self._doors

    async def _look(self) -> Mapping[str, Any]:
        address = f"{self.issuer.address.rstrip('/')}/.well-known/openid-configuration"
        doors = _object(await self._ask("GET", address), "its description")
        if doors.get("issuer") != self.issuer.address:
            raise IssuerSilentError("calls itself by another name than the one configured")
        for name in _ENDPOINTS:
            door = doors.get(name)
            if not isinstance(door, str) or not is_safe_address(door):
                raise IssuerSilentError(f"names no safe {name}")
        return doors

    async def _key_set(self) -> bytes:
        doors = await self._find_doors(_FRESH_S)
        return await self._ask("GET", doors["jwks_uri"])

    async def _exchange(
        self, doors: Mapping[str, Any], code: str, verifier: str
    ) -> Mapping[str, Any]:
        body = prepare_token_request(
            "authorization_code",
            code=code,
            redirect_uri=self.issuer.callback,
            code_verifier=verifier,
            client_id=self.issuer.client_id,
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        known = None
        if self.issuer.secret is not None:
            ways = doors.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
            if "client_secret_basic" not in ways and "client_secret_post" in ways:
                body += f"&client_secret={quote(self.issuer.secret, safe='')}"
            else:
                name, secret = (
                    quote(word, safe="") for word in (self.issuer.client_id, self.issuer.secret)
                )
                known = httpx.BasicAuth(name, secret)
        raw = await self._ask(
            "POST", doors["token_endpoint"], content=body, headers=headers, auth=known
        )
        return _object(raw, "its tokens")

    async def _more(
        self, doors: Mapping[str, Any], access_token: str, subject: object
    ) -> Mapping[str, Any]:
        """What it says of the person beside the ID token; of nobody else."""
        door = doors.get("userinfo_endpoint")
        if not isinstance(door, str) or not is_safe_address(door):
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        said = _object(await self._ask("GET", door, headers=headers), "who somebody is")
        if said.get("sub") != subject:
            raise BadTokenError("subject")
        return said

    async def _ask(self, method: str, address: str, **given: Any) -> bytes:
        """The body of its answer; a redirect is none.

        Raises:
            BadTokenError: it refuses what we brought.
            IssuerSilentError: anything else but an answer.
        """
        try:
            async with (
                asyncio.timeout(self._patience_s),
                self._client.stream(method, address, timeout=_PATIENCE, **given) as answer,
            ):
                if method == "POST" and answer.status_code in (400, 401, 403):
                    raise BadTokenError("code")
                if answer.status_code != 200:
                    raise IssuerSilentError(f"answered with {answer.status_code}")
                body = b""
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > _LONGEST_ANSWER:
                        raise IssuerSilentError("answered at too great a length")
                return body
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
            raise IssuerSilentError("does not answer") from None


def _object(raw: bytes, what: str) -> Mapping[str, Any]:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise IssuerSilentError(f"did not say {what}")
    return said
