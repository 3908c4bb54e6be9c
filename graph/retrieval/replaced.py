"""Legal instruments that a later one of the store replaces or repeals as a whole: they end where that takes force.

It is worked out from the relations when a question is asked. Nothing is stored of it, so that it holds whichever of
the two was ingested first, and ends when the later one is deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from graph.model import Validity
from graph.ports import GraphStore
from graph.results import Fact, Passage
from graph.text.endings import day_of_ending, ends_whole

_ENDING = ("REPLACES", "REPEALS")


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of an instrument.

    Attributes:
        day: First day on which it is no longer in force.
        title: What the document that ends it is called.
    """

    day: date
    title: str


async def endings(graph: GraphStore, tenant: str, passages: Iterable[Passage]) -> dict[str, Ending]:
    """What ends the instruments of passages, by the number of the instrument; those that nothing ends are absent.

    Only the instrument that does it counts as a witness: what a third text tells of it may be about a part.

    Raises:
        StoreError: The graph store failed.
    """
    numbers = sorted({passage.instrument for passage in passages if passage.instrument})
    if not numbers:
        return {}
    known = await graph.find_entities(tenant, [number.lower() for number in numbers])
    by_entity = {entity.id: number for number in numbers for entity in known.get(number.lower(), ())}
    facts = await graph.facts(list(by_entity), types=_ENDING, outgoing=False) if by_entity else []
    found: dict[str, Ending] = {}
    for fact in facts:
        number = by_entity.get(fact.relation.tail_id)
        ending = await _ending(graph, fact, number) if number else None
        if number and ending and (number not in found or ending.day < found[number].day):
            found[number] = ending
    return found


async def _ending(graph: GraphStore, fact: Fact, number: str) -> Ending | None:
    stated = [one for one in await graph.evidence(fact.relation.id) if ends_whole(one.sentence, number)]
    for passage in await graph.passages([one.chunk_id for one in stated]):
        own = (passage.instrument or "").lower()
        if not own or own == number.lower() or fact.head.key.partition("|")[0] != own:
            continue
        sentence = next(one.sentence for one in stated if one.chunk_id == passage.chunk_id)
        day = day_of_ending(sentence) or passage.validity.start or passage.published
        if day is not None:
            return Ending(day, called(passage))
    return None


def called(passage: Passage) -> str:
    """What the instrument of a passage is called: the title, or the number where that speaks of an article alone."""
    number = passage.instrument or ""
    return passage.title if number.lower() in passage.title.lower() else number


def ended(passage: Passage, found: dict[str, Ending]) -> Passage:
    """The passage with the days in force that are left of it."""
    ending = found.get(passage.instrument or "")
    start, end = passage.validity.start, passage.validity.end
    if ending is None or (end is not None and end <= ending.day) or (start is not None and ending.day <= start):
        return passage  # what ends before it begins was read amiss
    return replace(passage, validity=Validity(start, ending.day))
