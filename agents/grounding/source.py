"""What the supporting sentences of a claim offer, and how the claim lines up with the best of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from agents.grounding.clauses import Clauses
from agents.grounding.paraphrase import excused, spaced
from agents.grounding.support import Claim, Support
from agents.grounding.values import all_values
from agents.reading.passages import heading_terms
from agents.reading.tokens import tokenise


@dataclass(frozen=True, slots=True)
class Change:
    """Terms ``claim[first:last]`` that stand where the source has ``source[source_first:source_last]``.

    One of the two is empty where terms were only added or left out.
    """

    first: int
    last: int
    source_first: int
    source_last: int


@dataclass(frozen=True)
class Source:
    """The sentences that could carry a claim, as one; computed parts are kept."""

    claim: Claim
    supports: Sequence[Support]

    @property
    def best(self) -> Support:
        """The sentence that shares most with the claim."""
        return self.supports[0]

    @cached_property
    def text(self) -> str:
        """Terms of the sentences in one string for phrase search."""
        return " | ".join(spaced(support.sentence.terms) for support in self.supports)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Terms of the sentences."""
        return frozenset(term for support in self.supports for term in support.sentence.terms)

    @cached_property
    def above(self) -> frozenset[str]:
        """Terms of titles and headings over the sentences."""
        return frozenset().union(*(heading_terms(support.passage) for support in self.supports))

    @cached_property
    def above_text(self) -> str:
        """Titles and headings for phrase search."""
        parts = [part for support in self.supports for part in (support.passage.title, *support.passage.path)]
        return " | ".join(spaced(tokenise(part).terms) for part in parts)

    @cached_property
    def before_text(self) -> str:
        """Sentences just before those that point back with a pronoun, for phrase search."""
        pointing = (support for support in self.supports if support.names_someone_before)
        return " | ".join(spaced(sentence.terms) for support in pointing for sentence in support.before)

    @cached_property
    def values(self) -> frozenset[str]:
        """Numbers of the sentences and of what stands above them."""
        sentences = [term for support in self.supports for term in support.sentence.terms]
        return all_values(sentences) | all_values(sorted(self.above))

    @cached_property
    def excused(self) -> frozenset[int]:
        """Indices of the claim's terms that paraphrase the source or add nothing."""
        return excused(self.claim.terms, self.text + self.above_text)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Where the claim has other terms than the best sentence, in order."""
        matcher = SequenceMatcher(None, self.claim.terms, self.best.sentence.terms, autojunk=False)
        return tuple(Change(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")

    @cached_property
    def clauses(self) -> tuple[Clauses, Clauses]:
        """The claim and the best sentence, by clauses."""
        best = self.best.sentence
        return Clauses(self.claim.text, self.claim.terms, self.claim.spans), Clauses(best.text, best.terms, best.spans)

    def holds(self, phrase: str) -> bool:
        """Whether the sentences, their headings or what a pronoun points back to hold a spaced phrase."""
        return phrase in self.text or phrase in self.above_text or phrase in self.before_text
