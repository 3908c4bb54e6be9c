"""Sentences of passages with their terms, cut once for each passage."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from agents.reading.lexicon import FUNCTION_WORDS
from agents.reading.tokens import tokenise
from graph.results import Passage
from graph.text.sentences import Span, iter_sentences

_MARKS = re.compile(r"(?:[#>*•+]+|[-–])\s+|[#*_]+(?=\w)")
CELL = " | "
"""Parts the cells of a table's row."""

_TERMINAL = (".", "!", "?", ";", ":", "…", "”", '"', ")", "|")
_LONGEST_HEADING = 14


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence (or line) of a passage.

    Attributes:
        text: As it stands, list and heading marks in front left out.
        start: First code point in the passage's text.
        end: One past the last.
        ordinal: Place among the sentences of the passage.
        terms: Its terms (`agents.reading.tokens`).
        spans: Their spans in ``text``.
        content: The terms without function words.
        heading: Whether it looks like a heading: short and without a closing mark.
        header: First row of its table, for the other rows; empty elsewhere.
        header_terms: Terms of the header.
    """

    text: str
    start: int
    end: int
    ordinal: int
    terms: tuple[str, ...]
    spans: tuple[Span, ...]
    content: frozenset[str]
    heading: bool
    header: str = ""
    header_terms: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        """By the text alone, which is quick; equality still looks at everything."""
        return hash(self.text)


def _sentence(text: str, start: int, end: int, ordinal: int) -> Sentence:
    mark = _MARKS.match(text, start, end)
    first = mark.end() if mark else start
    piece = text[first:end]
    tokens = tokenise(piece)
    content = frozenset(term for term in tokens.terms if term not in FUNCTION_WORDS)
    marked = text.startswith("#", start) or CELL in piece
    heading = marked or (not piece.rstrip().endswith(_TERMINAL) and len(tokens.terms) <= _LONGEST_HEADING)
    return Sentence(piece, first, end, ordinal, tokens.terms, tokens.spans, content, heading)


@lru_cache(maxsize=1024)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences of a passage's text, in order."""
    found: list[Sentence] = []
    for ordinal, (start, end) in enumerate(iter_sentences(text)):
        sentence = _sentence(text, start, end, ordinal)
        found.append(_row(sentence, found[-1]) if found and CELL in sentence.text else sentence)
    return tuple(found)


def sentences_before(passage: Passage, sentence: Sentence, most: int) -> tuple[Sentence, ...]:
    """The sentences right before one of a passage, at most so many, in order."""
    return sentences_of(passage.text)[max(0, sentence.ordinal - most) : sentence.ordinal]


def is_question(text: str) -> bool:
    """Whether a sentence or heading of a text asks something itself, whatever marks of emphasis close it."""
    return text.rstrip(" *_").endswith("?")


def _row(sentence: Sentence, before: Sentence) -> Sentence:
    """A row with the header of its table; the first row is the header and reads as a heading."""
    if CELL not in before.text:
        return sentence
    header = before.header or before.text
    return replace(sentence, heading=False, header=header, header_terms=frozenset(tokenise(header).terms))


def column_of(sentence: Sentence, position: int) -> str:
    """The header cell over a position of a row's text; empty where it is no row."""
    cells = sentence.header.split(CELL) if sentence.header else []
    index = sentence.text.count(CELL, 0, position)
    return cells[index] if index < len(cells) else ""


@lru_cache(maxsize=1024)
def _heading_terms(title: str, path: tuple[str, ...], context: str) -> frozenset[str]:
    return frozenset(tokenise(" ".join((title, *path, context))).terms)


@lru_cache(maxsize=1024)
def _heading_text(parts: tuple[str, ...]) -> str:
    return " | ".join(f" {' '.join(tokenise(part).terms)} " for part in parts)


def heading_text(title: str, path: tuple[str, ...], header: str = "") -> str:
    """Terms of title and path, and of the header of a table, spaced for phrase search."""
    return _heading_text((title, *path, header) if header else (title, *path))


def heading_terms(passage: Passage) -> frozenset[str]:
    """Terms of what stands above a passage: title, path, inherited context."""
    return _heading_terms(passage.title, passage.path, passage.context)
