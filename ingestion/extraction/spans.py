"""What extraction finds in a document before it becomes entities and relations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name in a document's text.

    Attributes:
        start: First code point.
        end: One past the last.
        type: An `EntityType` value or a type of the user's schema.
        key: Canonical key; equal keys of one type are one entity.
        name: Name to show for the entity.
        source: What found it (``rules``, ``tagger``, ``law``, ``glossary`` …).
    """

    start: int
    end: int
    type: str
    key: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class SentenceSpans:
    """A sentence of a chunk and the names in it, by start."""

    chunk_id: str
    start: int
    end: int
    names: tuple[NameSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation that a sentence states.

    Attributes:
        head: Subject.
        type: Relation type, reads from head to tail (``BORN_IN``).
        tail: Object.
        chunk_id: Chunk of the sentence.
        start: First code point of the sentence.
        end: One past its last.
        extractor: What found it, with the pattern's name.
        confidence: 0 to 1.
    """

    head: NameSpan
    type: str
    tail: NameSpan
    chunk_id: str
    start: int
    end: int
    extractor: str
    confidence: float
