"""What an ingestion run is asked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.model import DEFAULT_TENANT

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a source may ask of the machine.

    Attributes:
        file_bytes: Largest file that is read as one document (text, Markdown, HTML, PDF, DOCX, CSV).
        characters: Longest document; its chunks and what they name are held in memory together.
        row_bytes: Longest row of JSON lines, and largest JSON file, unpacked: it is held whole, and may be one row.
        unpacked_ratio: Unpacked to packed size from which on a compressed file counts as a bomb; Vietnamese
            JSON lines pack 6 to 12 times, with templates repeated up to 60.
        unpacked_free: Bytes that may be unpacked before that ratio is looked at.
        member_bytes: Most that one part of a DOCX may unpack to, however well it packs.
        archive_bytes: Most that a DOCX may unpack to in all.
        scan_bytes: Bytes of files of rows that are scanned beforehand to count its rows.
    """

    file_bytes: int = 100 * MEBIBYTE
    characters: int = 16_000_000
    row_bytes: int = 16 * MEBIBYTE
    unpacked_ratio: int = 200
    unpacked_free: int = 64 * MEBIBYTE
    member_bytes: int = 64 * MEBIBYTE
    archive_bytes: int = 128 * MEBIBYTE
    scan_bytes: int = 2048 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class ChunkOptions:
    """How documents are cut.

    Attributes:
        limit: Longest passage in characters; what fits stays whole.
        table_limit: Longest table in characters that stays whole.
    """

    limit: int = 1800
    table_limit: int = 6000


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """One run.

    Attributes:
        tenant: Owner of the documents.
        source: Name of the collection; by default the folder's name or the file's stem.
        fields: What a JSON row's keys mean, by our name (``{"id": "mapc"}``).
        sync: Delete documents of the sources read that are no longer there.
        vietnamese_only: Reject documents in other languages rather than keep them with a warning.
        workers: Processes; 0 is one a core.
        niceness: How far the processes stand back for others, as ``nice`` does (a server answers meanwhile).
        passing: Whether the paths are there for this run only (an upload): they are not remembered, and folders that
            were ingested before give them no names.
        schema_file: The user's own schema.
        limits: Sizes.
        chunking: How documents are cut.
    """

    tenant: str = DEFAULT_TENANT
    source: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    sync: bool = False
    vietnamese_only: bool = False
    workers: int = 0
    niceness: int = 0
    passing: bool = False
    schema_file: Path | None = None
    limits: Limits = Limits()
    chunking: ChunkOptions = ChunkOptions()

    @property
    def processes(self) -> int:
        """Number of worker processes."""
        return self.workers or os.cpu_count() or 1
