"""What flows through ingestion: raw documents from readers, drafts between steps, rejects with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from graph.model import ALWAYS, NO_METADATA, Document, Validity

Signature = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the text; level 1 is the highest."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class TableSpan:
    """A table in the text, one line a row, cells parted by `` | ``; ``header`` is its first row."""

    start: int
    end: int
    header: str


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page begins; numbers count from 1."""

    start: int
    number: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Structure that a reader saw and plain text does not show; all in the order of the text."""

    headings: tuple[Heading, ...] = ()
    tables: tuple[TableSpan, ...] = ()
    pages: tuple[PageStart, ...] = ()


NO_OUTLINE = Outline()


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A document as a reader found it.

    Attributes:
        uri: Path relative to the ingest root, ``SOURCE:ID`` of a row, or the hash of standard input.
        source: Collection.
        place: File, with the line of a row, for messages.
        title: Title that the source gave, or what stands for one.
        text: Main text.
        external_id: Id that the source gave, or the URI.
        titled: Whether the source gave the title itself (a file's name is none).
        outline: Headings, tables and pages that the reader saw.
        language: Language that the source gave.
        published: Day of publication.
        validity: Days in force.
        instrument: Number of the legal instrument.
        version: Version label.
        path: Headings above the whole document.
        metadata: Everything else.
        warnings: What a person should know (a guessed encoding).
    """

    uri: str
    source: str
    place: str
    title: str
    text: str
    external_id: str
    titled: bool = True
    outline: Outline = NO_OUTLINE
    language: str | None = None
    published: date | None = None
    validity: Validity = ALWAYS
    instrument: str | None = None
    version: str | None = None
    path: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=lambda: NO_METADATA)
    warnings: tuple[str, ...] = ()


class Why(StrEnum):
    """Kinds of reasons for which something does not become a document, for programs to tell apart."""

    UNKNOWN_FORMAT = "unknown_format"
    SPREADSHEET = "spreadsheet"
    OTHER_DOCUMENT = "other_document"
    ARCHIVE = "archive"
    NOT_OPENED = "not_opened"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    NO_TEXT = "no_text"
    ENCODING = "encoding"
    NOT_JSON = "not_json"
    NO_TEXT_FIELD = "no_text_field"
    LANGUAGE = "language"
    COPY = "copy"
    SAME_NAME = "same_name"
    UNREADABLE = "unreadable"
    """Any other."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that did not become a document.

    Attributes:
        where: File, with the line of a row.
        step: Where it fell out (``read``, ``language``, ``quality``, ``duplicate`` …).
        reason: Why, in the user's terms.
        uri: URI that the document would have had; None where it could not be told.
        why: Kind of the reason.
        below: How the URIs of the documents begin that it may have been, where those of rows cannot be told; else
            empty.
    """

    where: str
    step: str
    reason: str
    uri: str | None = None
    why: str = Why.UNREADABLE
    below: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document on its way through the steps.

    Attributes:
        document: The document; ids and hashes are set by `ingestion.steps.normalise`.
        outline: Structure that its reader saw.
        place: Where it was read, for messages.
        titled: Whether the source gave the title itself.
        signature: MinHash values of its text; None where it is too short to compare.
        warnings: What a person should know.
    """

    document: Document
    outline: Outline = NO_OUTLINE
    place: str = ""
    titled: bool = True
    signature: Signature | None = None
    warnings: tuple[str, ...] = ()


Read = RawDocument | Reject
"""What a reader yields."""

Item = Draft | Reject
"""What a step takes and yields; rejects pass through."""
