"""Milliseconds that the agent's graph itself costs an answer, with parts that take no time.

    python -m tests.bench.agent [--answers 300] [--together 50]

Prints p50, p95 and the maximum of answers one after the other, then of many at once with the longest
pause of the event loop. The aim is a p95 of at most 30 ms one after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import time

import numpy as np

from agents.run import AgentRunner
from tests.agent_doubles import ScriptedWriter, events_of, parts

_SENTENCE = "Huế là kinh đô của triều Nguyễn từ năm 1802 đến năm 1945."
_QUESTION = "Huế là kinh đô của triều nào?"


async def _answer(runner: AgentRunner) -> float:
    started = time.perf_counter()
    await events_of(runner, _QUESTION)
    return time.perf_counter() - started


async def _longest_pause(stop: asyncio.Event) -> float:
    longest = 0.0
    while not stop.is_set():
        started = time.perf_counter()
        await asyncio.sleep(0.001)
        longest = max(longest, time.perf_counter() - started - 0.001)
    return longest


def _show(name: str, seconds: list[float]) -> None:
    p50, p95, top = (1000 * value for value in (*np.percentile(seconds, [50, 95]), max(seconds)))
    print(f"{name:20} n={len(seconds)} p50={p50:.1f} ms p95={p95:.1f} ms max={top:.1f} ms")


async def measure(answers: int, together: int) -> None:
    """Measures both ways."""
    runner = AgentRunner(parts(ScriptedWriter([[_SENTENCE]] * (1 + answers + together))))
    await _answer(runner)
    _show("one after the other", [await _answer(runner) for _ in range(answers)])
    stop = asyncio.Event()
    watch = asyncio.create_task(_longest_pause(stop))
    _show(f"{together} at once", await asyncio.gather(*(_answer(runner) for _ in range(together))))
    stop.set()
    print(f"longest pause of the event loop: {1000 * await watch:.1f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=300)
    parser.add_argument("--together", type=int, default=50)
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.answers, arguments.together))
