"""Syllables: the words of the index. Vietnamese writes a space between syllables, not words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.text.normalise import nfc, unify_tones

_SYLLABLE = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Syllable:
    """An index term with its half-open span in the text it was cut from."""

    term: str
    start: int
    end: int


def syllables(text: str) -> list[str]:
    """Index terms of a text: lower case, tone placement unified."""
    return _SYLLABLE.findall(unify_tones(nfc(text).lower()))


def spanned_syllables(text: str) -> list[Syllable]:
    """The same terms with their spans; the text must be NFC."""
    return [Syllable(unify_tones(m[0].lower()), m.start(), m.end()) for m in _SYLLABLE.finditer(text)]
