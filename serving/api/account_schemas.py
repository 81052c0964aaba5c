"""What the API takes in of accounts, strictly, and what it tells of them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from serving.access.permissions import ROLES
from serving.service.wished_accounts import NewAccount, WishedAccount
from serving.web.shapes import INSTANT, NUMBER, TEXT, Shape, list_of, object_of, one_of, or_null

__all__ = ["ACCOUNT_SCHEMAS", "AccountMade", "AccountWished"]

_ROLES = f"of {', '.join(ROLES)}"


class AccountWished(BaseModel):
    """All that can be changed of an account; what is left out of it is not kept."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "display_name": "PC Sam Example",
                    "roles": ["officer"],
                    "team": "City North",
                    "closed": False,
                }
            ]
        },
    )

    display_name: str = Field(description="as pages show it")
    roles: list[str] = Field(description=_ROLES, max_length=len(ROLES))
    team: str | None = Field(description="null for nobody's")
    closed: bool = Field(description="whether the person may no longer sign in")

    def wished(self) -> WishedAccount:
        """What the use-case takes. Raises AccountFaultsError."""
        return WishedAccount(self.display_name, tuple(self.roles), self.team, self.closed)


class AccountMade(BaseModel):
    """A new account of the demo."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "account": "officer-17",
                    "password": "four invented short words",
                    "display_name": "PC Sam Example",
                    "roles": ["officer"],
                    "team": None,
                }
            ]
        },
    )

    account: str = Field(description="the user name: printable, without spaces")
    password: str = Field(description="12 letters or more; kept as a hash alone")
    display_name: str = Field(description="as pages show it")
    roles: list[str] = Field(description=_ROLES, max_length=len(ROLES))
    team: str | None = Field(description="null for nobody's")

    def new(self) -> NewAccount:
        """What the use-case takes. Raises AccountFaultsError."""
        wished = WishedAccount(self.display_name, tuple(self.roles), self.team)
        return NewAccount(self.account, self.password, wished)


_ACCOUNT = object_of(
    account=TEXT,
    display_name=TEXT,
    roles=list_of(TEXT),
    team=or_null(TEXT),
    kept_by=one_of("issuer", "demo"),
    seen_at=or_null(INSTANT),
    closed_at=or_null(INSTANT),
)

#: Name in the OpenAPI document -> shape.
ACCOUNT_SCHEMAS: dict[str, Shape] = {
    "Account": _ACCOUNT,
    "Accounts": object_of(accounts=list_of(_ACCOUNT), next_page=or_null(TEXT)),
    "AccountChange": object_of(account=_ACCOUNT, before=or_null(_ACCOUNT), sessions_ended=NUMBER),
}
