"""Which instrument and article a reference means, given the document that makes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from graph.model import Document, EntityType
from graph.text.normalise import name_key
from ingestion.extraction.law.grammar import Article, Reference
from ingestion.extraction.law.instruments import Instrument, find_instruments, kind_of, normal_number
from ingestion.extraction.law.names import NamedLaw, shipped_by_number, shipped_names, version_of, year_of
from ingestion.extraction.spans import NameSpan

SOURCE = "law"
EXPLICIT, BY_NAME, BY_DEFAULT, INHERITED, AMENDED = 0.97, 0.93, 0.85, 0.8, 0.75
"""Confidence by how the instrument was told: number, name, nothing, a later reference, the header of an amendment."""

_CODIFIED = re.compile(
    r"\(?\s*(?:Điều (?P<article>\d+[a-zđ]?)\s+)?(?P<instrument>.+?)(?=\s+ngày \d|,\s*có hiệu lực)", re.DOTALL
)
_CODIFIED_DAY = re.compile(r"\d{1,2}/\d{1,2}/(\d{4})")
_KIND_HEAD = re.compile(r"[A-ZĐ]\w+(?: (?:luật|lệnh|định|quyết|tư|thị)(?: liên tịch)?)?")
_HEAD_NUMBER = re.compile(r"\b(?:Số|(?:Bộ l|L)uật số|Pháp lệnh số)\s*:\s*(\d[\w/Đ–-]+)")
_HEAD_LENGTH = 600
_HAS_ARTICLES = re.compile(r"(?:^|\n|\. )Điều 1[.:]")
_NUMBERED_KIND_ALIKE = {"bộ luật": "luật"}
_OF_ANNEX = frozenset({"quy chế", "quy định", "điều lệ", "quy chuẩn"})


@dataclass(frozen=True, slots=True)
class LegalUnit:
    """An instrument, as an entity.

    Attributes:
        key: Canonical key (``100/2019/nđ-cp``; without a known number name and year).
        name: Name to show.
        year: Year of adoption, where it is known.
        kind: ``Nghị định``.
    """

    key: str
    name: str
    year: int | None
    kind: str


@dataclass(slots=True)
class LegalContext:
    """What a document says about itself and has said so far.

    Attributes:
        own: The instrument that the document is or belongs to.
        own_article: The article that the text at hand belongs to.
        amended: The instrument that the document amends, from its last header ``một số điều của …``.
        year: Year from which names of laws are understood.
        said: Numbers that the document gave to names of laws.
    """

    own: LegalUnit | None
    own_article: str | None
    year: int | None
    amended: LegalUnit | None = None
    said: dict[str, str] = field(default_factory=dict)


def context_of(document: Document) -> LegalContext:
    """What a document's fields say about the instrument that it is or belongs to."""
    own, article = _own(document)
    year = own.year if own is not None else None
    for day in (document.validity.start, document.published):
        if year is None and day is not None:
            year = day.year
    return LegalContext(own, article, year)


def article_span(unit: LegalUnit, number: str, start: int, end: int) -> NameSpan:
    """The article of an instrument, as it is named at that place."""
    key = f"{unit.key}|điều {number}"
    return NameSpan(start, end, EntityType.LEGAL_ARTICLE.value, key, f"Điều {number} {unit.name}", SOURCE)


def instrument_span(unit: LegalUnit, start: int, end: int) -> NameSpan:
    """The instrument, as it is named at that place."""
    return NameSpan(start, end, EntityType.LEGAL_DOCUMENT.value, unit.key, unit.name, SOURCE)


def resolve(reference: Reference, context: LegalContext, quoted: bool) -> tuple[LegalUnit, float] | None:
    """The instrument that a reference means and how sure that is.

    Args:
        reference: From `law_grammar.scan`.
        context: Of the document; numbers given to names are remembered in it.
        quoted: It stands in quotation marks, where an amending text speaks as the amended one.
    """
    instrument = reference.instrument
    if instrument is None:
        if quoted and context.amended is not None:
            return context.amended, AMENDED
        if context.amended is not None and not reference.this_article and not reference.heading:
            return context.amended, AMENDED
        return (context.own, BY_DEFAULT) if context.own is not None else None
    if instrument.this:
        return _this(instrument, context, quoted)
    unit, confidence = _named(instrument, context)
    return unit, min(confidence, INHERITED) if reference.inherited else confidence


def by_number(number: str, kind: str | None = None) -> LegalUnit:
    """The instrument with that number in normal form."""
    law = shipped_by_number().get(number)
    if law is not None:
        return _unit(law)
    told = kind_of(number)
    if told is None or (told == "Luật" and kind is not None):  # resolutions of the National Assembly end in QH too
        told = kind or "Văn bản"
    return LegalUnit(number.lower(), f"{told} {number}", year_of(number), told)


def _unit(law: NamedLaw) -> LegalUnit:
    kind = "Bộ luật" if law.name.startswith("Bộ luật") else law.name.split(" ")[0]
    return LegalUnit(law.number.lower(), f"{law.name} {law.year}", law.year, kind)


def _this(instrument: Instrument, context: LegalContext, quoted: bool) -> tuple[LegalUnit, float] | None:
    kind = instrument.kind.lower()
    kind = _NUMBERED_KIND_ALIKE.get(kind, kind)
    if quoted and context.amended is not None:
        return context.amended, AMENDED
    if context.own is None:
        return None
    own_kind = context.own.kind.lower()
    if kind in _OF_ANNEX or kind == _NUMBERED_KIND_ALIKE.get(own_kind, own_kind):
        return context.own, EXPLICIT
    return None


def _named(instrument: Instrument, context: LegalContext) -> tuple[LegalUnit, float]:
    if instrument.number is not None:
        for name in _names(instrument):
            context.said[name] = instrument.number
        return by_number(instrument.number, instrument.kind), EXPLICIT
    for name in _names(instrument):
        said = context.said.get(name)
        if said is not None and instrument.year in (None, year_of(said)):
            return by_number(said, instrument.kind), BY_NAME
    if instrument.laws:
        law = version_of(instrument.laws, instrument.year, context.year)
        if law is not None:
            return _unit(law), BY_NAME
    name = instrument.name or instrument.laws[-1].name
    if instrument.year is not None:
        name = f"{name} {instrument.year}"
    return LegalUnit(name_key(name), name, instrument.year, instrument.kind), BY_NAME


def _names(instrument: Instrument) -> list[str]:
    names = {name_key(law.name) for law in instrument.laws}
    if instrument.name:
        names.add(name_key(instrument.name))
    return sorted(names)


def _own(document: Document) -> tuple[LegalUnit | None, str | None]:
    source = document.metadata.get("source", "")
    codified = _CODIFIED.match(source)
    if codified is not None:
        day = _CODIFIED_DAY.search(source)
        return _codified_unit(codified["instrument"].strip(), int(day[1]) if day else None), codified["article"]
    if document.instrument:
        return by_number(normal_number(document.instrument)), None
    title = document.title.strip()
    named = find_instruments(title, 0, len(title), shipped_names())
    has_articles = _HAS_ARTICLES.search(document.text) is not None
    whole = bool(named) and (named[0].start, named[0].end) == (0, len(title)) and not named[0].this
    if whole and (has_articles or f"{named[0].kind} này" in document.text):
        return _named(named[0], LegalContext(None, None, None))[0], None
    if not has_articles:
        return None, None
    number = _HEAD_NUMBER.search(document.text, 0, _HEAD_LENGTH)
    return (by_number(normal_number(number[1])), None) if number else (None, None)


def _codified_unit(written: str, year: int | None) -> LegalUnit:
    """The instrument of a row of the official codification, from its field ``source``."""
    found = find_instruments(written, 0, len(written), shipped_names())
    if found and found[0].start == 0 and found[0].number is not None:
        unit = by_number(found[0].number, found[0].kind)
        return unit if unit.year else replace(unit, year=year)
    kind = _KIND_HEAD.match(written)
    return LegalUnit(name_key(written), written, year, kind[0] if kind else "Văn bản")


def own_article_span(context: LegalContext, start: int, end: int) -> NameSpan | None:
    """The article, or else the instrument, that the text at hand belongs to, as named at that place."""
    if context.own is None:
        return None
    if context.own_article is None:
        return instrument_span(context.own, start, end)
    return article_span(context.own, context.own_article, start, end)


def spans_of(reference: Reference, unit: LegalUnit) -> tuple[NameSpan, ...]:
    """The entities that a reference names: its articles, or its instrument; details belong to the first article."""
    if not reference.articles:
        return (instrument_span(unit, reference.start, reference.end),)
    return tuple(
        article_span(unit, article.number, _first_code_point(reference, article, place), article.end)
        for place, article in enumerate(reference.articles)
    )


def _first_code_point(reference: Reference, article: Article, place: int) -> int:
    return reference.start if place == 0 else article.start
