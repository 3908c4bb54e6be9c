"""Checks sentences against passages by their words, without a language model."""

from __future__ import annotations

from collections.abc import Sequence

from agents.grounding.judge import judge
from agents.grounding.pairs import judge_pair
from agents.ports import Grounding
from graph.cpu_work import CpuWork
from graph.results import Passage


class LexicalChecker:
    """An `AnswerChecker` of exact words, hard rules and a small calibrated score.

    It sees other numbers, names, negations, opposites, exchanged names and added content, and most short
    answers that another place of the text gives. It does not see what only a reader of the whole text would:
    in a longer sentence a right number with the wrong subject two sentences away, or a cause that was only a
    sequence.
    """

    def __init__(self, work: CpuWork | None = None) -> None:
        """Judges in the threads of ``work``, or in two of its own where it is None."""
        self._work = work or CpuWork()

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        """Judges one sentence in a worker thread; spans point into the documents' texts.

        Raises:
            ModelError: Earlier work that nobody waits for any more keeps all threads.
        """
        return await self._work.run(judge, question, sentence, tuple(passages))

    async def check_answer(self, question: str, answer: str, context: str) -> Grounding:
        """Judges a freely worded answer by what it adds to the context, as `agents.ports.AnswerChecker` says."""
        return await self._work.run(judge_pair, context, question, answer)
