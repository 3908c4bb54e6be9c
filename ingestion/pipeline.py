"""Ingestion from end to end: read and prepare → select → chunk, extract, encode → write.

Reading and finishing run in worker processes; the main process decides what is new and writes it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from graph.embedding.factory import open_embedder
from graph.model import DocumentRecord
from graph.ports import GraphStore, VectorPoint, VectorStore
from ingestion import work
from ingestion.fates import FileFates
from ingestion.model import Draft, Reject
from ingestion.options import IngestOptions
from ingestion.pool import Stage, WorkerPool
from ingestion.readers.jsonl import RowBatch
from ingestion.readers.roots import Place, Root, Scope
from ingestion.readers.sources import STDIN, Task, file_tasks, places_of, scopes_of, stdin_tasks
from ingestion.roots import known_roots, note_roots, notices, rivals
from ingestion.selection import Selector
from ingestion.summary import IngestSummary, ProgressCallback, Tally
from ingestion.survey import Survey, hints, survey
from ingestion.sync import delete_vanished, warn_of_stale
from ingestion.toolbox import Finished
from ingestion.work import Prepared
from ingestion.writer import StoreWriter

__all__ = ["IngestOptions", "IngestSummary", "ingest"]

_READ: Stage[tuple[Task, ...], Prepared] = Stage(work.read_tasks, work.single_tasks, work.refused_task)
_FINISH: Stage[tuple[Draft, ...], Finished | Reject] = Stage(work.finish_drafts, work.single_drafts, work.refused_draft)
_BATCH_FILES = 16
_WRITTEN_DOCUMENTS = 1000
_WRITTEN_CHUNKS = 4000


def _unwatched(done: int, total: int | None, step: str) -> None:
    """Progress that nobody looks at."""


async def ingest(
    paths: Sequence[str | Path],
    options: IngestOptions,
    *,
    graph: GraphStore,
    vectors: VectorStore,
    embedder_url: str,
    on_progress: ProgressCallback = _unwatched,
    files: FileFates | None = None,
    stdin: BinaryIO | None = None,
) -> IngestSummary:
    """Reads sources into both stores.

    Args:
        paths: Files and folders; ``-`` is standard input.
        options: What is asked.
        graph: System of record.
        vectors: Index over it.
        embedder_url: Embedder of the dense vectors, opened in each worker process.
        on_progress: Told how far the run is.
        files: Counts what becomes of each file, where that is asked (it holds a count for each).
        stdin: Standard input, where it is not the process' own.

    Raises:
        WrongUsage: A path leads to no file or folder; nothing was read.
        StoreError: A store failed. What was committed stays, the rest comes with the next run.
    """
    run = await _surveyed(paths, options, graph, StoreWriter(graph, vectors), on_progress, Tally(files))
    await run.writer.recover(partial(open_embedder, embedder_url))
    await run.note_places()
    stream = (stdin or sys.stdin.buffer) if any(str(path) == STDIN for path in paths) else None
    selector = await run.write_new(stream, embedder_url)
    if options.sync:
        await run.delete_vanished(selector)
    await warn_of_stale(graph, options.tenant, run.tally)
    if run.tally.chunks:
        on_progress(run.tally.done, run.sources.total, "optimise")
        with run.tally.timed("optimise"):
            await vectors.optimise()
    return run.tally.summary()


async def _surveyed(
    paths: Sequence[str | Path],
    options: IngestOptions,
    graph: GraphStore,
    writer: StoreWriter,
    on_progress: ProgressCallback,
    tally: Tally,
) -> _Run:
    """A run over the sources that lie at the paths."""
    on_progress(0, None, "scan")
    roots = [] if options.passing else await known_roots(graph, options.tenant)
    with tally.timed("scan"):
        sources = await asyncio.to_thread(survey, paths, options, roots)
    places = places_of(paths, options.source, roots)
    scopes = scopes_of(paths, options.source, roots)
    return _Run(options, graph, writer, tally, on_progress, sources, roots, places, scopes)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run's steps, and what they share."""

    options: IngestOptions
    graph: GraphStore
    writer: StoreWriter
    tally: Tally
    on_progress: ProgressCallback
    sources: Survey
    roots: Sequence[Root]
    places: Sequence[Place]
    scopes: Collection[Scope]

    async def note_places(self) -> None:
        """Remembers what is ingested, and tells what a person should know of it."""
        if self.options.passing:
            return
        named = self.options.source is not None
        for where, notice in chain(
            notices(self.places, self.roots, named=named), hints(self.places, self.sources.files)
        ):
            self.tally.warn(where, (notice,))
        await note_roots(self.graph, self.options.tenant, self.places, self.roots)

    async def write_new(self, stdin: BinaryIO | None, embedder_url: str) -> Selector:
        """Reads all sources and writes what is new of them; the selector knows which documents they hold."""
        options, tally = self.options, self.tally
        collections = frozenset(scope.source for scope in self.scopes)
        async with WorkerPool(options, embedder_url) as pool:
            fingerprint = await pool.call(work.fingerprint)
            selector = Selector(self.graph, options.tenant, collections, self.sources.instruments, fingerprint, tally)
            prepared = pool.map(_READ, _task_batches(self.sources, stdin, options, selector))
            finished = pool.map(_FINISH, selector.select(prepared))
            await _write_all(
                finished, self.writer, tally, lambda: self.on_progress(tally.done, self.sources.total, "write")
            )
        return selector

    async def delete_vanished(self, selector: Selector) -> None:
        """Deletes what the sources no longer hold."""
        with self.tally.timed("delete"):
            await delete_vanished(
                self.graph,
                self.writer,
                self.options.tenant,
                self.scopes,
                selector,
                self.tally,
                named=self.options.source is not None,
                rivals={root.source: root.folder for _, root in rivals(self.places, self.roots)},
            )


async def _task_batches(
    sources: Survey, stdin: BinaryIO | None, options: IngestOptions, selector: Selector
) -> AsyncGenerator[tuple[Task, ...]]:
    """Reading work in batches; sources are opened and unpacked off the event loop."""
    tasks = _tasks(sources, stdin, options)
    batch: list[Task] = []
    while (task := await asyncio.to_thread(next, tasks, None)) is not None:
        if isinstance(task, Reject):
            selector.note_reject(task)
            continue
        batch.append(task)
        if len(batch) >= _BATCH_FILES or isinstance(task, RowBatch):
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _tasks(sources: Survey, stdin: BinaryIO | None, options: IngestOptions) -> Iterator[Task | Reject]:
    for file in sources.files:
        yield from file_tasks(file, options)
    if stdin is not None:
        yield from stdin_tasks(stdin, options)


async def _write_all(
    finished: AsyncGenerator[Finished | Reject], writer: StoreWriter, tally: Tally, report: Callable[[], None]
) -> None:
    records: list[DocumentRecord] = []
    points: list[VectorPoint] = []
    async with aclosing(finished):
        async for part in finished:
            if isinstance(part, Reject):
                tally.note_reject(part)
                continue
            tally.add_seconds(part.seconds)
            records += part.records
            points += part.points
            if len(records) >= _WRITTEN_DOCUMENTS or len(points) >= _WRITTEN_CHUNKS:
                await _write(records, points, writer, tally)
                records, points = [], []
            report()
    await _write(records, points, writer, tally)
    report()


async def _write(
    records: Sequence[DocumentRecord], points: Sequence[VectorPoint], writer: StoreWriter, tally: Tally
) -> None:
    if not records:
        return
    with tally.timed("write"):
        revisions = await writer.write(records, points)
    for revision in revisions:
        tally.note_written(revision)
    tally.chunks += len(points)
    for record in records:
        tally.count_extraction(record.extraction)
