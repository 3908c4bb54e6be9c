"""Work in threads for those who may stop waiting for it.

A thread cannot be stopped. One that nobody waits for any more is counted, and until it ends no other follows it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from graph.errors import ModelError

P = ParamSpec("P")
T = TypeVar("T")

_THREADS = 2
_MOST_LEFT_BEHIND = 1
"""Calls still running after their time from which no further one is begun; the other thread serves all else."""


class CpuWork:
    """Runs calls in the threads of an executor, and begins none while too many hang there that nobody waits for."""

    def __init__(self, cpu: Executor | None = None) -> None:
        """Takes the executor; without one, two threads of its own, started with the first call."""
        self._cpu = cpu if cpu is not None else ThreadPoolExecutor(_THREADS, "vinagraph-work")
        self._left_behind: list[Future[Any]] = []

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call. Who stops waiting takes it out of the queue, or leaves its thread to end by itself.

        Raises:
            ModelError: Too many calls before this one have not ended.
        """
        self._left_behind = [future for future in self._left_behind if not future.done()]
        hanging = len(self._left_behind)
        if hanging >= _MOST_LEFT_BEHIND:
            raise ModelError(f"{hanging} lần xử lý trước quá giờ mà chưa dừng; hãy thử lại sau.")
        future = self._cpu.submit(work, *args, **kwargs)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if not future.cancel():
                self._left_behind.append(future)
            raise
