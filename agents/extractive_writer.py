"""Writes answers in the words of the passages, without a language model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from agents.ports import Material, Question, Rejected, Written
from agents.reading.context import is_given
from agents.reading.gate import FOUND, GIVEN
from agents.reading.reader import read
from graph.cpu_work import CpuWork
from graph.text.normalise import name_key


class ExtractiveWriter:
    """A `Writer` that gives the short answer where it is strong, then the sentences that prove it, verbatim."""

    def __init__(self, work: CpuWork | None = None) -> None:
        """Reads in the threads of ``work``, or in two of its own where it is None."""
        self._work = work or CpuWork()

    async def write(
        self, question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
    ) -> AsyncIterator[Written]:
        """Streams the short answer and its sentences; nothing where the passages do not answer.

        Sentences already accepted are not written again; each one rejected is made up for by a spare
        one. Reading runs in a worker thread.

        Raises:
            ModelError: Earlier work that nobody waits for any more keeps all threads.
        """
        bar = GIVEN if is_given(material.passages) else FOUND
        answer = await self._work.run(read, question, material, bar)
        if answer is None:
            return
        refused = {name_key(item.text) for item in rejected}
        said = {name_key(text) for text in accepted}
        if answer.short is not None and not said and name_key(answer.short) not in refused:
            yield Written(short_answer=answer.short)
        wanted = len(answer.sentences) - sum(name_key(text) in said for text in answer.sentences)
        fresh = [text for text in (*answer.sentences, *answer.spare) if name_key(text) not in said | refused]
        for text in fresh[:wanted]:
            yield Written(text=f"{text}\n")
