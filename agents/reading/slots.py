"""The place of the question word: in Vietnamese the answer mostly stands where the question word stood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from agents.reading.asked import Asked
from agents.reading.lexicon import CLASS_NOUNS, FUNCTION_WORDS

_WORDS = frozenset("ai gì nào đâu mấy sao nhiêu lâu giờ".split())
_BEHIND_BAO = frozenset({"nhiêu", "lâu", "giờ", "xa"})
_NEIGHBOURS = 3
_NAMING = frozenset({"tên", "là", "gọi", "mang"})


@dataclass(frozen=True, slots=True)
class Slot:
    """The question split at its question word.

    Attributes:
        before: Terms before the question word and its noun, in order.
        noun: Terms of the noun next to the question word (``giải thưởng`` nào).
        after: Terms behind the question word.
        heads: Nouns that may say what sort of thing is asked: that one, the one that ``tên gì`` asks the name of,
            and the one that opens a question ending in ``là gì``.
        nouns: The first two of them: what stands in front of the answer, or opens it.
        wants_name: Whether it is a name that is asked: of something that has one (``sông`` nào), or by ``tên gì``.
    """

    before: tuple[str, ...]
    noun: tuple[str, ...]
    after: tuple[str, ...]
    heads: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    wants_name: bool = False

    @property
    def left(self) -> tuple[str, ...]:
        """The nearest terms before, nearest first."""
        return self.before[::-1][:_NEIGHBOURS]

    @property
    def right(self) -> tuple[str, ...]:
        """The nearest terms behind, nearest first."""
        return self.after[:_NEIGHBOURS]


def _place(terms: tuple[str, ...]) -> tuple[int, int]:
    """Half-open range of the last question word; behind the last term where there is none."""
    for index in range(len(terms) - 1, -1, -1):
        if terms[index] in _BEHIND_BAO and terms[index - 1] == "bao":
            return index - 1, index + 1
        if terms[index] in _WORDS and terms[index] not in _BEHIND_BAO:
            return index, index + 1
    return len(terms), len(terms)


@lru_cache(maxsize=512)
def slot_of(asked: Asked) -> Slot:
    """Splits a question at its question word."""
    terms = asked.terms
    first, last = _place(terms)
    if asked.noun.after:
        return Slot(terms[:first], asked.noun.after, terms[last:], frozenset(asked.noun.after[:1]))
    noun = asked.noun.before[-2:]
    cut = first - len(noun) if terms[first - len(noun) : first] == noun else first
    nouns, opening = _nouns(terms, first, noun)
    wants_name = "tên" in terms[:first][-2:] or any(
        " ".join(asked.noun.before[at:]) in CLASS_NOUNS for at in range(len(asked.noun.before))
    )
    return Slot(terms[:cut], noun, terms[last:], nouns | opening, nouns, wants_name)


def _nouns(terms: tuple[str, ...], first: int, noun: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The asked noun, of ``con tàu tên gì`` the one before ``tên``; and of ``X là gì`` and ``X tên gì`` that of X."""
    if noun and noun[-1] not in _NAMING:
        return frozenset(noun[-1:]), frozenset()
    lead = terms[:first]
    while lead and lead[-1] in _NAMING:
        lead = lead[:-1]
    stripped = terms[len(lead) : first]
    opens = [term for term in lead if term not in FUNCTION_WORDS] if stripped else []
    return frozenset(lead[-1:] if "tên" in stripped else ()), frozenset(opens[:1])
