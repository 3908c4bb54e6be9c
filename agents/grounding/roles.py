"""Who does what to whom: the sides of a verb, by order and by the words of the passive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from agents.grounding.clauses import Clauses
from agents.grounding.support import Claim
from agents.reading.lexicon import CLASS_NOUNS, FUNCTION_WORDS, ORGANISATION_HEADS, PERSON_HEADS, PLACE_HEADS
from agents.reading.names import name_spans
from agents.reading.tokens import is_number

_PASSIVE = frozenset({"bị", "được", "do"})
_BY = frozenset({"bởi", "do"})
_MUTUAL = frozenset(
    "và với cùng nhau gặp giáp kết cưới hôn đấu ký hợp tác nối giữa cách giống khác bằng chung song hoặc hay".split()
)
"""Words with which the two sides may change places."""


_NEAR = 5
_FAR = 16
_MENTION = 4
"""Terms from a word of the passive to the name: ``bởi công ty cổ phần``."""
HEADS = frozenset(
    word for noun in (*CLASS_NOUNS, *PERSON_HEADS, *PLACE_HEADS, *ORGANISATION_HEADS) for word in noun.split()
)
"""Nouns before names; they have no sides."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Terms of the names on either side of a verb; empty where there is none."""

    doer: frozenset[str]
    other: frozenset[str]


_NONE = Roles(frozenset(), frozenset())


def _named(clauses: Clauses, first: int, last: int) -> list[tuple[int, frozenset[str]]]:
    """Names of a stretch: index of the first term, and the terms."""
    found: list[tuple[int, frozenset[str]]] = []
    for start, end in name_spans(clauses.text):
        indices = [at for at, (a, b) in enumerate(clauses.spans) if start <= a and b <= end]
        if indices and first <= indices[0] < last:
            terms = frozenset(clauses.terms[at] for at in indices) - FUNCTION_WORDS
            found.append((indices[0], terms))
    return [(at, terms) for at, terms in found if terms and not all(is_number(term) for term in terms)]


def roles(clauses: Clauses, index: int) -> Roles:
    """The sides of the verb at an index, where names stand close to it within its clause."""
    first, last = clauses.range_of(index)
    before = _named(clauses, max(first, index - _FAR), index)
    after = _named(clauses, index + 1, min(last, index + _NEAR))
    if not before:
        return _NONE
    nearest, doer = before[-1]
    if len(before) > 1 and _PASSIVE & set(clauses.terms[max(before[-2][0], nearest - _MENTION) : nearest]):
        return Roles(doer, before[-2][1])
    if not after or index - nearest - len(doer) > _NEAR:
        return _NONE
    if "của" in clauses.terms[index : after[0][0]] and "là" not in clauses.terms[nearest:index]:
        return _NONE
    if _MUTUAL & set(clauses.terms[nearest : after[0][0]]):
        return _NONE
    if _BY & set(clauses.terms[max(index, after[0][0] - _MENTION) : after[0][0]]):
        return Roles(after[0][1], doer)
    return Roles(doer, after[0][1])


def _same(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two names are one: more than half of the shorter; a surname in common is too little."""
    return 2 * len(one & two) > min(len(one), len(two))


def swapped(one: Roles, two: Roles) -> bool:
    """Whether the doer of one is the other side of two, and the reverse."""
    sides = one.doer and one.other and two.doer and two.other
    return bool(sides) and _same(one.doer, two.other) and _same(one.other, two.doer)


def turned_round(claim: Claim, told: tuple[Clauses, ...]) -> Iterator[str]:
    """Verbs of the claim whose sides the source has the other way round, and nowhere the same way."""
    clauses = Clauses(claim.text, claim.terms, claim.spans)
    for index, term in enumerate(claim.terms):
        start = claim.spans[index][0]
        verb = term not in FUNCTION_WORDS | _MUTUAL | HEADS and not is_number(term) and clauses.signs[index] > 0
        if not verb or claim.text[start].isupper():
            continue
        own = roles(clauses, index)
        if not own.other or term in own.doer | own.other:
            continue
        others = [roles(item, at) for item in told for at, word in enumerate(item.terms) if word == term]
        kept = any(_same(own.doer, item.doer) and _same(own.other, item.other) for item in others)
        if not kept and any(swapped(own, item) for item in others):
            yield claim.text[slice(*claim.spans[index])]
