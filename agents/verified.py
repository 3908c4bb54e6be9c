"""Shows a writer's sentences once the passages support them, and withholds the others."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from agents.context import AgentOptions, Limits
from agents.events import CitationOut, DegradedEvent, DraftEvent, Event, SentenceEvent, WithheldEvent
from agents.ports import (
    Citation,
    Grounding,
    GroundingChecker,
    Material,
    Question,
    Rejected,
    Verdict,
    Writer,
    Written,
)
from agents.prompts import message
from agents.state import Sentence, pack_sentence
from agents.stream import SentenceCutter, closing
from graph.errors import ModelError, ModelUnavailable, words_of
from graph.text.normalise import name_key


class Outcome(Enum):
    """What became of a sentence."""

    SHOWN = auto()
    WITHHELD = auto()
    REPEATED = auto()


@dataclass(slots=True)
class VerifiedAnswer:
    """An answer in the making.

    Attributes:
        question: What is asked.
        material: What sentences may rest on.
        numbers: The ``[n]`` of each chunk.
        checker: Judges sentences.
        limits: Bounds on a check and on what is read of a stream.
        options: Attempts and mode.
        emit: Where events go.
        sentences: Shown so far, earlier rounds included.
        rejected: Withheld so far, earlier rounds included.
        short_answer: As the writer gave it.
        tokens: Tokens that models produced.
        prompt_tokens: Tokens that they read.
    """

    question: Question
    material: Material
    numbers: dict[str, int]
    checker: GroundingChecker
    limits: Limits
    options: AgentOptions
    emit: Callable[[Event], None]
    sentences: list[Sentence] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    short_answer: str | None = None
    tokens: int = 0
    prompt_tokens: int = 0
    _judged: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._judged.update(name_key(sentence["text"]) for sentence in self.sentences)
        self._judged.update(name_key(item.text) for item in self.rejected)

    async def ask(self, writer: Writer) -> ModelError | None:
        """Asks until nothing of what the writer says must be withheld, or its attempts are used up.

        Returns:
            Why the last attempt failed; None where the writer came to an end of its own.
        """
        failure: ModelError | None = None
        for _ in range(self.options.attempts):
            withheld = len(self.rejected)
            try:
                await self.read(writer)
            except ModelError as error:
                missing = message("degraded.writer", self.question.language, error=error)
                self.emit(DegradedEvent(part="writer", missing=missing))
                failure = error
                if isinstance(error, ModelUnavailable):
                    return failure
            else:
                failure = None
                if len(self.rejected) == withheld:
                    return None
        return failure

    def forget_short_answer(self) -> None:
        """Lets the next writer give its own short answer, unless the one at hand has been shown."""
        if self.short_answer is not None and name_key(self.short_answer) not in self._shown_keys():
            self.short_answer = None

    def _shown_keys(self) -> set[str]:
        return {name_key(sentence["text"]) for sentence in self.sentences}

    async def read(self, writer: Writer) -> None:
        """Reads one stream of the writer to its end, or until it only repeats itself.

        A sentence that fails does not end the stream: the ones after it are judged on their own.

        Raises:
            ModelError: The writer's model failed; a sentence cut off by that is dropped.
        """
        cutter = SentenceCutter()
        characters, repeats = 0, 0
        accepted = [sentence["text"] for sentence in self.sentences]
        stream = writer.write(self.question, self.material, accepted, tuple(self.rejected))
        async with closing(stream) as pieces:
            async for piece in pieces:
                await self._take(piece)
                for text in cutter.feed(piece.text):
                    repeats = repeats + 1 if await self.offer(text) is Outcome.REPEATED else 0
                characters += len(piece.text)
                if repeats >= self.limits.repeats or characters > self.limits.characters:
                    return
        for text in cutter.finish():
            await self.offer(text)

    async def offer(self, text: str) -> Outcome:
        """Judges one sentence, and shows or withholds it; one that was judged before is passed over."""
        key = name_key(text)
        if key in self._judged:
            return Outcome.REPEATED
        self._judged.add(key)
        grounding = await self._check(text)
        if _may_show(grounding):
            self._show(text, grounding)
            return Outcome.SHOWN
        self._withhold(text, grounding.reason)
        return Outcome.WITHHELD

    async def _take(self, piece: Written) -> None:
        self.tokens += piece.tokens
        self.prompt_tokens += piece.prompt_tokens
        if piece.text and self.options.mode == "draft":
            self.emit(DraftEvent(text=piece.text))
        if piece.short_answer is not None and self.short_answer is None:
            self.short_answer = piece.short_answer
            await self._lead_with(piece.short_answer)

    async def _lead_with(self, short_answer: str) -> None:
        """Judges the short answer with its question, and shows it first where it is proved by itself.

        One that the source contradicts is dropped; `verify` judges one that it only does not prove by the sentences.
        """
        text = short_answer if short_answer.endswith((".", "!", "?")) else f"{short_answer}."
        grounding = await self._check(text)
        if grounding.verdict is Verdict.CONTRADICTED:
            self.short_answer = None
            self._withhold(text, grounding.reason)
        elif _may_show(grounding) and not self.sentences:
            self._judged.add(name_key(text))
            self._show(text, grounding)

    def _withhold(self, text: str, reason: str) -> None:
        self._judged.add(name_key(text))
        self.emit(WithheldEvent(ordinal=len(self.sentences), text=text, reason=reason))
        self.rejected.append(Rejected(text, reason))

    async def _check(self, text: str) -> Grounding:
        language = self.question.language
        try:
            async with asyncio.timeout(self.limits.check_s):
                return await self.checker.check(self.question.text, text, self.material.passages)
        except (ModelError, TimeoutError) as error:
            missing = message("degraded.checker", language, error=words_of(error))
            self.emit(DegradedEvent(part="checker", missing=missing))
            return Grounding(Verdict.UNSUPPORTED, 0.0, reason=message("withheld.unchecked", language))

    def _show(self, text: str, grounding: Grounding) -> None:
        event = SentenceEvent(
            ordinal=len(self.sentences),
            text=text,
            citations=self._numbered(grounding.citations),
            score=grounding.probability,
        )
        self.emit(event)
        self.sentences.append(pack_sentence(text, grounding.probability, grounding.citations))

    def _numbered(self, citations: Sequence[Citation]) -> tuple[CitationOut, ...]:
        return tuple(
            CitationOut(
                number=self.numbers[citation.chunk_id],
                chunk=citation.chunk_id,
                document=citation.document_id,
                start=citation.start,
                end=citation.end,
                score=citation.score,
            )
            for citation in citations
        )


def _may_show(grounding: Grounding) -> bool:
    """Supported, with a place that a reader can open."""
    return grounding.verdict is Verdict.SUPPORTED and bool(grounding.citations)
