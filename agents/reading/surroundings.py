"""What stands around a sentence: above it, before it and at the start of its passage, ready for phrase search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from agents.grounding.paraphrase import spaced
from agents.reading.lexicon import PRONOUNS
from agents.reading.passages import Sentence, heading_text, is_question, sentences_of
from graph.results import Passage

_LOOK_BACK = 2
_LONGEST_CHAIN = 6
_FIRST_SENTENCES = 2
_PERSON_PRONOUNS = {("ông",), ("bà",), ("cô",), ("anh",), ("chị",), ("cụ",)}
"""Openings of sentences that go on about somebody: the one before them says who."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A sentence with what stands above and before it, each text spaced for phrase search.

    Attributes:
        text: Its terms.
        above: Terms of title, headings and the header of its table.
        before: Terms of the sentences right before it; more of them where they go on about somebody.
        first: Terms of the first sentences of its passage.
        points_back: Whether it holds a pronoun.
        own: Its terms, each once.
        asks: Whether it is a question.
    """

    text: str
    above: str
    before: str
    first: str
    points_back: bool
    own: frozenset[str]
    asks: bool


@lru_cache(maxsize=1024)
def all_surroundings(title: str, path: tuple[str, ...], text: str) -> tuple[Surroundings, ...]:
    """Those of each sentence of a passage, in order."""
    return tuple(_surroundings_of(title, path, sentence, sentences_of(text)) for sentence in sentences_of(text))


def surroundings(passage: Passage, sentence: Sentence) -> Surroundings:
    """Those of one sentence of a passage."""
    return all_surroundings(passage.title, passage.path, passage.text)[sentence.ordinal]


def _surroundings_of(
    title: str, path: tuple[str, ...], sentence: Sentence, sentences: Sequence[Sentence]
) -> Surroundings:
    first = max(0, sentence.ordinal - _LOOK_BACK)
    while first > 0 and sentence.ordinal - first < _LONGEST_CHAIN and sentences[first].terms[:1] in _PERSON_PRONOUNS:
        first -= 1
    before = sentences[first : sentence.ordinal]
    points_back = any(term in PRONOUNS for term in sentence.terms)
    return Surroundings(
        spaced(sentence.terms),
        heading_text(title, path, sentence.header),
        " ".join(spaced(other.terms) for other in before),
        " ".join(spaced(other.terms) for other in sentences[:_FIRST_SENTENCES]),
        points_back,
        frozenset(sentence.terms),
        is_question(sentence.text),
    )
