"""Checks sentences against passages by their words, without a language model."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor

from agents.grounding.judge import judge
from agents.ports import Grounding
from graph.results import Passage


class LexicalChecker:
    """A `GroundingChecker` of exact words, hard rules and a small calibrated score.

    It sees other numbers, names, negations, opposites, exchanged names and added content. It does not
    see what only a reader of the whole text would: a right number with the wrong subject two sentences
    away, or a cause that was only a sequence.
    """

    def __init__(self, cpu: Executor | None = None) -> None:
        """Judges in the threads of ``cpu``, or in those of the event loop where it is None."""
        self._cpu = cpu

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        """Judges one sentence in a worker thread; spans point into the documents' texts."""
        return await asyncio.get_running_loop().run_in_executor(self._cpu, judge, question, sentence, tuple(passages))
