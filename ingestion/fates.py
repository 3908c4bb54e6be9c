"""What became of each file of an upload."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum

from ingestion.model import Draft
from ingestion.readers.files import ROWS, format_of


class Fate(StrEnum):
    """What became of a document."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class FileFates:
    """Counted while a run goes on.

    Attributes:
        counts: Documents by what became of them, by the file that held them.
    """

    def __init__(self) -> None:
        self.counts: defaultdict[str, Counter[Fate]] = defaultdict(Counter)
        self._places: dict[str, str] = {}

    def count(self, place: str, fate: Fate) -> None:
        """Counts what stands at a place: a file, or ``FILE:LINE``."""
        file, _, line = place.rpartition(":")
        is_row = line.isdecimal() and format_of(file) == ROWS
        self.counts[file if is_row else place][fate] += 1

    def begin(self, draft: Draft) -> None:
        """Remembers where a document stood until it is written."""
        self._places[draft.document.id] = draft.place

    def end(self, document_id: str, fate: Fate) -> None:
        """Counts a document that was written."""
        self.count(self._places.pop(document_id), fate)
