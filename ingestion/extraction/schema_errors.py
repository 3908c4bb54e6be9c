"""What is wrong with a ``schema.yaml``, in the terms of the person who wrote it, with the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from yaml.nodes import MappingNode, Node, SequenceNode

TYPE_NAME = r"^[^\W\d_]\w*$"
RELATION_NAME = r"^[A-Z][A-Z0-9_]*$"
_NAMES = {
    TYPE_NAME: "no type name: one word, a letter first, then letters, digits or _, such as Bệnh or Cơ_quan",
    RELATION_NAME: "no relation type: capitals without diacritics, digits and _, such as TREATS or WORKS_AT",
}
_PROBABILITY = "must be a number above 0 and at most 1"
_EXPECTED = {
    "missing": "this key is missing",
    "string_type": "must be a text",
    "tuple_type": "must be a list: [one, two], or one line with - for each",
    "model_type": "must be lines of KEY: VALUE",
    "float_parsing": _PROBABILITY,
    "float_type": _PROBABILITY,
    "greater_than": _PROBABILITY,
    "less_than_equal": _PROBABILITY,
}

Location = tuple[int | str, ...]


def yaml_problem(error: yaml.YAMLError) -> str:
    """What YAML's parser complains of, in one line."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return f"this is no YAML: {error}"
    mark = error.problem_mark
    return f"line {mark.line + 1}: this is no YAML: {error.problem} at column {mark.column + 1}"


def repeated_keys(text: str) -> list[str]:
    """Keys that stand twice in one mapping, of which YAML would silently take the last."""
    return [
        f"line {line}: the key {key} stands there twice; put both under one"
        for node in _nodes(yaml.compose(text, Loader=yaml.BaseLoader))
        if isinstance(node, MappingNode)
        for key, line in _repeated(node)
    ]


def _repeated(node: MappingNode) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for key, _ in node.value:
        if key.value in seen:
            yield key.value, key.start_mark.line + 1
        seen.add(str(key.value))


def _nodes(node: Node | None) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        yield node
        for _, value in node.value:
            yield from _nodes(value)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _nodes(value)


def problems(error: ValidationError, text: str, keys: Mapping[str, Sequence[str]]) -> list[str]:
    """What a schema's content lacks or has too much, each with its line.

    Args:
        error: What validation found.
        text: The file.
        keys: Keys that are known at the top (under ``""``) and in the entries of each list.
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    return [_problem(item, root, keys) for item in error.errors()]


def _problem(item: ErrorDetails, root: Node | None, keys: Mapping[str, Sequence[str]]) -> str:
    location = item["loc"]
    if item["type"] == "value_error":
        return item["msg"].removeprefix("Value error, ")
    parts = [f"entry {part + 1}" if isinstance(part, int) else part for part in location]
    return ": ".join([f"line {_line(root, location)}", *parts, _expected(item, keys)])


def _expected(item: ErrorDetails, keys: Mapping[str, Sequence[str]]) -> str:
    context: Mapping[str, Any] = item.get("ctx", {})
    match item["type"]:
        case "string_pattern_mismatch":
            return f"{item['input']!r} is {_NAMES[context['pattern']]}"
        case "extra_forbidden":
            place, name = item["loc"][:-1], str(item["loc"][-1])
            known = keys[str(place[0]) if place else ""]
            near = get_close_matches(name, known, n=1)
            return f"no such key (there are {', '.join(known)}){f'; did you mean {near[0]}?' if near else ''}"
        case "string_too_short":
            return f"{item['input']!r} is too short: at least {context['min_length']} characters"
        case "string_too_long":
            return f"{item['input'][:20]!r}… is too long: at most {context['max_length']} characters"
        case kind:
            return _EXPECTED.get(kind, item["msg"])


def _line(root: Node | None, location: Location) -> int:
    """Line of the deepest part of the location that the file has."""
    node, line = root, 1
    for part in location:
        if isinstance(node, MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line
