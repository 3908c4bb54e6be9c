"""Work on a question that would hold the event loop where the question is a page long."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from graph.cpu_work import CpuWork

P = ParamSpec("P")
T = TypeVar("T")

_LONG = 500
"""Characters from which reading a question takes milliseconds; nearly all questions are shorter."""


async def apart(threads: CpuWork, text: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of work on a text: at once where the text is short, in one of the threads where it is long.

    Raises:
        ModelError: Earlier work that nobody waits for any more keeps all threads.
    """
    if len(text) < _LONG:
        return work(*args, **kwargs)
    return await threads.run(work, *args, **kwargs)
