"""Worker threads that do not hold up the end of the process.

Those of `concurrent.futures.ThreadPoolExecutor` are waited for at exit however long they take, so a call that hangs
would keep a program that has said all it had to say.
"""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from queue import Empty, SimpleQueue
from typing import ParamSpec, TypeVar
from weakref import WeakKeyDictionary, finalize

P = ParamSpec("P")
T = TypeVar("T")
Calls = SimpleQueue[Callable[[], None] | None]
"""Calls that wait for a thread; None tells one to end, which tells the next."""

_PATIENCE_S = 2.0
"""Seconds that the end of the process waits for calls under way, all together: stopped in the middle, a call into a
library of C++ may take the process down with a message of its own."""

_started: WeakKeyDictionary[threading.Thread, Calls] = WeakKeyDictionary()


class DaemonThreads(Executor):
    """An executor of a few threads that end with it, and with the process even where a call hangs."""

    def __init__(self, threads: int, name: str) -> None:
        """Starts threads, at most so many, as calls come; ``name`` begins theirs."""
        self._most = threads
        self._name = name
        self._calls: Calls = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._turn = threading.Lock()
        finalize(self, self._calls.put, None)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Has a call run by the next thread that is free.

        Raises:
            RuntimeError: It was shut down.
        """
        with self._turn:
            if self._closed:
                raise RuntimeError(f"The threads {self._name} were shut down.")
            future: Future[T] = Future()
            self._calls.put(partial(_call, future, partial(fn, *args, **kwargs)))
            if len(self._threads) < self._most:
                self._start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Takes no more calls; those that wait run first, unless they are cancelled."""
        with self._turn:
            self._closed = True
            if cancel_futures:
                _cancel(self._calls)
            self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def _start(self) -> None:
        thread = threading.Thread(
            target=_work, args=(self._calls,), name=f"{self._name}_{len(self._threads)}", daemon=True
        )
        _started[thread] = self._calls
        thread.start()
        self._threads.append(thread)


def _work(calls: Calls) -> None:
    """What a thread does; it knows the queue alone, so that the executor can go."""
    while (call := calls.get()) is not None:
        call()
        del call  # it holds its result, which nobody may want any more
    calls.put(None)


def _call(future: Future[T], work: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - it is the caller's
        future.set_exception(error)
    else:
        future.set_result(result)


def _cancel(calls: Calls) -> None:
    """Cancels the calls that no thread has begun."""
    while True:
        try:
            waiting = calls.get_nowait()
        except Empty:
            return
        if isinstance(waiting, partial):
            waiting.args[0].cancel()


@atexit.register
def _end_all() -> None:
    """Ends idle threads and waits a little for the others."""
    threads = list(_started.items())
    for _, calls in threads:
        calls.put(None)
    deadline = time.monotonic() + _PATIENCE_S
    for thread, _ in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
