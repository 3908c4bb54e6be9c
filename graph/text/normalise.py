"""Normal forms of Vietnamese text.

Stored text is NFC and otherwise untouched; keys and index terms are lower case with tone marks in
their new place, so that ``Hòa`` and ``Hoà`` are one and ``Hoa`` is another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_OLD_TONES = re.compile(r"([òóỏõọÒÓỎÕỌùúủũụÙÚỦŨỤ])([aeyAEY])(?!\w)")
_FOLLOWERS = {"o": "ae", "u": "y"}
_TONE_OF = {c: unicodedata.normalize("NFD", c)[1:] for c in "òóỏõọÒÓỎÕỌùúủũụÙÚỦŨỤ"}
_BASE_OF = {c: unicodedata.normalize("NFD", c)[0] for c in _TONE_OF}
_FOLD = {ord("đ"): "d", ord("Đ"): "D"}
_LATIN_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SPACES = re.compile(r"\s+")
_WORD = 12
"""Characters up to which what a text is without diacritics is kept: words."""

_SHORT = 400
"""Characters up to which the key of a text is kept: names and most sentences."""


def nfc(text: str) -> str:
    """The composed form; lengths of spans count its code points."""
    return unicodedata.normalize("NFC", text)


def nfc_spans(text: str) -> list[tuple[int, int]]:
    """The half-open span of a text, as given, from which each code point of its `nfc` comes.

    Letters that compose with nothing around them are parted; where several come from one run, each has all of it.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (unicodedata.combining(text[end]) or not _parted(text[start:end], text[end])):
            continue
        spans += [(start, end)] * len(nfc(text[start:end]))
        start = end
    return spans


def _parted(one: str, other: str) -> bool:
    return nfc(one + other) == nfc(one) + nfc(other)


def _move_tone(match: re.Match[str]) -> str:
    base, second = _BASE_OF[match[1]], match[2]
    of_consonant = base in "uU" and match.string[max(match.start() - 1, 0) : match.start()] in ("q", "Q")
    if of_consonant or second.lower() not in _FOLLOWERS[base.lower()]:
        return match[0]
    return base + unicodedata.normalize("NFC", second + _TONE_OF[match[1]])


def unify_tones(text: str) -> str:
    """Moves tone marks of open ``oa oe uy`` to the new place (``hòa`` → ``hoà``); keeps the length of NFC text."""
    return _OLD_TONES.sub(_move_tone, text)


def strip_diacritics(text: str) -> str:
    """Removes tone and vowel marks and the stroke of đ; keeps case, and the length of NFC Vietnamese text."""
    return _bare_word(text) if len(text) <= _WORD else _bare(text)


@lru_cache(maxsize=20_000)
def _bare_word(text: str) -> str:
    """The same, kept: texts are read word by word, and have the same words."""
    return _bare(text)


def _bare(text: str) -> str:
    decomposed = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text.translate(_FOLD)))
    if decomposed.isascii():
        return decomposed
    return _NOT_ASCII.sub(lambda match: "" if unicodedata.combining(match[0]) else match[0], decomposed)


def has_diacritics(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark."""
    return strip_diacritics(text) != nfc(text)


def name_key(name: str) -> str:
    """Key under which a name is one: lower case, unified tones, single spaces, no outer punctuation."""
    return _short_key(name) if len(name) <= _SHORT else _key(name)


@lru_cache(maxsize=20_000)
def _short_key(name: str) -> str:
    """The same, kept: answers compare the same names and sentences again and again."""
    return _key(name)


def _key(name: str) -> str:
    return _SPACES.sub(" ", unify_tones(nfc(name)).lower()).strip(" .,;:–-\"'“”‘’()[]")


def folded_key(name: str) -> str:
    """`name_key` without diacritics."""
    return strip_diacritics(name_key(name))


def keys_of_spans(
    text: str, spans: Iterable[tuple[int, int]], *, folded: bool
) -> tuple[dict[tuple[int, int], str], list[str]]:
    """What each span of a text is looked up by as a name, in the spans' order, and each such key once."""
    key_of = folded_key if folded else name_key
    keys = {span: key_of(text[slice(*span)]) for span in spans}
    return keys, sorted(set(keys.values()))
