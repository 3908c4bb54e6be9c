"""Documents as the API tells them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from app.document_view import DocumentContents
from graph.model import ChunkKind, Document, Validity
from graph.results import DocumentSummary, Passage

_PIECE = 1 << 18
"""Code points of a text that are told at once."""
_DOCUMENT: JsonDict = {
    "id": "0d9c2a39-0f3b-5a0e-9f0c-6f2f4f3ad0a1",
    "uri": "noi-quy/nghi-phep.txt",
    "external_id": "noi-quy/nghi-phep.txt",
    "title": "Nội quy nghỉ phép",
    "source": "noi-quy",
    "language": "vi",
    "revision": 1,
    "characters": 50,
    "chunks": 1,
    "path": [],
    "headings": [],
    "context": "",
    "content_hash": "9f2c61b0d4e85a37",
    "fingerprint": "5d0b7e2f",
    "metadata": {"phòng": "Nhân sự"},
}
_CHUNK: JsonDict = {
    "id": "b3e9d2c0-54f1-5c0a-bd0e-2f4b1c9a7e55",
    "document_id": "0d9c2a39-0f3b-5a0e-9f0c-6f2f4f3ad0a1",
    "ordinal": 0,
    "start": 0,
    "end": 50,
    "path": [],
    "text": "Mỗi người lao động được nghỉ 12 ngày phép một năm.",
    "uri": "noi-quy/nghi-phep.txt",
    "external_id": "noi-quy/nghi-phep.txt",
    "title": "Nội quy nghỉ phép",
    "source": "noi-quy",
}
_NAMED: JsonDict = {
    "id": "6d1c8a1e-9a51-5f3c-8e0b-0c3cf2a6b7aa",
    "name": "Trần Hưng Đạo",
    "type": "Person",
    "aliases": ["Hưng Đạo Đại Vương"],
    "mentions": [{"start": 120, "end": 133, "chunk_id": "b3e9d2c0-54f1-5c0a-bd0e-2f4b1c9a7e55"}],
}


class ValidityOut(BaseModel):
    """When a text is in force; a side that is not known is open."""

    start: date | None = Field(description="First day in force")
    end: date | None = Field(description="First day no longer in force")


class DocumentOut(BaseModel):
    """A document without its text."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DOCUMENT]})

    id: str = Field(description="Stable id")
    uri: str = Field(description="Where it came from")
    external_id: str = Field(description="The id that its source gave, or its URI")
    title: str
    source: str = Field(description="Collection that it belongs to")
    language: str = Field(description="ISO 639-1 code")
    revision: int = Field(description="Counts the versions that were stored, from 1")
    characters: int = Field(description="Code points of its text")
    chunks: int = Field(description="Passages that it was cut into")
    published: date | None = Field(description="Day of publication")
    validity: ValidityOut


class DocumentDetail(DocumentOut):
    """A document with all that is known of it."""

    instrument: str | None = Field(description="Law that it is or belongs to")
    version: str | None = Field(description="Version label of the law")
    path: list[str] = Field(description="Headings above the whole document")
    headings: list[str] = Field(description="Headings of its passages, in order, each once; punctuation may lack")
    context: str = Field(description="Short text that it inherits from what it belongs to")
    subject: str | None = Field(description="Id of the entity that it is about")
    mentions: int = Field(description="Places where it names an entity")
    entities: int = Field(description="Different entities that it names")
    content_hash: str = Field(description="Hash of all that was read of it; another one tells that it changed")
    fingerprint: str = Field(description="What read it: another one tells that it would be read differently now")
    metadata: dict[str, str] = Field(description="What else its source said")
    text: str | None = Field(description="Its whole text, where `text=true` asks for it")


class ChunkOut(BaseModel):
    """A passage of a document; spans count code points of the document's text, half-open."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CHUNK]})

    id: str
    document_id: str
    ordinal: int = Field(description="Place in the document, from 0")
    start: int
    end: int
    path: list[str] = Field(description="Headings above it, the document's own first")
    page: int | None = Field(description="Page of a paged source, from 1")
    kind: ChunkKind
    validity: ValidityOut
    text: str
    uri: str = Field(description="The document's")
    external_id: str = Field(description="The document's")
    title: str = Field(description="The document's")
    source: str = Field(description="The document's")


class SpanOut(BaseModel):
    """A place in the document's text, in code points, half-open."""

    start: int
    end: int
    chunk_id: str


class DocumentEntityOut(BaseModel):
    """An entity that a document names, and where."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NAMED]})

    id: str
    name: str
    type: str
    aliases: list[str]
    mentions: list[SpanOut] = Field(description="In the order of the text")


def document_out(summary: DocumentSummary) -> DocumentOut:
    """A document for a list."""
    return DocumentOut(
        id=summary.id,
        uri=summary.uri,
        external_id=summary.external_id,
        title=summary.title,
        source=summary.source,
        language=summary.language,
        revision=summary.revision,
        characters=summary.characters,
        chunks=summary.chunks,
        published=summary.published,
        validity=_validity(summary.validity),
    )


def document_detail(document: Document, contents: DocumentContents) -> DocumentDetail:
    """All that is known of a document, without its text."""
    return DocumentDetail(
        id=document.id,
        uri=document.uri,
        external_id=document.external_id,
        title=document.title,
        source=document.source,
        language=document.language,
        revision=document.revision,
        characters=len(document.text),
        chunks=contents.chunks,
        published=document.published,
        validity=_validity(document.validity),
        instrument=document.instrument,
        version=document.version,
        path=list(document.path),
        headings=list(contents.headings),
        context=document.context,
        subject=document.subject_id,
        mentions=contents.mentions,
        entities=contents.entities,
        content_hash=document.content_hash,
        fingerprint=document.fingerprint,
        metadata=dict(document.metadata),
        text=None,
    )


async def with_text(detail: DocumentDetail, text: str) -> AsyncIterator[bytes]:
    """The JSON of a document with its text, piece by piece: that of a large one would hold the event loop."""
    yield f'{detail.model_dump_json(exclude={"text"})[:-1]},"text":"'.encode()
    for start in range(0, len(text), _PIECE):
        yield json.dumps(text[start : start + _PIECE], ensure_ascii=False)[1:-1].encode()
    yield b'"}'


def chunk_out(passage: Passage) -> ChunkOut:
    """A passage as the store gives it."""
    return ChunkOut(
        id=passage.chunk_id,
        document_id=passage.document_id,
        ordinal=passage.ordinal,
        start=passage.start,
        end=passage.end,
        path=list(passage.path),
        page=passage.page,
        kind=passage.kind,
        validity=_validity(passage.validity),
        text=passage.text,
        uri=passage.uri,
        external_id=passage.external_id,
        title=passage.title,
        source=passage.source,
    )


def _validity(validity: Validity) -> ValidityOut:
    return ValidityOut(start=validity.start, end=validity.end)
