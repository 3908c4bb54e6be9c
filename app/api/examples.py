"""Examples of bodies and answers, put together from those that models and fields give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

UNTOLD = "…"
"""Stands where a text has no example; a test sees to it that there is none."""
_NOT_GIVEN = object()
_FORMATS = {"date-time": "2026-11-21T09:00:00Z", "date": "2024-07-01"}
_NULL = {"type": "null"}
_OF_TYPES: dict[str, Any] = {"integer": 1, "number": 0.5, "boolean": False, "string": UNTOLD, "null": None}

Schema = Mapping[str, Any]


def example_of(schema: Schema, models: Mapping[str, Schema]) -> Any:  # noqa: ANN401 - JSON
    """An example of what a schema describes.

    A model's own example is completed: a model that adds fields to another one has that one's example.

    Args:
        schema: A JSON schema.
        models: The schemas that it may name, by their names.
    """
    if "$ref" in schema:
        return example_of(models[schema["$ref"].rpartition("/")[2]], models)
    given = _given(schema)
    if "properties" in schema:
        own = given if isinstance(given, Mapping) else {}
        needed = {*own, *schema.get("required", schema["properties"] if not own else ())}
        return {
            name: own[name] if name in own else example_of(part, models)
            for name, part in schema["properties"].items()
            if name in needed
        }
    return _made(schema, models) if given is _NOT_GIVEN else given


def _given(schema: Schema) -> Any:  # noqa: ANN401 - JSON
    if "examples" in schema:
        return schema["examples"][0]
    return next((schema[key] for key in ("example", "const", "default") if key in schema), _NOT_GIVEN)


def _made(schema: Schema, models: Mapping[str, Schema]) -> Any:  # noqa: ANN401 - JSON
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        first = example_of(schema["anyOf"][0], models)
        return None if first == UNTOLD and _NULL in schema["anyOf"] else first
    kind = schema.get("type")
    if kind == "array":
        return [example_of(schema["items"], models)]
    if kind == "object":
        return {}
    return _FORMATS.get(schema.get("format", ""), _OF_TYPES.get(str(kind)))
