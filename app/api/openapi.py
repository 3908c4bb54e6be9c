"""The API's description of itself."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from app.api.problems import PROBLEM_JSON, ProblemDetail

_PROBLEM = {"$ref": f"#/components/schemas/{ProblemDetail.__name__}"}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {"model": ProblemDetail, "description": "A problem; `/docs/errors` lists the codes"}
}
"""What every address may answer."""
_EVENT = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "id": {"type": "string"}, "data": {"type": "string"}},
    "required": ["event", "data"],
}
"""One event of a stream, its data being JSON."""


class Api(FastAPI):
    """FastAPI, whose description tells the media type of problems."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        described = super().openapi()
        for operation in _operations(described):
            responses = operation["responses"]
            if "default" in responses:  # described as the address' own media type otherwise
                responses["default"]["content"] = {PROBLEM_JSON: {"schema": _PROBLEM}}
            for response in responses.values():
                if stream := response.get("content", {}).get("text/event-stream"):
                    stream.pop("schema", None)
                    stream.setdefault("itemSchema", _EVENT)
        return described

    def openapi_without_keys(self) -> dict[str, Any]:
        """The same for who needs no key, which each address says."""
        described = copy.deepcopy(self.openapi())
        for operation in _operations(described):
            if "security" in operation:
                operation["security"].append({})
        return described


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in described["paths"].values():
        yield from operations.values()
