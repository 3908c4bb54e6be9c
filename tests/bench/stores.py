"""Measures the embedded stores on made-up data: ``python -m tests.bench.stores graph|vectors [--help]``."""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from graph.model import DocumentRecord
from graph.ports import SearchFilter
from graph.stores.edge import EdgeVectorStore
from graph.stores.sqlite import SqliteGraphStore
from tests.bench.made_corpus import CHUNKS, TENANT, Corpus, made_points, sparse_vector, unit_vector

BATCH = 200
INDEX_TERMS = 300
QUERY_TERMS = 40
REPEATS = 200


async def percentiles(name: str, ask: Callable[[], Awaitable[object]]) -> None:
    """Prints p50 and p95 of one kind of read."""
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        await ask()
        seconds.append(time.perf_counter() - started)
    p50, p95 = np.percentile(np.array(seconds) * 1000, [50, 95])
    print(f"{name:36} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms")


class Meter:
    """Rate by tenth, of wall clock and of this process' CPU time (others may share the cores)."""

    def __init__(self, total: int, what: str) -> None:
        self._total, self._what = total, what
        self._done, self._tenth, self._wall, self._cpu = 0, 0, 0.0, 0.0

    async def add(self, count: int, work: Awaitable[object]) -> None:
        """Times one batch."""
        wall, cpu = time.perf_counter(), time.process_time()
        await work
        self._wall += time.perf_counter() - wall
        self._cpu += time.process_time() - cpu
        self._done += count
        self._tenth += count
        if self._tenth >= self._total // 10:
            print(
                f"{self._done:8} {self._what}, last tenth {self._tenth / self._wall:7.0f} a second, "
                f"{self._tenth / self._cpu:7.0f} a CPU second"
            )
            self._tenth, self._wall, self._cpu = 0, 0.0, 0.0


async def measure_graph(folder: Path, documents: int) -> None:
    """Writing by tenth, then reads, changes and deletes, on the SQLite store."""
    store = await SqliteGraphStore.open(folder / "graph.sqlite")
    corpus = Corpus(documents)
    meter = Meter(documents, "documents")

    async def write(records: list[DocumentRecord]) -> None:
        await store.commit(await store.stage(records))

    for records in corpus.records(BATCH):
        await meter.add(len(records), write(records))
    print(await store.stats())
    await _reads(store, corpus, documents)
    await _changes(store, corpus)
    await store.close()
    _print_sizes(folder)


def _print_sizes(folder: Path) -> None:
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"on disk {size:.0f} MiB; resident at most {own:.0f} MiB, the index process {children:.0f} MiB")


async def measure_vectors(folder: Path, points: int, dimension: int) -> None:
    """Writing by tenth, then searches, and opening again, on the Edge store."""
    store = await EdgeVectorStore.open(folder, dimension, fingerprint="bench")
    meter = Meter(points, "points")
    for number, records in enumerate(Corpus(points // CHUNKS).records(BATCH)):
        made = made_points(records, dimension, INDEX_TERMS, number)
        await meter.add(len(made), store.upsert(made))
    await _timed("flush", store.flush())
    await _searches(store, dimension)
    await _timed("optimise", store.optimise())
    await _searches(store, dimension)
    await _timed("close", store.close())
    started = time.perf_counter()
    store = await EdgeVectorStore.open(folder, dimension, fingerprint="bench")
    print(f"open again {time.perf_counter() - started:.2f} s")
    await _searches(store, dimension)
    await _timed("all ids", store.ids())
    await store.close()
    _print_sizes(folder)


async def _timed(name: str, work: Awaitable[object]) -> None:
    started = time.perf_counter()
    await work
    print(f"{name} {time.perf_counter() - started:.2f} s")


async def _searches(store: EdgeVectorStore, dimension: int) -> None:
    generator = np.random.default_rng(5)
    everything = SearchFilter(TENANT)
    filtered = SearchFilter(TENANT, sources=("made",), kinds=("điều",), in_force_on=date(2024, 1, 1))
    for name, where in (("", everything), (", filtered", filtered)):
        for limit in (100, 500):
            dense = partial(_dense, store, generator, dimension, where, limit)
            sparse = partial(_sparse, store, generator, where, limit)
            await percentiles(f"dense, {limit} hits{name}", dense)
            await percentiles(f"sparse, {limit} hits{name}", sparse)


async def _dense(
    store: EdgeVectorStore, generator: np.random.Generator, dimension: int, where: SearchFilter, limit: int
) -> None:
    await store.search_dense(unit_vector(generator, dimension), where, limit)


async def _sparse(store: EdgeVectorStore, generator: np.random.Generator, where: SearchFilter, limit: int) -> None:
    await store.search_sparse(sparse_vector(generator, QUERY_TERMS), where, limit)


async def _reads(store: SqliteGraphStore, corpus: Corpus, documents: int) -> None:
    pick = random.Random(1)
    known = [record for batch in [await store.records(limit=1000)] for record in batch]
    chunks = [chunk.id for record in known for chunk in record.chunks]
    ids = [record.document.id for record in known]
    entities = [entity for record in known for entity in record.extraction.entities]
    hubs = [corpus.entity(rank).id for rank in range(20)]
    await percentiles("passages(200)", lambda: store.passages(pick.sample(chunks, 200)))
    await percentiles("links_from(20)", lambda: store.links_from(pick.sample(ids, 20), 20))
    await percentiles("links_to(20)", lambda: store.links_to(pick.sample(ids, 20), 20))
    await percentiles("facts(20)", lambda: store.facts([e.id for e in pick.sample(entities, 20)]))
    await percentiles("facts(20 most frequent)", lambda: store.facts(hubs))
    await percentiles(
        "find_entities(30)", lambda: store.find_entities(TENANT, [e.key for e in pick.sample(entities, 30)])
    )
    await percentiles("search_entities('hà nội')", lambda: store.search_entities(TENANT, "nội 17"))
    await percentiles("mentions(20)", lambda: store.mentions([e.id for e in pick.sample(entities, 20)], 20))
    await percentiles("chunk_mentions(50)", lambda: store.chunk_mentions(pick.sample(chunks, 50)))
    await percentiles("documents(query)", lambda: store.documents(TENANT, query=str(pick.randrange(documents))))


async def _changes(store: SqliteGraphStore, corpus: Corpus) -> None:
    records = [corpus.record(number, version=1) for number in range(BATCH)]
    started = time.perf_counter()
    await store.commit(await store.stage(records))
    changed = time.perf_counter()
    await store.delete_documents(TENANT, [record.document.id for record in records])
    deleted = time.perf_counter()
    print(
        f"changed {BATCH / (changed - started):.0f} documents/s, deleted {BATCH / (deleted - changed):.0f} documents/s"
    )


def main() -> None:
    """Reads the arguments and measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["graph", "vectors"])
    parser.add_argument("--documents", type=int, default=62_000)
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--dimension", type=int, default=128)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.what == "graph":
            asyncio.run(measure_graph(Path(folder), arguments.documents))
        else:
            asyncio.run(measure_vectors(Path(folder), arguments.points, arguments.dimension))


if __name__ == "__main__":
    main()
