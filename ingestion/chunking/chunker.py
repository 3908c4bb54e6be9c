"""Cuts a document into chunks.

A text that fits stays whole; a longer one is cut at its headings, so that a section with all below it that fits stays
whole (an article of law is always a chunk of its own). Tables are chunks of their own, with a short line that
introduces them. The chunks are in order, do not overlap, and cover every character that is not white space.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from graph.model import Chunk, ChunkKind
from ingestion.chunking.law import Clauses, legal_titles
from ingestion.chunking.pieces import Piece, Section, Title, sections_of, with_bare_headings, with_short_families
from ingestion.chunking.split import LEGAL, PLAIN, ROWS, split
from ingestion.model import Draft, TableSpan
from ingestion.options import ChunkOptions

CHUNKER_VERSION = "chunks-1"

_PIPED = re.compile(r"(?:^[^\n|]*\|[^\n]*(?:\n|\Z)){2,}", re.MULTILINE)
_INTRODUCTION = 200
_LONGEST_HEADER = 160


def chunk(draft: Draft, options: ChunkOptions) -> tuple[Chunk, ...]:
    """The chunks of a draft's document."""
    document = draft.document
    pages = [page.start for page in draft.outline.pages]
    chunks: list[Chunk] = []
    for piece in _trimmed(document.text, _pieces(draft, options)):
        ordinal = len(chunks)
        page = bisect_right(pages, piece.start)
        chunks.append(
            Chunk(
                id=Chunk.make_id(document.id, document.content_hash, ordinal),
                document_id=document.id,
                ordinal=ordinal,
                start=piece.start,
                end=piece.end,
                path=piece.path,
                page=draft.outline.pages[page - 1].number if page else None,
                kind=piece.kind,
                validity=document.validity,
            )
        )
    return tuple(chunks)


def _trimmed(text: str, pieces: Iterator[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        inner = text[piece.start : piece.end]
        stripped = inner.strip()
        if stripped:
            start = piece.start + inner.index(stripped)
            yield Piece(start, start + len(stripped), piece.path, piece.kind)


def _pieces(draft: Draft, options: ChunkOptions) -> Iterator[Piece]:
    document = draft.document
    text = document.text
    titles = legal_titles(text)
    is_legal = bool(titles) or document.instrument is not None
    if not titles:
        titles = [Title(h.start, h.end, h.level, text[h.start : h.end]) for h in draft.outline.headings]
    tables = draft.outline.tables or tuple(_piped_tables(text))

    def fits(start: int, end: int) -> bool:
        return end - start <= options.limit and not _tables_in(tables, start, end)

    sections = with_short_families(sections_of(text, titles, document.title), fits)
    for section in with_bare_headings(text, sections):
        yield from _section_pieces(text, section, tables, options, is_legal=is_legal)


def _piped_tables(text: str) -> Iterator[TableSpan]:
    """Tables drawn with ``|`` in plain text."""
    if "|" in text:
        for match in _PIPED.finditer(text):
            yield TableSpan(match.start(), match.end(), match[0].split("\n", 1)[0].strip())


def _tables_in(tables: tuple[TableSpan, ...], start: int, end: int) -> list[TableSpan]:
    return [table for table in tables if start <= table.start and table.end <= end]


def _section_pieces(
    text: str, section: Section, tables: tuple[TableSpan, ...], options: ChunkOptions, *, is_legal: bool
) -> Iterator[Piece]:
    at = section.start
    for table in _tables_in(tables, section.start, section.end):
        start = at if len(text[at : table.start].strip()) <= _INTRODUCTION else table.start
        yield from _text_pieces(text, section, (at, start), options, is_legal=is_legal)
        yield from _table_pieces(text, section, (start, table.end), table.header, options)
        at = table.end
    yield from _text_pieces(text, section, (at, section.end), options, is_legal=is_legal)


def _text_pieces(
    text: str, section: Section, span: tuple[int, int], options: ChunkOptions, *, is_legal: bool
) -> Iterator[Piece]:
    parts = split(text, span, options.limit, LEGAL if is_legal else PLAIN)
    clauses = Clauses(text, section.body, section.end) if is_legal and len(parts) > 1 else None
    for start, end in parts:
        yield Piece(start, end, section.path + (clauses.labels(start, end) if clauses else ()))


def _table_pieces(
    text: str, section: Section, span: tuple[int, int], header: str, options: ChunkOptions
) -> Iterator[Piece]:
    """A table whole; one that is too long by rows, its header in the path of the later parts."""
    for place, (start, end) in enumerate(split(text, span, options.table_limit, ROWS)):
        path = section.path if place == 0 else (*section.path, f"Bảng: {header[:_LONGEST_HEADER]}")
        yield Piece(start, end, path, ChunkKind.TABLE)
