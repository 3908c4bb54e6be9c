"""What a run did, counted while it goes and summed up at its end."""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph.model import Extraction
from graph.results import Revision
from ingestion.fates import Fate, FileFates
from ingestion.model import Draft, Reject

ProgressCallback = Callable[[int, int | None, str], None]
"""Told (done, total or None where it is not known, current step)."""


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What a run did.

    Attributes:
        added: Documents that were new.
        changed: Documents that replaced an older version.
        unchanged: Documents that were stored already.
        deleted: Documents that were deleted as their source no longer has them.
        deleted_uris: Which they were.
        chunks: Chunks written.
        entities: Different entities that the written documents name.
        relations: Different relations that they state, by type.
        rejects: What did not become a document, with the reason.
        warnings: What a person should know of documents that were kept.
        seconds: Seconds by step; those of the worker processes are summed over them.
        elapsed: Seconds from start to end.
    """

    added: int
    changed: int
    unchanged: int
    deleted: int
    deleted_uris: tuple[str, ...]
    chunks: int
    entities: int
    relations: Mapping[str, int]
    rejects: tuple[Reject, ...]
    warnings: tuple[str, ...]
    seconds: Mapping[str, float]
    elapsed: float


@dataclass(slots=True)
class Tally:
    """Counts of a run that is going on; by file too, where somebody wants to know."""

    files: FileFates | None = None
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    chunks: int = 0
    deleted: list[str] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _entities: set[int] = field(default_factory=set)
    _relations: dict[int, str] = field(default_factory=dict)
    _started: float = field(default_factory=time.perf_counter)

    @property
    def done(self) -> int:
        """Documents and rejects that are through."""
        return self.added + self.changed + self.unchanged + len(self.rejects)

    def note_reject(self, reject: Reject) -> None:
        """Counts what did not become a document."""
        self.rejects.append(reject)
        if self.files is not None:
            self.files.count(reject.where, Fate.REJECTED)

    def note_unchanged(self, draft: Draft) -> None:
        """Counts a document that is stored already."""
        self.unchanged += 1
        if self.files is not None:
            self.files.count(draft.place, Fate.UNCHANGED)

    def note_selected(self, draft: Draft) -> None:
        """Takes note of a document that is to be written."""
        if self.files is not None:
            self.files.begin(draft)

    def note_written(self, revision: Revision) -> None:
        """Counts a document that was written."""
        is_new = revision.number == 1
        self.added += is_new
        self.changed += not is_new
        if self.files is not None:
            self.files.end(revision.document_id, Fate.ADDED if is_new else Fate.CHANGED)

    def count_extraction(self, extraction: Extraction) -> None:
        """Adds what was found in a written document."""
        # 64-bit hashes of the ids take a third of their memory; one collision is expected in some billion of them.
        self._entities.update(hash(entity.id) for entity in extraction.entities)
        self._relations.update((hash(relation.id), sys.intern(relation.type)) for relation in extraction.relations)

    def warn(self, where: str, messages: tuple[str, ...]) -> None:
        """Adds warnings about a document."""
        self.warnings += [f"{where}: {message}" for message in messages]

    def add_seconds(self, seconds: Mapping[str, float]) -> None:
        """Adds the times that a worker took."""
        for step, value in seconds.items():
            self.seconds[step] += value

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Adds the time of the block to a step."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] += time.perf_counter() - started

    def summary(self) -> IngestSummary:
        """The sums so far."""
        return IngestSummary(
            added=self.added,
            changed=self.changed,
            unchanged=self.unchanged,
            deleted=len(self.deleted),
            deleted_uris=tuple(self.deleted),
            chunks=self.chunks,
            entities=len(self._entities),
            relations=dict(Counter(self._relations.values()).most_common()),
            rejects=tuple(self.rejects),
            warnings=tuple(self.warnings),
            seconds=dict(self.seconds),
            elapsed=time.perf_counter() - self._started,
        )
