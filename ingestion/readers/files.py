"""Files by format: one document each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph.errors import UnreadableSource
from ingestion.model import Read, Reject
from ingestion.options import Limits
from ingestion.readers.common import Content, Origin, raw_document
from ingestion.readers.delimited import read_delimited
from ingestion.readers.docx import read_docx
from ingestion.readers.html import read_html
from ingestion.readers.markdown import read_markdown
from ingestion.readers.pdf import read_pdf
from ingestion.readers.streams import BROKEN_STREAM, PACKINGS, open_stream
from ingestion.readers.text import read_text

ROWS = "jsonl"
_FORMATS: Mapping[str, str] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": ROWS,
    ".ndjson": ROWS,
}
KNOWN = ", ".join(_FORMATS)
"""Endings of the files that are read, for messages."""
_READERS: Mapping[str, Callable[[bytes], Content]] = {
    "txt": read_text,
    "md": read_markdown,
    "html": read_html,
    "pdf": read_pdf,
    "csv": read_delimited,
}
_ADVICE: Mapping[str, str] = {
    ".zip": "Unpack it and give the folder",
    ".json": "Give it as JSON lines (.jsonl): one object a line",
    ".doc": "Save it as .docx",
    ".rtf": "Save it as .docx",
    ".xlsx": "Save each sheet as .csv",
    ".xls": "Save each sheet as .csv",
    ".ods": "Save each sheet as .csv",
}


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to read as one document.

    Attributes:
        path: Where it lies.
        format: One of the formats of `format_of`.
        origin: URI, collection and place of its document.
    """

    path: Path
    format: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class BytesTask:
    """Bytes that were read already (standard input) to read as one document."""

    data: bytes
    format: str
    origin: Origin


def format_of(name: str) -> str | None:
    """Format by the ending, without a compression ending; None where there is no reader for it."""
    return _FORMATS.get(PurePosixPath(unpacked_name(name)).suffix.lower())


def unpacked_name(name: str) -> str:
    """A file's name without its compression ending."""
    path = PurePosixPath(name)
    return str(path.with_suffix("")) if path.suffix.lower() in PACKINGS else name


def no_reader(name: str) -> str:
    """Why a file of that name is not read."""
    suffix = PurePosixPath(name).suffix.lower()
    return f"there is no reader for {suffix or 'files without an ending'}. {_ADVICE.get(suffix, f'Known are {KNOWN}')}"


def read_file(task: FileTask | BytesTask, limits: Limits) -> Read:
    """The document of a file, or why there is none."""
    try:
        content = _content(task, limits)
    except UnreadableSource as error:
        return Reject(task.origin.place, "read", f"the file {error}", task.origin.uri)
    except BROKEN_STREAM as error:
        return Reject(task.origin.place, "read", f"the file cannot be read: {error}", task.origin.uri)
    return raw_document(task.origin, content)


def _content(task: FileTask | BytesTask, limits: Limits) -> Content:
    if isinstance(task, BytesTask):
        data = task.data
    else:
        with open_stream(task.path) as stream:
            data = stream.read_whole(limits)
    if task.format == "docx":
        return read_docx(data, limits)
    return _READERS[task.format](data)
