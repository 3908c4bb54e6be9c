"""What the agent reads for questions over a folder of documents: material to fit the gate of reading on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from agents.events import ErrorEvent
from agents.extractive_writer import ExtractiveWriter
from agents.ports import Material, Question, Rejected, Turn, Writer, Written
from agents.run import AgentRunner
from app.answering import agent_options, agent_parts
from app.settings import Settings, load_settings
from app.wiring import open_ports
from graph.errors import VinaGraphError
from ingestion.pipeline import IngestOptions, ingest

_HELD_OUT = "reader"
"""Who wrote the questions that only measure."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question with what is accepted as its answer.

    Attributes:
        question: As it was typed.
        history: The conversation before it.
        answers: Accepted short answers, any of them; empty where the documents hold none.
        items: What an answer of several parts must hold, all of them.
    """

    question: str
    history: tuple[Turn, ...]
    answers: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row with the question as the agent understood it, and what it read last."""

    row: Row
    question: Question
    material: Material


@dataclass(slots=True)
class _Recorder:
    """A `Writer` that writes as the extractive one does and notes what it was given."""

    writer: Writer
    seen: list[tuple[Question, Material]] = field(default_factory=list)

    async def write(
        self, question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
    ) -> AsyncIterator[Written]:
        self.seen.append((question, material))
        async for piece in self.writer.write(question, material, accepted, rejected):
            yield piece


def rows_below(folder: Path) -> Iterator[Row]:
    """Rows of the question files of a folder; those that were written to measure are left out."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row.get("by") != _HELD_OUT:
                history = tuple(Turn(turn["role"], turn["text"]) for turn in row.get("history", ()))
                yield Row(row["question"], history, tuple(row["answers"]), tuple(row.get("items", ())))


def ask_all(folder: Path) -> list[AskedRow]:
    """Asks all questions of a folder over its ``documents``; those are ingested into a store that is thrown away.

    Raises:
        VinaGraphError: A document cannot be read, or a run failed.
    """
    with TemporaryDirectory() as data_dir:
        settings = load_settings().model_copy(update={"data_dir": Path(data_dir)})
        return asyncio.run(_ask_all(folder, settings))


async def _ask_all(folder: Path, settings: Settings) -> list[AskedRow]:
    async with open_ports(settings, program="vinagraph train") as ports:
        options = IngestOptions(tenant=settings.tenant)
        await ingest(
            [folder / "documents"],
            options,
            graph=ports.graph,
            vectors=ports.vectors,
            embedder_url=settings.embedder_url,
        )
        recorder = _Recorder(ExtractiveWriter(ports.work))
        parts = replace(agent_parts(ports), writer=recorder, backup_writer=None)
        runner = AgentRunner(parts, options=agent_options(settings))
        found = [await _ask(row, runner, recorder) for row in rows_below(folder)]
    return [row for row in found if row is not None]


async def _ask(row: Row, runner: AgentRunner, recorder: _Recorder) -> AskedRow | None:
    """None where nothing was read: greetings, questions without a passage."""
    recorder.seen.clear()
    async for event in runner.answer(row.question, history=row.history):
        if isinstance(event, ErrorEvent):
            raise VinaGraphError(event.message)
    return AskedRow(row, *recorder.seen[-1]) if recorder.seen else None
