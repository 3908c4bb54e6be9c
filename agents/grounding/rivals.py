"""What else a source offers as the answer to a question, and how much better it fits than the answer given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.analysis.descriptions import descriptions
from agents.analysis.hops import split_hops
from agents.grounding.support import Claim
from agents.reading.another import speaks_of_another
from agents.reading.asked import Asked, asked_of
from agents.reading.candidates import ANY_NAME
from agents.reading.gate import STRONGEST, TYPED
from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.mentions import resolved
from agents.reading.parts import alone
from agents.reading.ranking import Ranked, rank_sentences
from agents.reading.spans import weighed
from graph.results import Passage

_FIT_SHARE = 0.12
"""Worth of the fitness of a value in its sentence, beside how well the sentence speaks of what is asked."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A span that a source offers as the answer.

    Attributes:
        text: Its words.
        document_id: Where it stands.
        worth: How well span and sentence fit the question.
        of_another: Whether the sentence is about another name or year than the question.
    """

    text: str
    document_id: str
    worth: float
    of_another: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer against what else the source offers.

    Attributes:
        own: The answer's best place; None where no span of the asked sort holds it.
        other: The best other span of the same document; of any, where `own` is None.
        typed: Whether the question words say of what sort the answer is (a date, a number, a person …).
    """

    own: Offer | None
    other: Offer | None
    typed: bool

    @property
    def margin(self) -> float:
        """How much better the answer fits than the best other span; 0 where there is nothing to compare."""
        return self.own.worth - self.other.worth if self.own and self.other else 0.0


def weigh(question: str, claim: Claim, passages: Sequence[Passage]) -> Weighed | None:
    """Weighs an answer to a question of one hop; None for other questions, whose answer stands in a second place.

    Only the document that gives the answer is asked for another: what other documents say otherwise is for the
    reader to be told, and must not keep an answer back.
    """
    part = alone(question)
    described = any(not hops.description.startswith(part.focus) for hops in descriptions(question))
    if described or split_hops(question, part.focus) is not None:
        return None
    asked = asked_of(resolved(part, tuple(passages)))
    answer = frozenset(claim.terms) - FUNCTION_WORDS
    own: list[Offer] = []
    others: list[Offer] = []
    for terms, offer in _offers(asked, passages):
        if terms:
            (own if answer <= terms or terms <= answer else others).append(offer)
    best = _best(own)
    rivals = [offer for offer in others if best is None or offer.document_id == best.document_id]
    return Weighed(best, _best(rivals), asked.type in TYPED)


def _offers(asked: Asked, passages: Sequence[Passage]) -> Iterator[tuple[frozenset[str], Offer]]:
    """Spans of the sentences that speak of what is asked, each with its content terms."""
    for ranked in rank_sentences(asked, tuple(passages)):
        passage = ranked.passage
        whole = " ".join((passage.title, *passage.path, passage.text))
        of_another = speaks_of_another(ranked.sentence, asked, whole)
        for candidate, fit in weighed(ranked, asked):
            terms = frozenset(ranked.sentence.terms[candidate.first : candidate.last]) - FUNCTION_WORDS
            text = ranked.sentence.text[candidate.start : candidate.end]
            yield terms, Offer(text, passage.document_id, _worth(ranked, fit, asked), of_another)


def _worth(ranked: Ranked, fit: float, asked: Asked) -> float:
    return ranked.score + (fit if asked.type in ANY_NAME else _FIT_SHARE * min(fit, STRONGEST))


def _best(offers: Sequence[Offer]) -> Offer | None:
    return max(offers, key=lambda offer: offer.worth, default=None)
