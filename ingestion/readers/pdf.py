"""PDF by PDFium: text page by page, lines joined into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2 as pdfium

from graph.errors import UnreadableSource
from ingestion.model import Why
from ingestion.readers.builder import TextBuilder
from ingestion.readers.common import Content

_PAGE_NUMBER = re.compile(r"[-–— ]*(?:[Tt]rang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–— ]*")
_OPENS_BLOCK = re.compile(
    r"(?:[-–•+*]\s|\d{1,3}(?:\.\d{1,3})*[.)]\s|[a-zđ]\)\s|"
    r"(?:Điều|Chương|CHƯƠNG|Mục|MỤC|Phần|PHẦN|Phụ lục|PHỤ LỤC)\s+[\dIVXLC])"
)
_ENDS = (".", ":", ";", "!", "?", "…", ".”", '."')
_FULL_LINE = 0.75
_MADE_UP_TITLE = re.compile(
    r"^(?:Microsoft Word|untitled|\(?(?:anonymous|unspecified)\)?$|.*\.(?:docx?|pdf|indd)$)", re.IGNORECASE
)


def read_pdf(data: bytes) -> Content:
    """Reads a PDF file.

    Raises:
        UnreadableSource: It is encrypted or broken, or holds no text.
    """
    builder = TextBuilder()
    try:
        with pdfium.PdfDocument(data) as document:
            for number, page_text in enumerate(_pages(document), 1):
                builder.page(number)
                for paragraph in _paragraphs(page_text):
                    builder.paragraph(paragraph)
            title = (document.get_metadata_dict().get("Title") or "").strip()
    except pdfium.PdfiumError as error:
        raise UnreadableSource(_unopened(error), Why.NOT_OPENED) from error
    text, outline = builder.build()
    if not text:
        reason = "holds no text: its pages are pictures. Run text recognition (OCR) over it first"
        raise UnreadableSource(reason, Why.NO_TEXT)
    return Content(text, "pdf", "" if _MADE_UP_TITLE.match(title) else title, outline)


def _unopened(error: pdfium.PdfiumError) -> str:
    """What to tell of a file that PDFium does not open: only some are locked by a password."""
    told = str(error).strip().rstrip(".")
    locked = "password" in told.lower() or "security" in told.lower()
    advice = "Remove its password" if locked else "It is damaged or no PDF: get it anew, or save it again as PDF"
    return f"cannot be opened as PDF ({told}). {advice}"


def _pages(document: pdfium.PdfDocument) -> Iterator[str]:
    for page in document:
        text_page = page.get_textpage()
        yield text_page.get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "-").replace("\0", "")
        text_page.close()
        page.close()


def _paragraphs(text: str) -> Iterator[str]:
    """Joins the lines of running text; a short line, a sentence end or a numbered line closes a paragraph."""
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)]
    width = max(map(len, lines), default=0)
    current: list[str] = []
    for line in lines:
        if current and _breaks(current[-1], line, width):
            yield " ".join(current)
            current = []
        current.append(line)
    if current:
        yield " ".join(current)


def _breaks(before: str, after: str, width: int) -> bool:
    if _OPENS_BLOCK.match(after):
        return True
    if after[0].islower():
        return False
    return before.endswith(_ENDS) or len(before) < width * _FULL_LINE
