"""What stores and retrieval answer: passages, facts, links and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from graph.model import ALWAYS, NO_METADATA, ChunkKind, Entity, Relation, Validity


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk with its text and where it stands; spans point into the document's text.

    Attributes:
        chunk_id: The chunk.
        document_id: Its document.
        external_id: The id that the source gave the document, or its URI.
        uri: URI of the document.
        title: Title of the document.
        text: Text of the chunk, ``document.text[start:end]``.
        start: First code point in the document.
        end: One past the last.
        ordinal: Place of the chunk in the document.
        path: Headings above the chunk, the document's own path first.
        page: Page of a paged source.
        kind: Text or table.
        validity: Days in force.
        source: Collection of the document.
        published: Day of publication.
        instrument: Legal instrument that the document is or belongs to.
        context: Short text inherited from the instrument (its scope).
        metadata: What else the source said.
    """

    chunk_id: str
    document_id: str
    external_id: str
    uri: str
    title: str
    text: str
    start: int
    end: int
    ordinal: int = 0
    path: tuple[str, ...] = ()
    page: int | None = None
    kind: ChunkKind = ChunkKind.TEXT
    validity: Validity = ALWAYS
    source: str = ""
    published: date | None = None
    instrument: str | None = None
    context: str = ""
    metadata: Mapping[str, str] = field(default_factory=lambda: NO_METADATA)

    def __hash__(self) -> int:
        """By id alone, since metadata have none; equality still looks at everything."""
        return hash(self.chunk_id)


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation with its two entities and the sentence that states it best.

    Attributes:
        relation: The relation.
        head: Its head.
        tail: Its tail.
        supports: Number of evidence rows.
        confidence: Confidence of the best evidence.
        chunk_id: Chunk of the best evidence.
        document_id: Document of the best evidence.
        start: Start of the best sentence in the document's text.
        end: Its end.
        sentence: Text of the best sentence.
    """

    relation: Relation
    head: Entity
    tail: Entity
    supports: int
    confidence: float
    chunk_id: str
    document_id: str
    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class MentionSite:
    """Where an entity is named."""

    entity_id: str
    chunk_id: str
    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """X→Y of the document graph: the text of X names the entity that Y is about.

    Attributes:
        head_id: Document X.
        tail_id: Document Y.
        entity_id: The entity, subject of Y.
        chunk_id: Chunk of X that names it first.
        position: Ordinal of that chunk in X (links early in a text matter more).
        count: How often X names it.
    """

    head_id: str
    tail_id: str
    entity_id: str
    chunk_id: str
    position: int
    count: int


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What decides whether a document must be read again."""

    document_id: str
    uri: str
    content_hash: str
    fingerprint: str
    revision: int
    source: str


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A document with the signature by which copies of it are told."""

    uri: str
    source: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text."""

    id: str
    uri: str
    external_id: str
    title: str
    source: str
    language: str
    revision: int
    characters: int
    chunks: int
    published: date | None = None
    validity: Validity = ALWAYS


@dataclass(frozen=True, slots=True)
class GraphStats:
    """Counts of what is stored and current for a tenant."""

    documents: int
    chunks: int
    entities: int
    mentions: int
    relations: int
    evidence: int
    entities_by_type: Mapping[str, int]
    relations_by_type: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Revision:
    """A staged revision of a document, not visible until it is committed."""

    document_id: str
    number: int


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage as retrieval ranked it.

    Attributes:
        passage: The passage.
        score: Higher is better; comparable within one question only.
        channels: Score by the stage that found it (``sparse``, ``dense``, ``links``, ``facts`` …).
        facts: Facts of the graph whose best sentence stands in this passage and that the question asks for.
    """

    passage: Passage
    score: float
    channels: Mapping[str, float] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
