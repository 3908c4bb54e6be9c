"""Normal forms of Vietnamese text.

Stored text is NFC and otherwise untouched; keys and index terms are lower case with tone marks in
their new place, so that ``Hòa`` and ``Hoà`` are one and ``Hoa`` is another.
"""

from __future__ import annotations

import re
import unicodedata

_OLD_TONES = re.compile(r"([òóỏõọÒÓỎÕỌ])([aeAE])(?!\w)|(?<![qQ])([ùúủũụÙÚỦŨỤ])([yY])(?!\w)")
_TONE_OF = {c: unicodedata.normalize("NFD", c)[1:] for c in "òóỏõọÒÓỎÕỌùúủũụÙÚỦŨỤ"}
_BASE_OF = {c: unicodedata.normalize("NFD", c)[0] for c in _TONE_OF}
_FOLD = {ord("đ"): "d", ord("Đ"): "D"}
_SPACES = re.compile(r"\s+")


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
    first, second = (match[1], match[2]) if match[1] else (match[3], match[4])
    return _BASE_OF[first] + unicodedata.normalize("NFC", second + _TONE_OF[first])


def unify_tones(text: str) -> str:
    """Moves tone marks of open ``oa oe uy`` to the new place (``hòa`` → ``hoà``); keeps the length of NFC text."""
    return _OLD_TONES.sub(_move_tone, text)


def strip_diacritics(text: str) -> str:
    """Removes tone and vowel marks and the stroke of đ; keeps case, and the length of NFC Vietnamese text."""
    decomposed = unicodedata.normalize("NFD", text.translate(_FOLD))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def has_diacritics(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark."""
    return strip_diacritics(text) != nfc(text)


def name_key(name: str) -> str:
    """Key under which a name is one: lower case, unified tones, single spaces, no outer punctuation."""
    return _SPACES.sub(" ", unify_tones(nfc(name)).lower()).strip(" .,;:–-\"'“”‘’()[]")


def folded_key(name: str) -> str:
    """`name_key` without diacritics."""
    return strip_diacritics(name_key(name))
