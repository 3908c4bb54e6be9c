"""Pages of lists."""

from __future__ import annotations

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

_FURTHEST = 1_000_000_000
Item = TypeVar("Item")

Offset = Annotated[int, Query(ge=0, le=_FURTHEST, description="Skip so many")]
Limit = Annotated[int, Query(ge=1, le=1000, description="Return at most so many")]


class Page(BaseModel, Generic[Item]):
    """Some items of a list."""

    items: list[Item] = Field(description="In the list's order, from `offset` on")
    more: bool = Field(description="Whether the list goes on: ask again with `offset` moved by the number of items")


def page_of(items: list[Item], limit: int) -> Page[Item]:
    """A page of at most ``limit`` of the items; whoever asks a store for one more sees whether there is more."""
    return Page(items=items[:limit], more=len(items) > limit)
