"""Reads an answer from passages and facts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from agents.analysis.days import asks_the_time
from agents.analysis.hops import Hops, split_hops
from agents.analysis.kinds import asks_for_new_text
from agents.ports import AnswerType, Material, Question, QuestionKind
from agents.reading.answers import Answer
from agents.reading.comparing import compare, each_of_two
from agents.reading.days import told_on_its_day
from agents.reading.facts import facts_answer
from agents.reading.gate import FOUND, Bar
from agents.reading.joint import is_about, only_leads, read_joint
from agents.reading.mentions import resolved
from agents.reading.names import names
from agents.reading.parts import part_of
from agents.reading.prices import is_of_another_unit, priced
from agents.reading.single import read_single
from agents.reading.steps import steps
from agents.reading.tables.answers import read_tables
from agents.reading.tokens import tokenise
from graph.text.normalise import name_key

_DEPTH = 2


def read(question: Question, material: Material, bar: Bar = FOUND) -> Answer | None:
    """The answer that the material gives, or None where it is not about the question.

    Args:
        question: The question.
        material: Passages and facts.
        bar: How much is asked of a sentence before it counts as an answer.
    """
    if asks_for_new_text(question.text) or (bar.needs_day and asks_the_time(question.text)):
        return None
    if question.day is not None and bar.needs_day:
        material = Material(told_on_its_day(question, material.passages))
    question = resolved(question, material.passages)
    price = priced(question)
    if price is not question:
        answer = _read(price, material, bar)
        return None if answer is not None and is_of_another_unit(question, answer) else answer
    return _read(question, material, bar)


def _read(question: Question, material: Material, bar: Bar) -> Answer | None:
    if question.kind is QuestionKind.COMPARISON and len(question.focus) > 1:
        compared = compare(question, lambda part: read_part(question, part, material, bar))
        if compared is not None:
            return compared
    both = each_of_two(question, lambda part: read_part(question, part, material, bar))
    if both is not None:
        return both
    hops = split_hops(question.text, question.focus)
    if hops is None:
        return _described(question, material, bar)
    from_tables = read_tables(question, material.passages)
    if from_tables is not None:
        return from_tables
    chained = _chained(question, hops, material, bar, _DEPTH) or _joint(question, material, bar, _DEPTH)
    if chained is not None:
        return chained
    whole = read_single(question, material, bar, nested=True)
    first = _between(question, hops, material, bar) if whole is not None else None
    return None if whole is not None and _only_leads(whole, first) else whole


def read_part(question: Question, text: str, material: Material, bar: Bar) -> Answer | None:
    """The answer to a part of a question, a question of its own."""
    return read_single(part_of(question, text), material, bar)


def _chained(question: Question, hops: Hops, material: Material, bar: Bar, depth: int) -> Answer | None:
    """Answers a question of several hops: what stands in between, then what is asked about it."""
    first = _between(question, hops, material, bar)
    bridge = first.short if first is not None else None
    if first is None or bridge is None or (hops.stated is None and _is_asked_about(question, bridge)):
        return None
    following = part_of(question, hops.second(bridge), (bridge,))
    second = _followed(following, bar, material, depth)
    if (
        second is None
        or _only_repeats(second, question)
        or _only_leads(second, first)
        or not is_about(second, bridge, material)
    ):
        return None
    sentences = tuple(dict.fromkeys((*first.sentences, *second.sentences)))
    return Answer(sentences, second.short, (*second.spare, *first.spare))


def _followed(question: Question, bar: Bar, material: Material, depth: int) -> Answer | None:
    """Answers what is asked about the thing in between, itself nested or not."""
    if depth > 1:
        deeper = split_hops(question.text, question.focus)
        chained = _chained(question, deeper, material, bar, depth - 1) if deeper else None
        if chained := chained or _joint(question, material, bar, depth - 1):
            return chained
        if deeper:
            return None
    return read_single(question, material, bar)


def _described(question: Question, material: Material, bar: Bar) -> Answer | None:
    """The answer about what is described or else named; a step that leads there is none."""
    found = steps(question, material.passages)
    follow = partial(_followed, material=material, depth=_DEPTH)
    joint = read_joint(question, found, material, bar, follow)
    single = read_single(question, material, bar) if joint is None else None
    return None if single is not None and only_leads(single, found) else joint or single


def _joint(question: Question, material: Material, bar: Bar, depth: int) -> Answer | None:
    found = steps(question, material.passages)
    return read_joint(question, found, material, bar, partial(_followed, material=material, depth=depth))


def _between(question: Question, hops: Hops, material: Material, bar: Bar) -> Answer | None:
    """What stands between the hops: named by the question, known to the graph, or read."""
    if hops.stated:
        return Answer((), hops.stated)
    part = part_of(question, hops.first)
    surer = replace(bar, focus=max(bar.focus, bar.leads))
    found = facts_answer(part, material.facts, between=True) or read_single(part, material, surer)
    return _of_one(found) if part.answer_type is AnswerType.PERSON else found


def _of_one(answer: Answer | None) -> Answer | None:
    """The answer with the first of several people alone: what follows is asked of one."""
    people = names(answer.short) if answer is not None and answer.short else ()
    return replace(answer, short=people[0]) if answer is not None and len(people) > 1 else answer


def _only_leads(answer: Answer, first: Answer | None) -> bool:
    """Whether an answer just repeats what stands between the hops: then the last hop is not answered."""
    return first is not None and first.short is not None and answer.short == first.short


def _only_repeats(answer: Answer, question: Question) -> bool:
    """Whether a short answer says nothing but words of the question."""
    said = set(tokenise(answer.short).terms) if answer.short else set()
    return bool(said) and said <= set(tokenise(question.text).terms)


def _is_asked_about(question: Question, name: str) -> bool:
    """Whether the question names it: then it is where the hops start, and not what stands between them."""
    return name_key(name) in {name_key(known) for known in question.focus}
