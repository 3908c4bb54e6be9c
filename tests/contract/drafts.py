"""Short records for the suites, written as marked text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graph.model import (
    SAME_AS,
    Chunk,
    Document,
    DocumentRecord,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Relation,
    content_hash,
)
from graph.text.normalise import name_key

TENANT = "lan"
_MARK = re.compile(r"\[([^\]]+)\]")
Stated = tuple[str, str, str, int]
"""Head, type, tail, ordinal of the paragraph that states it."""


def entity(name: str, *aliases: str, tenant: str = TENANT, type_: str = "Concept") -> Entity:
    """The entity of that name."""
    key = name_key(name)
    return Entity(Entity.make_id(tenant, type_, key), tenant, type_, key, name, aliases)


def entity_id(name: str) -> str:
    """Its id."""
    return entity(name).id


def relation_id(head: str, type_: str, tail: str) -> str:
    """Id of a relation between two names."""
    return Relation.make_id(entity_id(head), type_, entity_id(tail))


def draft(
    uri: str,
    *paragraphs: str,
    about: str | None = None,
    states: Iterable[Stated] = (),
    aliases: Mapping[str, tuple[str, ...]] | None = None,
    tenant: str = TENANT,
    source: str = "thu",
    fingerprint: str = "f1",
    confidence: float = 0.9,
) -> DocumentRecord:
    """A record whose chunks are the paragraphs; ``[Hà Nội]`` marks a mention, brackets included in no text."""
    document_id = Document.make_id(tenant, uri)
    plain = [_MARK.sub(r"\1", paragraph) for paragraph in paragraphs]
    text = "\n".join(plain)
    hashed = content_hash(uri + text)
    chunks, mentions, start = [], [], 0
    for ordinal, (paragraph, words) in enumerate(zip(paragraphs, plain, strict=True)):
        chunk = Chunk(Chunk.make_id(document_id, hashed, ordinal), document_id, ordinal, start, start + len(words))
        chunks.append(chunk)
        for count, mark in enumerate(_MARK.finditer(paragraph)):
            first = start + mark.start() - 2 * count
            named = entity(mark[1], tenant=tenant)
            mentions.append(Mention(chunk.id, named.id, first, first + len(mark[1])))
        start += len(words) + 1
    names = dict.fromkeys(mark[1] for paragraph in paragraphs for mark in _MARK.finditer(paragraph))
    entities = {e.id: e for e in (entity(n, *(aliases or {}).get(n, ()), tenant=tenant) for n in names)}
    relations, evidence = {}, []
    for head, type_, tail, ordinal in states:
        ends = entity(head, tenant=tenant).id, entity(tail, tenant=tenant).id
        relation = Relation(Relation.make_id(ends[0], type_, ends[1]), ends[0], type_, ends[1])
        relations[relation.id] = relation
        chunk = chunks[ordinal]
        evidence.append(Evidence(relation.id, chunk.id, chunk.start, chunk.end, "test", confidence))
    document = Document(
        id=document_id,
        tenant=tenant,
        uri=uri,
        title=about or uri,
        text=text,
        source=source,
        external_id=f"id-{uri}",
        content_hash=hashed,
        fingerprint=fingerprint,
        subject_id=None if about is None else entity(about, tenant=tenant).id,
    )
    extraction = Extraction(tuple(entities.values()), tuple(mentions), tuple(relations.values()), tuple(evidence))
    return DocumentRecord(document, tuple(chunks), extraction)


def same(name: str, other: str, ordinal: int = 0) -> Stated:
    """The assertion that two names are one entity."""
    return name, SAME_AS, other, ordinal


def with_revision(record: DocumentRecord, number: int) -> DocumentRecord:
    """The record as a store gives it back: numbered, parts in the store's order."""
    given = record.extraction
    extraction = Extraction(
        tuple(sorted(given.entities, key=lambda e: e.id)),
        tuple(sorted(given.mentions, key=lambda m: (m.start, m.end, m.entity_id))),
        tuple(sorted(given.relations, key=lambda r: r.id)),
        tuple(sorted(given.evidence, key=lambda e: (e.start, e.end, e.relation_id, e.extractor))),
    )
    return DocumentRecord(replace(record.document, revision=number), record.chunks, extraction)
