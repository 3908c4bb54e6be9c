"""What suites ask of every call that runs in an event loop or in threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

T = TypeVar("T")

_AT_ONCE = 8
_SOON_S = 5.0


async def same_at_once(call: Callable[[], Awaitable[T]]) -> None:
    """The same question has the same answer, again and beside others."""
    alone = await call()
    assert alone == await call()
    assert all(answer == alone for answer in await asyncio.gather(*(call() for _ in range(_AT_ONCE))))


async def lets_go(call: Callable[[], Awaitable[Any]]) -> None:
    """Who is cancelled stops at once, and the next call is answered as the one before."""
    before = await call()
    task = asyncio.ensure_future(call())
    await asyncio.sleep(0)
    if not task.done():
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(_SOON_S):
                await task
    assert await call() == before


def same_in_threads(call: Callable[[], T]) -> list[T]:
    """Results of the call in several threads at once."""
    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(lambda _: call(), range(_AT_ONCE)))
