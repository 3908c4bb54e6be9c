"""Languages: ``tiếng`` with a name that the taggers leave alone, since no place is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import EntityType
from graph.text.normalise import name_key
from ingestion.extraction.spans import NameSpan

_WORD = r"[A-ZĐÀ-Ỹ][\wÀ-ỹ]*"
_LANGUAGE = re.compile(rf"(?<!\w)[Tt]iếng (?P<name>{_WORD}(?:[ -]{_WORD}){{0,3}})")


def find_languages(text: str, start: int, end: int) -> Iterator[NameSpan]:
    """Languages in ``text[start:end]`` as concepts, by start."""
    for match in _LANGUAGE.finditer(text, start, end):
        name = f"tiếng {match['name']}"
        yield NameSpan(match.start(), match.end(), EntityType.CONCEPT.value, name_key(name), name, "languages")
