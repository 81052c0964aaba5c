"""The stores that every contract is tried on."""

from __future__ import annotations

from tests.lib.stores import an_engine, empty_postgres, postgres_server, store, store_url

__all__ = ["an_engine", "empty_postgres", "postgres_server", "store", "store_url"]
