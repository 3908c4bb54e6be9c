"""Work in threads that somebody stops waiting for."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from graph.cpu_work import THREADS, CpuWork


async def leave(work: CpuWork, call: Callable[[], object]) -> None:
    """Has a call begun, and nobody wait for it."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await work.run(call)


async def test_short_calls_that_were_left_keep_nobody_from_theirs() -> None:
    work = CpuWork()
    for _ in range(THREADS):
        await leave(work, lambda: time.sleep(0.2))
    results = await asyncio.gather(*(work.run(lambda: "done") for _ in range(20)))
    assert results == ["done"] * 20


async def test_one_call_that_hangs_leaves_the_other_thread_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.cpu_work._HANGS_AFTER_S", 0.0)
    work, done = CpuWork(), threading.Event()
    await leave(work, lambda: done.wait(30))
    try:
        assert await asyncio.gather(*(work.run(lambda: "done") for _ in range(20))) == ["done"] * 20
    finally:
        done.set()


async def test_the_threads_of_its_own_end_with_it() -> None:
    work = CpuWork()
    thread = await work.run(threading.current_thread)
    del work
    await asyncio.to_thread(thread.join, 5)
    assert not thread.is_alive()
