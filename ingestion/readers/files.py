"""Files by format: one document each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph.errors import UnreadableSource
from ingestion.model import Read, Reject, Why
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
    ".json": ROWS,
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
_ADVICE: Mapping[Why, str] = {
    Why.ARCHIVE: "Unpack it and give the folder",
    Why.OTHER_DOCUMENT: "Save it as .docx",
    Why.SPREADSHEET: "Save each sheet as .csv",
    Why.UNKNOWN_FORMAT: f"Known are {KNOWN}",
}
_UNREAD: Mapping[str, Why] = {
    ".zip": Why.ARCHIVE,
    ".rar": Why.ARCHIVE,
    ".7z": Why.ARCHIVE,
    ".doc": Why.OTHER_DOCUMENT,
    ".rtf": Why.OTHER_DOCUMENT,
    ".odt": Why.OTHER_DOCUMENT,
    ".xlsx": Why.SPREADSHEET,
    ".xls": Why.SPREADSHEET,
    ".ods": Why.SPREADSHEET,
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


def no_reader(origin: Origin) -> Reject:
    """What becomes of a file for whose ending there is no reader."""
    suffix = PurePosixPath(origin.place).suffix.lower()
    why = _UNREAD.get(suffix, Why.UNKNOWN_FORMAT)
    reason = f"there is no reader for {suffix or 'files without an ending'}. {_ADVICE[why]}"
    return Reject(origin.place, "read", reason, origin.uri, why)


def read_file(task: FileTask | BytesTask, limits: Limits) -> Read:
    """The document of a file, or why there is none."""
    try:
        content = _content(task, limits)
    except UnreadableSource as error:
        return Reject(task.origin.place, "read", f"the file {error}", task.origin.uri, error.why)
    except BROKEN_STREAM as error:
        reason = f"the file cannot be read: {error}"
        return Reject(task.origin.place, "read", reason, task.origin.uri, Why.NOT_OPENED)
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
