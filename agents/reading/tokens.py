"""Terms of a text for comparison: syllables in normal form, numbers as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.text.normalise import unify_tones
from graph.text.sentences import Span

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|%|\w+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_ROMAN = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_LEADS = frozenset(
    "kỷ kỉ vùng thứ hạng loại khoá khóa nhóm cấp xứ đế chương phần louis henri george đại quý quí".split()
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}

_SHORT = 120
"""Characters up to which the terms of a text are kept: names, phrases and questions are cut again and again."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Terms of a text in order, with their half-open spans in it (equal lengths)."""

    terms: tuple[str, ...]
    spans: tuple[Span, ...]


def is_number(term: str) -> bool:
    """Whether a term is a number (or opens with one)."""
    return term[0].isdigit()


def canonical_number(written: str) -> str:
    """A number as a value: ``4.960.000`` → ``4960000``, ``3,50`` → ``3.5``, ``07`` → ``7``."""
    if _THOUSANDS.fullmatch(written):
        written = written.replace(".", "")
    elif _ENGLISH_THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    whole, mark, decimals = written.replace(",", ".").partition(".")
    whole = whole.lstrip("0") or "0"
    decimals = decimals if "." in decimals else decimals.rstrip("0")
    return f"{whole}.{decimals}" if mark and decimals else whole


def roman_value(written: str) -> int | None:
    """Value of a Roman numeral up to XXXIX, or None."""
    if not _ROMAN.fullmatch(written):
        return None
    total = 0
    for letter, following in zip(written, [*written[1:], ""], strict=True):
        value = _ROMAN_VALUES[letter]
        total += -value if following and _ROMAN_VALUES[following] > value else value
    return total


def _term(written: str, before: str) -> str:
    if written[0].isdigit():
        return canonical_number(written) if written[-1].isdigit() else written.lower()
    if written[0] in "IVX" and (len(written) > 1 or before in _ROMAN_LEADS):
        value = roman_value(written)
        if value is not None:
            return str(value)
    return _plain(written)


@lru_cache(maxsize=50_000)
def _plain(written: str) -> str:
    """A syllable in lower case with its tone mark in the new place."""
    return unify_tones(written.lower())


def tokenise(text: str) -> Tokens:
    """Terms of an NFC text; Roman numerals of two letters, or after words such as ``thế kỷ``, are numbers."""
    return _tokens_of_short(text) if len(text) <= _SHORT else _tokens_of(text)


@lru_cache(maxsize=4096)
def _tokens_of_short(text: str) -> Tokens:
    return _tokens_of(text)


def _tokens_of(text: str) -> Tokens:
    terms: list[str] = []
    spans: list[Span] = []
    before = ""
    for match in _TOKEN.finditer(text):
        before = _term(match[0], before)
        terms.append(before)
        spans.append(match.span())
    return Tokens(tuple(terms), tuple(spans))
