"""Texts and questions that the shipped models are trained on.

Texts are read and cut as ingestion does it, so that the models see what they will rank. Questions are
JSON lines: of people about law with the articles that answer them (``question``, ``gold`` with ``mapc``),
or with the context that answers them (``title``, ``context``, ``question``, ``impossible``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.model import Chunk, Document
from graph.results import Passage
from graph.text.normalise import nfc
from ingestion.chunking.chunker import chunk
from ingestion.legal.instruments import Instruments, inherit
from ingestion.model import Draft, Reject
from ingestion.options import IngestOptions
from ingestion.readers.fields import FieldMap
from ingestion.readers.jsonl import RowBatch, read_rows
from ingestion.readers.sources import file_tasks
from ingestion.steps.law import read_law
from ingestion.steps.normalise import normalise
from ingestion.survey import survey

SHORTEST_DOCUMENT = 20


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what answers it.

    Attributes:
        text: The question.
        gold: External ids of the documents, or ids of the chunks, that answer it.
    """

    text: str
    gold: frozenset[str]

    def is_answered_by(self, passage: Passage) -> bool:
        """Whether the passage, or its document, is among what answers."""
        return passage.external_id in self.gold or passage.chunk_id in self.gold


def read_passages(path: Path) -> list[Passage]:
    """Passages of a JSON-lines file, as ingestion would store them; what it cannot read is left out."""
    options = IngestOptions()
    found = survey([path], options)
    return [
        passage
        for file in found.files
        for task in file_tasks(file, options)
        if isinstance(task, RowBatch)
        for passage in _batch_passages(task, found.instruments, options)
    ]


def law_questions(path: Path) -> list[Question]:
    """Questions of people with the articles that answer them."""
    return [
        Question(nfc(row["question"]), frozenset(id_ for gold in row["gold"] for id_ in gold["mapc"]))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def context_questions(path: Path, *, titled: bool) -> tuple[list[Passage], list[Question]]:
    """Contexts as passages, and the questions that some context answers.

    Args:
        path: Rows with title, context, question, impossible.
        titled: Whether the rows' title names the context's document (in some sets it repeats the question).
    """
    passages: dict[str, Passage] = {}
    gold: dict[str, set[str]] = {}
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        context, title = nfc(row["context"]), nfc(row["title"]) if titled else ""
        passage = passages.setdefault(context, _context_passage(f"{path.stem}:{len(passages)}", title, context))
        if not row["impossible"]:
            gold.setdefault(nfc(row["question"]), set()).add(passage.external_id)
    return list(passages.values()), [Question(text, frozenset(ids)) for text, ids in gold.items()]


def _batch_passages(batch: RowBatch, instruments: Instruments, options: IngestOptions) -> Iterator[Passage]:
    reads = read_rows(batch, FieldMap(options.fields), options.limits.row_bytes)
    for item in normalise(reads, options.tenant):
        if isinstance(item, Reject) or len(item.document.text) < SHORTEST_DOCUMENT:
            continue
        draft = read_law(item)
        yield from _passages(inherit(draft.document, instruments), draft, options)


def _passages(document: Document, draft: Draft, options: IngestOptions) -> Iterator[Passage]:
    for each in chunk(draft, options.chunking):
        yield _passage(document, each)


def _passage(document: Document, chunk_: Chunk) -> Passage:
    return Passage(
        chunk_id=chunk_.id,
        document_id=document.id,
        external_id=document.external_id,
        uri=document.uri,
        title=document.title,
        text=document.text[chunk_.start : chunk_.end],
        start=chunk_.start,
        end=chunk_.end,
        ordinal=chunk_.ordinal,
        path=document.path + chunk_.path,
        kind=chunk_.kind,
        source=document.source,
        instrument=document.instrument,
        context=document.context,
    )


def _context_passage(id_: str, title: str, text: str) -> Passage:
    return Passage(id_, id_, id_, id_, title, text, 0, len(text))
