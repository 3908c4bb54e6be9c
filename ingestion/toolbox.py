"""The extractor and the encoders that turn drafts into records and points."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.embedding.factory import open_embedder
from graph.model import DocumentRecord
from graph.ports import Embedder, VectorPoint
from graph.retrieval.sparse import SparseEncoder
from ingestion.chunking.chunker import CHUNKER_VERSION, chunk
from ingestion.extraction.extractor import DocumentExtractor
from ingestion.model import Draft
from ingestion.options import IngestOptions
from ingestion.steps.sign import signature_bytes
from ingestion.vectors import points_of

READERS_VERSION = "readers-4"


@dataclass(frozen=True, slots=True)
class Finished:
    """Records and their points, in the order of the drafts, with the seconds by step."""

    records: tuple[DocumentRecord, ...]
    points: tuple[VectorPoint, ...]
    seconds: Mapping[str, float]


class Toolbox:
    """What a process needs to finish drafts; each tool is made when it is first used."""

    def __init__(self, options: IngestOptions, embedder_url: str) -> None:
        self.options = options
        self._embedder_url = embedder_url

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the same source would give other chunks or extractions."""
        chunking = self.options.chunking
        chunks = f"{CHUNKER_VERSION}-{chunking.limit}-{chunking.table_limit}"
        return f"{READERS_VERSION}/{chunks}/{self._sparse.fingerprint}/{self._extractor.fingerprint}"

    def finish(self, drafts: Sequence[Draft]) -> Finished:
        """Chunks, extracts and encodes drafts."""
        started = time.perf_counter()
        chunked = [(draft.document, chunk(draft, self.options.chunking)) for draft in drafts]
        after_chunks = time.perf_counter()
        records = []
        for draft, (document, chunks) in zip(drafts, chunked, strict=True):
            extracted, extraction = self._extractor.extract(replace(document, fingerprint=self.fingerprint), chunks)
            records.append(DocumentRecord(extracted, chunks, extraction, signature_bytes(draft.signature)))
        after_extraction = time.perf_counter()
        points = points_of(records, self._sparse, self._embedder)
        seconds = {
            "chunk": after_chunks - started,
            "extract": after_extraction - after_chunks,
            "encode": time.perf_counter() - after_extraction,
        }
        return Finished(tuple(records), tuple(points), seconds)

    @cached_property
    def _extractor(self) -> DocumentExtractor:
        return DocumentExtractor(self.options.schema_file)

    @cached_property
    def _sparse(self) -> SparseEncoder:
        return SparseEncoder()

    @cached_property
    def _embedder(self) -> Embedder:
        return open_embedder(self._embedder_url)
