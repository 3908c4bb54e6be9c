"""The sentences of passages that could carry a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.reading.lexicon import FUNCTION_WORDS, PRONOUNS
from agents.reading.names import name_spans
from agents.reading.passages import Sentence, heading_terms, sentences_before, sentences_of
from agents.reading.tokens import tokenise
from agents.reading.weights import weights_of
from graph.results import Passage
from graph.text.sentences import Span

_HEADING_SHARE = 0.5
_SECOND_GAIN = 0.12
_SAME_PASSAGE = 1.15
_LOOK_BACK = 3
_OPENING = 3
"""First terms of a sentence, among which its subject begins."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence to be judged.

    Attributes:
        text: The sentence.
        terms: Its terms.
        spans: Their spans in it.
        names: Spans of its names.
        weights: Weight by term, function words nearly nothing.
        content: Terms that are not function words.
    """

    text: str
    terms: tuple[str, ...]
    spans: tuple[Span, ...]
    names: tuple[Span, ...]
    weights: dict[str, float]
    content: frozenset[str]

    @property
    def total(self) -> float:
        """Weight of all content."""
        return sum(self.weights[term] for term in self.content)


@dataclass(frozen=True, slots=True)
class Support:
    """A sentence that shares content with a claim.

    Attributes:
        passage: Where it stands.
        sentence: The sentence.
        before: Sentences just before it, nearest last.
        shared: Weight of the claim's content that it holds itself.
        score: The same, with what stands above the passage at half its weight.
    """

    passage: Passage
    sentence: Sentence
    before: tuple[Sentence, ...]
    shared: float
    score: float

    @property
    def names_someone_before(self) -> bool:
        """Whether it points back with a pronoun."""
        return any(term in PRONOUNS for term in self.sentence.terms)


def claim_of(text: str) -> Claim:
    """A sentence made ready to be judged."""
    tokens = tokenise(text)
    content = frozenset(term for term in tokens.terms if term not in FUNCTION_WORDS)
    return Claim(text, tokens.terms, tokens.spans, name_spans(text), weights_of(tokens.terms), content)


def leans_back(sentence: Sentence) -> bool:
    """Whether a sentence opens with no name of its own, so that it may speak of the one before."""
    opening = sentence.spans[:_OPENING]
    return not opening or not any(
        start <= opening[-1][0] and end - start > len(sentence.terms[0]) for start, end in name_spans(sentence.text)
    )


def _scored(claim: Claim, passage: Passage) -> list[Support]:
    found: list[Support] = []
    above = claim.content & heading_terms(passage)
    for sentence in sentences_of(passage.text):
        common = claim.content & sentence.content
        if not common:
            continue
        shared = sum(claim.weights[term] for term in common)
        extra = sum(claim.weights[term] for term in above - common)
        before = sentences_before(passage, sentence, _LOOK_BACK)
        found.append(Support(passage, sentence, before, shared, shared + _HEADING_SHARE * extra))
    return found


def find_support(claim: Claim, passages: Sequence[Passage]) -> list[Support]:
    """The best sentence, and with it the one that adds most, where it adds enough; best first."""
    scored = [support for passage in passages for support in _scored(claim, passage)]
    if not scored:
        return []
    best = max(scored, key=lambda support: (support.score, support.shared, -support.sentence.ordinal))
    missing = claim.content - best.sentence.content
    needed = _SECOND_GAIN * claim.total

    def gain(support: Support) -> float:
        added = sum(claim.weights[term] for term in missing & support.sentence.content)
        return added * (_SAME_PASSAGE if support.passage is best.passage else 1.0)

    second = max((support for support in scored if support is not best), key=gain, default=None)
    if second is None or gain(second) < needed:
        return [best]
    return [best, second]
