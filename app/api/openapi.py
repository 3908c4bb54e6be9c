"""The API's description of itself."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from app.api.problems import PROBLEM_JSON, ProblemDetail

_JSON = "application/json"
PROBLEMS: dict[int | str, dict[str, Any]] = {
    "default": {"model": ProblemDetail, "description": "A problem; `/docs/errors` lists the codes"}
}
"""What every address may answer."""


class Api(FastAPI):
    """FastAPI, whose description tells the media type of problems."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        described = super().openapi()
        for operations in described["paths"].values():
            for operation in operations.values():
                content = operation["responses"].get("default", {}).get("content", {})
                if _JSON in content:
                    content[PROBLEM_JSON] = content.pop(_JSON)
        return described
