"""Work on a question that would hold the event loop where the question is a page long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_LONG = 500
"""Characters from which reading a question takes milliseconds; nearly all questions are shorter."""


async def apart(text: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of work on a text: at once where the text is short, in a thread where it is long."""
    if len(text) < _LONG:
        return work(*args, **kwargs)
    return await asyncio.to_thread(work, *args, **kwargs)
