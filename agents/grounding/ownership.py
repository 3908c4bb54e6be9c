"""Which words of a sentence a number belongs to, where a sentence or a table has several numbers of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from agents.grounding.clauses import Clauses
from agents.grounding.paraphrase import excused, spaced
from agents.grounding.polarity import Told
from agents.grounding.support import Claim
from agents.grounding.values import SCALES
from agents.reading.lexicon import FUNCTION_WORDS, PRONOUNS
from agents.reading.names import name_spans
from agents.reading.passages import Sentence, column_of
from agents.reading.tokens import is_number
from agents.reading.weights import weights_of

_JOINS = frozenset("và còn nhưng hoặc song".split())
_DATES = frozenset({"ngày", "tháng"})
_LEADS = frozenset("năm điều khoản điểm chương thứ quý hạng kỳ".split())
_NO_UNITS = FUNCTION_WORDS - {"người", "con", "cái"}
_EMPTY = FUNCTION_WORDS | SCALES.keys()
_UNIT_ROOM = 1
_OPENING = 4
_OTHER_WEIGHT = 4.0
"""IDF of the words of another branch from which a number is taken to stand with the wrong one."""


@dataclass(frozen=True, slots=True)
class _Number:
    value: str
    index: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Branch:
    """Numbers of one kind that stand together, and the words that are theirs alone in the sentence."""

    sentence: Sentence
    kind: str
    values: frozenset[str]
    terms: frozenset[str]


def _kind(clauses: Clauses, index: int) -> str:
    """Unit of a number, or the word that it numbers; empty for days, months and numbers in names."""
    terms = clauses.terms
    before = clauses.text[clauses.spans[index - 1][0]] if index else ""
    after = index + 1
    if index and terms[index - 1] in _DATES:
        return ""
    if index and terms[index - 1] in _LEADS:
        return terms[index - 1]
    if before.isupper() or (after + 1 < len(terms) and terms[after] in _DATES and is_number(terms[after + 1])):
        return ""
    while after < len(terms) and terms[after] in SCALES:
        after += 1
    if after < len(terms) and after not in clauses.stops and terms[after] not in _NO_UNITS:
        return terms[after]
    return ""


def _numbers(clauses: Clauses) -> list[_Number]:
    found = (_Number(term, at, _kind(clauses, at)) for at, term in enumerate(clauses.terms) if is_number(term))
    return [number for number in found if number.kind]


def _breaks(clauses: Clauses, first: int, last: int) -> list[int]:
    """Indices from which something new may be spoken of; the comma after an opening date is none."""
    opening = first if first <= _OPENING and first in clauses.stops else -1
    return [at for at in range(first, last) if at != opening and (at in clauses.stops or clauses.terms[at] in _JOINS)]


def _content(clauses: Clauses, first: int, last: int) -> list[str]:
    """Words of a stretch that are neither function words nor numbers."""
    return [term for term in clauses.terms[first:last] if term not in _EMPTY and not is_number(term)]


def _groups(clauses: Clauses, numbers: list[_Number]) -> list[list[_Number]]:
    """Numbers of a kind; those that no break parts, or that are only listed, stand together."""
    groups: list[list[_Number]] = []
    for number in numbers:
        if groups:
            before = groups[-1][-1].index + 1
            told = [term for term in _content(clauses, before, number.index) if term not in {number.kind, *SCALES}]
            if not told or not _breaks(clauses, before, number.index):
                groups[-1].append(number)
                continue
        groups.append([number])
    return groups


def _lead(clauses: Clauses, first: int, closed: bool) -> list[str]:
    """The words before the first number that are its own: all since the last break where branches end in numbers."""
    breaks = _breaks(clauses, 0, first)
    words = _content(clauses, breaks[-1] if breaks else 0, first)
    words = [word for word in words if word not in _LEADS]
    return words if closed else words[-1:]


def _branches(sentence: Sentence) -> Iterator[_Branch]:
    clauses = Clauses(sentence.text, sentence.terms, sentence.spans)
    numbers = _numbers(clauses)
    for kind in {number.kind for number in numbers}:
        groups = _groups(clauses, [number for number in numbers if number.kind == kind])
        words: list[list[str]] = [[] for _ in groups]
        for at, (one, other) in enumerate(pairwise(groups)):
            end, start = one[-1].index + 1, other[0].index
            breaks = _breaks(clauses, end, start)
            left = _content(clauses, end, breaks[0])
            right = _content(clauses, breaks[-1], start)
            if at == 0 and right:
                words[0] += _lead(clauses, groups[0][0].index, closed=len(set(left) - {kind} - _LEADS) <= _UNIT_ROOM)
            words[at] += left
            words[at + 1] += right
        if len(groups) == 1:
            words[0] = _content(clauses, 0, len(clauses.terms))
        tail = _breaks(clauses, groups[-1][-1].index + 1, len(clauses.terms))
        words[-1] += _content(clauses, groups[-1][-1].index + 1, tail[0] if tail else len(clauses.terms))
        for at, (group, own) in enumerate(zip(groups, words, strict=True)):
            shared = {word for other, others in enumerate(words) if other != at for word in others}
            values = frozenset(number.value for number in group)
            yield _Branch(sentence, kind, values, frozenset(own) - shared - {kind})


def _row(sentence: Sentence) -> Iterator[_Branch]:
    """Cells of a row: every number belongs to the row, and its kind is its column."""
    clauses = Clauses(sentence.text, sentence.terms, sentence.spans)
    words = frozenset(_content(clauses, 0, len(clauses.terms)))
    for at, term in enumerate(sentence.terms):
        if is_number(term):
            column = column_of(sentence, sentence.spans[at][0])
            yield _Branch(sentence, _kind(clauses, at) or f"|{column}", frozenset({term}), words)


def _all_branches(sentences: Iterable[Sentence]) -> list[_Branch]:
    return [found for item in sentences for found in (_row(item) if item.header else _branches(item))]


def _free(sentence: Sentence) -> frozenset[str]:
    """Names that a sentence with a pronoun may be about though another sentence gives them."""
    named = name_spans(sentence.text)
    return frozenset(
        term for term, (a, b) in zip(sentence.terms, sentence.spans, strict=True) if any(x <= a < y for x, y in named)
    )


def _weight(claim: Claim, words: frozenset[str], terms: frozenset[str]) -> float:
    """IDF of those of the words that the terms hold, in other words perhaps."""
    explained = {claim.terms[at] for at in excused(claim.terms, spaced(sorted(terms)))}
    return sum(weights_of(words & (terms | explained)).values())


def misplaced(claim: Claim, told: Told) -> Iterator[tuple[str, str]]:
    """Numbers of the claim that the source gives to something else, each with one that it gives instead."""
    clauses = Clauses(claim.text, claim.terms, claim.spans)
    branches = _all_branches(told.sentences)
    numbers = _numbers(clauses)
    for mine in _all_branches([_as_sentence(claim)]):
        for number in numbers:
            if number.value not in mine.values or number.kind != mine.kind:
                continue
            words = mine.terms if _several(numbers, mine) else frozenset(_content(clauses, 0, len(claim.terms)))
            instead = _elsewhere(claim, words - {number.kind}, number, branches)
            if instead:
                yield claim.text[slice(*claim.spans[number.index])], instead


def _several(numbers: list[_Number], mine: _Branch) -> bool:
    return any(number.kind == mine.kind and number.value not in mine.values for number in numbers)


def _as_sentence(claim: Claim) -> Sentence:
    return Sentence(claim.text, 0, len(claim.text), 0, claim.terms, claim.spans, claim.content, False)


def _elsewhere(claim: Claim, words: frozenset[str], number: _Number, branches: list[_Branch]) -> str | None:
    holding = [branch for branch in branches if number.value in branch.values]
    if not holding or any(_weight(claim, words, _own(branch, branches)) for branch in holding):
        return None
    for other in branches:
        like = [
            branch
            for branch in holding
            if branch.kind == other.kind and not branch.values & other.values and _own(branch, branches)
        ]
        if not like or number.value in other.values:
            continue
        own = _own(other, branches)
        apart = all(branch.sentence is not other.sentence for branch in like)
        if apart and any(PRONOUNS & set(branch.sentence.terms) for branch in like):
            own -= _free(other.sentence)
        if _weight(claim, words, own) >= _OTHER_WEIGHT:
            return min(other.values)
    return None


def _own(branch: _Branch, branches: list[_Branch]) -> frozenset[str]:
    """Words that no branch of the same kind with other numbers has."""
    shared = {
        word
        for other in branches
        if other is not branch and other.kind == branch.kind and other.values != branch.values
        for word in other.terms
    }
    return branch.terms - shared
