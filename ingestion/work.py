"""What worker processes are asked to do. A worker holds its tools for as long as it lives."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from multiprocessing import parent_process

from ingestion.model import Draft, Item, Read, Reject
from ingestion.options import IngestOptions
from ingestion.readers.fields import FieldMap
from ingestion.readers.files import read_file
from ingestion.readers.jsonl import RowBatch, read_rows
from ingestion.readers.sources import Task
from ingestion.steps.prepare import prepare
from ingestion.toolbox import Finished, Toolbox

_toolbox: ContextVar[Toolbox] = ContextVar("toolbox")


@dataclass(frozen=True, slots=True)
class Prepared:
    """Items of a batch of tasks, in their order, with the seconds by step."""

    items: tuple[Item, ...]
    seconds: Mapping[str, float]


def start_worker(options: IngestOptions, embedder_url: str) -> None:
    """Prepares a process: Ctrl-C is the main process' affair, and a worker ends with it even if that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if options.niceness and hasattr(os, "nice"):  # not on Windows
        os.nice(options.niceness)
    _toolbox.set(Toolbox(options, embedder_url))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def fingerprint() -> str:
    """Fingerprint of what this version makes of a source."""
    return _toolbox.get().fingerprint


def read_tasks(tasks: Sequence[Task]) -> Prepared:
    """Reads sources and prepares what they hold."""
    started = time.perf_counter()
    options = _toolbox.get().options
    items = tuple(prepare(_read(tasks, options), options))
    return Prepared(items, {"read": time.perf_counter() - started})


def _read(tasks: Sequence[Task], options: IngestOptions) -> Iterator[Read]:
    fields = FieldMap(options.fields)
    for task in tasks:
        if isinstance(task, RowBatch):
            yield from read_rows(task, fields, options.limits.row_bytes)
        else:
            yield read_file(task, options.limits)


def finish_drafts(drafts: Sequence[Draft]) -> Finished:
    """Chunks, extracts and encodes drafts."""
    return _toolbox.get().finish(drafts)


def single_tasks(tasks: Sequence[Task]) -> Iterator[tuple[Task]]:
    """The smallest parts that reading work can be cut into."""
    for task in tasks:
        if isinstance(task, RowBatch):
            for offset, line in enumerate(task.lines):
                yield (replace(task, first_line=task.first_line + offset, lines=(line,)),)
        else:
            yield (task,)


def single_drafts(drafts: Sequence[Draft]) -> Iterator[tuple[Draft]]:
    """One draft at a time."""
    return ((draft,) for draft in drafts)


def refused_task(tasks: Sequence[Task], reason: str) -> Prepared:
    """What stands for a task that cannot be done."""
    (task,) = tasks
    if isinstance(task, RowBatch):
        reject = Reject(f"{task.place}:{task.first_line}", "read", reason, below=task.below)
    else:
        reject = Reject(task.origin.place, "read", reason, task.origin.uri)
    return Prepared((reject,), {})


def refused_draft(drafts: Sequence[Draft], reason: str) -> Reject:
    """What stands for a draft that cannot be finished."""
    (draft,) = drafts
    return Reject(draft.place, "extract", reason, draft.document.uri)
