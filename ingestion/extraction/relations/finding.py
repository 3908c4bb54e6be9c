"""Typed relations that sentences state, by patterns over marked sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph.model import Document, EntityType
from ingestion.extraction.relations.heads import Reading, following_head, is_stated, predicate_head, subject_place
from ingestion.extraction.relations.languages import find_languages
from ingestion.extraction.relations.marking import Marked, mark
from ingestion.extraction.relations.patterns import (
    FIRST_SYMBOL,
    CompiledPattern,
    PatternTable,
    RelationPattern,
    shipped_table,
)
from ingestion.extraction.relations.subjects import COREFERENCE, Antecedents, other_gender, pronouns
from ingestion.extraction.spans import NameSpan, SentenceSpans, Statement

_OF_LANGUAGES = "ngôn ngữ chính thức"
_EARLY_SENTENCES = 10
_LASTING = frozenset(
    "BORDERS CAPITAL_OF BORN_IN BORN_ON DIED_IN DIED_ON SPOUSE_OF CHILD_OF AWARDED STUDIED_AT NAMED_AFTER FOUNDED_ON"
    " HEADQUARTERED_IN OFFICIAL_LANGUAGE HOMETOWN LEADS HOLDS_POSITION".split()
)
"""Types that stay right far from the start of a text, where other facts are seldom about its topic."""
_ANY_NAME = re.compile(f"[{FIRST_SYMBOL}-\ue1ff.;]")
_SHORTEST_LIFE, _LONGEST_LIFE = 20, 115
_YEAR = re.compile(r"-?\d{4}")
_STATED, _BY_PRONOUN, _BY_TOPIC = 1.0, 0.95, 0.88


def find_relations(
    document: Document,
    sentences: Sequence[SentenceSpans],
    topic: NameSpan | None = None,
    table: PatternTable | None = None,
) -> list[Statement]:
    """Relations that the sentences of a document state.

    Args:
        document: The document; spans point into its text.
        sentences: Its sentences with names, dates and amounts, in order.
        topic: What the document is about, if its title says so; pronouns and sentences without a subject mean it.
        table: Patterns; those that ship by default.

    Returns:
        Statements, each once a sentence. A head that the sentence only implies has an empty span at its start; one that
        it gives by a pronoun has the pronoun's span.
    """
    table = table or shipped_table()
    antecedents = Antecedents(topic, other_gender(document.text) if topic and topic.type == EntityType.PERSON else "")
    found: list[Statement] = []
    for place, sentence in enumerate(sentences):
        if not sentence.names:
            continue
        reading = _read(document.text, sentence, place, antecedents, table)
        candidates = table.candidates(reading.marked.text)
        found.extend(_once(s for pattern in candidates for s in _statements(reading, pattern)))
        if reading.subject_at is not None:
            subject = reading.marked.items[reading.subject_at]
            antecedents.note(place, subject)
    return found


def _read(text: str, sentence: SentenceSpans, place: int, antecedents: Antecedents, table: PatternTable) -> Reading:
    spans = [*sentence.names, *pronouns(text, sentence, antecedents, place)]
    if _OF_LANGUAGES in text[sentence.start : sentence.end].lower():
        spans += find_languages(text, sentence.start, sentence.end)
    spans.sort(key=lambda span: (span.start, -span.end))
    items = ((s.start, s.end, table.symbols[s.type], s) for s in spans if s.type in table.symbols)
    marked = mark(text, sentence.start, sentence.end, items)
    return Reading(sentence, place, marked, subject_place(marked), antecedents)


def _once(statements: Iterator[Statement]) -> Iterator[Statement]:
    seen: set[tuple[str, str, str]] = set()
    for statement in statements:
        identity = (statement.head.key, statement.type, statement.tail.key)
        if identity not in seen and statement.head.key != statement.tail.key:
            seen.add(identity)
            yield statement


def _statements(reading: Reading, pattern: CompiledPattern) -> Iterator[Statement]:
    marked, row = reading.marked, pattern.source
    before: tuple[int, list[tuple[NameSpan, float]]] = (0, [])
    told: set[NameSpan] = set()
    for match in pattern.regex.finditer(marked.text):
        if not is_stated(marked.text, match.start()):
            continue
        if row.lifespan and not _is_lifespan(*_items(marked, match, "tail"), *_items(marked, match, "other")):
            continue
        tails = [tail for tail in _items(marked, match, "tail") if _has_unit(tail, row)]
        heads = _heads(reading, pattern, match)
        if not heads and not _ANY_NAME.search(marked.text, before[0], match.start()):
            heads = before[1]  # "A giáp B về phía bắc, giáp C về phía nam"
        before = (match.end(), heads)
        told.update(tails)
        for head, sure in heads:
            if head in told or not _may_head(head, row, reading.place):
                continue  # in "phía bắc giáp A, phía nam giáp B" A is no subject
            for tail in tails:
                yield Statement(
                    tail if row.inverse else head,
                    row.type,
                    head if row.inverse else tail,
                    reading.sentence.chunk_id,
                    reading.sentence.start,
                    reading.sentence.end,
                    f"patterns:{row.name}",
                    round(row.confidence * sure, 3),
                )


def _items(marked: Marked[NameSpan], match: re.Match[str], group: str) -> list[NameSpan]:
    if group not in match.re.groupindex or match[group] is None:
        return []
    return [marked.items[place] for place in range(*match.span(group)) if place in marked.items]


def _heads(reading: Reading, pattern: CompiledPattern, match: re.Match[str]) -> list[tuple[NameSpan, float]]:
    named = _items(reading.marked, match, "head")
    if not named:
        head = following_head(reading, pattern, match) or predicate_head(reading, pattern, match.start())
        named = [head] if head is not None else []
    return [(head, _certainty(head)) for head in named]


def _certainty(head: NameSpan) -> float:
    if head.source != COREFERENCE:
        return _STATED
    return _BY_PRONOUN if head.end > head.start else _BY_TOPIC


def _may_head(head: NameSpan, row: RelationPattern, place: int) -> bool:
    if row.head_words and head.name.split()[0].lower() not in row.head_words:
        return False
    return head.source != COREFERENCE or place <= _EARLY_SENTENCES or row.type in _LASTING


def _has_unit(tail: NameSpan, row: RelationPattern) -> bool:
    return not row.units or tail.key.rsplit(" ", 1)[-1] in row.units


def _is_lifespan(one: NameSpan, other: NameSpan) -> bool:
    """Whether two dates can be birth and death of one person, rather than the years of an office."""
    years = [_YEAR.match(date.key) for date in (one, other)]
    if years[0] is None or years[1] is None:
        return False
    return _SHORTEST_LIFE <= abs(int(years[0][0]) - int(years[1][0])) <= _LONGEST_LIFE
