"""What code can't know of the force that uses a card: from one small file that the force edits.

The file that is shipped says throughout that it is of an invented force.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path

from training.errors import TrainingError

__all__ = ["Organisation", "OrganisationError", "load_organisation"]

SCHEMA = "organisation/v1"
_LARGEST_FILE = 64 * 1024


class OrganisationError(TrainingError):
    """The organisation's file can't be read, or leaves something out. The message names it."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """What the force says of itself, in its own words.

    Attributes:
        is_invented: whether the papers must say that no real child stands behind them.

    Raises:
        OrganisationError: naming every fact that is blank.
    """

    force: str
    is_invented: bool
    website: str
    contact: str
    team: str
    senior_responsible_owner: str
    supplier: str
    procurement: str
    supplier_access: str
    cost_to_run: str
    legal_basis: str
    previous_process: str
    retention: str
    impact_assessments: str
    training_given: str
    challenge: str
    last_review: str
    next_review: str
    schema: str = SCHEMA

    def __post_init__(self) -> None:
        blank = [
            field.name
            for field in fields(self)
            if field.name != "is_invented" and not str(getattr(self, field.name)).strip()
        ]
        if blank:
            raise OrganisationError(f"the organisation's file says nothing of: {', '.join(blank)}")
        if self.schema != SCHEMA:
            raise OrganisationError(f"the organisation's file is not of the schema {SCHEMA}")


def load_organisation(path: Path | None = None) -> Organisation:
    """The facts of the file given, or of the invented force that is shipped.

    Raises:
        OrganisationError: it can't be read, or has a fact too many or too few.
    """
    try:
        if path is None:
            shipped = resources.files("training.papers").joinpath("organisation.json")
            data = shipped.read_bytes()
        else:
            data = path.read_bytes()
    except OSError as fault:
        raise OrganisationError(
            f"the organisation's file can't be read ({fault.strerror})"
        ) from None
    if len(data) > _LARGEST_FILE:
        raise OrganisationError(f"the organisation's file is larger than {_LARGEST_FILE} bytes")
    try:
        given = json.loads(data)
    except ValueError:
        raise OrganisationError("the organisation's file is not JSON") from None
    names = [field.name for field in fields(Organisation)]
    if not isinstance(given, dict) or set(given) != set(names):
        found = set(given) if isinstance(given, dict) else set()
        wrong = sorted(found.symmetric_difference(names))
        raise OrganisationError(
            f"the organisation's file has a fact too many or too few: {', '.join(wrong)}"
        )
    for name, value in given.items():
        if type(value) is not (bool if name == "is_invented" else str):
            raise OrganisationError(f"the organisation's file: {name} is of the wrong kind")
    return Organisation(**given)
