"""One entity, one key, as far as one document tells: abbreviations that it defines, last names, its own title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.model import SAME_AS, Document, EntityType
from ingestion.extraction.names import LATIN_ONLY
from ingestion.extraction.resolution.abbreviations import Definition, find_definitions
from ingestion.extraction.resolution.subject import bare_title, find_title, subject_span
from ingestion.extraction.spans import NameSpan, SentenceSpans, Statement

_CONFIDENCE = 0.95
_SHORTEST_TITLE = 2


@dataclass(slots=True)
class Resolution:
    """The names of a document after resolution.

    Attributes:
        subject: What the document is about.
        sentences: Its sentences with their names, in order.
        statements: ``SAME_AS`` between a name and the short form that the document defines for it.
    """

    subject: NameSpan | None
    sentences: list[SentenceSpans]
    statements: list[Statement] = field(default_factory=list)


def resolve_names(document: Document, sentences: Sequence[SentenceSpans], title_type: str | None = None) -> Resolution:
    """Joins the names of one document that are one entity.

    Args:
        document: The document.
        sentences: Its sentences with names as they were tagged.
        title_type: Entity type of the title where it is plainly one name.

    Returns:
        The same sentences with names added (defined short forms, the title) and keys changed (last names, short forms).
    """
    resolution = Resolution(subject_span(document, sentences, title_type), list(sentences))
    _apply_definitions(document.text, resolution)
    resolution.sentences = _with_last_names(resolution.sentences, resolution.subject)
    if resolution.subject is not None:
        resolution.sentences = list(_with_title(document, resolution))
    return resolution


def merge(names: Iterable[NameSpan], more: Iterable[NameSpan]) -> tuple[NameSpan, ...]:
    """Both, by start; of two that overlap the one of ``names`` stays."""
    kept = list(names)
    taken = [(name.start, name.end) for name in kept]
    kept.extend(name for name in more if not any(name.start < end and start < name.end for start, end in taken))
    return tuple(sorted(kept, key=lambda name: (name.start, name.end)))


def _apply_definitions(text: str, resolution: Resolution) -> None:
    """Adds the short forms that the document defines, and gives later uses the full name's key."""
    defined: list[Definition] = []
    for index, sentence in enumerate(resolution.sentences):
        uses = [use for definition in defined for use in _uses(text, sentence, definition)]
        here = find_definitions(text, sentence)
        names = merge((d.short for d in here), merge(uses, sentence.names))
        resolution.sentences[index] = replace(sentence, names=names)
        for definition in here:
            defined.append(definition)
            if definition.distinctive:
                resolution.statements.append(_same_as(definition, sentence))


def _uses(text: str, sentence: SentenceSpans, definition: Definition) -> Iterator[NameSpan]:
    written = text[definition.short.start : definition.short.end]
    if text.find(written, sentence.start, sentence.end) < 0:
        return
    for match in re.compile(rf"(?<!\w){re.escape(written)}(?!\w)").finditer(text, sentence.start, sentence.end):
        yield replace(definition.full, start=match.start(), end=match.end(), source="abbreviation")


def _same_as(definition: Definition, sentence: SentenceSpans) -> Statement:
    return Statement(
        definition.full, SAME_AS, definition.short, sentence.chunk_id, sentence.start, sentence.end,
        "resolve:abbreviation", _CONFIDENCE,
    )  # fmt: skip


def _with_last_names(sentences: Sequence[SentenceSpans], subject: NameSpan | None) -> list[SentenceSpans]:
    """A person's last name or names alone mean the person of that name nearest before, or else after."""
    people = [name for sentence in sentences for name in sentence.names if _is_full_name(name)]
    if subject is not None and _is_full_name(subject):
        people.insert(0, subject)
    by_tail: dict[str, list[NameSpan]] = {}
    for person in people:
        words = person.key.split()
        for length in range(1, len(words)):
            by_tail.setdefault(" ".join(words[-length:]), []).append(person)
    if not by_tail:
        return list(sentences)
    return [replace(sentence, names=tuple(_full(name, by_tail) for name in sentence.names)) for sentence in sentences]


def _is_full_name(name: NameSpan) -> bool:
    return name.type == EntityType.PERSON and " " in name.key


def _full(name: NameSpan, by_tail: dict[str, list[NameSpan]]) -> NameSpan:
    people = by_tail.get(name.key)
    if not people or not (name.type == EntityType.PERSON or name.source == "tagger"):
        return name
    if " " in name.key and not LATIN_ONLY.match(name.key.replace(" ", "")) and any(p.key == name.key for p in people):
        return name
    before = [person for person in people if person.start <= name.start]
    meant = before[-1] if before else people[0]
    return replace(name, type=meant.type, key=meant.key, name=meant.name)


def _with_title(document: Document, resolution: Resolution) -> Iterator[SentenceSpans]:
    """Adds the places where the text writes the title and nothing was tagged, or only a part of it."""
    subject = resolution.subject
    assert subject is not None
    title = bare_title(document.title)
    for sentence in resolution.sentences:
        found = list(_title_places(document.text, title, sentence)) if len(title) >= _SHORTEST_TITLE else []
        if not found:
            yield sentence
            continue
        own = [replace(subject, start=start, end=end) for start, end in found]
        outer = [name for name in sentence.names if any(name.start < o.start or o.end < name.end for o in own)]
        whole = [o for o in own if not any(n.start <= o.start and o.end <= n.end for n in outer)]
        yield replace(sentence, names=merge(whole, sentence.names))


def _title_places(text: str, title: str, sentence: SentenceSpans) -> Iterator[tuple[int, int]]:
    start = find_title(text, title, sentence.start, sentence.end)
    while start is not None:
        yield start, start + len(title)
        start = find_title(text, title, start + len(title), sentence.end)
