"""Work in threads for those who may stop waiting for it.

A thread cannot be stopped. One that nobody waits for any more ends by itself, and is counted while it does not.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

from graph.errors import ModelError
from graph.threads import DaemonThreads

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 2
_HANGS_AFTER_S = 5.0
"""Seconds after which a call that nobody waits for any more hangs; nearly all end in a fraction of one."""


class CpuWork:
    """Runs calls in the threads of an executor, and begins none while all threads hang."""

    def __init__(self, cpu: Executor | None = None, threads: int = THREADS) -> None:
        """Takes the executor and the number of its threads.

        Without an executor, it has one of its own, whose threads start with the first call and end with this object.
        """
        self._cpu = cpu if cpu is not None else DaemonThreads(threads, "vinagraph-work")
        self._threads = threads
        self._left_behind: list[tuple[Future[Any], float]] = []

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a call. Who stops waiting takes it out of the queue, or leaves its thread to end by itself.

        Raises:
            ModelError: As many calls before this one as there are threads hang.
        """
        self._left_behind = [(future, since) for future, since in self._left_behind if not future.done()]
        hanging = sum(time.monotonic() - since >= _HANGS_AFTER_S for _, since in self._left_behind)
        if hanging >= self._threads:
            raise ModelError(f"{hanging} lần xử lý bị bỏ dở trước đó vẫn chưa dừng; hãy thử lại sau.")
        future = self._cpu.submit(work, *args, **kwargs)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if not future.cancel():
                self._left_behind.append((future, time.monotonic()))
            raise
