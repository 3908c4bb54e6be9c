"""Documents: sent, listed, read, replaced and deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from app.api.bodies import json_schema, read_file, read_form, read_json
from app.api.deps import ReaderDep, ServicesDep, WriterDep
from app.api.document_bodies import NAME, ROW_FIELDS, DocumentBody, DocumentsIn, SourceName
from app.api.document_models import (
    ChunkOut,
    DocumentDetail,
    DocumentEntityOut,
    DocumentOut,
    SpanOut,
    chunk_out,
    document_detail,
    document_out,
    with_text,
)
from app.api.job_models import JobOut, job_out
from app.api.middleware.body_size import media_type
from app.api.openapi import problems
from app.api.paging import Limit, Offset, Page, page_of
from app.document_view import DocumentEntity, chunk_of, contents_of, entities_of
from app.job_options import DEFAULT_SOURCE, JobOptions
from app.ports import Job
from app.problem import Problem
from graph.model import Document
from ingestion.readers.fields import FIELD_NAMES, SOURCE, URI
from ingestion.writer import delete_documents

router = APIRouter(prefix="/documents", tags=["documents"])
chunks = APIRouter(prefix="/chunks", tags=["documents"])

_ROWS = "documents.jsonl"
_NAMED = 10
"""Files by which a job is told."""
_ROW_TYPES = frozenset({"application/x-ndjson", "application/jsonl", "application/x-jsonlines"})
_FORM, _JSON = "multipart/form-data", "application/json"
_FILES = {
    "type": "array",
    "items": {"type": "string", "format": "binary"},
    "minItems": 1,
    "description": "Files, many at once",
}
_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _FORM: {
                "schema": {
                    "type": "object",
                    "properties": {"files": _FILES},
                    "required": ["files"],
                    "additionalProperties": False,
                },
                "example": {"files": ["(noi-quy.docx)", "(luong.csv)"]},
            },
            _JSON: {"schema": json_schema(DocumentsIn)},
            "application/x-ndjson": {
                "schema": {
                    "type": "string",
                    "description": "One JSON object a line, with `text`",
                },
                "example": '{"id": "12", "title": "Nghỉ phép", "text": "Mỗi năm được nghỉ 12 ngày phép."}\n',
            },
        },
    }
}
_REPLACEMENT: dict[str, Any] = {
    "requestBody": {"required": True, "content": {_JSON: {"schema": json_schema(DocumentBody)}}}
}
_REFUSED = problems("unsupported_media_type", "bad_input", "overloaded", "store_full")
_FieldPair = Annotated[str, Field(max_length=200, pattern=f"^({'|'.join(FIELD_NAMES)})={NAME}$")]
_REFERENCE = (
    "The document's id, URI, or the id that its source gave. Of a document whose URI ends in `/chunks` or `/entities` "
    "only the id will do: such an address asks for the passages or entities of the document named before it"
)


async def _document(
    reference: Annotated[str, Path(description=_REFERENCE)], services: ServicesDep, caller: ReaderDep
) -> Document:
    return await services.ports.graph.document(caller.tenant, reference)


DocumentDep = Annotated[Document, Depends(_document)]


def _options(
    source: Annotated[
        SourceName | None, Query(description=f"Collection that the documents belong to; `{DEFAULT_SOURCE}` by default")
    ] = None,
    vietnamese_only: Annotated[bool, Query(description="Reject documents in other languages")] = False,
    field: Annotated[
        list[_FieldPair],
        Query(max_length=20, description="For JSON lines, NAME=KEY: the key of a row that holds id, title, text …"),
    ] = [],  # noqa: B006 - FastAPI copies it
) -> JobOptions:
    fields = {name: key for name, _, key in (pair.partition("=") for pair in field)}
    return JobOptions(source, fields, vietnamese_only)


OptionsDep = Annotated[JobOptions, Depends(_options)]


@router.post("", status_code=202, openapi_extra=_UPLOAD, responses=_REFUSED)
async def add_documents(
    request: Request, response: Response, services: ServicesDep, caller: WriterDep, options: OptionsDep
) -> JobOut:
    """Takes documents in: files, JSON, or JSON lines. Answers at once with the job that reads them.

    A document that has not changed is left alone, a changed one is replaced. The URI of a file is its name, that of
    a JSON document its `uri` or `SOURCE:ID`, that of a row in a file `FILE:ID` (`SOURCE:ID` where a source is given).
    """
    kind = media_type(request.headers)
    async with services.jobs.folder(caller) as (job_id, folder):
        if kind == _FORM:
            form = await read_form(request, folder)
            told = replace(options, files=form.names[:_NAMED], file_count=len(form.names))
            job = await services.jobs.submit(caller.tenant, job_id, told, rejects=form.rejects)
        elif kind == _JSON:
            sent = await read_json(request, DocumentsIn)
            await asyncio.to_thread(_write_rows, folder / _ROWS, sent.rows())
            told = JobOptions(options.source or DEFAULT_SOURCE, ROW_FIELDS, options.vietnamese_only)
            job = await services.jobs.submit(
                caller.tenant, job_id, told, total=len(sent.documents), rejects=sent.rejects(_ROWS)
            )
        elif kind in _ROW_TYPES:
            await read_file(request, folder / _ROWS)
            fields = {URI: URI, SOURCE: SOURCE, **options.fields}
            told = JobOptions(options.source or DEFAULT_SOURCE, fields, options.vietnamese_only)
            job = await services.jobs.submit(caller.tenant, job_id, told)
        else:
            raise _unknown_type(kind, (_FORM, _JSON, "application/x-ndjson"))
    return _accepted(job, response)


def _write_rows(path: FilePath, rows: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(rows)


def _unknown_type(kind: str, known: Iterable[str]) -> Problem:
    return Problem("unsupported_media_type", f"The body is {kind or 'of no type'}; it may be {', '.join(known)}.")


def _accepted(job: Job, response: Response) -> JobOut:
    response.headers["Location"] = f"/jobs/{job.id}"
    return job_out(job)


@router.get("")
async def list_documents(
    services: ServicesDep,
    caller: ReaderDep,
    query: Annotated[str | None, Query(max_length=200, description="Words of the title or the URI")] = None,
    source: Annotated[str | None, Query(max_length=200, description="Only this collection")] = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Page[DocumentOut]:
    """Lists documents, by title."""
    found = await services.ports.graph.documents(
        caller.tenant, source=source, query=query, offset=offset, limit=limit + 1
    )
    return page_of([document_out(document) for document in found], limit)


@router.get("/{reference:path}/chunks")
async def document_chunks(
    document: DocumentDep, services: ServicesDep, offset: Offset = 0, limit: Limit = 50
) -> Page[ChunkOut]:
    """Lists the passages of a document, in order."""
    graph = services.ports.graph
    ids = [chunk.id for chunk in await graph.document_chunks(document.id)]
    passages = await graph.passages(ids[offset : offset + limit])
    return Page(items=[chunk_out(passage) for passage in passages], more=len(ids) > offset + limit)


@router.get("/{reference:path}/entities")
async def document_entities(
    document: DocumentDep, services: ServicesDep, offset: Offset = 0, limit: Limit = 200
) -> Page[DocumentEntityOut]:
    """Lists what a document names, first named first, with every place, so that a page can mark them.

    A page tells 20,000 places at most, so it may hold fewer entities than `limit`, and of one that is named in more
    places the first ones.
    """
    found, more = await entities_of(services.ports.graph, document.id, offset=offset, limit=limit)
    return Page(items=[_entity_out(item) for item in found], more=more)


def _entity_out(found: DocumentEntity) -> DocumentEntityOut:
    entity = found.entity
    mentions = [SpanOut(start=site.start, end=site.end, chunk_id=site.chunk_id) for site in found.mentions]
    return DocumentEntityOut(
        id=entity.id, name=entity.name, type=entity.type, aliases=list(entity.aliases), mentions=mentions
    )


@router.get("/{reference:path}", response_model=DocumentDetail)
async def get_document(
    document: DocumentDep,
    services: ServicesDep,
    text: Annotated[bool, Query(description="Return the whole text too")] = False,
) -> DocumentDetail | StreamingResponse:
    """Returns a document: what is known of it, and its text where asked."""
    detail = document_detail(document, await contents_of(services.ports.graph, document.id))
    return StreamingResponse(with_text(detail, document.text), media_type=_JSON) if text else detail


@router.put(
    "/{reference:path}", status_code=202, openapi_extra=_REPLACEMENT, responses={**_REFUSED, **problems("conflict")}
)
async def replace_document(
    request: Request, response: Response, document: DocumentDep, services: ServicesDep, caller: WriterDep
) -> JobOut:
    """Replaces what a document says. Its id, URI and collection stay, and its title where none is given.

    The old version answers until the job has written the new one, and stays where the job rejects that.
    """
    kind = media_type(request.headers)
    if kind != _JSON:
        raise _unknown_type(kind, (_JSON,))
    async with services.jobs.folder(caller) as (job_id, folder):
        body = await read_json(request, DocumentBody)
        given_id = document.external_id if document.external_id != document.uri else None
        if body.problem:
            raise Problem("conflict", f"The document stays as it is: {body.problem}.")
        row = body.row(uri=document.uri, id=given_id, source=document.source, title=body.title or document.title)
        await asyncio.to_thread(_write_rows, folder / _ROWS, [row])
        options = JobOptions(document.source, ROW_FIELDS)
        job = await services.jobs.submit(caller.tenant, job_id, options, total=1)
    return _accepted(job, response)


@router.delete("/{reference:path}", status_code=204)
async def delete_document(document: DocumentDep, services: ServicesDep, caller: WriterDep) -> None:
    """Deletes a document and exactly what nothing else supports."""
    ports = services.ports
    await delete_documents(ports.graph, ports.vectors, ports.embedder, caller.tenant, [document.id])


@chunks.get("/{chunk_id}")
async def get_chunk(
    chunk_id: Annotated[str, Path(description="Id of a passage")], services: ServicesDep, caller: ReaderDep
) -> ChunkOut:
    """Returns a passage with its text and where it stands."""
    return chunk_out(await chunk_of(services.ports.graph, caller.tenant, chunk_id))
