"""DOCX by python-docx: paragraphs, headings and tables in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from graph.errors import UnreadableSource
from ingestion.model import Why
from ingestion.options import Limits
from ingestion.readers.builder import TextBuilder
from ingestion.readers.common import Content, same_title

_BROKEN = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    LookupError,
    ValueError,
    AttributeError,
    RuntimeError,
    NotImplementedError,
)
"""What python-docx lets through when a package is damaged, protected, or lacks a part."""

_HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)


def read_docx(data: bytes, limits: Limits) -> Content:
    """Reads a Word file.

    Raises:
        UnreadableSource: It is no DOCX, broken, protected, or unpacks to more than the limits allow.
    """
    _refuse_bombs(data, limits)
    try:
        return _read(docx.Document(io.BytesIO(data)))
    except _BROKEN as error:
        raise UnreadableSource(
            f"cannot be opened as DOCX ({error}). Remove its password, or save it again in a word processor",
            Why.NOT_OPENED,
        ) from error


def _read(document: WordDocument) -> Content:
    title = _title(document)
    builder = TextBuilder()
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            builder.table(list(_rows(block)))
        else:
            _add_paragraph(builder, block, title)
    text, outline = builder.build()
    return Content(text, "docx", title, outline)


def _refuse_bombs(data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = [entry.file_size for entry in archive.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        reason = f"is no DOCX file: it cannot be opened as a zip archive ({error})"
        raise UnreadableSource(reason, Why.NOT_OPENED) from error
    unpacked = sum(sizes)
    if unpacked > limits.unpacked_free and unpacked > limits.unpacked_ratio * len(data):
        raise UnreadableSource(
            f"unpacks to {unpacked:,} bytes from {len(data):,}: it looks like a decompression bomb and was not opened",
            Why.TOO_LARGE,
        )
    if unpacked > limits.archive_bytes or max(sizes, default=0) > limits.member_bytes:
        reason = f"unpacks to {unpacked:,} bytes, more than a DOCX may. Split it, or save it as text"
        raise UnreadableSource(reason, Why.TOO_LARGE)


def _title(document: WordDocument) -> str:
    for paragraph in document.paragraphs[:5]:
        if paragraph.style is not None and paragraph.style.name == "Title" and paragraph.text.strip():
            return paragraph.text.strip()
    return (document.core_properties.title or "").strip()


def _add_paragraph(builder: TextBuilder, paragraph: Paragraph, title: str) -> None:
    style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
    heading = _HEADING_STYLE.match(style)
    if (heading or style == "Title") and same_title(paragraph.text, title):
        return
    if heading:
        builder.heading(paragraph.text, int(heading[1]))
    elif style.startswith("List"):
        builder.paragraph(f"- {paragraph.text}" if paragraph.text.strip() else "")
    else:
        builder.paragraph(paragraph.text)


def _rows(table: Table) -> Iterator[list[str]]:
    """Rows of a table; a cell that spans several columns is given once."""
    for row in table.rows:
        seen: set[int] = set()
        cells = []
        for cell in row.cells:
            if id(cell._tc) not in seen:  # noqa: SLF001 python-docx shows merged cells only through their element
                seen.add(id(cell._tc))  # noqa: SLF001
                cells.append(cell.text)
        yield cells
