"""0008: accounts of the force's own sign-in service, and sessions on the server."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import CheckConstraint, text

from serving.migrations.columns import index, make, number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0008"
down_revision = "0007"

_BEFORE = "name, display_name, secret_hash, roles, team"


def upgrade(op: Operations) -> None:
    """Make accounts anew with what they say besides; everybody has to sign in again.

    Until here an account had a password whatever it was for. Those were for trying the
    service out, and count as demo accounts: production goes on refusing them.
    """
    op.drop_table("tokens")
    op.execute(text("CREATE TABLE accounts_before AS SELECT * FROM accounts"))
    op.drop_table("accounts")
    make(
        op,
        "accounts",
        words("name", key=True),
        words("display_name"),
        words("secret_hash", empty=True),
        words("roles"),
        words("team", empty=True),
        number("is_demo", check="is_demo IN (0, 1)"),
        words("issuer", empty=True),
        words("seen_at", empty=True),
        words("closed_at", empty=True),
        CheckConstraint("(is_demo = 1) = (secret_hash IS NOT NULL)", name="demo_by_password"),
        CheckConstraint("(is_demo = 1) = (issuer IS NULL)", name="others_by_issuer"),
    )
    op.execute(
        text(
            f"INSERT INTO accounts ({_BEFORE}, is_demo)"  # noqa: S608  # our own columns
            f" SELECT {_BEFORE}, 1 FROM accounts_before"
        )
    )
    op.drop_table("accounts_before")
    make(
        op,
        "sessions",
        words("digest", key=True),
        words("account"),
        words("display_name"),
        words("roles"),
        words("team", empty=True),
        words("how", check="how IN ('password', 'issuer')"),
        words("started_at"),
        words("seen_at"),
        words("ends_at"),
        number("idle_s"),
        index("sessions_by_account", "account"),
        index("sessions_by_end", "ends_at"),
    )
    make(
        op,
        "sign_in_starts",
        words("digest", key=True),
        words("state"),
        words("nonce"),
        words("verifier"),
        words("started_at"),
        index("sign_in_starts_by_start", "started_at"),
    )


def downgrade(op: Operations) -> None:
    """Drop sessions, and the accounts that have no password: earlier releases know none such.
    Closed accounts go too, or they would be open again."""
    op.drop_table("sign_in_starts")
    op.drop_table("sessions")
    op.execute(text("CREATE TABLE accounts_after AS SELECT * FROM accounts"))
    op.drop_table("accounts")
    make(
        op,
        "accounts",
        words("name", key=True),
        words("display_name"),
        words("secret_hash"),
        words("roles"),
        words("team", empty=True),
        number("is_demo", check="is_demo IN (0, 1)"),
    )
    op.execute(
        text(
            f"INSERT INTO accounts ({_BEFORE}, is_demo)"  # noqa: S608  # our own columns
            f" SELECT {_BEFORE}, 1 FROM accounts_after"
            " WHERE secret_hash IS NOT NULL AND closed_at IS NULL"
        )
    )
    op.drop_table("accounts_after")
    make(
        op,
        "tokens",
        words("digest", key=True),
        words("account", to="accounts.name"),
        words("kind", check="kind IN ('session', 'bearer')"),
        words("issued_at"),
        words("expires_at"),
        words("revoked_at", empty=True),
    )
