"""Pages about what programs call: the commands and the API."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer.main

import missing_risk
from docs.writers.tables import table

__all__ = ["api", "commands"]

_BEARER = """\
Send `Authorization: Bearer TOKEN`; in the demo, `missing-risk token --as officer` prints one.
Errors are problem details (RFC 9457) and never repeat what was asked. Answers about a child
carry `X-Audit-Entry` and `X-Audit-Leaf`: the entry of the look in the access log.
"""

_ENDINGS = """\
Each ends with 0; with 1 when what it checks does not hold, as its own section says;
with 2 and one line when its input is wrong; with 3 and one line when the store
can't be used.
"""


def commands() -> str:
    """Every subcommand of ``missing-risk`` with its arguments, options and defaults."""
    group: Any = typer.main.get_command(missing_risk.app)
    parts = [
        "# Commands\n",
        f"{inspect.cleandoc(group.help or '')}\n",
        _ENDINGS,
    ]
    for name in sorted(group.commands):
        command = group.commands[name]
        if command.hidden:
            continue
        usage = " ".join(_usage(parameter) for parameter in command.params)
        parts += [
            f"## `missing-risk {name}`\n",
            f"{inspect.cleandoc(command.help or '')}\n",
            f"```\nmissing-risk {name} {usage}".rstrip() + "\n```\n",
            table(("Argument or option", "Meaning", "Default"), map(_parameter, command.params))
            if command.params
            else "",
        ]
    return "\n".join(parts)


def _usage(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        shown = (parameter.metavar or parameter.name).upper()
    else:
        shown = parameter.opts[0] + ("" if parameter.is_flag else f" {parameter.name.upper()}")
    return shown if parameter.required else f"[{shown}]"


def _parameter(parameter: Any) -> tuple[str, str, str]:
    if parameter.param_type_name == "argument":
        name = (parameter.metavar or parameter.name).upper()
    else:
        name = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return f"`{name}`", parameter.help or "", _default(parameter)


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    value = parameter.default
    if value is None or callable(value):
        return ""
    if isinstance(value, bool):
        return "" if not value else "yes"
    return f"`{value.as_posix() if isinstance(value, Path) else value}`"


def api(openapi: Mapping[str, Any]) -> str:
    """Every operation of an OpenAPI document, with its parameters, body and answers."""
    about = openapi["info"].get("description") or openapi["info"].get("summary", "")
    parts = ["# API\n", f"{about}\n", _BEARER]
    for path, operations in sorted(openapi["paths"].items()):
        for method, operation in sorted(operations.items()):
            parts += _operation(path, method, operation)
    parts.append("# Bodies\n")
    for name, schema in sorted(openapi.get("components", {}).get("schemas", {}).items()):
        parts += _schema(name, schema)
    return "\n".join(parts)


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> list[str]:
    parts = [f"## `{method.upper()} {path}`\n", f"`{operation['operationId']}`\n"]
    parts.append(f"{operation.get('description') or operation.get('summary', '')}\n")
    if operation.get("parameters"):
        rows = (
            (
                f"`{p['name']}`",
                p["in"],
                "yes" if p.get("required") else "",
                p.get("description", ""),
            )
            for p in operation["parameters"]
        )
        parts.append(table(("Parameter", "In", "Required", "Meaning"), rows))
    bodies = operation.get("requestBody", {}).get("content", {}).values()
    for content in bodies:
        parts.append(f"Body: {_type(content['schema'])}\n")
        if "example" in content:
            parts.append(_json(content["example"]))
    answers = sorted(operation["responses"].items())
    parts.append(table(("Answer", "Meaning"), ((s, r["description"]) for s, r in answers)))
    links = [
        (f"`{link['operationId']}`", link["description"], _given(link))
        for _, response in answers
        for link in response.get("links", {}).values()
    ]
    if links:
        parts.append(table(("Leads to", "What for", "With"), links))
    return parts


def _given(link: Mapping[str, Any]) -> str:
    given = ", ".join(f"`{name}` {value}" for name, value in link.get("parameters", {}).items())
    return given if "requestBody" not in link else f"{given} and a body".removeprefix(" and ")


def _json(example: Any) -> str:
    return f"```json\n{json.dumps(example, ensure_ascii=False, indent=2)}\n```\n"


def _schema(name: str, schema: Mapping[str, Any]) -> list[str]:
    required = schema.get("required", [])
    rows = [
        (f"`{field}`", _type(part), "yes" if field in required else "", part.get("description", ""))
        for field, part in schema.get("properties", {}).items()
    ]
    shown = table(("Field", "Holds", "Required", "Meaning"), rows) if rows else ""
    about = [f"{schema['description']}\n"] if schema.get("description") else []
    return [f"## `{name}`\n", *about, shown]


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return f"`{schema['$ref'].rsplit('/', 1)[-1]}`"
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(_type(part) for part in schema[several])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")
