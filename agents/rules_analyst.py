"""Understands questions by rules, with the names that the graph knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from agents.analysis.answer_types import answer_type
from agents.analysis.bare import with_question_word
from agents.analysis.comparisons import compared, comparison_parts
from agents.analysis.days import day_words
from agents.analysis.ellipsis import is_acknowledgement
from agents.analysis.filters import general_filters, legal_filters
from agents.analysis.focus import known_names, merged_names, written_names
from agents.analysis.followups import resolve_follow_up, unclear
from agents.analysis.hops import Hops, split_hops
from agents.analysis.kinds import is_greeting, question_kind
from agents.analysis.relation_triggers import triggered_relations
from agents.filters import today_in_vietnam
from agents.ports import Question, QuestionKind, Turn
from agents.reading.facts import facts_answer
from agents.reading.parts import part_of
from graph.cpu_work import CpuWork
from graph.errors import InputError
from graph.long_text import apart
from graph.ports import GraphStore
from graph.text.normalise import folded_key, name_key, nfc

MAX_QUESTION = 10_000
"""Longest question in code points."""

_SPACES = re.compile(r"\s+")
_ENGLISH = frozenset("what who where when which how why is are was were did does the of in and many much".split())
_FACTS = 40


class Restorer(Protocol):
    """Puts diacritics back into text typed without them. Safe to use from several threads."""

    def looks_bare(self, text: str) -> bool:
        """Whether the text was typed without diacritics."""
        ...

    def restore(self, text: str) -> str:
        """The text with its most likely diacritics."""
        ...


def _restored_if_bare(restorer: Restorer, text: str) -> str | None:
    return with_question_word(restorer.restore(text)) if restorer.looks_bare(text) else None


def language_of(question: str) -> str:
    """Language of a question, ISO 639-1: English only where two or more English function words stand in it."""
    return "en" if len(_ENGLISH & set(question.lower().split())) >= 2 else "vi"


def _validated(question: str) -> str:
    text = _SPACES.sub(" ", nfc(question)).strip()
    if not text.strip(" ?!.,;:-"):
        raise InputError("Câu hỏi đang trống. Hãy nhập điều bạn muốn hỏi, ví dụ: “Thủ đô của Việt Nam ở đâu?”")
    if len(question) > MAX_QUESTION:
        raise InputError(
            f"Câu hỏi dài {len(question):,} ký tự, vượt quá giới hạn {MAX_QUESTION:,} ký tự. Hãy rút gọn câu hỏi, "
            "hoặc nạp văn bản dài vào kho bằng lệnh “vinagraph ingest” rồi hỏi về nó."
        )
    return text


@dataclass(frozen=True, slots=True)
class _Reading:
    """A self-contained question while it is looked at."""

    text: str
    restored: bool
    focus: tuple[str, ...]
    hops: Hops | None


class RulesAnalyst:
    """A `QueryAnalyst` of rules, word lists and the graph's names."""

    def __init__(
        self,
        graph: GraphStore | None,
        restorer: Restorer | None,
        tenant: str,
        today: Callable[[], date] = today_in_vietnam,
        work: CpuWork | None = None,
    ) -> None:
        """Takes what it looks things up in.

        Args:
            graph: Where names and bridge facts are looked up; without one only spelling shows names.
            restorer: Puts diacritics back; without one bare questions stay as they are.
            tenant: Owner of the entities.
            today: The day on which law must be in force where a question names none.
            work: Threads for what would hold the event loop; two of its own where it is None.
        """
        self._graph = graph
        self._restorer = restorer
        self._tenant = tenant
        self._today = today
        self._work = work or CpuWork()

    async def analyse(self, question: str, history: Sequence[Turn]) -> Question:
        """Understands a question in the light of the conversation, oldest turn first.

        Raises:
            InputError: The question is empty or longer than `MAX_QUESTION`.
            ModelError: Earlier work that nobody waits for any more keeps all threads.
        """
        text = _validated(question)
        language = language_of(text)
        if is_greeting(text) or (history and is_acknowledgement(text)):
            return Question(question, text, QuestionKind.GREETING, language=language)
        typed, restored = await self._restored(text, language)
        resolved = await apart(self._work, typed, resolve_follow_up, typed, history)
        reading = await self._read(resolved, restored)
        return await self._question(question, reading, language)

    async def _restored(self, text: str, language: str) -> tuple[str, bool]:
        restorer = self._restorer
        if restorer is None or language != "vi":
            return text, False
        restored = await self._work.run(_restored_if_bare, restorer, text)
        return (text, False) if restored is None else (restored, True)

    async def _read(self, text: str, restored: bool) -> _Reading:
        written = await apart(self._work, text, written_names, text)
        known: tuple[str, ...] = ()
        if self._graph is not None:
            known = await known_names(text, self._graph, self._tenant, folded=restored, work=self._work)
        focus = await apart(self._work, text, merged_names, written, known)
        return _Reading(text, restored, focus, await apart(self._work, text, split_hops, text, focus))

    async def _question(self, original: str, reading: _Reading, language: str) -> Question:
        question = await apart(self._work, reading.text, self._described, original, reading, language)
        parts = await self._parts(question.kind, replace(reading, focus=question.focus))
        return replace(question, sub_questions=parts)

    def _described(self, original: str, reading: _Reading, language: str) -> Question:
        """The question with all that its own words tell."""
        text = reading.text
        answer = answer_type(text)
        kind = question_kind(text, answer, len(reading.focus), reading.hops is not None)
        filters_of = legal_filters if kind is QuestionKind.LEGAL else general_filters
        focus = compared(text, reading.focus) if kind is QuestionKind.COMPARISON else reading.focus
        return Question(
            original=original,
            text=text,
            kind=kind,
            answer_type=answer,
            language=language,
            filters=filters_of(text, self._today()),
            focus=focus,
            relations=triggered_relations(text, answer),
            restored=reading.restored,
            unclear=unclear(text, named=bool(focus)) or "",
            day=None if kind is QuestionKind.LEGAL else self._day(text),
        )

    def _day(self, text: str) -> date | None:
        """The day that a question names by that of asking. Of law the day matters to the search: `legal_filters`."""
        named = day_words(text)
        return self._today() + timedelta(days=named[1]) if named else None

    async def _parts(self, kind: QuestionKind, reading: _Reading) -> tuple[str, ...]:
        if kind is QuestionKind.COMPARISON:
            return comparison_parts(reading.text, reading.focus)
        if reading.hops is None:
            return ()
        bridge = await self._bridge(reading)
        return (reading.hops.first, reading.hops.second(bridge)) if bridge else (reading.hops.first,)

    async def _bridge(self, reading: _Reading) -> str | None:
        """What the graph says stands between the two hops, where a fact names it."""
        hops, graph = reading.hops, self._graph
        if hops is None or graph is None:
            return None
        if hops.stated:
            return hops.stated
        first = part_of(Question(reading.text, reading.text, focus=reading.focus), hops.first)
        if not first.relations or not first.focus:
            return None
        key_of = folded_key if reading.restored else name_key
        keys = [key_of(name) for name in first.focus]
        found = await graph.find_entities(self._tenant, keys, folded=reading.restored)
        ids = [entity.id for key in keys for entity in found.get(key, [])]
        if not ids:
            return None
        answer = facts_answer(first, await graph.facts(ids, types=first.relations, limit=_FACTS))
        return answer.short if answer is not None else None
