"""What the agent asks of writers, checkers and analysts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from graph.results import Fact, Passage


class QuestionKind(StrEnum):
    """What a question asks for; it chooses the route."""

    GREETING = "greeting"
    FACT = "fact"
    MULTI_HOP = "multi_hop"
    COMPARISON = "comparison"
    LIST = "list"
    LEGAL = "legal"
    GLOBAL = "global"


class AnswerType(StrEnum):
    """What the short answer must be."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    REASON = "reason"
    MANNER = "manner"
    DEFINITION = "definition"
    LIST = "list"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation; ``role`` is ``user`` or ``assistant``."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the question restricts the search to."""

    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    in_force_on: date | None = None
    instrument: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    Attributes:
        original: As it was typed.
        text: Self-contained, with diacritics, in the language of the original.
        kind: Chooses the route.
        answer_type: What the short answer must be.
        language: ISO 639-1 code.
        filters: What it restricts the search to.
        sub_questions: Self-contained parts to look up apart (comparison, several hops).
        focus: Names that the question is about, as written.
        relations: Graph relation types that the question triggers, e.g. ``BORN_IN``.
        restored: Whether diacritics were put back.
        unclear: Words that point to something that neither the question nor the conversation names.
        day: The day that it asks about where it names that by the day of asking (``hôm nay``, ``tối qua``).
    """

    original: str
    text: str
    kind: QuestionKind = QuestionKind.FACT
    answer_type: AnswerType = AnswerType.THING
    language: str = "vi"
    filters: Filters = Filters()
    sub_questions: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    restored: bool = False
    unclear: str = ""
    day: date | None = None


class QueryAnalyst(Protocol):
    """Makes a question self-contained and says what it asks."""

    async def analyse(self, question: str, history: Sequence[Turn]) -> Question:
        """Understands a question in the light of the conversation, oldest turn first.

        Raises:
            InputError: The question is empty or far too long.
        """
        ...


class Verdict(StrEnum):
    """Whether passages support a sentence."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a passage that carry a sentence; the span points into the document's text."""

    chunk_id: str
    document_id: str
    start: int
    end: int
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Grounding:
    """Judgement on one sentence.

    Attributes:
        verdict: The label.
        probability: Calibrated P(supported), 0 to 1.
        citations: Where the support stands, best first; empty unless supported.
        reason: Why not, in Vietnamese, for people and for the writer's next try.
    """

    verdict: Verdict
    probability: float
    citations: tuple[Citation, ...] = ()
    reason: str = ""


class GroundingChecker(Protocol):
    """Checks sentences against passages."""

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        """Judges one sentence; an answer of several takes the worst label of its sentences."""
        ...


class AnswerChecker(GroundingChecker, Protocol):
    """Checks sentences, and whole answers that were not written under its eyes."""

    async def check_answer(self, question: str, answer: str, context: str) -> Grounding:
        """Judges an answer of one or more sentences against a text: the worst label of its sentences.

        The probability is that the whole is supported; citations may be left out.

        Raises:
            ModelError: The model failed.
        """
        ...


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that was withheld and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of a writer's stream.

    Attributes:
        text: Text that continues the answer.
        short_answer: The short answer, given at most once in a stream, as soon as it is known.
        tokens: Tokens that a model produced since the piece before (0 for writers without a model).
        prompt_tokens: Tokens that it read for that.
    """

    text: str = ""
    short_answer: str | None = None
    tokens: int = 0
    prompt_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer may rest on: passages, and facts whose sentences stand in them."""

    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...] = field(default=())


class Writer(Protocol):
    """Writes answers from passages."""

    def write(
        self, question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
    ) -> AsyncIterator[Written]:
        """Streams text that continues after the accepted sentences, told which were rejected and why.

        Yields nothing where the material does not answer the question. Sentences end in
        punctuation or a newline.

        Raises:
            ModelError: A model behind the writer failed.
        """
        ...
