"""Answers kept in the memory of this process."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from app.ports.cache import AnswerKey, CacheStats

_MAX_BYTES = 64 * 1024 * 1024
_SHARE = 16
"""What is larger than this part of the cache is not kept: it would push out too much else."""
_SECONDS = 3600.0
_ENTRY = 1000
"""Bytes that an entry takes beside its answer, about."""
_TENANTS = 1000
"""Tenants of which hits and misses are counted."""


@dataclass(frozen=True, slots=True)
class _Entry:
    key: AnswerKey
    answer: bytes
    until: float

    @property
    def size(self) -> int:
        return len(self.answer) + len(self.key.question.encode()) + len(self.key.options) + _ENTRY


class MemoryCache:
    """An `AnswerCache`: what was not asked for the longest goes first."""

    def __init__(
        self,
        max_bytes: int = _MAX_BYTES,
        seconds_to_live: float = _SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Holds nothing yet.

        Args:
            max_bytes: What it holds at most.
            seconds_to_live: How long it keeps an answer at most.
            clock: Seconds that go forward.
        """
        self._max_bytes = max_bytes
        self._seconds = seconds_to_live
        self._clock = clock
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._bytes = 0
        self._hits: Counter[str] = Counter()
        self._misses: Counter[str] = Counter()

    async def get(self, key: AnswerKey) -> bytes | None:
        """What was put there; None where there is nothing."""
        entry = self._entries.get(key.digest)
        if entry is not None and entry.until <= self._clock():
            self._drop(key.digest)
            entry = None
        counts = self._misses if entry is None else self._hits
        if key.tenant in counts or len(counts) < _TENANTS:
            counts[key.tenant] += 1
        if entry is None:
            return None
        self._entries.move_to_end(key.digest)
        return entry.answer

    async def put(self, key: AnswerKey, answer: bytes) -> None:
        """Keeps an answer in place of what was there; a very large one is not kept."""
        self._drop(key.digest)
        entry = _Entry(key, answer, self._clock() + self._seconds)
        if entry.size * _SHARE > self._max_bytes:
            return
        self._entries[key.digest] = entry
        self._bytes += entry.size
        while self._bytes > self._max_bytes:
            self._drop(next(iter(self._entries)))

    async def clear(self, tenant: str) -> int:
        """Forgets all of a tenant; returns how many there were."""
        own = [digest for digest, entry in self._entries.items() if entry.key.tenant == tenant]
        for digest in own:
            self._drop(digest)
        return len(own)

    async def stats(self, tenant: str) -> CacheStats:
        """How a tenant uses it."""
        now = self._clock()
        own = [entry for entry in self._entries.values() if entry.key.tenant == tenant and entry.until > now]
        return CacheStats(
            entries=len(own),
            bytes=sum(entry.size for entry in own),
            max_bytes=self._max_bytes,
            seconds_to_live=self._seconds,
            hits=self._hits[tenant],
            misses=self._misses[tenant],
        )

    async def close(self) -> None:
        """Forgets everything."""
        self._entries.clear()
        self._bytes = 0

    def _drop(self, digest: str) -> None:
        entry = self._entries.pop(digest, None)
        if entry is not None:
            self._bytes -= entry.size
