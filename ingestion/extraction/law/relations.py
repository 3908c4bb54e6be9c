"""Relations between legal texts, from the references that a sentence makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.model import EntityType
from graph.text.normalise import name_key
from ingestion.extraction.law.grammar import Reference
from ingestion.extraction.law.issuers import find_issuers
from ingestion.extraction.law.names import year_of
from ingestion.extraction.law.patterns import (
    ARTICLE,
    DAY,
    INSTRUMENT,
    ISSUER,
    OWN_ARTICLE,
    OWN_INSTRUMENT,
    PATTERNS,
    LawPattern,
)
from ingestion.extraction.law.resolve import LegalContext, by_number, instrument_span, own_article_span
from ingestion.extraction.relations import Marked, RelationType, mark
from ingestion.extraction.spans import NameSpan, Statement
from ingestion.extraction.values import find_values

_TRIGGER = re.compile(
    r"sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|hướng dẫn|quy định chi tiết|quy định biện pháp"
    r"|căn cứ|hiệu lực|ban hành|thông qua|\bcủa (?:Quốc|Chính|Thủ|Bộ|[UỦ][ỷy] ban|Hội|Thống|Chánh|Ngân|Tổng|Viện)",
    re.IGNORECASE,
)
_ISSUER_AT_OFFICE = re.compile(r"(?:Bộ trưởng|Thống đốc|Chánh án|Hội đồng Thẩm phán|Viện trưởng|Tổng)\s+$")


@dataclass(frozen=True, slots=True)
class ResolvedReference:
    """A reference with the entities that it names.

    Attributes:
        reference: As it is written.
        spans: Its articles, or its instrument.
        confidence: That it means these.
        own: It names the document's own instrument (``Luật này``) or article (``Điều này``) as such.
    """

    reference: Reference
    spans: tuple[NameSpan, ...]
    confidence: float
    own: bool

    @property
    def symbol(self) -> str:
        """Its mark in a sentence."""
        of_article = bool(self.reference.articles) or self.reference.this_article
        if self.own:
            return OWN_ARTICLE if of_article else OWN_INSTRUMENT
        return ARTICLE if of_article else INSTRUMENT


Named = tuple[tuple[NameSpan, ...], float]


def relations_of(
    text: str,
    sentence: tuple[str, int, int],
    references: Sequence[ResolvedReference],
    context: LegalContext,
) -> Iterator[Statement]:
    """What one sentence states about legal texts.

    Args:
        text: The document's text.
        sentence: Chunk id and span.
        references: Those in the sentence, by start.
        context: Of the document, at this sentence.

    Yields:
        Typed statements, then ``CITES`` for every other reference. A head that the sentence does not name has an empty
        span at the start of the sentence.
    """
    typed: set[int] = set()
    _, start, end = sentence
    yield from _new_names(sentence, references)
    if _TRIGGER.search(text, start, end):
        marked = mark(text, start, end, _items(text, start, end, references))
        for pattern in PATTERNS:
            if pattern.trigger in marked.text and not (pattern.before_articles and context.own_article is not None):
                yield from _matches(marked, pattern, sentence, context, typed)
    yield from _citations(sentence, references, context, typed)


def _new_names(sentence: tuple[str, int, int], references: Sequence[ResolvedReference]) -> Iterator[Statement]:
    """``SAME_AS`` from a number to the name that the text gives with it, for laws that the shipped table lacks."""
    for resolved in references:
        instrument = resolved.reference.instrument
        if instrument is None or instrument.number is None or instrument.name is None:
            continue
        year = instrument.year or year_of(instrument.number)
        named = f"{instrument.name} {year}" if year else instrument.name
        numbered = instrument_span(by_number(instrument.number, instrument.kind), instrument.start, instrument.end)
        alias = replace(numbered, key=name_key(named), name=named)
        yield _statement(numbered, RelationType.SAME_AS, alias, sentence, "law:name", 0.95)


def _items(
    text: str, start: int, end: int, references: Sequence[ResolvedReference]
) -> list[tuple[int, int, str, Named]]:
    items: list[tuple[int, int, str, Named]] = [
        (r.reference.start, r.reference.end, r.symbol, (r.spans, r.confidence)) for r in references
    ]
    for issuer in find_issuers(text, start, end):
        office = _ISSUER_AT_OFFICE.search(text, start, issuer.start)
        items.append((office.start() if office else issuer.start, issuer.end, ISSUER, ((issuer,), 1.0)))
    dates = (value for value in find_values(text, start, end) if value.type == EntityType.DATE)
    items.extend((date.start, date.end, DAY, ((date,), 1.0)) for date in dates)
    return sorted(items, key=lambda item: (item[0], -item[1]))


def _matches(
    marked: Marked[Named],
    pattern: LawPattern,
    sentence: tuple[str, int, int],
    context: LegalContext,
    typed: set[int],
) -> Iterator[Statement]:
    for match in pattern.regex.finditer(marked.text):
        heads = _named_heads(marked, match) or _own_heads(context, sentence[1], pattern)
        for place in range(match.start("tail"), match.end("tail")):
            tails = _tails(marked, match, place, pattern)
            for tail in tails:
                if tail.start in typed and pattern.type is not RelationType.ISSUED_BY:
                    continue
                yield from (
                    _statement(head, pattern.type, tail, sentence, f"law:{pattern.name}", sure * pattern.confidence)
                    for head, sure in heads
                    if head.key != tail.key
                )
            if heads and pattern.type not in (RelationType.ISSUED_BY, RelationType.EFFECTIVE_FROM):
                typed.update(tail.start for tail in tails)


def _tails(marked: Marked[Named], match: re.Match[str], place: int, pattern: LawPattern) -> tuple[NameSpan, ...]:
    """The entities marked at that place of the group ``tail``; dates and issuers in a list only go with a name."""
    symbol = marked.text[place]
    wanted = {RelationType.ISSUED_BY: ISSUER, RelationType.EFFECTIVE_FROM: DAY}.get(pattern.type, ARTICLE + INSTRUMENT)
    return marked.items[place][0] if symbol in wanted and place in marked.items else ()


def _named_heads(marked: Marked[Named], match: re.Match[str]) -> list[tuple[NameSpan, float]]:
    if "head" not in match.re.groupindex:
        return []
    spans, sure = marked.items[match.start("head")]
    return [(span, sure) for span in spans]


def _own_heads(context: LegalContext, at: int, pattern: LawPattern) -> list[tuple[NameSpan, float]]:
    if "head" in pattern.regex.groupindex or context.own is None:
        return []
    own = instrument_span(context.own, at, at) if pattern.whole else own_article_span(context, at, at)
    return [(own, 1.0)] if own is not None else []


def _citations(
    sentence: tuple[str, int, int], references: Sequence[ResolvedReference], context: LegalContext, typed: set[int]
) -> Iterator[Statement]:
    head = own_article_span(context, sentence[1], sentence[1])
    if head is None:
        return
    for reference in references:
        if reference.own or reference.reference.heading:
            continue
        for tail in reference.spans:
            if tail.start not in typed and tail.key != head.key:
                yield _statement(head, RelationType.CITES, tail, sentence, "law:cites", reference.confidence)


def _statement(
    head: NameSpan, type_: RelationType, tail: NameSpan, sentence: tuple[str, int, int], extractor: str, sure: float
) -> Statement:
    chunk_id, start, end = sentence
    return Statement(head, type_.value, tail, chunk_id, start, end, extractor, round(sure, 3))
