"""Measures ingestion: ``python -m tests.bench.ingest PATH [--field NAME=KEY …]``.

Ingests into fresh embedded stores and prints the rate of each tenth, resident memory of all processes together,
and seconds by step. Marks: 8,000 articles a minute, the last tenth within 20 % of the first, under 4 GiB.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import tempfile
import threading
import time
from pathlib import Path

import psutil

from graph.embedding.factory import open_embedder
from graph.stores.edge import EdgeVectorStore
from graph.stores.sqlite import SqliteGraphStore
from ingestion.pipeline import IngestOptions, IngestSummary, ingest

_EMBEDDER = "static:"
_GIBIBYTE = 1024**3


class Memory:
    """Highest memory of this process and its children, sampled twice a second (shared pages counted once)."""

    def __init__(self) -> None:
        self.highest = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.5):
            processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
            self.highest = max(self.highest, sum(map(_memory_of, processes)))


def _memory_of(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:  # it ended meanwhile
        return 0


class Rates:
    """When how many documents were through."""

    def __init__(self) -> None:
        self._marks = [(0, time.perf_counter())]

    def __call__(self, done: int, total: int | None, step: str) -> None:
        del total, step
        if done > self._marks[-1][0]:
            self._marks.append((done, time.perf_counter()))

    def tenths(self) -> list[float]:
        """Documents a minute in each tenth of the run."""
        total = self._marks[-1][0]
        times = [self._time_of(total * tenth / 10) for tenth in range(11)]
        return [total / 10 / (end - start) * 60 for start, end in itertools.pairwise(times)]

    def _time_of(self, done: float) -> float:
        """Interpolated, as documents are written in batches."""
        for (low, start), (high, end) in zip(self._marks, self._marks[1:], strict=False):
            if high >= done:
                return start + (end - start) * (done - low) / (high - low)
        return self._marks[-1][1]


async def measure(path: str, options: IngestOptions, folder: Path) -> None:
    """Ingests and prints."""
    embedder = open_embedder(_EMBEDDER)
    graph = await SqliteGraphStore.open(folder / "graph.db")
    vectors = await EdgeVectorStore.open(folder / "vectors", embedder.dimension, fingerprint=embedder.fingerprint)
    rates = Rates()
    try:
        with Memory() as memory:
            summary = await ingest(
                [path], options, graph=graph, vectors=vectors, embedder_url=_EMBEDDER, on_progress=rates
            )
    finally:
        await vectors.close()
        await graph.close()
    show(summary, rates.tenths(), memory.highest)


def show(summary: IngestSummary, tenths: list[float], memory: int) -> None:
    """Prints the figures."""
    print(f"documents {summary.added:,}, rejects {len(summary.rejects)}, warnings {len(summary.warnings)}")
    print(f"chunks {summary.chunks:,}, entities {summary.entities:,}, relations {sum(summary.relations.values()):,}")
    print(f"elapsed {summary.elapsed:.1f} s, {summary.added / summary.elapsed * 60:,.0f} documents a minute")
    print("a minute by tenth: " + " ".join(f"{rate:,.0f}" for rate in tenths))
    print(f"last tenth / first tenth: {tenths[-1] / tenths[0]:.2f}")
    print(f"memory of all processes, highest: {memory / _GIBIBYTE:.2f} GiB")
    print("seconds: " + ", ".join(f"{step} {seconds:.1f}" for step, seconds in summary.seconds.items()))


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", help="file or folder to ingest")
    parser.add_argument("--field", action="append", default=[], help="NAME=KEY of JSON rows")
    parser.add_argument("--workers", type=int, default=0)
    arguments = parser.parse_args()
    fields = dict(field.split("=", 1) for field in arguments.field)
    with tempfile.TemporaryDirectory() as folder:
        options = IngestOptions(fields=fields, workers=arguments.workers)
        asyncio.run(measure(arguments.path, options, Path(folder)))


if __name__ == "__main__":
    main()
