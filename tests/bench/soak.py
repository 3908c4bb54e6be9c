"""Many agents at once in one process: errors, memory and how long the event loop was held up.

    python -m tests.bench.soak QUESTIONS.jsonl [--agents 50] [--seconds 60]

The collection is that of the settings. A process that does nothing is watched beside it: where its event loop comes
late as well, the machine held up both. Exit status 1 where an answer failed, the loop was blocked for more
than 100 ms, or memory in the second half of the run rose more than 5 % above that of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sys
import time
from pathlib import Path

import psutil

from agents.events import ErrorEvent
from agents.run import AgentRunner
from app.answering import open_runner
from app.loop_care import tell_lag
from app.settings import load_settings
from tests.bench.heartbeat import beating_beside, show_late
from tests.bench.latency import questions_of, show

_MEMORY_EVERY_S = 5.0
_LONGEST_BLOCK = 0.1
_GROWTH = 1.05


async def watch_memory(sizes: list[int]) -> None:
    """Adds the memory of this process every few seconds, until it is cancelled."""
    process = psutil.Process()
    while True:
        sizes.append(process.memory_info().rss)
        await asyncio.sleep(_MEMORY_EVERY_S)


def grew(sizes: list[int]) -> bool:
    """Whether memory was clearly higher in the second half."""
    half = len(sizes) // 2
    return half > 0 and max(sizes[half:]) > _GROWTH * max(sizes[:half])


async def ask_until(runner: AgentRunner, questions: itertools.cycle[str], deadline: float) -> list[float | str]:
    """Asks one question after the other; seconds of each, or the message of its error."""
    results: list[float | str] = []
    while time.perf_counter() < deadline:
        started, problem = time.perf_counter(), ""
        async for event in runner.answer(next(questions)):
            if isinstance(event, ErrorEvent):
                problem = event.message
        results.append(problem or time.perf_counter() - started)
    return results


async def soak(questions: list[str], agents: int, seconds: float) -> int:
    """Runs the agents and prints what was seen; 1 where something is wrong."""
    late: list[float] = []
    memory: list[int] = []
    async with open_runner(load_settings()) as runner:
        await ask_until(runner, itertools.cycle(questions), time.perf_counter() + 2)
        async with beating_beside(seconds) as late_beside:
            watchers = [asyncio.create_task(tell_lag(late.append)), asyncio.create_task(watch_memory(memory))]
            turn = itertools.cycle(questions)
            deadline = time.perf_counter() + seconds
            results = await asyncio.gather(*(ask_until(runner, turn, deadline) for _ in range(agents)))
            for watcher in watchers:
                watcher.cancel()
    answers = [result for agent in results for result in agent]
    errors = [result for result in answers if isinstance(result, str)]
    show("answer under load", [result for result in answers if isinstance(result, float)])
    show_late("event loop late by", late)
    show_late("one that does nothing", late_beside)
    print(f"{len(answers)} answers, {len(errors)} errors")
    print("memory every few seconds, MiB: " + " ".join(f"{size / 2**20:.0f}" for size in memory))
    for error in errors[:3]:
        print(f"  {error}")
    return int(bool(errors) or max(late) > _LONGEST_BLOCK or grew(memory))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    arguments = parser.parse_args()
    sys.exit(asyncio.run(soak(questions_of(arguments.questions, 1000), arguments.agents, arguments.seconds)))
