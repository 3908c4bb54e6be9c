"""Raw documents become drafts: text in NFC without control characters, spans moved along, ids set."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from graph.model import Document
from graph.text.normalise import nfc
from ingestion.model import NO_OUTLINE, Draft, Item, Outline, RawDocument, Read, Reject, Why

_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_HALF_CHARACTER = "holds half of a surrogate pair, which is no character. Write it out again"


def normalise(items: Iterable[Read], tenant: str) -> Iterator[Item]:
    """Makes drafts of what readers found."""
    for item in items:
        if isinstance(item, Reject):
            yield item
        elif any(map(_SURROGATE.search, _strings(item))):
            uri = None if _SURROGATE.search(item.uri) else item.uri
            yield Reject(item.place, "read", _HALF_CHARACTER, uri, Why.ENCODING)
        else:
            yield _draft(item, tenant)


def _strings(raw: RawDocument) -> Iterator[str]:
    """All that a document says in words."""
    yield from (raw.uri, raw.title, raw.text, raw.language or "", raw.instrument or "", raw.version or "")
    yield from raw.path
    for key, value in raw.metadata.items():
        yield from (key, value)


def _draft(raw: RawDocument, tenant: str) -> Draft:
    text, outline = clean_with_outline(raw.text, raw.outline)
    uri = clean(raw.uri)
    document = Document(
        id=Document.make_id(tenant, uri),
        tenant=tenant,
        uri=uri,
        title=" ".join(clean(raw.title).split()),
        text=text,
        source=clean(raw.source),
        external_id=clean(raw.external_id),
        language=raw.language or "",
        published=raw.published,
        validity=raw.validity,
        instrument=raw.instrument,
        version=raw.version,
        path=tuple(map(clean, raw.path)),
        metadata={clean(key): clean(value) for key, value in raw.metadata.items()},
    )
    return Draft(document, outline, raw.place, raw.titled, warnings=raw.warnings)


def clean(text: str) -> str:
    """NFC, without control and invisible characters."""
    return _UNWANTED.sub("", nfc(text)) if _UNWANTED.search(text) else nfc(text)


def clean_with_outline(text: str, outline: Outline) -> tuple[str, Outline]:
    """The clean text, and the outline with its offsets moved along."""
    if outline == NO_OUTLINE:
        return clean(text), outline
    if unicodedata.is_normalized("NFC", text) and not _UNWANTED.search(text):
        return text, outline
    cuts = sorted({0, len(text), *_offsets(outline)})
    pieces = [clean(text[start:end]) for start, end in pairwise(cuts)]
    moved = [0]
    for piece in pieces:
        moved.append(moved[-1] + len(piece))

    def at(offset: int) -> int:
        return moved[bisect_left(cuts, offset)]

    return "".join(pieces), Outline(
        tuple(replace(item, start=at(item.start), end=at(item.end)) for item in outline.headings),
        tuple(replace(item, start=at(item.start), end=at(item.end)) for item in outline.tables),
        tuple(replace(item, start=at(item.start)) for item in outline.pages),
    )


def _offsets(outline: Outline) -> Iterator[int]:
    for heading in outline.headings:
        yield from (heading.start, heading.end)
    for table in outline.tables:
        yield from (table.start, table.end)
    for page in outline.pages:
        yield page.start
