"""Answers from a text that comes with the question, instead of from the stores."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from agents.context import AgentOptions, Limits
from agents.events import DegradedEvent, Event
from agents.ports import GroundingChecker, Material, QueryAnalyst, Question, Writer
from agents.reading.context import CONTEXT, context_passage
from agents.short_answer import stands_in
from agents.state import Sentence
from agents.verified import VerifiedAnswer
from graph.errors import ModelError, ModelTimeout
from graph.text.normalise import nfc, nfc_spans


@dataclass(frozen=True, slots=True)
class ContextAnswer:
    """An answer from a given text.

    Attributes:
        sentences: Supported sentences with their citations; spans are into the text as given.
        short_answer: The short answer, where there is one and a sentence holds it.
    """

    sentences: tuple[Sentence, ...]
    short_answer: str | None

    @property
    def abstained(self) -> bool:
        """Whether the text does not answer the question."""
        return not self.sentences


def _as_given(sentences: Sequence[Sentence], context: str) -> tuple[Sentence, ...]:
    """Sentences read in the composed form of a text, with spans into the text as it was given."""
    if nfc(context) == context:
        return tuple(sentences)
    spans = nfc_spans(context)
    return tuple(
        {
            **sentence,
            "citations": [
                {**cited, "start": spans[cited["start"]][0], "end": spans[cited["end"] - 1][1]}
                for cited in sentence["citations"]
            ],
        }
        for sentence in sentences
    )


@dataclass(frozen=True, slots=True)
class ContextReader:
    """Reads answers from given texts with the same analyst, writer, checker and loop as the agent."""

    analyst: QueryAnalyst
    writer: Writer
    checker: GroundingChecker
    limits: Limits = field(default_factory=Limits)

    async def answer(self, question: str, context: str) -> ContextAnswer:
        """Answers from that text only; a sentence that the text does not support is left out.

        Raises:
            InputError: The question cannot be used.
            ModelError: A model behind writer or checker failed.
        """
        understood = await self.analyst.analyse(question, ())
        degraded: list[DegradedEvent] = []
        answer = self._begin(understood, nfc(context), degraded)
        try:
            async with asyncio.timeout(self.limits.answer_s):
                failure = await answer.ask(self.writer)
        except TimeoutError as error:
            raise ModelTimeout(f"The text was not read to its end within {self.limits.answer_s:g} seconds.") from error
        if failure is not None:
            raise failure
        for event in degraded:
            if event.part == "checker":
                raise ModelError(event.missing)
        short = answer.short_answer
        proved = short is not None and stands_in(short, [sentence["text"] for sentence in answer.sentences])
        return ContextAnswer(_as_given(answer.sentences, context), short if proved else None)

    def _begin(self, question: Question, context: str, degraded: list[DegradedEvent]) -> VerifiedAnswer:
        """An answer whose failures are kept in ``degraded``: nobody watches the other events."""

        def keep(event: Event) -> None:
            if isinstance(event, DegradedEvent):
                degraded.append(event)

        return VerifiedAnswer(
            question=question,
            material=Material((context_passage(context),)),
            numbers={CONTEXT: 1},
            checker=self.checker,
            limits=self.limits,
            options=AgentOptions(),
            emit=keep,
        )
