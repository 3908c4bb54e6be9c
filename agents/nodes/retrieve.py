"""Searches, numbers the passages, and tells them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from agents.context import AgentContext
from agents.events import DegradedEvent, SourceOut, SourcesEvent, StatusEvent
from agents.filters import filters_in_force, given_up, preferred_instrument, told
from agents.ports import Filters, Question, QuestionKind
from agents.prompts import message
from agents.state import AgentState, FactRef, Update, question_of
from graph.errors import StoreError
from graph.ports import SearchFilter
from graph.results import Fact, ScoredPassage
from graph.retrieval.options import Query, Retrieved, Stages
from graph.text.normalise import name_key

_WORDS_ONLY = Stages(dense=False, links=False, facts=False, pagerank=False, rerank=False)
_BRIDGES = 3


async def retrieve(state: AgentState, context: AgentContext) -> Update:
    """Searches the queries side by side; what is found joins what earlier rounds found."""
    question = question_of(state)
    queries = [_query(text, question, state, context) for text in state["queries"]]
    preferred = preferred_instrument(question, context.options)
    if preferred and state["round"] == 1:
        queries.insert(0, replace(queries[0], instrument=preferred))
    _tell_filters(question, state, context)
    results = await asyncio.gather(*(_search(query, question, context) for query in queries))
    _tell_empty(queries, results, question, context)
    found = _new_passages(results, state["chunks"], context.options.passages)
    chunks = [*state["chunks"], *(scored.passage.chunk_id for scored in found)]
    _tell(results, found, len(state["chunks"]), question.language, context)
    facts = [fact for result in results for fact in result.facts]
    return {
        "chunks": chunks,
        "facts": _merge_facts(state["facts"], facts),
        "bridges": state["bridges"] or _bridges(question, facts),
        "searched": [*state["searched"], *state["queries"]],
        "queries": [],
        "written": state["written"] and not found,
        "seconds": _with_stages(state["seconds"], results),
    }


def _tell(
    results: Sequence[Retrieved], found: Sequence[ScoredPassage], known: int, language: str, context: AgentContext
) -> None:
    for stage in dict.fromkeys(stage for result in results for stage in result.degraded):
        context.emit(DegradedEvent(part=stage, missing=message("degraded.stage", language)))
    if any("rerank" in result.seconds and "rerank" not in result.degraded for result in results):
        count = sum(len(result.passages) for result in results)
        context.emit(StatusEvent(node="rerank", detail=message("status.rerank", language, count=count)))
    if found:
        context.emit(SourcesEvent(sources=_sources(found, first=known + 1)))


def _with_stages(seconds: Mapping[str, float], results: Iterable[Retrieved]) -> dict[str, float]:
    """Time by node with that of retrieval's stages, which run inside `retrieve`."""
    spent = dict(seconds)
    for result in results:
        for stage, taken in result.seconds.items():
            spent[f"retrieve.{stage}"] = spent.get(f"retrieve.{stage}", 0.0) + taken
    return spent


def _query(text: str, question: Question, state: AgentState, context: AgentContext) -> Query:
    filters = filters_in_force(question, context.options, widened=state["widened"])
    where = SearchFilter(
        context.options.tenant, sources=filters.sources, kinds=filters.kinds, in_force_on=filters.in_force_on
    )
    names = (*question.focus, *state["missing"], *state["bridges"])
    focus = tuple(dict.fromkeys(name for name in names if name in text))
    return Query(text, where, context.options.passages, question.relations, focus, instrument=filters.instrument)


def _tell_filters(question: Question, state: AgentState, context: AgentContext) -> None:
    """Tells what the search is restricted to, and what it no longer is."""
    language, options = question.language, context.options
    if filters := told(filters_in_force(question, options, widened=state["widened"]), language):
        context.emit(StatusEvent(node="retrieve", detail=message("status.filters", language, filters=filters)))
    if state["widened"] and (dropped := told(given_up(question, options), language)):
        context.emit(StatusEvent(node="retrieve", detail=message("status.widened", language, filters=dropped)))
    preferred = preferred_instrument(question, options)
    if preferred and state["round"] == 1:
        detail = message("status.preferred", language, instrument=preferred)
        context.emit(StatusEvent(node="retrieve", detail=detail))


def _tell_empty(
    queries: Sequence[Query], results: Sequence[Retrieved], question: Question, context: AgentContext
) -> None:
    """Tells of filters that leave nothing: all of them, or the instrument that the question names."""
    language = question.language
    if not any(result.passages for result in results):
        filters = told(_filters_of(queries[-1]), language)
        if filters:
            missing = message("degraded.filters", language, filters=filters)
            context.emit(DegradedEvent(part="filters", missing=missing))
    elif _lacks_instrument(queries, results):
        missing = message("degraded.instrument", language, instrument=queries[0].instrument)
        context.emit(DegradedEvent(part="filters", missing=missing))


def _lacks_instrument(queries: Sequence[Query], results: Sequence[Retrieved]) -> bool:
    """Whether the instrument that the question names is nowhere: no passage found is of it, and none names it.

    A contract is found by its number, too, and is no legal instrument.
    """
    number = queries[0].instrument
    if number is None or number == queries[-1].instrument or results[0].passages:
        return False
    found = (scored.passage for result in results for scored in result.passages)
    return not any(number in "\n".join((item.title, *item.path, item.text)).upper() for item in found)


def _filters_of(query: Query) -> Filters:
    where = query.where
    return Filters(where.sources, where.kinds, where.in_force_on, query.instrument)


async def _search(query: Query, question: Question, context: AgentContext) -> Retrieved:
    """Searches in full; when that takes too long, by words alone.

    Raises:
        StoreError: The search failed, or not even words could be searched in time.
    """
    seconds = context.parts.limits.search_s
    query = replace(query, within_s=seconds)
    try:
        return await context.parts.search.search(query)
    except TimeoutError:
        missing = message("degraded.search", question.language, seconds=seconds)
        context.emit(DegradedEvent(part="search", missing=missing))
    lighter = replace(query, relations=(), focus=(), stages=_WORDS_ONLY)
    try:
        return await context.parts.search.search(lighter)
    except TimeoutError as error:
        raise StoreError(
            f"The search did not answer within {seconds:g} seconds, twice; see `vinagraph doctor`."
        ) from error


def _new_passages(results: Sequence[Retrieved], known: Sequence[str], limit: int) -> list[ScoredPassage]:
    """The best passages of the searches in turn, without those already found."""
    seen = set(known)
    found: list[ScoredPassage] = []
    for rank in zip_longest(*(result.passages for result in results)):
        for scored in rank:
            if scored is not None and scored.passage.chunk_id not in seen and len(found) < limit:
                seen.add(scored.passage.chunk_id)
                found.append(scored)
    return found


def _merge_facts(known: Sequence[FactRef], facts: Iterable[Fact]) -> list[FactRef]:
    merged = {reference["relation_id"]: reference for reference in known}
    for fact in facts:
        relation = fact.relation
        merged.setdefault(relation.id, {"relation_id": relation.id, "head_id": relation.head_id, "type": relation.type})
    return list(merged.values())


def _bridges(question: Question, facts: Iterable[Fact]) -> list[str]:
    """Names that the facts lead to: what a question over several hops must look up next."""
    if question.kind is not QuestionKind.MULTI_HOP:
        return []
    asked = name_key(question.text)
    names = (entity.name for fact in facts for entity in (fact.head, fact.tail))
    return list(dict.fromkeys(name for name in names if name_key(name) not in asked))[:_BRIDGES]


def _sources(found: Sequence[ScoredPassage], first: int) -> tuple[SourceOut, ...]:
    return tuple(_source(scored, number) for number, scored in enumerate(found, start=first))


def _source(scored: ScoredPassage, number: int) -> SourceOut:
    passage = scored.passage
    valid = passage.validity
    return SourceOut(
        number=number,
        chunk=passage.chunk_id,
        document=passage.document_id,
        uri=passage.uri,
        title=passage.title,
        path=passage.path,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        page=passage.page,
        valid_from=valid.start.isoformat() if valid.start else None,
        valid_to=valid.end.isoformat() if valid.end else None,
        score=scored.score,
    )
