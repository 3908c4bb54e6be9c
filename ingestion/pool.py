"""Worker processes: batches go in, results come out in the same order, a bounded number on the way."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import aclosing, contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from types import TracebackType
from typing import Generic, Self, TypeVar

from graph.errors import SettingsError, VinaGraphError
from ingestion.options import IngestOptions
from ingestion.work import start_worker

Batch = TypeVar("Batch")
Result = TypeVar("Result")

_LOG = logging.getLogger(__name__)
_CRASHED = "a worker process died over it (a broken file, or too little memory); nothing else was lost"
_FAILED = "it could not be handled ({}: {}); nothing else was lost. The log holds the details for a report"
_NO_WORKERS = (
    "The worker processes of ingestion die as they start (too little memory, or stopped by the system); nothing was "
    "ingested. Free memory, or set VINAGRAPH_WORKERS=1, and run it again."
)
_LONGEST_MESSAGE = 200
_SAFE_PATH = "PYTHONSAFEPATH"
_SHARED = [start_worker.__module__, "ingestion.preload"]
"""What the fork server imports, once for all workers."""
_AHEAD = 2
"""Batches on the way for each process: one that it works on, one that waits for it."""


@dataclass(frozen=True, slots=True)
class Stage(Generic[Batch, Result]):
    """A kind of work.

    Attributes:
        function: What a process does with a batch; importable.
        singles: Cuts a batch into its smallest parts.
        refused: The result that stands for a smallest part over which a process died or failed, with the reason.
    """

    function: Callable[[Batch], Result]
    singles: Callable[[Batch], Iterable[Batch]]
    refused: Callable[[Batch, str], Result]


class _UnexpectedError(Exception):
    """A fault of the program over some input; its cause tells which."""


class WorkerPool:
    """A pool of processes that survives the death or failure of one.

    The batches that it hit are done again, piece by piece, and only the piece that is to blame is refused.

    Processes are started fresh (forkserver, or spawn where there is none), never forked from a program with threads.
    """

    def __init__(self, options: IngestOptions, embedder_url: str) -> None:
        self._options = options
        self._embedder_url = embedder_url
        self._executor = self._started(options.processes)
        self._repair = asyncio.Lock()

    async def __aenter__(self) -> Self:
        # Who starts the first process waits for the fork server to import all that workers need, which takes seconds.
        await asyncio.to_thread(self._executor.submit, os.getpid)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, asyncio.CancelledError):
            _kill(self._executor)
        await asyncio.to_thread(self._executor.shutdown, cancel_futures=True)

    async def call(self, function: Callable[[], Result]) -> Result:
        """Runs a function in one of the processes.

        Raises:
            SettingsError: The process died, or could not be prepared.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, function)
        except BrokenProcessPool as error:
            raise SettingsError(_NO_WORKERS) from error

    async def map(self, stage: Stage[Batch, Result], batches: AsyncGenerator[Batch]) -> AsyncGenerator[Result]:
        """Results of the batches, in their order; the next batches are worked on while the caller uses a result."""
        room = asyncio.Semaphore(self._options.processes * _AHEAD)
        waiting: asyncio.Queue[asyncio.Task[list[Result]] | None] = asyncio.Queue()
        running: set[asyncio.Task[list[Result]]] = set()

        async def feed() -> None:
            async with aclosing(batches):
                async for batch in batches:
                    await room.acquire()
                    work = asyncio.create_task(self._run(stage, batch))
                    running.add(work)
                    waiting.put_nowait(work)

        feeder = asyncio.create_task(feed())
        feeder.add_done_callback(lambda _: waiting.put_nowait(None))
        try:
            while (work := await waiting.get()) is not None:
                results = await work
                running.discard(work)
                room.release()
                for result in results:
                    yield result
            await feeder
        finally:
            for task in (feeder, *running):
                task.cancel()
            await asyncio.gather(feeder, *running, return_exceptions=True)

    async def _run(self, stage: Stage[Batch, Result], batch: Batch) -> list[Result]:
        executor = self._executor
        try:
            return [await _done(executor, stage, batch)]
        except BrokenProcessPool:
            async with self._repair:
                if self._executor is executor:
                    self._executor = self._started(self._options.processes)
                return [await self._alone(stage, single) for single in stage.singles(batch)]
        except _UnexpectedError as error:
            singles = list(stage.singles(batch))
            if len(singles) == 1:
                return [_refused(stage, singles[0], error)]
            return [result for single in singles for result in await self._run(stage, single)]

    async def _alone(self, stage: Stage[Batch, Result], single: Batch) -> Result:
        """Runs the smallest part of a batch in a process of its own, whose death hits nothing else."""
        executor = self._started(1)
        try:
            return await _done(executor, stage, single)
        except BrokenProcessPool:
            return stage.refused(single, _CRASHED)
        except _UnexpectedError as error:
            return _refused(stage, single, error)
        except asyncio.CancelledError:
            _kill(executor)
            raise
        finally:
            await asyncio.to_thread(executor.shutdown)

    def _started(self, processes: int) -> ProcessPoolExecutor:
        has_server = "forkserver" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if has_server else "spawn")
        if has_server:
            context.set_forkserver_preload(_SHARED)
            _start_fork_server()
        return ProcessPoolExecutor(
            processes, context, initializer=start_worker, initargs=(self._options, self._embedder_url)
        )


def _start_fork_server() -> None:
    """Starts the fork server with Ctrl-C blocked, which workers inherit: no moment of theirs prints a traceback."""
    resource_tracker.ensure_running()  # first, as it unblocks the signal when it starts
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _safe_path():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _safe_path() -> Iterator[None]:
    """What is started meanwhile imports nothing from the working folder, which may hold a `graph` of its own.

    Python 3.11's fork server looks there first, and only the environment tells it not to. Where the user set that
    variable, this process runs so too, and it stays.
    """
    if sys.flags.safe_path:
        yield
        return
    os.putenv(_SAFE_PATH, "1")
    try:
        yield
    finally:
        os.unsetenv(_SAFE_PATH)


def _kill(executor: ProcessPoolExecutor) -> None:
    """Ends the processes in the midst of what they do, which nobody wants any more; they write nothing.

    `ProcessPoolExecutor.kill_workers` does that from Python 3.14 on. Our own end of the pipe of results is closed too:
    while it is open, who reads half of a result that a killed process was sending waits for the rest for ever.
    """
    for process in list(executor._processes.values()):  # noqa: SLF001 - nothing public knows them before
        process.kill()
    executor._result_queue._writer.close()  # type: ignore[attr-defined]  # noqa: SLF001 - likewise


async def _done(executor: ProcessPoolExecutor, stage: Stage[Batch, Result], batch: Batch) -> Result:
    """Does a batch in a process.

    Raises:
        BrokenProcessPool: The process died.
        VinaGraphError: What was foreseen and concerns the whole run, such as a service that does not answer.
        _UnexpectedError: Anything else.
    """
    try:
        return await asyncio.get_running_loop().run_in_executor(executor, stage.function, batch)
    except (BrokenProcessPool, VinaGraphError):
        raise
    # The one place that catches everything: documents come from anywhere, and a fault that one of them brings to light
    # in a reader or extractor must not cost the run all others. It is logged, and told as the reason of a reject.
    except Exception as error:
        raise _UnexpectedError from error


def _refused(stage: Stage[Batch, Result], single: Batch, error: _UnexpectedError) -> Result:
    cause = error.__cause__
    reason = _FAILED.format(type(cause).__name__, str(cause)[:_LONGEST_MESSAGE])
    refused = stage.refused(single, reason)
    _LOG.error("Refused: %s", refused, exc_info=cause)
    return refused
