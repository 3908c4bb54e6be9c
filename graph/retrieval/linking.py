"""Names in a question that are entities of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.cpu_work import CpuWork
from graph.long_text import apart
from graph.model import Entity
from graph.ports import GraphStore
from graph.text.normalise import folded_key, has_diacritics, name_key
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
    folded = not has_diacritics(question)
    keys = await apart(work or CpuWork(), question, _keys, question, focus, folded=folded)
    if not keys:
        return []
    found = await graph.find_entities(tenant, sorted(set(keys.values())), folded=folded)
    linked: list[LinkedName] = []
    taken_until = 0
    for span in sorted(keys, key=lambda s: (s[0], -s[1])):
        entities = found.get(keys[span])
        if entities and span[0] >= taken_until:
            linked.append(LinkedName(question[span[0] : span[1]], *span, tuple(entities[:_ENTITIES_A_NAME])))
            taken_until = span[1]
    return linked


def _keys(question: str, focus: Sequence[str], *, folded: bool) -> dict[tuple[int, int], str]:
    """What each run of syllables that may be a name is looked up by."""
    to_key = folded_key if folded else name_key
    spans = _candidate_spans(question, spanned_syllables(question), focus)
    return {span: to_key(question[span[0] : span[1]]) for span in spans}


def _candidate_spans(question: str, terms: Sequence[Syllable], focus: Sequence[str]) -> set[tuple[int, int]]:
    named = {name_key(name) for name in focus}
    spans: set[tuple[int, int]] = set()
    for first, opening in enumerate(terms):
        for last in range(first, min(first + _LONGEST_NAME, len(terms))):
            start, end = opening.start, terms[last].end
            if last == first and not question[start].isupper() and name_key(question[start:end]) not in named:
                continue
            spans.add((start, end))
    return spans
