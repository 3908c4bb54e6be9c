"""Runs questions through the whole agent and writes the answers with their citations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from agents.context_reader import ContextReader
from agents.events import CitationOut, ErrorEvent, Event, FinalEvent, SentenceEvent
from agents.ports import Turn
from agents.run import AgentRunner
from agents.state import CitedSpan
from app.answering import agent_parts
from app.wiring import Ports
from eval.rows import Row, text_of
from graph.errors import InputError, VinaGraphError
from graph.ports import GraphStore


@dataclass(slots=True)
class Collected:
    """What one run said."""

    final: FinalEvent | None = None
    sentences: list[SentenceEvent] = field(default_factory=list)


async def collect(events: AsyncIterator[Event]) -> Collected:
    """Reads a run to its end.

    Raises:
        VinaGraphError: The run ended in an error.
    """
    collected = Collected()
    async for event in events:
        match event:
            case SentenceEvent():
                collected.sentences.append(event)
            case FinalEvent():
                collected.final = event
            case ErrorEvent():
                raise VinaGraphError(event.message)
            case _:
                pass
    return collected


def history_of(row: Row) -> list[Turn]:
    """The conversation before the question, from a row's ``history``.

    Raises:
        InputError: It is not a list of ``{role, text}``.
    """
    turns = row.get("history") or []
    try:
        return [Turn(str(turn["role"]), str(turn["text"])) for turn in turns]
    except (TypeError, KeyError) as error:
        raise InputError("the field 'history' must be a list of {role, text}") from error


def _sentence(text: str, score: float, citations: list[dict[str, Any]]) -> dict[str, Any]:
    return {"text": text, "score": round(score, 4), "citations": citations}


def _citation(document: str, citation: CitationOut) -> dict[str, Any]:
    return {"document": document, "chunk": citation.chunk, "start": citation.start, "end": citation.end}


def _span(citation: CitedSpan) -> dict[str, Any]:
    chunk, document = citation["chunk_id"], citation["document_id"]
    return {"document": document, "chunk": chunk, "start": citation["start"], "end": citation["end"]}


async def answer_row(ports: Ports, runner: AgentRunner, row: Row) -> Row:
    """``{answer, short_answer, abstained, sentences}`` for a row with ``question``, and ``context`` or none.

    With ``context`` only that text is read, and spans are into it.
    """
    if row.get("context") is None:
        return await ask_collection(runner, ports.graph, row)
    parts = agent_parts(ports)
    return await ask_context(ContextReader(parts.analyst, parts.writer, parts.checker, parts.limits), row)


async def ask_context(reader: ContextReader, row: Row) -> Row:
    """The answer from the row's own ``context``."""
    found = await reader.answer(text_of(row, "question"), text_of(row, "context"))
    return {
        "answer": " ".join(sentence["text"] for sentence in found.sentences),
        "short_answer": found.short_answer,
        "abstained": found.abstained,
        "sentences": [
            _sentence(sentence["text"], sentence["score"], [_span(span) for span in sentence["citations"]])
            for sentence in found.sentences
        ],
    }


async def ask_collection(runner: AgentRunner, graph: GraphStore, row: Row) -> Row:
    """The answer of the agent over the collection; documents are named by the id that the source gave."""
    collected = await collect(runner.answer(text_of(row, "question"), history=history_of(row)))
    final = collected.final
    if final is None:
        raise VinaGraphError("The run ended without an answer.")
    chunks = {citation.chunk for sentence in collected.sentences for citation in sentence.citations}
    documents = {passage.chunk_id: passage.external_id for passage in await graph.passages(sorted(chunks))}
    return {
        "answer": final.answer,
        "short_answer": final.short_answer,
        "abstained": final.abstained,
        "sentences": [
            _sentence(
                sentence.text,
                sentence.score,
                [_citation(documents[citation.chunk], citation) for citation in sentence.citations],
            )
            for sentence in collected.sentences
        ],
    }
