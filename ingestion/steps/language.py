"""Language: Vietnamese by the shape and marks of its syllables, the rest by py3langid."""

from __future__ import annotations

from dataclasses import replace

import py3langid

from ingestion.model import Draft, Item, Why
from ingestion.steps import rejected
from ingestion.vietnamese import marked_share, syllable_share, words_of

_SAMPLE = 1000
_FEWEST_WORDS = 5
_MARKED = 0.3
_BARE = 0.92

VIETNAMESE = "vi"


def check_language(draft: Draft, *, vietnamese_only: bool) -> Item:
    """Sets the language; another one than Vietnamese is kept with a warning, or rejected where asked."""
    language = draft.document.language or language_of(f"{draft.document.title}\n{draft.document.text[:_SAMPLE]}")
    draft = replace(draft, document=replace(draft.document, language=language))
    if language == VIETNAMESE:
        return draft
    if vietnamese_only:
        return rejected(draft, "language", f"its language is {language}, not Vietnamese", Why.LANGUAGE)
    return replace(draft, warnings=(*draft.warnings, f"its language is {language}, not Vietnamese; kept"))


def language_of(text: str) -> str:
    """ISO 639-1 code of a text's language; a text too short to tell counts as Vietnamese.

    Running Vietnamese has marks on more than half of its syllables; one marked syllable in three is enough, so that
    tables and texts with foreign names pass. Vietnamese typed without marks is told by the shape of its syllables.
    """
    words = words_of(text[:_SAMPLE])
    if len(words) < _FEWEST_WORDS or marked_share(words) >= _MARKED or syllable_share(words) >= _BARE:
        return VIETNAMESE
    language: str = py3langid.classify(text[:_SAMPLE])[0]
    return language
