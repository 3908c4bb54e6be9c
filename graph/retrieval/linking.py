"""Names in a question that are entities of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.cpu_work import CpuWork
from graph.long_text import apart
from graph.model import Entity
from graph.ports import GraphStore
from graph.text.normalise import has_diacritics, keys_of_spans, name_key
from graph.text.sentences import Span
from graph.text.syllables import Syllable, spanned_syllables

_LONGEST_NAME = 12
_ENTITIES_A_NAME = 3


@dataclass(frozen=True, slots=True)
class LinkedName:
    """A name of the question with the entities that bear it, most mentioned first.

    Attributes:
        text: The name as the question writes it.
        start: First code point in the question.
        end: One past the last.
        entities: At most three candidates.
    """

    text: str
    start: int
    end: int
    entities: tuple[Entity, ...]


async def link_names(
    graph: GraphStore, tenant: str, question: str, focus: Sequence[str] = (), *, work: CpuWork | None = None
) -> list[LinkedName]:
    """Finds the longest names of the question that the graph knows, left to right without overlap.

    Names of one syllable count only where they are written with a capital or stand in ``focus``. A question
    without any diacritics is matched on folded keys. A long question is read in the threads of ``work``.
    """
    work = work or CpuWork()
    folded = not await apart(work, question, has_diacritics, question)
    keys, distinct = await apart(work, question, _keys, question, focus, folded=folded)
    if not keys:
        return []
    found = await graph.find_entities(tenant, distinct, folded=folded)
    return await apart(work, question, _linked, question, keys, found)


def _linked(question: str, keys: Mapping[Span, str], found: Mapping[str, Sequence[Entity]]) -> list[LinkedName]:
    """The runs that are names, left to right, the longest where they overlap."""
    linked: list[LinkedName] = []
    taken_until = 0
    for span in sorted((span for span, key in keys.items() if found.get(key)), key=lambda s: (s[0], -s[1])):
        if span[0] >= taken_until:
            entities = found[keys[span]][:_ENTITIES_A_NAME]
            linked.append(LinkedName(question[span[0] : span[1]], *span, tuple(entities)))
            taken_until = span[1]
    return linked


def _keys(question: str, focus: Sequence[str], *, folded: bool) -> tuple[dict[Span, str], list[str]]:
    """What each run of syllables that may be a name is looked up by, and each such key once."""
    return keys_of_spans(question, _candidate_spans(question, spanned_syllables(question), focus), folded=folded)


def _candidate_spans(question: str, terms: Sequence[Syllable], focus: Sequence[str]) -> set[Span]:
    named = {name_key(name) for name in focus}
    spans: set[Span] = set()
    for first, opening in enumerate(terms):
        for last in range(first, min(first + _LONGEST_NAME, len(terms))):
            start, end = opening.start, terms[last].end
            if last == first and not question[start].isupper() and name_key(question[start:end]) not in named:
                continue
            spans.add((start, end))
    return spans
