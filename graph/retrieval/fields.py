"""The fields of a passage that the index and the reranker weigh apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.model import Chunk, Document
from graph.results import Passage

_CODIFICATION_NUMBER = re.compile(r"^Điều \d+(?:\.\d+)?\.[A-ZĐ]{2,}(?:\.\d+[a-zđ]*)+\.\s*")


@dataclass(frozen=True, slots=True)
class PassageFields:
    """What a passage is found by.

    Attributes:
        title: Title of the document, without the number that a codification of law puts before it.
        path: Headings above the passage, the document's own first.
        context: Short text inherited from what the document belongs to.
        text: The passage.
    """

    title: str
    path: tuple[str, ...]
    context: str
    text: str


def fields_of(document: Document, chunk: Chunk) -> PassageFields:
    """Fields of a chunk of a document."""
    text = document.text[chunk.start : chunk.end]
    return PassageFields(bare_title(document.title), document.path + chunk.path, document.context, text)


def fields_of_passage(passage: Passage) -> PassageFields:
    """The same fields, from a stored passage (whose path starts with the document's)."""
    return PassageFields(bare_title(passage.title), passage.path, passage.context, passage.text)


def embedded_text(fields: PassageFields) -> str:
    """What is embedded of a passage: title, headings, text, a line each."""
    return "\n".join((fields.title, *fields.path, fields.text))


def bare_title(title: str) -> str:
    """``Điều 36.3.LQ.1. Thanh niên`` → ``Thanh niên``; other titles as they are."""
    return _CODIFICATION_NUMBER.sub("", title)
