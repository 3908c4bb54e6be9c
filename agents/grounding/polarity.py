"""Whether a source denies what a claim says, or says the opposite, at the place that speaks about the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from agents.grounding.clauses import LIGHT, Clauses
from agents.grounding.paraphrase import Phrase, excused, rows_of, spaced
from agents.grounding.roles import roles, swapped
from agents.grounding.substitutions import named_terms
from agents.grounding.support import Claim
from agents.reading.lexicon import FUNCTION_WORDS, NEGATIONS
from agents.reading.passages import Sentence
from agents.reading.tokens import is_number
from agents.reading.weights import weights_of

_ELSEWHERE = 0.4
"""Share of its weight that a word keeps where the source has it in another clause of the same sentence."""

_SAME_THING = 0.5
"""Share of what the claim says beside a word from which a place of the source speaks about the same."""

_MARGIN = 0.04
"""How much nearer than any place that agrees a place must be that disagrees."""

_UNCOVERED = 0.2
"""Share of what one side denies that the other may leave unsaid."""

_ENOUGH = 3
"""Least words that a clause says beside what it denies, to be found again in the source."""

_ASKED = 0.5
"""Share of a denial that stands in the question, from which it answers the question's premise."""

_LONGEST = 3


@lru_cache(maxsize=1)
def _antonyms() -> dict[Phrase, frozenset[Phrase]]:
    """Opposites by phrase; none for a phrase that only looks like one that has some."""
    table: dict[Phrase, set[Phrase]] = {}
    for row in rows_of("antonyms.txt"):
        for phrase in row:
            table.setdefault(phrase, set()).update(other for other in row if other != phrase)
    return {phrase: frozenset(others) for phrase, others in table.items()}


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Words of a claim against which the source stands.

    Attributes:
        said: The words in the claim.
        instead: What the source has there; the same words where it only denies or affirms them.
        denied: Whether it is the claim that denies.
    """

    said: str
    instead: str
    denied: bool


@dataclass(frozen=True)
class _Place:
    """Where a source has a word of the claim, or its opposite."""

    clauses: Clauses
    index: int
    phrase: Phrase
    sign: int


@dataclass(frozen=True)
class Told:
    """Sentences of a source, ready for comparison with claims."""

    sentences: Sequence[Sentence]

    @cached_property
    def clauses(self) -> tuple[Clauses, ...]:
        """Their clauses."""
        return tuple(Clauses(item.text, item.terms, item.spans) for item in self.sentences)

    @cached_property
    def pairs(self) -> frozenset[Phrase]:
        """Terms of the sentences with the one that follows."""
        return frozenset(pair for clauses in self.clauses for pair in pairwise(clauses.terms))

    @cached_property
    def _index(self) -> dict[Phrase, list[_Place]]:
        found: dict[Phrase, list[_Place]] = {}
        for clauses in self.clauses:
            for index, sign in enumerate(clauses.signs):
                here = _phrase_at(clauses.terms, index)
                found.setdefault(here, []).append(_Place(clauses, index, here, sign))
        return found

    def places(self, phrase: Phrase) -> list[_Place]:
        """Where the phrase or an opposite stands, with what it amounts to for the phrase: 1, -1 or 0 (open)."""
        turned = (place for other in _antonyms().get(phrase, ()) for place in self._index.get(other, ()))
        return [*self._index.get(phrase, ()), *(replace(place, sign=-place.sign) for place in turned)]


def _phrase_at(terms: Sequence[str], index: int) -> Phrase:
    """The longest phrase with an opposite at an index, or the term alone."""
    table = _antonyms()
    lengths = range(min(_LONGEST, len(terms) - index), 0, -1)
    return next((found for n in lengths if (found := tuple(terms[index : index + n])) in table), (terms[index],))


def _pivots(claim: Claim, clauses: Clauses) -> Iterator[tuple[int, Phrase]]:
    """Words of the claim that can be affirmed or denied, outside names and numbers."""
    skip = 0
    for index, term in enumerate(claim.terms):
        phrase = _phrase_at(claim.terms, index)
        start = claim.spans[index][0]
        named = any(a <= start < b for a, b in claim.names) and index > 0
        if index < skip or named or is_number(term) or not clauses.signs[index]:
            continue
        skip = index + len(phrase)
        if _antonyms().get(phrase, term not in FUNCTION_WORDS):
            yield index, phrase


def _fit(claim: Claim, clauses: Clauses, index: int, phrase: Phrase, place: _Place) -> float:
    """Share of what the claim says beside the word that the source says beside its own: 0 to 1."""
    own = clauses.range_of(index)
    first, last = place.clauses.range_of(place.index)[0], place.clauses.part_of(place.index)[1]
    beside = place.clauses.terms[first:last]
    near = frozenset(beside) | _explained(claim.terms, beside)
    far = frozenset(place.clauses.terms)
    got = total = 0.0
    for at, term in enumerate(claim.terms):
        if term not in claim.content or index <= at < index + len(phrase):
            continue
        weight = claim.weights[term] * (1.0 if own[0] <= at < own[1] else _ELSEWHERE)
        total += weight
        got += weight * (1.0 if term in near else _ELSEWHERE if term in far else 0.0)
    return got / total if total else 0.0


def _same_word(told: Told, phrase: Phrase, following: tuple[str, ...], place: _Place) -> bool:
    """Whether the place goes on like the claim, where the source somewhere does: ``giáo dục`` is not ``giáo``."""
    after = place.index + len(place.phrase)
    return place.clauses.terms[after : after + 1] == following or (*phrase, *following) not in told.pairs


def _likeness(claim: Claim, clauses: Clauses, index: int, phrase: Phrase, place: _Place) -> float:
    return 1.0 if _alike(clauses, index, phrase, place) else _fit(claim, clauses, index, phrase, place)


def _explained(terms: Sequence[str], beside: Sequence[str]) -> frozenset[str]:
    return frozenset(terms[index] for index in excused(terms, spaced(beside)))


def mismatches(claim: Claim, told: Told) -> Iterator[Mismatch]:
    """Where the place of the source that speaks most about the same says the contrary, and none near it agrees."""
    clauses = Clauses(claim.text, claim.terms, claim.spans)
    for index, phrase in _pivots(claim, clauses):
        sign = clauses.signs[index]
        following = clauses.terms[index + len(phrase) : index + len(phrase) + 1]
        places = [place for place in told.places(phrase) if _same_word(told, phrase, following, place)]
        if not any(place.sign == -sign for place in places):
            continue
        fits = [(_likeness(claim, clauses, index, phrase, place), place) for place in places]
        against = max((fit, at) for at, (fit, place) in enumerate(fits) if place.sign == -sign)
        agreeing = max((fit for fit, place in fits if place.sign != -sign), default=0.0)
        place = places[against[1]]
        if against[0] < _SAME_THING or against[0] < agreeing + _MARGIN or _turned(claim, clauses, index, place):
            continue
        if not _covers(clauses, index, place):
            continue
        yield Mismatch(" ".join(phrase), " ".join(place.phrase), sign < 0)


def denials(claim: Claim, told: Told, asked: frozenset[str]) -> Iterator[Mismatch]:
    """Clauses that deny, in whatever words, what a sentence of the source tells and nowhere denies.

    What the question (its terms given) takes for granted may be denied: the source need not repeat it.
    """
    clauses = Clauses(claim.text, claim.terms, claim.spans)
    named = named_terms(claim.text, claim.spans)
    for first, last in clauses.ranges:
        index = next((at for at in range(first, last) if clauses.signs[at] < 0), None)
        if index is None:
            continue
        rest = [term for at, term in enumerate(claim.terms[first:last], first) if at != index]
        subject = claim.terms[first:index]
        names = [claim.terms[at] for at in range(first, last) if named[at]]
        words = frozenset(rest) - FUNCTION_WORDS
        if len(words) < _ENOUGH or len(words & asked) > _ASKED * len(words):
            continue
        alike = [
            other
            for other in told.clauses
            if _told(rest, other.terms) and _told(subject, other.terms, 0.0) and _in_one_clause(names, other)
        ]
        if alike and all(min(other.signs) > 0 for other in alike):
            yield Mismatch(claim.terms[index], claim.terms[index], True)


def _in_one_clause(names: Sequence[str], clauses: Clauses) -> bool:
    return any(_told(names, clauses.terms[first:last]) for first, last in clauses.ranges)


def _alike(clauses: Clauses, index: int, phrase: Phrase, place: _Place) -> bool:
    """Whether the same words stand on both sides of two places: one before, two after."""
    one, other = clauses.terms, place.clauses.terms
    after, there = index + len(phrase), place.index + len(place.phrase)
    before = one[max(0, index - 1) : index] == other[max(0, place.index - 1) : place.index]
    return before and one[after : after + 2] == other[there : there + 2]


def _covers(clauses: Clauses, index: int, place: _Place) -> bool:
    """Whether the side that affirms says all of what the other denies.

    ``Không nghỉ quá 3 ngày`` does not deny ``nghỉ 1 ngày``. Opposites are compared as they stand.
    """
    if clauses.signs[index] > 0:
        if place.clauses.signs[place.index] > 0:
            return True
        last = place.clauses.range_of(place.index)[1]
        return _told(place.clauses.terms[place.index : last], clauses.terms)
    first, last = clauses.range_of(index)
    beside = place.clauses.terms[slice(*place.clauses.range_of(place.index))]
    named = named_terms(clauses.text, clauses.spans)
    names = [clauses.terms[at] for at in range(first, last) if named[at]]
    subject = clauses.terms[first:index]
    told = place.clauses.terms
    return _told(clauses.terms[first:last], told) and _told(subject, told, 0.0) and _told(names, beside)


def _told(denied: Sequence[str], known: Sequence[str], uncovered: float = _UNCOVERED) -> bool:
    """Whether the terms known hold what is denied, but for a share of its weight."""
    words = frozenset(denied) - LIGHT - NEGATIONS
    missing = words - frozenset(known) - _explained(denied, known)
    weights = weights_of(words)
    return sum(weights[term] for term in missing) <= uncovered * sum(weights.values())


def _turned(claim: Claim, clauses: Clauses, index: int, place: _Place) -> bool:
    """Whether the two sides have changed places as well: who loses to whom is who wins against whom."""
    if place.phrase == _phrase_at(claim.terms, index):
        return False
    return swapped(roles(clauses, index), roles(place.clauses, place.index))


def bounds_against(claim: Claim, told: Told) -> Iterator[str]:
    """Numbers of the claim that are a most where the source has a least, or the reverse."""
    clauses = Clauses(claim.text, claim.terms, claim.spans)
    for index, term in enumerate(claim.terms):
        bound = clauses.bound(index) if is_number(term) else 0
        if not bound:
            continue
        found = [other.bound(at) for other in told.clauses for at, value in enumerate(other.terms) if value == term]
        if -bound in found and bound not in found and 0 not in found:
            yield claim.text[slice(*claim.spans[index])]
