"""Small real parts for tests of the agent: a search over a few passages, a scripted writer, an exact checker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Event as Gate
from typing import cast

from agents.context import AgentOptions, AgentParts, Limits
from agents.events import Event, FinalEvent, SentenceEvent
from agents.ports import (
    Citation,
    Grounding,
    GroundingChecker,
    Material,
    QueryAnalyst,
    Question,
    QuestionKind,
    Rejected,
    Turn,
    Verdict,
    Writer,
    Written,
)
from agents.run import AgentRunner
from graph.model import Entity
from graph.ports import GraphStore
from graph.results import Fact, Passage, ScoredPassage
from graph.retrieval.options import PassageSearch, Query, Retrieved
from graph.text.syllables import syllables

KINGS = "Huế là kinh đô của triều Nguyễn từ năm 1802 đến năm 1945."
RIVER = "Sông Hương chảy qua thành phố Huế."
HUE = f"{KINGS} {RIVER}"
QUESTION = "Huế là kinh đô của triều nào?"
VINH = "Vinh là thành phố trung tâm của tỉnh Nghệ An. Ga Vinh nằm trên đường sắt Bắc Nam."


def passage(number: int, title: str, text: str) -> Passage:
    return Passage(
        chunk_id=f"chunk-{number}",
        document_id=f"document-{number}",
        external_id=f"{number}",
        uri=f"notes/{number}.md",
        title=title,
        text=text,
        start=100,
        end=100 + len(text),
    )


PASSAGES = (passage(1, "Huế", HUE), passage(2, "Vinh", VINH))


class Shelf:
    """A graph store that only holds passages and facts."""

    def __init__(self, passages: Sequence[Passage], facts: Sequence[Fact] = ()) -> None:
        self.held = {item.chunk_id: item for item in passages}
        self.known = list(facts)

    async def passages(self, chunk_ids: Sequence[str]) -> list[Passage]:
        return [self.held[chunk] for chunk in chunk_ids if chunk in self.held]

    async def find_entities(self, tenant: str, keys: Sequence[str]) -> dict[str, list[Entity]]:
        return {}

    async def facts(self, entity_ids: Sequence[str], **_: object) -> list[Fact]:
        return [fact for fact in self.known if fact.relation.head_id in entity_ids]


@dataclass
class WordSearch:
    """Finds the passages that share most syllables with the query; keeps what was asked."""

    shelf: Shelf
    asked: list[Query] = field(default_factory=list)

    async def search(self, query: Query) -> Retrieved:
        self.asked.append(query)
        async with asyncio.timeout(query.within_s):
            await asyncio.sleep(0)
        words = set(syllables(query.text))
        scored = [
            ScoredPassage(item, float(len(words & set(syllables(f"{item.title} {item.text}")))))
            for item in self.shelf.held.values()
            if not query.where.sources or item.source in query.where.sources
            if query.instrument is None or item.instrument == query.instrument
            if query.where.in_force_on is None or item.validity.holds_on(query.where.in_force_on)
            if query.where.not_in_force_on is None or not item.validity.holds_on(query.where.not_in_force_on)
        ]
        found = sorted((item for item in scored if item.score), key=lambda item: -item.score)
        return Retrieved(tuple(found[: query.limit]), tuple(self.shelf.known), {"sparse": 0.001, "rerank": 0.002})


class ExactChecker:
    """Supports a sentence that stands in a passage, word for word."""

    async def check(self, question: str, sentence: str, passages: Sequence[Passage]) -> Grounding:
        words = sentence.rstrip(".")
        for item in passages:
            at = item.text.find(words)
            if at >= 0:
                start = item.start + at
                citation = Citation(item.chunk_id, item.document_id, start, start + len(words))
                return Grounding(Verdict.SUPPORTED, 0.99, (citation,))
        return Grounding(Verdict.UNSUPPORTED, 0.05, reason="Không đoạn nào có câu này.")


@dataclass
class Analyst:
    """Takes questions as they are typed; greetings and follow-ups by a table."""

    kinds: dict[str, QuestionKind] = field(default_factory=dict)
    rewrites: dict[str, str] = field(default_factory=dict)
    template: Question = field(default_factory=lambda: Question("", ""))
    heard: list[tuple[Turn, ...]] = field(default_factory=list)

    async def analyse(self, question: str, history: Sequence[Turn]) -> Question:
        self.heard.append(tuple(history))
        text = self.rewrites.get(question, question)
        return replace(self.template, original=question, text=text, kind=self.kinds.get(question, self.template.kind))


Script = Sequence[str | Written | Exception | float | Gate]
"""Pieces of a stream: text, whole pieces, an error to raise, seconds of silence, or silence until something is set."""


_LONGEST_S = 60.0


@dataclass
class ScriptedWriter:
    """Plays one script a call, then nothing; keeps what it was told."""

    scripts: list[Script]
    told: list[tuple[tuple[str, ...], tuple[Rejected, ...]]] = field(default_factory=list)
    read: list[Material] = field(default_factory=list)
    closed: int = 0

    async def write(
        self, question: Question, material: Material, accepted: Sequence[str], rejected: Sequence[Rejected]
    ) -> AsyncIterator[Written]:
        self.told.append((tuple(accepted), tuple(rejected)))
        self.read.append(material)
        try:
            for piece in self.scripts.pop(0) if self.scripts else ():
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, Gate):
                    await asyncio.to_thread(piece.wait, _LONGEST_S)
                elif isinstance(piece, float):
                    await asyncio.sleep(piece)
                else:
                    yield piece if isinstance(piece, Written) else Written(piece)
        finally:
            self.closed += 1


def parts(
    writer: Writer,
    *,
    passages: Sequence[Passage] = PASSAGES,
    search: PassageSearch | None = None,
    checker: GroundingChecker | None = None,
    analyst: QueryAnalyst | None = None,
    backup: Writer | None = None,
    limits: Limits | None = None,
) -> AgentParts:
    shelf = search.shelf if isinstance(search, WordSearch) else Shelf(passages)
    return AgentParts(
        search=search or WordSearch(shelf),
        graph=cast("GraphStore", shelf),
        writer=writer,
        checker=checker or ExactChecker(),
        analyst=analyst or Analyst(),
        backup_writer=backup,
        limits=limits or Limits(),
    )


async def events_of(runner: AgentRunner, question: str, options: AgentOptions | None = None) -> list[Event]:
    return [event async for event in runner.answer(question, options=options or AgentOptions())]


def of_type(events: Sequence[Event], kind: str) -> list[Event]:
    return [event for event in events if event.type == kind]


def final(events: Sequence[Event]) -> FinalEvent:
    assert isinstance(events[-1], FinalEvent)
    return events[-1]


def shown(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, SentenceEvent)]
