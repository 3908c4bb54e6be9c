"""A writer's stream: closed whatever happens, and cut into sentences as they become complete."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from graph.text.sentences import Span, iter_sentences

_LONGEST = 4_000
"""Characters without an end after which a sentence is cut anyway; no sentence of law is longer."""
_WORD = re.compile(r"\w")
_FEW_MARKS = 8
_SHORT = 400
_STEP = 8
"""A buffer with more marks or characters than these is read again only after it has grown by 1/8."""
_MAY_END = re.compile(r"[.!?…\n]")

T = TypeVar("T")


class SentenceCutter:
    """Takes pieces of text and gives back whole sentences.

    A sentence is complete once the next one has begun (``TP. Hồ`` looks like an end until ``Hồ``
    is read), or at a line break.
    """

    def __init__(self) -> None:
        self._buffer = ""
        self._marks = 0
        self._read_from = 0

    def feed(self, text: str) -> list[str]:
        """The sentences that this piece completes."""
        self._buffer = (self._buffer + text).lstrip()
        self._marks += len(_MAY_END.findall(text))
        length = len(self._buffer)
        if length < _LONGEST and (not self._marks or length < self._read_from):
            return []
        spans = list(iter_sentences(self._buffer))
        if not self._buffer.endswith("\n"):
            self._drop_open_end(spans)
        complete = [self._buffer[start:end] for start, end in spans]
        self._buffer = self._buffer[spans[-1][1] :] if spans else self._buffer
        self._plan()
        return [sentence for sentence in complete if _WORD.search(sentence)]

    def _plan(self) -> None:
        """Says from which length on the buffer is worth reading again."""
        length = len(self._buffer)
        self._marks = len(_MAY_END.findall(self._buffer))
        crowded = length > _SHORT or self._marks > _FEW_MARKS
        self._read_from = length + length // _STEP if crowded else 0

    def _drop_open_end(self, spans: list[Span]) -> None:
        """Leaves in the buffer what the next piece may still change: the last sentence, and marks after it."""
        while spans and len(self._buffer) - spans[-1][0] < _LONGEST:
            start, end = spans.pop()
            if _WORD.search(self._buffer, start, end):
                return

    def finish(self) -> list[str]:
        """What is left when the stream has ended well."""
        rest, self._buffer, self._marks, self._read_from = self._buffer, "", 0, 0
        return [rest[start:end] for start, end in iter_sentences(rest) if _WORD.search(rest[start:end])]


@asynccontextmanager
async def closing(stream: AsyncIterator[T]) -> AsyncGenerator[AsyncIterator[T], None]:
    """Closes the stream when its reader leaves it, so that a model stops writing."""
    try:
        yield stream
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()
