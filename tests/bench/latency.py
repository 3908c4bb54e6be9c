"""Seconds of start-up, retrieval and answers over a collection that is already ingested.

    python -m tests.bench.latency QUESTIONS.jsonl [--limit 200]

Questions are rows with ``question``; the collection is that of the settings (``VINAGRAPH_DATA_DIR`` …).
Prints one line a figure: p50, p95 and maximum in milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np

from app.answering import open_runner
from app.settings import load_settings
from app.wiring import open_ports
from eval.retrieval import rank_documents
from eval.rows import read_rows
from graph.retrieval.options import Stages


def questions_of(path: Path, limit: int) -> list[str]:
    """The questions of a file, at most ``limit``."""
    return [str(row["question"]) for _, row, _ in read_rows(path) if row][:limit]


def show(name: str, seconds: list[float]) -> None:
    """Prints the figures of one measurement."""
    p50, p95, top = (1000 * value for value in (*np.percentile(seconds, [50, 95]), max(seconds)))
    print(f"{name:28} n={len(seconds)} p50={p50:.1f} ms p95={p95:.1f} ms max={top:.1f} ms")


async def timed(questions: list[str], work: Callable[[str], Awaitable[object]]) -> list[float]:
    """Seconds of each question, one after the other, after three to warm up."""
    for question in questions[:3]:
        await work(question)
    seconds = []
    for question in questions:
        started = time.perf_counter()
        await work(question)
        seconds.append(time.perf_counter() - started)
    return seconds


async def measure(questions: list[str]) -> None:
    """Opens the ports and measures."""
    settings = load_settings()
    started = time.perf_counter()
    async with open_ports(settings, program="bench latency") as ports, open_runner(settings) as runner:
        print(f"{'ready to answer':28} {time.perf_counter() - started:.2f} s")
        for name, stages in (
            ("sparse", Stages(dense=False, links=False, facts=False, pagerank=False, rerank=False)),
            ("without rerank", Stages(rerank=False)),
            ("with rerank", Stages()),
        ):

            async def rank(question: str, stages: Stages = stages) -> object:
                return await rank_documents(ports, {"question": question}, 10, stages)

            show(name, await timed(questions, rank))

        async def answer(question: str) -> None:
            async for _ in runner.answer(question):
                pass

        show("answer", await timed(questions, answer))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--limit", type=int, default=200)
    arguments = parser.parse_args()
    asyncio.run(measure(questions_of(arguments.questions, arguments.limit)))
