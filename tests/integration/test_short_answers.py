"""A model writes the right passage's sentences, and before them a short answer that may be another value of them."""

from __future__ import annotations

from collections import Counter

from agents.context import AgentOptions
from agents.events import SentenceEvent, WithheldEvent
from agents.lexical_checker import LexicalChecker
from agents.ports import Written
from agents.run import AgentRunner
from graph.text.sentences import sentences
from tests.agent_doubles import ScriptedWriter, Shelf, WordSearch, events_of, final, parts, passage
from tests.short_answer_pairs import Pair, short_answer_pairs

RIGHT_TOLD = 0.88
WRONG_TOLD = 0.15
"""Bounds on what was measured when this was written: 91 % of 287 and 13 % of 308. Right ones are kept
back most where the question is put in quite other words than the text."""


def holding(value: str, text: str) -> str:
    """The first sentence with a value."""
    key = value.rstrip(".").removeprefix("Năm ").lower()
    return next((sentence for sentence in sentences(text) if key in sentence.lower()), "")


async def told(pair: Pair, right: str) -> tuple[bool, list[str]]:
    """Whether the short answer is part of the final answer or shown, and why it was withheld."""
    source = passage(1, pair.title, pair.passage)
    said = dict.fromkeys((holding(right, pair.passage), holding(pair.answer, pair.passage)))
    writer = ScriptedWriter([[Written(short_answer=pair.answer), *(f"{text}\n" for text in said)]])
    agent = parts(writer, search=WordSearch(Shelf([source])), checker=LexicalChecker())
    events = await events_of(AgentRunner(agent), pair.question, AgentOptions(rounds=1, attempts=1))
    shown = any(isinstance(event, SentenceEvent) and event.text == pair.answer for event in events)
    reasons = [event.reason for event in events if isinstance(event, WithheldEvent)]
    return shown or final(events).short_answer is not None, reasons


async def test_short_answers_taken_from_elsewhere_in_the_passage_are_withheld() -> None:
    pairs = short_answer_pairs()
    right = {pair.question: pair.answer for pair in reversed(pairs) if pair.place == "right"}
    told_of, all_of = Counter[str](), Counter[str]()
    for pair in pairs:
        was_told, reasons = await told(pair, right[pair.question])
        kind = "right" if pair.place == "right" else "wrong"
        all_of[kind] += 1
        told_of[kind] += was_told
        assert was_told or reasons, pair
    rates = {kind: told_of[kind] / count for kind, count in all_of.items()}
    print(rates, all_of)
    assert all_of["right"] >= 100
    assert all_of["wrong"] >= 200
    assert rates["right"] >= RIGHT_TOLD, rates
    assert rates["wrong"] <= WRONG_TOLD, rates
