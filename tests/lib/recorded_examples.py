"""Record the examples of the API's document from a door: ``python -m tests.lib.recorded_examples``.

Run it when an operation's shape changed. Everybody in them is invented; ids, times and hashes
are those of the run.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from serving.access.routes import ROUTES
from serving.api.examples import EXAMPLES_FILE
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.link_review import NOW, doubtful_force
from tests.web.route_samples import SAMPLES
from tests.web.sampling import made_for
from tests.web.test_routes_and_roles import who_may

__all__ = ["record"]

_MOST = 1


def record(callers: Callers) -> dict[str, Any]:
    """One example of each operation, its lists cut to the first."""
    found = {}
    for rule in ROUTES:
        if not rule.path.startswith("/api/v1/") or rule.path.endswith("openapi.json"):
            continue
        sample, door = SAMPLES[rule.method, rule.path], callers.door
        account = who_may(rule)
        ids = dict(made_for(sample.ids, door, account))
        body = made_for(sample.body, door, account)
        headers = made_for(sample.headers, door, account)
        response = callers.ask(
            account, rule.method, rule.path.format(**ids), body=body, query=sample.query,
            headers=headers, reason=sample.reason,
        )  # fmt: skip
        assert response.status_code == sample.gives, (rule, response.text)
        is_json = response.headers.get("content-type", "") == "application/json"
        found[f"{rule.method} {rule.path}"] = {
            "path": ids,
            "query": dict(sample.query),
            "headers": {"x-access-reason": sample.reason}
            | {name.lower(): value for name, value in headers.items()},
            "body": body,
            "status": sample.gives,
            "answer": _cut(response.json()) if sample.gives < 300 and is_json else None,
        }
    return found


def _cut(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cut(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cut(part) for part in value[:_MOST]]
    return value


def main() -> None:
    """Write the file anew."""
    with tempfile.TemporaryDirectory() as folder:
        with Door(Path(folder), doubtful_force(), moment=NOW) as door:
            found = record(Callers(door))
        text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
        EXAMPLES_FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
