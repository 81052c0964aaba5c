"""The adults whom entries name, as each system has them."""

from __future__ import annotations

import json

from sqlalchemy import Connection, select

from records.persons import PersonRecord
from records.serial import person_from_json
from serving.store.tables import adult_versions

__all__ = ["read_adults"]


def read_adults(connection: Connection) -> tuple[PersonRecord, ...]:
    """Every version of every adult's record, by record and recording, without mere repeats.

    A version that says the same as the one before it is left out, as it is of children.
    """
    table = adult_versions
    query = select(table.c.recorded, table.c.person).order_by(
        table.c.record_id, table.c.recorded, table.c.content
    )
    found, before = [], ""
    for recorded, person in connection.execute(query):
        # Within a JSON text every quote is escaped, so this can only be the field itself.
        said = person.replace(f'"recorded":"{recorded}"', "", 1)
        if said != before:
            found.append(person_from_json(json.loads(person)))
        before = said
    return tuple(found)
