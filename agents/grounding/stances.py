"""Whether a question and a sentence say the same thing of a predicate, or one denies it.

``Ai được vào phòng máy chủ?`` is not answered by ``Khách không được vào phòng máy chủ.``, though every word fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agents.analysis.answer_types import answer_type
from agents.grounding.clauses import LIGHT, Clauses
from agents.ports import AnswerType
from agents.reading.lexicon import FUNCTION_WORDS, NEGATIONS, QUESTION_WORDS
from agents.reading.passages import Sentence
from agents.reading.tokens import Tokens, is_number, tokenise
from graph.text.sentences import Span

_SOFT = frozenset("ngừng dừng ngưng miễn tước đình chối tránh hoãn huỷ dứt quên bỏ loại".split())
"""Verbs that deny in a way of their own: with one of them nothing is decided."""

_BOUNDS = frozenset("sau trước quá hơn ngoài dưới trên đến tới".split())
"""``không nhận sau ngày 5`` says until when it is done: the value behind is not denied."""

_PARTICLES = frozenset("ạ nhỉ vậy thế à hả nhé hay".split())
_IN_CASE = frozenset({"nếu", "khi"})
_WHETHER = re.compile(r"\bcó\b.*\b(?:không|chưa),? (?:nếu|khi)\b|\bchưa\W*$", re.IGNORECASE)
_CONDITIONS = frozenset({"nếu", "khi", "hễ", "trường"})
_CONTRASTS = frozenset({"mà", "nhưng", "song"})
_MAIN = frozenset({"được", "bị", "phải", "sẽ", "là", "thì", "cần"})
"""Words with which the predicate begins: what is denied well before them is told of the subject only."""

_PREDICATE = 2
"""Terms behind the first that is denied from which such a word opens another predicate (not so ``không mua được``)."""

_REASONS = frozenset({"vì", "do", "để", "bởi", "nếu", "khi"})
_EXCEPT = "trừ"
_EXCEPTION_LEADS = frozenset({"ngoại"})


@dataclass(frozen=True)
class Stance:
    """What a question takes as so and what as not so.

    Attributes:
        affirmed: Content terms that stand outside what is denied.
        denied: Terms that are just what is denied.
        negated: Whether anything is denied.
        soft: Whether it holds a verb that denies in a way of its own.
        excepts: Whether it speaks of an exception.
    """

    affirmed: frozenset[str]
    denied: frozenset[str]
    negated: bool
    soft: bool
    excepts: bool


@lru_cache(maxsize=512)
def stance(question: str) -> Stance:
    """The stance of a question; the ``không`` or ``chưa`` that makes it one denies nothing."""
    tokens = _without_tag(tokenise(question))
    clauses = Clauses(question, tokens.terms, tokens.spans)
    affirmed = {term for term, sign in zip(clauses.terms, clauses.signs, strict=True) if sign > 0 and _tells(term)}
    denied = {clauses.terms[at] for _, at in _denied(clauses)}
    return Stance(
        frozenset(affirmed - denied),
        frozenset(denied),
        bool(clauses.negations),
        bool(_SOFT & set(clauses.terms)),
        _EXCEPT in clauses.terms,
    )


def opposed(one: str, other: str) -> bool:
    """Whether of two questions one asks about what is so and the other about what is not."""
    first, second = stance(one), stance(other)
    if first.negated != second.negated or first.excepts != second.excepts:
        return True
    return bool(first.affirmed & second.denied or first.denied & second.affirmed)


def asks_whether(question: str) -> bool:
    """Whether yes or no answers a question."""
    return answer_type(question) is AnswerType.YES_NO or bool(_WHETHER.search(question))


def gives_the_contrary(question: str, sentence: Sentence, answer: tuple[str, ...]) -> bool:
    """Whether a sentence gives an answer (its terms, that stand in it) only to the contrary of the question."""
    size = len(answer)
    starts = [at for at in range(len(sentence.terms) - size + 1) if sentence.terms[at : at + size] == answer]
    return bool(starts) and all(turns_round(question, sentence, (at, at + size)) for at in starts)


def turns_round(question: str, sentence: Sentence, given: Span | None = None) -> bool:
    """Whether a sentence denies what is asked, or tells what holds where the question asks what does not.

    Args:
        question: The question; one that yes or no answers may be answered either way.
        sentence: The sentence.
        given: Half-open range of the terms that it gives as the answer; None for the sentence as a whole.
    """
    asked = stance(question)
    if asked.soft or asks_whether(question) or _SOFT & set(sentence.terms):
        return False
    clauses = _clauses_of(sentence)
    if given is not None and clauses.negations & set(range(*given)):
        return False
    excepted = _excepted(clauses, given[0]) if given else _EXCEPT in sentence.terms
    if asked.negated:
        return not clauses.negations and bool(asked.denied & set(sentence.terms)) and not excepted
    if given and excepted:
        return not asked.excepts and not clauses.negations
    return _denies(asked.affirmed, clauses, given)


@lru_cache(maxsize=2048)
def _clauses_of(sentence: Sentence) -> Clauses:
    """The clauses of a sentence, looked at once."""
    return Clauses(sentence.text, sentence.terms, sentence.spans)


def _denies(affirmed: frozenset[str], clauses: Clauses, given: Span | None) -> bool:
    """Whether what is affirmed is denied where the answer stands, or elsewhere and not affirmed in its clause."""
    own = clauses.range_of(given[0]) if given else None
    if own and clauses.terms[own[0]] in _CONTRASTS:
        return False
    found = False
    for negation, at in _denied(clauses):
        if given and given[0] <= at < given[1] and negation < given[0]:
            return True
        if clauses.terms[at] not in affirmed or (given and _bounded(clauses, negation, given)):
            continue
        if own and own[0] <= at < own[1]:
            return True
        found = found or not _said_elsewhere(clauses, at)
    return found


def _said_elsewhere(clauses: Clauses, at: int) -> bool:
    """Whether another clause has the same term outside a denial."""
    here = clauses.range_of(at)
    denied = {index for _, index in _denied(clauses)}
    return any(
        term == clauses.terms[at] and not here[0] <= index < here[1] and index not in denied
        for index, term in enumerate(clauses.terms)
    )


def _bounded(clauses: Clauses, negation: int, given: Span) -> bool:
    return bool(_BOUNDS & set(clauses.terms[negation + 1 : given[0]])) and negation < given[0]


def _denied(clauses: Clauses) -> Iterator[Span]:
    """Each negation with the first telling term behind it, where that is the predicate of the clause."""
    for first, last in clauses.ranges:
        if clauses.terms[first] in _CONDITIONS or clauses.terms[last : last + 1] == ("thì",):
            continue
        negation: int | None = None
        for index in range(first, last):
            if index in clauses.negations:
                joined = index - 1 in clauses.negations
                negation = index if negation is None or joined else None  # denied twice is affirmed
            elif negation is not None and clauses.terms[index] not in LIGHT:
                if not _of_subject(clauses.terms[index:last]):
                    reach = last if _bans(clauses.terms, negation) else index + 1
                    yield from ((negation, at) for at in range(index, reach) if _tells(clauses.terms[at]))
                negation = None


def _bans(terms: tuple[str, ...], negation: int) -> bool:
    """Whether whom the negation concerns stands behind it: ``cấm khách vào``, ``không cho khách vào``."""
    return terms[negation] == "cấm" or terms[negation + 1 : negation + 2] == ("cho",)


def _of_subject(following: tuple[str, ...]) -> bool:
    """Whether a predicate begins later in what follows a negation: ``không đội mũ`` bị phạt."""
    for at, term in enumerate(following):
        if term in _REASONS:
            return False
        if term in _MAIN and at >= _PREDICATE:
            return at + 1 < len(following)
    return False


def _excepted(clauses: Clauses, at: int) -> bool:
    """Whether a term stands in an exception: behind ``trừ`` up to the end of its clause."""
    first = clauses.range_of(at)[0]
    return any(
        clauses.terms[index] == _EXCEPT
        and (index == first or index in clauses.stops or clauses.terms[index - 1] in _EXCEPTION_LEADS)
        for index in range(first, at)
    )


def _tells(term: str) -> bool:
    return not (term in FUNCTION_WORDS or term in QUESTION_WORDS or is_number(term))


def _without_tag(tokens: Tokens) -> Tokens:
    """Terms without the word that only asks for yes or no: at the end, or before a case."""
    terms = tokens.terms
    end = len(terms)
    while end and terms[end - 1] in _PARTICLES:
        end -= 1
    kept = [at for at in range(end) if terms[at] not in NEGATIONS or not (at + 1 == end or terms[at + 1] in _IN_CASE)]
    return Tokens(tuple(terms[at] for at in kept), tuple(tokens.spans[at] for at in kept))
