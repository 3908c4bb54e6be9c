"""Answers that were given before, for those who ask the same of the same documents."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What an answer depends on; where any of it differs, the answer may.

    Attributes:
        tenant: Whose documents were read.
        question: As it was asked, spaces and Unicode made alike.
        options: JSON object: the options of the run.
        state: The documents, the day and the parts that answered.
    """

    tenant: str
    question: str
    options: str
    state: str

    @property
    def digest(self) -> str:
        """One word for all of it."""
        return hashlib.blake2b("\x1f".join(astuple(self)).encode(), digest_size=20).hexdigest()


@dataclass(frozen=True, slots=True)
class CacheStats:
    """How a cache is used.

    Attributes:
        entries: Answers that it holds.
        bytes: What they take.
        max_bytes: What it holds at most, for all tenants.
        seconds_to_live: How long an answer is kept at most.
        hits: Answers found since the server started.
        misses: Answers looked for in vain since then.
    """

    entries: int
    bytes: int
    max_bytes: int
    seconds_to_live: float
    hits: int
    misses: int


class AnswerCache(Protocol):
    """Keeps answers for a while, bounded in size; it may forget any at any time."""

    async def get(self, key: AnswerKey) -> bytes | None:
        """What was put there; None where there is nothing."""
        ...

    async def put(self, key: AnswerKey, answer: bytes) -> None:
        """Keeps an answer in place of what was there."""
        ...

    async def clear(self, tenant: str) -> int:
        """Forgets all of a tenant; returns how many there were."""
        ...

    async def stats(self, tenant: str) -> CacheStats:
        """How a tenant uses it."""
        ...

    async def close(self) -> None:
        """Releases it."""
        ...
