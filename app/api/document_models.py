"""Documents as the API takes and tells them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.config import JsonDict

from app.job_options import DEFAULT_SOURCE
from app.ports import JobReject
from graph.model import ChunkKind, Document, Validity
from graph.results import DocumentSummary, Passage
from ingestion.readers.fields import FIELD_NAMES, SOURCE, URI

ROW_FIELDS = {name: name for name in (*FIELD_NAMES, URI, SOURCE)}
"""What the keys of `rows_of` mean: what they say, and no other key means anything."""
_BESIDE = ROW_FIELDS.keys() - {"url"}
"""Keys that metadata cannot have: ingestion would take them for what the document says of itself."""


_ELSE: dict[str, Any] = {"propertyNames": {"not": {"enum": sorted(_BESIDE)}}}
_INNER = r"\x00-\x1f\x7f-\x9f"
NAME = rf"[^\s{_INNER}]([^{_INNER}]*[^\s{_INNER}])?"
"""Pattern of what is neither blank nor between blanks, and holds no control characters."""
Name = Annotated[str, Field(max_length=1000, pattern=f"^{NAME}$")]
SourceName = Annotated[str, Field(max_length=200, pattern=f"^{NAME}$")]


_SAID: JsonDict = {"title": "Nội quy nghỉ phép", "text": "Mỗi người lao động được nghỉ 12 ngày phép một năm."}
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
    "context": "",
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


class DocumentBody(BaseModel):
    """What a document says."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_SAID]})

    title: str | None = Field(None, max_length=2000, description="Its title; the first line where none is given")
    text: str = Field(min_length=1, description="Its whole text")
    language: str | None = Field(None, max_length=20, description="ISO 639-1 code; recognised where none is given")
    published: date | None = Field(None, description="Day of publication")
    valid_from: date | None = Field(None, description="First day in force")
    valid_to: date | None = Field(None, description="First day no longer in force")
    instrument: str | None = Field(None, max_length=200, description="Number of the law that it is or belongs to")
    version: str | None = Field(None, max_length=200, description="Version label of the law")
    metadata: dict[str, str] = Field(
        default_factory=dict,
        description="Whatever else is to be kept with it",
        json_schema_extra=_ELSE,
    )

    @field_validator("metadata")
    @classmethod
    def _is_else(cls, metadata: dict[str, str]) -> dict[str, str]:
        if known := sorted(metadata.keys() & _BESIDE):
            raise ValueError(f"{', '.join(known)} stand beside `metadata`, or have another name in it")
        return metadata

    @property
    def problem(self) -> str:
        """Why it cannot be kept; empty where it can."""
        never = self.valid_from and self.valid_to and self.valid_to <= self.valid_from
        return "it would never be in force: valid_to does not come after valid_from. Mend the days" if never else ""

    def row(self, **names: str | None) -> bytes:
        """A JSON line that ingestion reads with `ROW_FIELDS`."""
        said = self.model_dump(mode="json", exclude={"metadata"}, exclude_none=True)
        told = {key: value for key, value in names.items() if value}
        return json.dumps({**self.metadata, **said, **told}, ensure_ascii=False).encode() + b"\n"


class DocumentIn(DocumentBody):
    """A document to keep."""

    uri: Name | None = Field(
        None, description=f"Its URI; `SOURCE:ID` where none is given, `{DEFAULT_SOURCE}` by default"
    )
    id: Name | None = Field(None, description="The id that your own system has for it; else the URI takes a hash")
    source: SourceName | None = Field(None, description="Collection that it belongs to")


class DocumentsIn(BaseModel):
    """Documents to keep."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "documents": [
                        {
                            "uri": "noi-quy/nghi-phep.txt",
                            "title": "Nội quy nghỉ phép",
                            "text": "Mỗi người lao động được nghỉ 12 ngày phép một năm.",
                            "source": "noi-quy",
                            "metadata": {"phòng": "Nhân sự"},
                        }
                    ]
                }
            ]
        },
    )

    documents: list[DocumentIn] = Field(fail_fast=True, min_length=1, max_length=10_000)

    def rows(self) -> Iterable[bytes]:
        """JSON lines that ingestion reads with `ROW_FIELDS`; blank for what cannot be kept, so that places hold."""
        return (b"\n" if document.problem else document.row() for document in self.documents)

    def rejects(self, file: str) -> list[JobReject]:
        """What cannot be kept, as rows of a file."""
        numbered = enumerate(self.documents, 1)
        return [JobReject(f"{file}:{line}", document.problem) for line, document in numbered if document.problem]


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
    context: str = Field(description="Short text that it inherits from what it belongs to")
    subject: str | None = Field(description="Id of the entity that it is about")
    mentions: int = Field(description="Places where it names an entity")
    entities: int = Field(description="Different entities that it names")
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


def document_detail(
    document: Document, chunks: int, *, mentions: int, entities: int, with_text: bool
) -> DocumentDetail:
    """A document in full."""
    return DocumentDetail(
        id=document.id,
        uri=document.uri,
        external_id=document.external_id,
        title=document.title,
        source=document.source,
        language=document.language,
        revision=document.revision,
        characters=len(document.text),
        chunks=chunks,
        published=document.published,
        validity=_validity(document.validity),
        instrument=document.instrument,
        version=document.version,
        path=list(document.path),
        context=document.context,
        subject=document.subject_id,
        mentions=mentions,
        entities=entities,
        metadata=dict(document.metadata),
        text=document.text if with_text else None,
    )


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
