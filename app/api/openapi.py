"""The API's description of itself."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from app.api.problems import PROBLEM_JSON, ProblemDetail

_PROBLEM = {"$ref": f"#/components/schemas/{ProblemDetail.__name__}"}
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
                if "default" in operation["responses"]:  # described as the address' own media type otherwise
                    operation["responses"]["default"]["content"] = {PROBLEM_JSON: {"schema": _PROBLEM}}
        return described
