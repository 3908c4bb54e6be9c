"""The API's description of itself."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import FastAPI

from app.api.examples import example_of
from app.api.middleware.rate import UNCOUNTED
from app.api.problems import KINDS, PROBLEM_JSON, ProblemDetail

_PROBLEM = {"$ref": f"#/components/schemas/{ProblemDetail.__name__}"}
_CODES = "x-codes"
"""Key of a response under which the codes of its problems stand."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {"model": ProblemDetail, "description": "A problem; `/docs/errors` lists the codes"}
}
"""What every address may answer."""
_ANYWHERE = ("internal", "not_ready", "store_failed")
_COUNTED = ("rate_limited",)
_WITH_KEY = ("unauthenticated", "forbidden")
_WITH_INPUT = ("invalid_request",)
_WITH_BODY = ("too_large",)
_WITH_PATH = ("not_found",)
COMMON = frozenset((*_ANYWHERE, *_COUNTED, *_WITH_KEY, *_WITH_INPUT, *_WITH_BODY))
"""Codes of problems that follow from what an address takes."""
_EVENT = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "id": {"type": "string"}, "data": {"type": "string"}},
    "required": ["event", "data"],
}
"""One event of a stream, its data being JSON."""
_SUCCESS = "2"


def problems(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Tells OpenAPI with which problems a route may answer, beside those that follow from what it takes."""
    return {KINDS[code].status: {"description": "", _CODES: _of_status(codes, KINDS[code].status)} for code in codes}


def _of_status(codes: Iterable[str], status: int) -> list[str]:
    return [code for code in codes if KINDS[code].status == status]


class Api(FastAPI):
    """FastAPI, whose description tells each address's problems, and has an example of all that it takes and answers."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self.openapi_schema is None:
            described = super().openapi()
            for path, operations in described["paths"].items():
                for operation in operations.values():
                    _tell_problems(operation, is_counted=path not in UNCOUNTED)
                    _tell_streams(operation)
                    _give_examples(operation, described["components"]["schemas"])
        assert self.openapi_schema is not None
        return self.openapi_schema

    def openapi_without_keys(self) -> dict[str, Any]:
        """The same for who needs no key, which each address says."""
        described = copy.deepcopy(self.openapi())
        for operation in _operations(described):
            if "security" in operation:
                operation["security"].append({})
        return described


def codes_of(operation: dict[str, Any]) -> list[str]:
    """The codes of the problems that an operation may answer with, of its own first."""
    return [code for response in operation["responses"].values() for code in response.get(_CODES, ())]


def _tell_problems(operation: dict[str, Any], *, is_counted: bool) -> None:
    responses = operation["responses"]
    codes = codes_of(operation)
    codes += _WITH_KEY if "security" in operation else ()
    codes += _WITH_INPUT if "parameters" in operation or "requestBody" in operation else ()
    codes += _WITH_BODY if "requestBody" in operation else ()
    codes += _WITH_PATH if any(given["in"] == "path" for given in operation.get("parameters", ())) else ()
    codes += _COUNTED if is_counted else ()
    codes = list(dict.fromkeys((*codes, *_ANYWHERE)))
    others = responses.pop("default")
    for status in sorted({KINDS[code].status for code in codes}):
        told = _of_status(codes, status)
        responses[str(status)] = {
            "description": " ".join(f"`{code}`: {KINDS[code].meaning}" for code in told),
            _CODES: told,
        }
    responses["default"] = others
    for status, response in responses.items():
        if not status.startswith(_SUCCESS):  # described as the address' own media type otherwise
            response["content"] = {PROBLEM_JSON: {"schema": _PROBLEM}}


def _tell_streams(operation: dict[str, Any]) -> None:
    for response in operation["responses"].values():
        if stream := response.get("content", {}).get("text/event-stream"):
            stream.pop("schema", None)
            stream.setdefault("itemSchema", _EVENT)


def _give_examples(operation: dict[str, Any], models: dict[str, Any]) -> None:
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    answers = [answer for status, answer in operation["responses"].items() if status.startswith(_SUCCESS)]
    for described in (*bodies, *answers):
        for media in described.get("content", {}).values():
            if "example" not in media and "schema" in media:
                media["example"] = example_of(media["schema"], models)


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in described["paths"].values():
        yield from operations.values()
