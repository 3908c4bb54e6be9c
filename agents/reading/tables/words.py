"""Words of questions and of table cells as they are matched: codes whole, numbers with a neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from agents.reading.lexicon import FUNCTION_WORDS, QUESTION_WORDS
from agents.reading.tokens import is_number, tokenise
from agents.reading.weights import weights_of
from graph.text.normalise import has_diacritics, strip_diacritics

_CODE = re.compile(r"(?<!\w)(?=[\w.-]*\d)[^\W\d_]\w*(?:[.-]\w+)*")
_NOT_CODES = frozenset({"m2", "km2", "m3", "cm2"})
_CODE_WEIGHT = 10.0
_YEAR = re.compile(r"(?:19|20)\d\d")
_TALK = frozenset("hiện nay hôm giúp muốn cần thì nhỉ vậy ạ em mình tôi bạn bây được".split())
"""Words of talk beside `FUNCTION_WORDS`, which say nothing about a table."""

_ASKING = frozenset("ai gì nào đâu nhiêu mấy".split())
_REACH = 3


@dataclass(frozen=True, slots=True)
class Words:
    """A text (a cell, a caption) made ready to be matched.

    Attributes:
        text: As written.
        terms: Its terms in order; codes such as ``LN-09H`` are one.
        found: The same as a set.
        pairs: Neighbouring terms.
        folded: Whether it is written without diacritics (``cong_no``), so that words match without theirs.
    """

    text: str
    terms: tuple[str, ...]
    found: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    folded: bool = False

    @property
    def content(self) -> frozenset[str]:
        """Terms that are no function words."""
        return self.found - FUNCTION_WORDS


def _terms(text: str) -> Iterator[str]:
    at = 0
    for match in _CODE.finditer(text):
        if match[0].lower() in _NOT_CODES:
            continue
        yield from tokenise(text[at : match.start()]).terms
        yield match[0].lower()
        at = match.end()
    yield from tokenise(text[at:]).terms


@lru_cache(maxsize=8192)
def words_of(text: str) -> Words:
    """The words of a text; ``_`` parts the words of names of columns."""
    terms = tuple(_terms(text.replace("_", " ")))
    return Words(text, terms, frozenset(terms), frozenset(pairwise(terms)), _is_folded(text))


def _is_folded(text: str) -> bool:
    """Whether a text is the name of a column in a data base: ``ten_kho``, ``tong``."""
    return text.islower() and not has_diacritics(text) and " " not in text


@dataclass(frozen=True, slots=True)
class Item:
    """A telling term of a question.

    Attributes:
        term: The term.
        weight: How telling it is.
        before: The term before it in the question, empty at the start.
        after: The term after it, empty at the end.
        code: Whether it is a code.
        close: How near it stands to the question word, and so says what is asked: 2 behind it, 1 before it, else 0.
    """

    term: str
    weight: float
    before: str
    after: str
    code: bool = False
    close: int = 0

    @property
    def hard(self) -> bool:
        """Whether it must be found, for the answer to be about it: a code or a number."""
        return self.code or is_number(self.term)

    def is_in(self, words: Words) -> bool:
        """Whether it stands in a text; a number only beside the same neighbour, save years."""
        if words.folded and not self.hard:
            return strip_diacritics(self.term) in words.found
        if self.term not in words.found or self.code or not self.hard:
            return self.term in words.found
        if _YEAR.fullmatch(self.term):
            return True
        plain = strip_diacritics if words.folded else str
        return bool({(plain(self.before), self.term), (self.term, plain(self.after))} & words.pairs)


def items_of(text: str) -> tuple[Item, ...]:
    """The telling terms of a question, each once."""
    terms = words_of(text).terms
    codes = {match[0].lower() for match in _CODE.finditer(text)}
    weights = weights_of(terms)
    asking = [index for index, term in enumerate(terms) if term in _ASKING]
    found: dict[str, Item] = {}
    for index, term in enumerate(terms):
        hard = term in codes or is_number(term)
        if not hard and term in FUNCTION_WORDS | QUESTION_WORDS | _TALK:
            continue
        before = terms[index - 1] if index else ""
        after = terms[index + 1] if index + 1 < len(terms) else ""
        weight = _CODE_WEIGHT if term in codes else weights[term]
        close = max((_closeness(index - place) for place in asking), default=0)
        key = f"{before} {term}" if is_number(term) else term
        found.setdefault(key, Item(term, weight, before, after, term in codes, close))
    return tuple(found.values())


def _closeness(distance: int) -> int:
    return 2 if 0 < distance <= _REACH else 1 if -_REACH <= distance < 0 else 0


def matched(items: Iterable[Item], words: Words) -> frozenset[Item]:
    """The items that stand in a text."""
    return frozenset(item for item in items if item.is_in(words))


def telling(items: Iterable[Item], words: Words) -> frozenset[Item]:
    """The items that stand in a cell and mean it: a code, a number, neighbours, or at least half of its words.

    A lone syllable shared with a longer cell says nothing: ``phí`` stands in ``Phí Văn Mạnh``.
    """
    here = matched(items, words)
    sought = len({item.term for item in here if not item.hard})
    if sought and 2 * sought >= len(words.content):
        return here
    linked = {term for item in here for term in _linked(item, words)}
    return frozenset(item for item in here if item.hard or item.term in linked)


def _linked(item: Item, words: Words) -> Iterator[str]:
    """The terms of the pairs of neighbours in the question that are neighbours in the text too."""
    for pair in ((item.before, item.term), (item.term, item.after)):
        other = pair[0] if pair[1] == item.term else pair[1]
        if pair in words.pairs and other not in FUNCTION_WORDS | QUESTION_WORDS:
            yield from pair


def weight(items: Iterable[Item]) -> float:
    """Total weight of items."""
    return sum(item.weight for item in items)
