"""Encyclopaedia titles with the type that their first sentence gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingestion.extraction.resolution import bare_title, described_type, is_name

_OPENING = 200
_MOST_WORDS = 7


def typed_titles(articles: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Titles written as names, with their entity types (``Concept`` where the first sentence says nothing nearer).

    Args:
        articles: Title and text. Case is taken from the text: some collections have titles in lower case.
    """
    for title, text in articles:
        written = _as_written(bare_title(title), text)
        if written is None or not is_name(written) or written.count(" ") >= _MOST_WORDS:
            continue
        type_ = described_type(text, text.index(written) + len(written))
        if type_ is not None:
            yield written, type_


def _as_written(title: str, text: str) -> str | None:
    """The title as the text writes it near its start."""
    if not title:
        return None
    match = re.compile(rf"(?<!\w){re.escape(title)}(?!\w)", re.IGNORECASE).search(text, 0, _OPENING)
    return match[0] if match else None
