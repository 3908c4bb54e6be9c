"""The worker pool: order, a bounded number on the way, errors, and the death of a process."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from graph.errors import SettingsError, StoreError
from ingestion.extraction.relations import patterns
from ingestion.options import IngestOptions
from ingestion.pool import Stage, WorkerPool

Numbers = tuple[int, ...]
ROOT = Path(__file__).resolve().parents[2]
DEADLY = 13
BROKEN = 99
AWAY = 100
SLOW = 101
SLOW_S = 8.0


def double(numbers: Numbers) -> Numbers:
    """Doubles; dies over one number, fails over another, and finds over a third that a service is away."""
    if AWAY in numbers:
        raise StoreError("the service does not answer")
    if DEADLY in numbers:
        time.sleep(0.05)
        os._exit(9)
    if SLOW in numbers:
        time.sleep(SLOW_S)
    if BROKEN in numbers:
        raise ValueError("99 cannot be doubled")
    time.sleep(0.01 * (numbers[0] % 3))
    return tuple(number * 2 for number in numbers)


def singles(numbers: Numbers) -> list[Numbers]:
    return [(number,) for number in numbers]


def refused(numbers: Numbers, reason: str) -> Numbers:
    assert "nothing else was lost" in reason
    return tuple(-number for number in numbers)


DOUBLE: Stage[Numbers, Numbers] = Stage(double, singles, refused)


class Source:
    """Batches that count how many were asked for."""

    def __init__(self, *batches: Numbers, fails: bool = False) -> None:
        self.batches = batches
        self.fails = fails
        self.given = 0

    async def read(self) -> AsyncGenerator[Numbers]:
        for batch in self.batches:
            self.given += 1
            yield batch
        if self.fails:
            raise OSError("the source broke")


def pool(workers: int = 2) -> WorkerPool:
    return WorkerPool(IngestOptions(workers=workers), "static:")


async def test_results_keep_the_order_of_the_batches() -> None:
    source = Source(*((number,) for number in range(14, 54)))
    async with pool() as workers:
        assert [result async for result in workers.map(DOUBLE, source.read())] == [(n * 2,) for n in range(14, 54)]


async def test_only_a_few_batches_are_read_ahead() -> None:
    source = Source(*((number,) for number in range(100)))
    async with pool() as workers:
        results = workers.map(DOUBLE, source.read())
        await anext(results)
        assert source.given < 10
        await results.aclose()


async def test_a_batch_that_kills_its_process_is_done_piece_by_piece() -> None:
    source = Source((1, 2), (12, DEADLY, 14), (3,), (4,))
    async with pool() as workers:
        results = [number async for result in workers.map(DOUBLE, source.read()) for number in result]
    assert results == [2, 4, 24, -DEADLY, 28, 6, 8]


async def test_only_the_part_that_fails_is_refused_and_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    source = Source((1, 2), (12, BROKEN, 14), (BROKEN,), (12, DEADLY, BROKEN), (3,))
    async with pool() as workers:
        results = [number async for result in workers.map(DOUBLE, source.read()) for number in result]
    assert results == [2, 4, 24, -BROKEN, 28, -BROKEN, 24, -DEADLY, -BROKEN, 6]
    assert "99 cannot be doubled" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("source", "error"),
    [(Source((1,), (AWAY,), (2,)), StoreError), (Source((1,), (2,), fails=True), OSError)],
)
async def test_errors_reach_the_caller(source: Source, error: type[Exception]) -> None:
    async with pool(1) as workers:
        with pytest.raises(error):
            async for _ in workers.map(DOUBLE, source.read()):
                pass


def die() -> None:
    os._exit(9)


async def test_a_process_that_dies_at_the_start_is_told_with_what_to_do() -> None:
    async with pool(1) as workers:
        with pytest.raises(SettingsError, match="VINAGRAPH_WORKERS=1"):
            await workers.call(die)


def blocks_interrupts() -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def what_a_child_is_given() -> str:
    """The variable as a process sees it that this one starts; ``os.environ`` does not show what `os.putenv` set."""
    shown = [sys.executable, "-c", "import os; print(os.environ.get('PYTHONSAFEPATH'))"]
    return subprocess.run(shown, capture_output=True, text=True, check=True).stdout.strip()


def is_safe_from_the_working_folder() -> bool:
    return bool(sys.flags.safe_path) or "" not in sys.path


def shipped_patterns_read() -> int:
    return patterns._shipped.cache_info().currsize


async def test_workers_are_born_with_the_shipped_lists_and_patterns() -> None:
    async with pool(1) as workers:
        assert await workers.call(shipped_patterns_read) == 1


async def test_the_environment_is_left_as_it_was() -> None:
    before = os.environ.get("PYTHONSAFEPATH")
    async with pool(1) as workers:
        assert await workers.call(is_safe_from_the_working_folder)
        assert what_a_child_is_given() == str(before)
    assert what_a_child_is_given() == str(before)


async def test_workers_never_see_ctrl_c_and_the_program_still_does() -> None:
    async with pool(1) as workers:
        assert await workers.call(blocks_interrupts)
    assert not blocks_interrupts()


@pytest.mark.parametrize("batch", [(SLOW,), (SLOW, DEADLY)])
async def test_whoever_cancels_ends_the_batch_in_work(batch: Numbers) -> None:
    """Also one that a process does alone, since another died over it: even a program that ends waits for none."""

    async def work() -> None:
        async with pool(1) as workers:
            ready.set_result(await workers.call(os.getpid))
            async for _ in workers.map(DOUBLE, Source(batch).read()):
                raise AssertionError("it is slow")

    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(work())
    process = await ready
    await asyncio.sleep(1.0)  # the process is at the batch
    started = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    while is_alive(process):
        assert time.monotonic() - started < SLOW_S / 2
        await asyncio.sleep(0.05)
    assert time.monotonic() - started < SLOW_S / 2


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_loop_goes_on_while_the_first_process_starts() -> None:
    """Only in a new program: the fork server lives as long as that does."""
    program = """
import asyncio, sys, time
from ingestion.options import IngestOptions
from ingestion.pool import WorkerPool

async def main():
    longest = 0.0
    async def beat():
        nonlocal longest
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            longest = max(longest, time.perf_counter() - before)
    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.05)
    started = time.perf_counter()
    async with WorkerPool(IngestOptions(workers=1), "static:") as workers:
        await workers.call(time.time)
        print(longest / (time.perf_counter() - started))
    beating.cancel()

if __name__ == "__main__":
    asyncio.run(main())
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert float(ran.stdout) < 0.5
