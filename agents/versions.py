"""Versions of a law that are not in force on the day that a question is about."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from agents.context import AgentContext
from agents.events import DegradedEvent
from agents.filters import filters_in_force
from agents.ports import Material, Question
from agents.prompts import message
from agents.reading.gate import FOUND
from agents.reading.reader import read
from agents.state import AgentState, question_of
from graph.errors import ModelError, StoreError, words_of
from graph.model import Validity
from graph.ports import SearchFilter
from graph.results import Passage
from graph.retrieval.options import Query


async def other_version(state: AgentState, context: AgentContext) -> str | None:
    """A remark on the version out of force that speaks of what is asked; None where no day was asked or none does.

    It tells that there is one and where, not what it says: that does not hold on the day.
    """
    question = question_of(state)
    filters = filters_in_force(question, context.options, widened=state["widened"])
    day = filters.in_force_on
    if day is None:
        return None
    where = SearchFilter(context.options.tenant, sources=filters.sources, kinds=filters.kinds, not_in_force_on=day)
    query = Query(question.text, where, context.options.passages, focus=question.focus, instrument=filters.instrument)
    try:
        async with asyncio.timeout(context.parts.limits.search_s):
            found = await context.parts.search.search(query)
            passages = [scored.passage for scored in found.passages]
            passage = await context.parts.work.run(_answering, question, passages)
    except (StoreError, ModelError, TimeoutError) as error:
        missing = message("degraded.versions", question.language, error=words_of(error))
        context.emit(DegradedEvent(part="versions", missing=missing))
        return None
    return _remark(passage, day, question.language) if passage is not None else None


def _answering(question: Question, passages: list[Passage]) -> Passage | None:
    """The passage that an answer would rest on."""
    answer = read(question, Material(tuple(passages)), FOUND) if passages else None
    if answer is None or not answer.sentences:
        return None
    return next((passage for passage in passages if answer.sentences[0] in passage.text), None)


def _remark(passage: Passage, day: date, language: str) -> str:
    period = _period(passage.validity, language)
    return message("remark.not_in_force", language, title=passage.title, period=period, day=f"{day:%d/%m/%Y}")


def _period(validity: Validity, language: str) -> str:
    """The days in force in words; the last day is told, not the first one after."""
    last = validity.end - timedelta(days=1) if validity.end else None
    if validity.start and last:
        return message("remark.period", language, start=f"{validity.start:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
    if validity.start:
        return message("remark.since", language, start=f"{validity.start:%d/%m/%Y}")
    return message("remark.until", language, last=f"{last:%d/%m/%Y}" if last else "")
