"""The models that clients choose from."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.problem import Problem

VERIFIED = "vinagraph"
DRAFT = "vinagraph-draft"
MODES: dict[str, Literal["verified", "draft"]] = {VERIFIED: "verified", DRAFT: "draft"}


class ModelOut(BaseModel):
    """A model."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"id": VERIFIED, "object": "model", "created": 0, "owned_by": "vinagraph"}]}
    )

    id: str = Field(description="`vinagraph` tells checked sentences only; `vinagraph-draft` unchecked text at once")
    object: Literal["model"] = "model"
    created: int = Field(default=0, description="Always 0: the models come with the program")
    owned_by: str = "vinagraph"


class ModelList(BaseModel):
    """The models."""

    object: Literal["list"] = "list"
    data: list[ModelOut]


def model_list() -> ModelList:
    """All models."""
    return ModelList(data=[ModelOut(id=name) for name in MODES])


def model_named(name: str) -> ModelOut:
    """A model.

    Raises:
        Problem: ``model_not_found``.
    """
    mode_of(name)
    return ModelOut(id=name)


def mode_of(name: str) -> Literal["verified", "draft"]:
    """The agent's mode that a model stands for.

    Raises:
        Problem: ``model_not_found``.
    """
    if name not in MODES:
        raise Problem("model_not_found", f"There is no model {name!r}. Use one of: {', '.join(MODES)}.")
    return MODES[name]
