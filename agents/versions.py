"""What must be said of versions of a law that are not in force on the day that a question is about."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from agents.context import AgentContext
from agents.events import DegradedEvent
from agents.filters import filters_in_force, today_in_vietnam
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
from graph.retrieval.replaced import called, ended, endings


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
    query = Query(
        question.text,
        where,
        context.options.passages,
        focus=question.focus,
        instrument=filters.instrument,
        within_s=context.parts.limits.search_s,
    )
    everything = replace(where, not_in_force_on=None)  # the index does not know what another instrument ends
    ended_by_another = replace(query, where=everything, out_of_force_on=day)
    try:
        passage = await _out_of_force(query, day, question, context)
        passage = passage or await _out_of_force(ended_by_another, day, question, context)
    except (StoreError, ModelError, TimeoutError) as error:
        missing = message("degraded.versions", question.language, error=words_of(error))
        context.emit(DegradedEvent(part="versions", missing=missing))
        return None
    return _remark(passage, day, question.language) if passage is not None else None


async def _out_of_force(query: Query, day: date, question: Question, context: AgentContext) -> Passage | None:
    """The passage found that is not in force on the day and that an answer would rest on."""
    found = await context.parts.search.search(query)
    passages = [scored.passage for scored in found.passages if not scored.passage.validity.holds_on(day)]
    return await context.parts.work.run(_answering, question, passages)


async def replaced(state: AgentState, context: AgentContext) -> str | None:
    """A remark that a later instrument has replaced or repealed one that the answer cites; None where none has.

    It counts where it has happened by the day that the question is about, or else by today.
    """
    question = question_of(state)
    filters = filters_in_force(question, context.options, widened=state["widened"])
    day = filters.in_force_on or today_in_vietnam()
    cited = dict.fromkeys(citation["chunk_id"] for sentence in state["sentences"] for citation in sentence["citations"])
    try:
        async with asyncio.timeout(context.parts.limits.read_s):
            passages = await context.parts.graph.passages(list(cited))
            found = await endings(context.parts.graph, context.options.tenant, passages)
    except (StoreError, TimeoutError) as error:
        missing = message("degraded.versions", question.language, error=words_of(error))
        context.emit(DegradedEvent(part="versions", missing=missing))
        return None
    for passage in passages:
        ending = found.get(passage.instrument or "")
        if ending and ending.day <= day and ended(passage, found) != passage:
            values = {"title": called(passage), "other": ending.title, "day": f"{ending.day:%d/%m/%Y}"}
            return message("remark.replaced", question.language, **values)
    return None


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
