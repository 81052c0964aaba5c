"""The tables of who may sign in, who is signed in, and who is about to be."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index

from serving.tables.taken_in import INTEGER, TEXT, table

__all__ = ["accounts", "sessions", "sign_in_starts"]

#: A demo account has a password's hash and no issuer; every other was seen at its issuer.
accounts = table(
    "accounts",
    Column("name", TEXT, primary_key=True),
    Column("display_name", TEXT, nullable=False),
    Column("secret_hash", TEXT),
    Column("roles", TEXT, nullable=False),
    Column("team", TEXT),
    Column("is_demo", INTEGER, CheckConstraint("is_demo IN (0, 1)"), nullable=False),
    Column("issuer", TEXT),
    Column("seen_at", TEXT),
    Column("closed_at", TEXT),
    CheckConstraint("(is_demo = 1) = (secret_hash IS NOT NULL)", name="demo_by_password"),
    CheckConstraint("(is_demo = 1) = (issuer IS NULL)", name="others_by_issuer"),
)

#: Ended sessions are deleted: that they were is in the log. No foreign key, so that what
#: a session says stands by itself: the row is all that a request reads.
sessions = table(
    "sessions",
    Column("digest", TEXT, primary_key=True),
    Column("account", TEXT, nullable=False),
    Column("display_name", TEXT, nullable=False),
    Column("roles", TEXT, nullable=False),
    Column("team", TEXT),
    Column("how", TEXT, CheckConstraint("how IN ('password', 'issuer')"), nullable=False),
    Column("started_at", TEXT, nullable=False),
    Column("seen_at", TEXT, nullable=False),
    Column("ends_at", TEXT, nullable=False),
    Column("idle_s", INTEGER, nullable=False),
    Index("sessions_by_account", "account"),
    Index("sessions_by_end", "ends_at"),
)

#: Browsers that were sent to the issuer and are not back yet.
sign_in_starts = table(
    "sign_in_starts",
    Column("digest", TEXT, primary_key=True),
    Column("state", TEXT, nullable=False),
    Column("nonce", TEXT, nullable=False),
    Column("verifier", TEXT, nullable=False),
    Column("started_at", TEXT, nullable=False),
    Index("sign_in_starts_by_start", "started_at"),
)
