"""The data model: documents, chunks, entities, mentions, relations and their evidence.

Spans are half-open and count Unicode code points in the stored ``Document.text``;
``document.text[start:end]`` is the chunk, the mention or the evidence sentence, exactly.
Ids are UUIDv5 of what identifies the item, never of the order in which items arrive.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

_NAMESPACE = uuid.UUID("5f0c3f0e-9d2b-5a52-8e0f-76696e616772")
_SEPARATOR = "\x1f"

DEFAULT_TENANT = "default"
NO_METADATA: Mapping[str, str] = MappingProxyType({})


def stable_id(*parts: object) -> str:
    """UUIDv5 over the parts; the same parts give the same id on every machine."""
    return str(uuid.uuid5(_NAMESPACE, _SEPARATOR.join(str(part) for part in parts)))


def content_hash(text: str) -> str:
    """Hex digest (BLAKE2b, 128 bit) of a text."""
    return hashlib.blake2b(text.encode("utf-8"), digest_size=16).hexdigest()


class EntityType(StrEnum):
    """Built-in entity types; a user's ``schema.yaml`` may add others (types are plain strings in the data)."""

    PERSON = "Person"
    ORGANISATION = "Organisation"
    PLACE = "Place"
    LEGAL_DOCUMENT = "LegalDocument"
    LEGAL_ARTICLE = "LegalArticle"
    DATE = "Date"
    QUANTITY = "Quantity"
    EVENT = "Event"
    PRODUCT = "Product"
    WORK = "Work"
    CONCEPT = "Concept"


class ChunkKind(StrEnum):
    """What a chunk holds."""

    TEXT = "text"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Validity:
    """When a text is in force: from ``start`` (included) until ``end`` (excluded); None is open."""

    start: date | None = None
    end: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the text is in force on that day."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


ALWAYS = Validity()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is stored: NFC text, otherwise untouched.

    Attributes:
        id: UUIDv5 of tenant and URI (`Document.make_id`).
        tenant: Owner of the document.
        uri: Path relative to the ingest root, ``SOURCE:ID`` of a row, or the hash of standard input.
        title: Its title.
        text: The whole text; all spans point into it.
        source: Name of the collection that it came from (``--source``).
        external_id: The id that the source gave, or the URI where it gave none.
        language: ISO 639-1 code.
        content_hash: Hash of all that was read (title, text and metadata).
        fingerprint: Versions and settings of readers, chunker and extractors that made its chunks.
        revision: Counts the stored versions, from 1; set by the store.
        published: Day of publication.
        validity: Days in force (law).
        instrument: Normal form of the legal instrument that it is or belongs to (``57/2020/QH14``).
        version: Version label of the instrument, where there are several.
        subject_id: The entity that the document is about, from its title.
        context: Short text that it inherits from what it belongs to (scope of its instrument).
        path: Headings above the whole document (subject, chapter of a codification row).
        metadata: What else the source said.
    """

    id: str
    tenant: str
    uri: str
    title: str
    text: str
    source: str
    external_id: str
    language: str = "vi"
    content_hash: str = ""
    fingerprint: str = ""
    revision: int = 0
    published: date | None = None
    validity: Validity = ALWAYS
    instrument: str | None = None
    version: str | None = None
    subject_id: str | None = None
    context: str = ""
    path: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=lambda: NO_METADATA)

    @staticmethod
    def make_id(tenant: str, uri: str) -> str:
        """Id of the document at that URI of that tenant."""
        return stable_id("document", tenant, uri)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage of a document; its text is ``document.text[start:end]``.

    Attributes:
        id: UUIDv5 of document, content hash and ordinal (`Chunk.make_id`).
        document_id: The document.
        ordinal: Place in the document, from 0.
        start: First code point.
        end: One past the last code point.
        path: Headings above it (Chương › Điều › Khoản; section titles).
        page: Page of a paged source, from 1.
        kind: Text or table.
        validity: Days in force.
    """

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    path: tuple[str, ...] = ()
    page: int | None = None
    kind: ChunkKind = ChunkKind.TEXT
    validity: Validity = ALWAYS

    @staticmethod
    def make_id(document_id: str, content: str, ordinal: int) -> str:
        """Id of the chunk with that ordinal, of that content hash of the document."""
        return stable_id("chunk", document_id, content, ordinal)


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that texts mention.

    Attributes:
        id: UUIDv5 of tenant, type and canonical key (`Entity.make_id`).
        tenant: Owner.
        type: An `EntityType` value, or a type of the user's schema.
        key: Canonical key: lower case, tone placement unified, class heads stripped.
        name: Name to show, as a text wrote it.
        aliases: Other names as texts wrote them.
    """

    id: str
    tenant: str
    type: str
    key: str
    name: str
    aliases: tuple[str, ...] = ()

    @staticmethod
    def make_id(tenant: str, type_: str, key: str) -> str:
        """Id of the entity with that key."""
        return stable_id("entity", tenant, type_, key)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a chunk names an entity; the span points into the document's text and is never empty.

    What a text implies without naming it (a document's subject, the head of a statement) has no mention there.
    """

    chunk_id: str
    entity_id: str
    start: int
    end: int


SAME_AS = "SAME_AS"
"""Relation type that asserts that two keys are one entity; groups are derived from it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed, directed relation; it exists only while evidence supports it.

    Attributes:
        id: UUIDv5 of head, type and tail (`Relation.make_id`).
        head_id: Entity id.
        type: Upper case with underscores, reads as a sentence from head to tail (``BORN_IN``).
        tail_id: Entity id.
    """

    id: str
    head_id: str
    type: str
    tail_id: str

    @staticmethod
    def make_id(head_id: str, type_: str, tail_id: str) -> str:
        """Id of the relation."""
        return stable_id("relation", head_id, type_, tail_id)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that states a relation.

    Attributes:
        relation_id: The relation.
        chunk_id: The chunk that holds the sentence.
        start: First code point of the sentence in the document's text.
        end: One past its last.
        extractor: Name of the extractor, with the pattern where there is one (``patterns:born_in.1``).
        confidence: Estimated probability that the relation is stated, 0 to 1.
    """

    relation_id: str
    chunk_id: str
    start: int
    end: int
    extractor: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """What extractors found in one document. Entities and relations are unique by id.

    An entity is mentioned, is the document's subject, or is an end of a relation that has evidence.
    """

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """Everything of one document that the graph store writes in one go.

    Attributes:
        document: The document.
        chunks: Its chunks, in order.
        extraction: What was found in it.
        signature: MinHash values of its text (64 of 32 bits); empty where it is too short to compare.
    """

    document: Document
    chunks: tuple[Chunk, ...]
    extraction: Extraction = Extraction()
    signature: bytes = b""
