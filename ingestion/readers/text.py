"""Plain text."""

from __future__ import annotations

from ingestion.readers.common import Content
from ingestion.readers.encoding import Decoded, decode


def read_text(data: bytes) -> Content:
    """Reads a plain-text file.

    Raises:
        UnreadableSource: It is binary or in an unknown encoding.
    """
    decoded = decode(data)
    return Content(decoded.text, "txt", warnings=encoding_warning(decoded))


def encoding_warning(decoded: Decoded) -> tuple[str, ...]:
    """Says so where the encoding was guessed."""
    return (f"read as {decoded.encoding}; save it as UTF-8 if it looks wrong",) if decoded.guessed else ()
