"""Answers from a text that comes with the question, instead of from the stores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.ports import Grounding, GroundingChecker, Material, QueryAnalyst, Rejected, Verdict, Writer
from graph.results import Passage
from graph.text.sentences import sentences

CONTEXT = "context"
"""Chunk and document id of the given text."""

_ROUNDS = 3


def context_passage(context: str) -> Passage:
    """A given text as a passage of its own; spans are into the text as given."""
    return Passage(CONTEXT, CONTEXT, CONTEXT, CONTEXT, "", context, 0, len(context))


def is_given(passages: Sequence[Passage]) -> bool:
    """Whether the passages are a text that came with the question, and not what a search found."""
    return bool(passages) and all(passage.chunk_id == CONTEXT for passage in passages)


@dataclass(frozen=True, slots=True)
class ContextAnswer:
    """An answer from a given text.

    Attributes:
        sentences: Supported sentences, each with its judgement.
        short_answer: The short answer, where there is one and a sentence holds it.
    """

    sentences: tuple[tuple[str, Grounding], ...]
    short_answer: str | None

    @property
    def abstained(self) -> bool:
        """Whether the text does not answer the question."""
        return not self.sentences


@dataclass(frozen=True, slots=True)
class ContextReader:
    """Reads answers from given texts with the same analyst, writer and checker as the agent."""

    analyst: QueryAnalyst
    writer: Writer
    checker: GroundingChecker

    async def answer(self, question: str, context: str) -> ContextAnswer:
        """Answers from that text only; a sentence that the text does not support is left out.

        Raises:
            InputError: The question cannot be used.
            ModelError: A model behind writer or checker failed.
        """
        understood = await self.analyst.analyse(question, ())
        passages = (context_passage(context),)
        accepted: dict[str, Grounding] = {}
        rejected: dict[str, Rejected] = {}
        short: str | None = None
        for _ in range(_ROUNDS):
            text = ""
            before = len(rejected)
            stream = self.writer.write(understood, Material(passages), tuple(accepted), tuple(rejected.values()))
            async for piece in stream:
                text += piece.text
                short = short or piece.short_answer
            await self._judge(understood.text, sentences(text), passages, accepted, rejected)
            if len(rejected) == before:
                break
        proved = short is not None and any(short in sentence for sentence in accepted)
        return ContextAnswer(tuple(accepted.items()), short if proved else None)

    async def _judge(
        self,
        question: str,
        texts: Sequence[str],
        passages: tuple[Passage, ...],
        accepted: dict[str, Grounding],
        rejected: dict[str, Rejected],
    ) -> None:
        for text in texts:
            if text in accepted or text in rejected:
                continue
            grounding = await self.checker.check(question, text, passages)
            if grounding.verdict is Verdict.SUPPORTED:
                accepted[text] = grounding
            else:
                rejected[text] = Rejected(text, grounding.reason)
