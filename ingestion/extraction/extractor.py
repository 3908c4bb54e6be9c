"""Extraction of a whole document: names, legal references, values and relations become entities with evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from graph.model import Chunk, Document, Extraction
from graph.text.sentences import iter_sentences
from ingestion.extraction.assembly import Assembly
from ingestion.extraction.law import find_references
from ingestion.extraction.names import NameTagger, shipped_hash
from ingestion.extraction.relations import PatternTable, find_relations, shipped_patterns
from ingestion.extraction.resolution import bare_title, merge, resolve_names
from ingestion.extraction.schema import EMPTY_SCHEMA, Glossary, load_schema
from ingestion.extraction.spans import NameSpan, SentenceSpans
from ingestion.extraction.values import find_values

VERSION = "2"
"""Counts up when the same text would give other entities or relations."""


class DocumentExtractor:
    """Finds entities and relations in documents, without a language model.

    Reads the shipped lists on creation; keeps nothing of a document, so that one instance serves a whole process.
    """

    def __init__(self, schema_file: Path | None = None) -> None:
        """Prepares the extractors.

        Args:
            schema_file: The user's ``schema.yaml``.

        Raises:
            InputError: The schema cannot be used.
        """
        schema = load_schema(schema_file) if schema_file else EMPTY_SCHEMA
        self._names = NameTagger()
        self._glossary = Glossary(schema.glossary)
        self._patterns = PatternTable.compile([*shipped_patterns(), *schema.patterns()], schema.entity_types)
        settings = f"{VERSION}\n{shipped_hash()}\n{schema.model_dump_json()}"
        self._fingerprint = hashlib.blake2b(settings.encode(), digest_size=8).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Changes when extraction from an unchanged text would: version, shipped data and schema."""
        return self._fingerprint

    def extract(self, document: Document, chunks: Sequence[Chunk]) -> tuple[Document, Extraction]:
        """Extracts one document.

        Args:
            document: The document; its text holds the chunks.
            chunks: Its chunks, in order.

        Returns:
            The document with its subject, and what was found in it.
        """
        references, legal_statements = find_references(document, chunks)
        sentences = self._sentences(document, chunks, references)
        resolution = resolve_names(document, sentences, self._names.type_of(bare_title(document.title)))
        statements = [
            *legal_statements,
            *resolution.statements,
            *find_relations(document, resolution.sentences, resolution.subject, self._patterns),
        ]
        assembly = Assembly(document.tenant, chunks, document.text)
        subject_id = assembly.add_subject(resolution.subject) if resolution.subject else None
        assembly.add_names(resolution.sentences)
        assembly.add_statements(statements)
        return replace(document, subject_id=subject_id), assembly.extraction()

    def _sentences(
        self, document: Document, chunks: Sequence[Chunk], references: Iterable[tuple[str, NameSpan]]
    ) -> list[SentenceSpans]:
        """Sentences of all chunks with their names, legal references first where they overlap."""
        places = [
            (chunk.id, start, end)
            for chunk in chunks
            for start, end in iter_sentences(document.text, chunk.start, chunk.end)
        ]
        tagged = self._names.tag(document, [(start, end) for _, start, end in places])
        legal = _by_sentence(places, references)
        return [
            SentenceSpans(
                chunk_id, start, end, self._names_of(document.text, (start, end), legal[index], tagged[index])
            )
            for index, (chunk_id, start, end) in enumerate(places)
        ]

    def _names_of(
        self, text: str, place: tuple[int, int], legal: Sequence[NameSpan], tagged: Sequence[NameSpan]
    ) -> tuple[NameSpan, ...]:
        names = merge(legal, merge(self._glossary.find(text, *place), tagged))
        return merge(names, find_values(text, *place))


def _by_sentence(
    places: Sequence[tuple[str, int, int]], references: Iterable[tuple[str, NameSpan]]
) -> list[list[NameSpan]]:
    """Legal names by the sentence that holds them whole."""
    found: list[list[NameSpan]] = [[] for _ in places]
    index = 0
    for _, span in sorted(references, key=lambda reference: (reference[1].start, -reference[1].end)):
        while index < len(places) and places[index][2] <= span.start:
            index += 1
        if index < len(places) and span.end <= places[index][2]:
            found[index].append(span)
    return found
