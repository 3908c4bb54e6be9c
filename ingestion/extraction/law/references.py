"""Legal references in a document: the articles and instruments that it names, and how it relates to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.model import Chunk, Document, EntityType
from graph.text.normalise import name_key
from graph.text.sentences import iter_sentences
from ingestion.extraction.law.grammar import Reference, scan
from ingestion.extraction.law.names import shipped_names
from ingestion.extraction.law.relations import ResolvedReference, relations_of
from ingestion.extraction.law.resolve import (
    SOURCE,
    LegalContext,
    LegalUnit,
    context_of,
    own_article_span,
    resolve,
    spans_of,
)
from ingestion.extraction.relations import RelationType
from ingestion.extraction.spans import NameSpan, Statement

_PATH_ARTICLE = re.compile(r"Điều (\d+[a-zđ]?)\b(?!\.\d)")
_DEFINITIONS = re.compile(r"[Gg]iải thích (?:từ ngữ|thuật ngữ|một số từ)|GIẢI THÍCH TỪ NGỮ")
_DEFINED = re.compile(
    r"^\s*(?:\d{1,3}\.|[a-zđ]\))\s*[“\"]?(?P<term>[A-ZĐÀ-Ỹ][^.;:\n“”\"]{1,100}?)[”\"]?\s*(?:\([^)\n]*\)\s*)?,?\s+"
    r"(?:được hiểu )?(?:là|bao gồm|gồm)\s",
    re.MULTILINE,
)
_LONGEST_TERM = 12
_QUOTED = re.compile(r"“[^”]*(?:”|\Z)")
_AMENDING_HEADER = re.compile(
    r"(?:^|[\n.:;]\s*)Sửa đổi(?:, bổ sung)?(?:, thay thế)?(?:, bãi bỏ)?(?: một số [^.;:\n]{0,60} của)?(?: các)? $"
)
_HEADER_WINDOW = 180

MentionIn = tuple[str, NameSpan]
"""Chunk id and the name in that chunk."""


def subject_of(document: Document) -> NameSpan | None:
    """The article or instrument that the document itself is, or None where it is no legal text.

    Rows of the official codification say it in the metadata field ``source`` (``(Điều 1 Luật số 57/2020/QH14 …)``);
    whole instruments in ``Document.instrument``, the title or the number at their head.

    Returns:
        An empty span at 0: it is the document as a whole that names it.
    """
    return own_article_span(context_of(document), 0, 0)


def find_references(document: Document, chunks: Sequence[Chunk]) -> tuple[list[MentionIn], list[Statement]]:
    """Legal articles and instruments that the document names, and the relations that it states about them.

    Args:
        document: The document.
        chunks: Its chunks, in order.

    Returns:
        Mentions with their chunks, and statements. Where the text itself is the head (``CITES``, ``BASED_ON``, …) and
        the sentence does not name it, the head has an empty span at the start of the sentence.
    """
    context = context_of(document)
    codified = context.own_article is not None
    mentions: list[MentionIn] = []
    statements: list[Statement] = []
    for chunk in chunks:
        if not codified:
            context.own_article = _article_of_path(chunk) or context.own_article
        defines = bool(_DEFINITIONS.search(document.title) or any(map(_DEFINITIONS.search, chunk.path)))
        references = scan(document.text, chunk.start, chunk.end, shipped_names())
        resolved = list(_resolved(document.text, chunk, references, context, codified=codified))
        mentions.extend((chunk.id, span) for reference, _ in resolved for span in _mentions(reference, context))
        statements.extend(_statements(document.text, chunk, resolved))
        if defines and context.own is not None:
            for statement in _definitions(document.text, chunk, context):
                mentions.append((chunk.id, statement.tail))
                statements.append(statement)
    return mentions, statements


def _article_of_path(chunk: Chunk) -> str | None:
    for heading in reversed(chunk.path):
        if match := _PATH_ARTICLE.search(heading):
            return match[1]
    return None


def _resolved(
    text: str, chunk: Chunk, references: list[Reference], context: LegalContext, *, codified: bool
) -> Iterator[tuple[ResolvedReference, LegalContext]]:
    """Each reference with its entities and the document's context at that place."""
    quotes = [match.span() for match in _QUOTED.finditer(text, chunk.start, chunk.end)] if references else []
    for reference in references:
        quoted = any(start < reference.start < end for start, end in quotes)
        if reference.heading and not quoted and not codified:
            context.own_article, context.amended = reference.articles[0].number, None
        meant = resolve(reference, context, quoted)
        if meant is None:
            continue
        unit, confidence = meant
        _note_amended(text, chunk, reference, unit, context)
        own = context.own is not None and unit.key == context.own.key and _names_itself(reference)
        if reference.this_article:
            here = own_article_span(context, reference.start, reference.end)
            spans: tuple[NameSpan, ...] = (here,) if own and here is not None else ()
        else:
            spans = spans_of(reference, unit)
        if spans:
            yield ResolvedReference(reference, spans, confidence, own), replace(context)


def _names_itself(reference: Reference) -> bool:
    """``Điều này`` or ``Luật này`` alone."""
    this = reference.instrument is not None and reference.instrument.this
    return reference.this_article or (this and not reference.articles)


def _note_amended(text: str, chunk: Chunk, reference: Reference, unit: LegalUnit, context: LegalContext) -> None:
    """Remembers the instrument of a header ``Sửa đổi, bổ sung một số điều của …`` for what follows."""
    if reference.instrument is None or reference.articles:
        return
    if _AMENDING_HEADER.search(text[max(chunk.start, reference.start - _HEADER_WINDOW) : reference.start]):
        context.amended = unit


def _mentions(reference: ResolvedReference, context: LegalContext) -> Iterator[NameSpan]:
    yield from reference.spans
    instrument = reference.reference.instrument
    if instrument is None or not reference.reference.articles or reference.reference.inherited:
        return
    key, name = reference.spans[0].key.rsplit("|", 1)[0], reference.spans[0].name.split(" ", 2)[2]
    yield NameSpan(instrument.start, instrument.end, EntityType.LEGAL_DOCUMENT.value, key, name, SOURCE)


def _statements(text: str, chunk: Chunk, resolved: list[tuple[ResolvedReference, LegalContext]]) -> Iterator[Statement]:
    if not resolved:
        return
    place = 0
    for start, end in iter_sentences(text, chunk.start, chunk.end):
        first = place
        while place < len(resolved) and resolved[place][0].reference.start < end:
            place += 1
        if place > first:
            references = [reference for reference, _ in resolved[first:place]]
            yield from relations_of(text, (chunk.id, start, end), references, resolved[first][1])


def _definitions(text: str, chunk: Chunk, context: LegalContext) -> Iterator[Statement]:
    for match in _DEFINED.finditer(text, chunk.start, chunk.end):
        start, end = match.span("term")
        term = text[start:end]
        head = own_article_span(context, match.start(), match.start())
        if head is None or len(term.split()) > _LONGEST_TERM:
            continue
        tail = NameSpan(start, end, EntityType.CONCEPT.value, name_key(term), term, SOURCE)
        line_end = text.find("\n", end, chunk.end)
        line_start = start - len(text[match.start() : start].lstrip())
        yield Statement(
            head, RelationType.DEFINES.value, tail, chunk.id, line_start, line_end if line_end > 0 else chunk.end,
            "law:defines", 0.95,
        )  # fmt: skip
