"""Answers from facts of the graph: the end of a relation that the question leaves open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.analysis.answer_types import asked_noun
from agents.ports import AnswerType, Question
from agents.reading.answers import Answer
from agents.reading.asked import Asked, asked_of
from agents.reading.kinship import kin_answer, kin_steps
from agents.reading.naming import fits_noun
from agents.reading.ranking import attribute_share
from agents.reading.together import with_the_others
from graph.model import Entity, EntityType
from graph.results import Fact
from graph.text.normalise import name_key

_LEAST_CONFIDENCE = 0.5
_LEAST_SHARE = 0.4
"""Least share of what is asked that the sentence of a fact must hold: a triggered type alone proves little."""

_LEAST_SHARE_IMPLIED = 0.6
"""The same where the words that the type stands for count as said."""

_SAYS = {
    "BORN_ON": "sinh",
    "BORN_IN": "sinh",
    "DIED_ON": "mất qua đời",
    "DIED_IN": "mất qua đời",
    "HOMETOWN": "quê",
    "CREATED_BY": "tác giả viết sáng tác soạn",
    "FOUNDED_BY": "sáng lập thành lập",
    "SUCCEEDED_BY": "kế nhiệm",
    "STUDIED_AT": "học theo",
    "POPULATION": "dân số",
    "AREA": "diện tích",
    "CAPITAL_OF": "trung tâm hành chính tỉnh lỵ thủ đô",
}
"""What a fact of a type says even where its sentence has no word for it: ``Nguyễn Trãi (1380–1442)``."""

_MOST_ITEMS = 30
_REGIONS = frozenset({"tỉnh", "phố", "huyện", "quận", "nước", "gia", "bang"})
"""Last syllables of nouns for places that hold others."""
_CONTAINS = frozenset({"LOCATED_IN", "PART_OF", "MERGED_INTO"})
_NOW = re.compile(r"\b(?:nay|hiện|sau sáp nhập)\b")
_CONTAINED_STEPS = 3
_NOW_REACH = 24
_OPEN_TAIL: dict[str, re.Pattern[str]] = {
    "CHILD_OF": re.compile(r"\b(?:cha|bố|mẹ|thân phụ|thân mẫu)\b|\bcon (?:trai |gái |nuôi )?(?:của )?(?:ai|người nào)"),
    "SUCCEEDED_BY": re.compile(
        r"\b(?:ai|người) (?:đã )?(?:kế nhiệm|kế vị|nối ngôi|thay thế|thay)\b|truyền ngôi cho ai"
    ),
    "LOCATED_IN": re.compile(""),
    "PART_OF": re.compile(r"\bthuộc\b"),
}
"""Where a question of these types leaves the tail open; all others of theirs leave the head open."""
_YEAR = re.compile(r"\b\d{3,4}\b")
_ORDINAL = re.compile(r"\b(?:vợ|chồng|con|con trai|con gái|lần|người) (thứ \w+|cuối)\b")
_ASKS_YEAR = re.compile(r"\bnăm (?:nào|bao nhiêu|mấy)\b")
_TYPES: dict[AnswerType, frozenset[str]] = {
    AnswerType.PERSON: frozenset({EntityType.PERSON}),
    AnswerType.PLACE: frozenset({EntityType.PLACE, EntityType.ORGANISATION}),
    AnswerType.DATE: frozenset({EntityType.DATE}),
    AnswerType.NUMBER: frozenset({EntityType.QUANTITY}),
    AnswerType.ORGANISATION: frozenset({EntityType.ORGANISATION}),
}
_DIRECT = frozenset(_TYPES) | {AnswerType.THING, AnswerType.LIST}


def _named(entity: Entity, focus: frozenset[str]) -> bool:
    return any(name_key(name) in focus for name in (entity.name, entity.key, *entity.aliases))


def _open_end(fact: Fact, focus: frozenset[str], question: str) -> Entity | None:
    """The end that the question does not name; None where it names both or neither, or asks the other way round."""
    head, tail = _named(fact.head, focus), _named(fact.tail, focus)
    if head == tail:
        return None
    opens_tail = _OPEN_TAIL.get(fact.relation.type)
    if opens_tail is not None and bool(opens_tail.search(question)) != head:
        return None
    return fact.tail if head else fact.head


@dataclass(frozen=True, slots=True)
class _Match:
    """A fact that answers, with its open end; ``path`` leads from there to the larger place that is asked for."""

    fact: Fact
    end: Entity
    exact: bool = True
    path: tuple[Fact, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What proves it, each sentence once."""
        return tuple(dict.fromkeys(fact.sentence for fact in (self.fact, *self.path)))


def _matching(question: Question, facts: Sequence[Fact], *, between: bool) -> list[_Match]:
    focus = frozenset(name_key(name) for name in question.focus)
    asked = asked_of(question)
    lower = question.text.lower()
    wanted = _TYPES.get(question.answer_type)
    noun = asked_noun(question.text).before if question.answer_type is AnswerType.PLACE else ()
    found: list[_Match] = []
    for fact in facts:
        if fact.relation.type not in question.relations or fact.confidence < _LEAST_CONFIDENCE:
            continue
        end = _open_end(fact, focus, lower) if _says_which(fact, lower) else None
        if end is None or (wanted is not None and end.type not in wanted):
            continue
        at = fact.sentence.find(end.name)
        if (at < 0 and not between) or not _says(fact, asked):
            continue
        if at < 0 or fits_noun(fact.sentence, at, at + len(end.name), noun):
            found.append(_Match(fact, end, at >= 0 and _is_behind(fact.sentence, at, noun)))
        if noun and noun[-1] in _REGIONS and (path := _containing(end, noun, facts, now=bool(_NOW.search(lower)))):
            found.append(_Match(fact, path[-1].tail, path=path))
    return found


def _says(fact: Fact, asked: Asked) -> bool:
    """Whether a fact says enough of what is asked, by its sentence or by what its type stands for."""
    if attribute_share(asked, fact.sentence) >= _LEAST_SHARE:
        return True
    implied = _SAYS.get(fact.relation.type)
    return implied is not None and attribute_share(asked, f"{fact.sentence} {implied}") >= _LEAST_SHARE_IMPLIED


def _says_which(fact: Fact, question: str) -> bool:
    """Whether a fact is about the one of several that the question counts: ``vợ thứ hai``."""
    return all(ordinal in fact.sentence.lower() for ordinal in _ORDINAL.findall(question))


def _is_behind(sentence: str, at: int, noun: tuple[str, ...]) -> bool:
    """Whether the noun that is asked for stands right before a name: ``tỉnh`` Bắc Ninh."""
    return not noun or sentence[:at].lower().split()[-1:] == [noun[-1]]


def _containing(place: Entity, noun: tuple[str, ...], facts: Sequence[Fact], *, now: bool) -> tuple[Fact, ...]:
    """The shortest way from a place to a larger one of the kind that is asked for; empty where there is none.

    Where it is asked what holds ``now``, the last step must say so, or be a merger.
    """
    paths: list[tuple[Fact, ...]] = [()]
    for _ in range(_CONTAINED_STEPS):
        paths = [
            (*path, fact)
            for path in paths
            for fact in facts
            if fact.relation.type in _CONTAINS and fact.head.id == (path[-1].tail.id if path else place.id)
        ]
        for path in paths:
            if _ends_at(path[-1], noun, now=now):
                return path
    return ()


def _ends_at(fact: Fact, noun: tuple[str, ...], *, now: bool) -> bool:
    at = fact.sentence.find(fact.tail.name)
    if not _is_behind(fact.sentence, at, noun):
        return False
    said_now = _NOW.search(fact.sentence[max(0, at - _NOW_REACH) : at].lower()) is not None
    return not now or said_now or fact.relation.type == "MERGED_INTO"


def _short(question: Question, name: str) -> str:
    """A date is cut to its year where a year is asked."""
    if question.answer_type is AnswerType.DATE and _ASKS_YEAR.search(question.text.lower()):
        years = _YEAR.findall(name)
        return years[-1] if years else name
    return name


def _all_of_them(question: Question, best: _Match) -> str:
    """The short answer; of those who did something together all that the sentence names."""
    name, sentence = best.end.name, best.fact.sentence
    at = sentence.find(name)
    if question.answer_type is AnswerType.PERSON and at >= 0:
        return sentence[slice(*with_the_others(question.text, sentence, (at, at + len(name))))]
    return _short(question, name)


def facts_answer(question: Question, facts: Sequence[Fact], *, between: bool = False) -> Answer | None:
    """The answer that facts of the first relation type give that the question triggers, or None.

    A list takes all of them; other types the best supported one.

    Args:
        question: The question.
        facts: Facts about its names.
        between: Whether the answer only leads to the next hop: then its sentence may say it by a pronoun.
    """
    if question.answer_type not in _DIRECT:
        return None
    if steps := kin_steps(question.text):
        return kin_answer(question, steps, facts)
    matching = _matching(question, facts, between=between)
    for type_ in question.relations:
        chosen = [match for match in matching if match.fact.relation.type == type_]
        if not chosen:
            continue
        if question.answer_type is AnswerType.LIST:
            return _listed(chosen)
        best = min(chosen, key=lambda match: _worth(question, match))
        spare = tuple(
            dict.fromkeys(m.fact.sentence for m in chosen if m.end.id == best.end.id and m.fact is not best.fact)
        )
        return Answer(
            best.sentences, _short(question, best.end.name) if between else _all_of_them(question, best), spare[:2]
        )
    return None


def _worth(question: Question, match: _Match) -> tuple[bool, int, int, int, float]:
    """Orders matches, best first: of the very kind asked for, near, naming what is asked, well supported."""
    named = sum(name in match.fact.sentence for name in question.focus)
    return (not match.exact, len(match.path), -named, -match.fact.supports, -match.fact.confidence)


def _listed(chosen: Sequence[_Match]) -> Answer:
    names = list(dict.fromkeys(match.end.name for match in chosen))[:_MOST_ITEMS]
    sentences = tuple(dict.fromkeys(match.fact.sentence for match in chosen))
    return Answer(sentences, ", ".join(names))
