r"""Relation patterns: a small language over marked sentences, and the table of all patterns.

A pattern is a regular expression over the lower-case sentence in which names stand as slots:

- ``{head:Person}`` and ``{tail:Place}``: what the relation holds between; ``{Date}`` alone is only context.
- ``{tail:Place+}``: a list (``A, B và C``); each member gives a relation.
- ``{tail:Person|Organisation}``: either type. ``{tail:*}``: any name, but no date or amount.
- ``{other:Date}``: what else the pattern's checks look at.
- ``{in}``: a part, defined once under ``parts``.

A slot takes the nouns that go before its type (``tỉnh``, ``nhà văn``, ``công ty``). A pattern without ``head`` is a
predicate: its head is the name right before it, or else the subject of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from graph.model import EntityType

FIRST_SYMBOL = "\ue100"
_SLOT = re.compile(r"\{(?:(?P<role>head|tail|other):)?(?P<types>\*|[^\W\d][\w|]*)(?P<list>\+)?\}")
_SIDE = r"(?:bắc|nam|đông|tây)(?: (?:bắc|nam|đông|tây|và))*"
_SEPARATOR = (
    rf"(?: (?:ở|về) (?:phía )?{_SIDE})?"
    r"(?:\s*[,;/]\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng|hoặc|hay|với)\s+|\s+-\s+)(?:(?:nay )?(?:thuộc|là|của)\s+)?"
)
_BRACKETED = r"(?: ?\([^()]{0,60}\))?"
_VALUES = frozenset({EntityType.DATE.value, EntityType.QUANTITY.value})
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a pattern must read so: names stand as ``[name|Type]``."""

    text: str
    head: str
    tail: str


@dataclass(frozen=True, slots=True)
class RelationPattern:
    """A row of the table.

    Attributes:
        name: Part of the extractor's name (``patterns:born_in.1``).
        type: Relation type.
        regex: In the language of this module.
        triggers: Syllables of which one must stand in the sentence; cheap to look up.
        heads: Entity types that a predicate's head may have.
        topic: Where the sentence names no head, the subject of the document may be it.
        reach: Most code points between the sentence's subject and a predicate.
        units: Units of which the amount at the tail must have one.
        head_words: First words of which the head's name must have one (``sông``).
        lifespan: ``{tail:Date}`` and ``{other:Date}`` must lie a human life apart.
        inverse: The predicate's own name is the relation's tail (``A là tác giả của B``: B CREATED_BY A), and
            ``{tail:…}`` gives its head; ``heads`` and ``head_words`` still mean the predicate's name.
        confidence: Probability that what it finds is stated, from reading.
        reads: Sentences that it must read.
        ignores: Sentences in which it must find nothing.
    """

    name: str
    type: str
    regex: str
    triggers: tuple[str, ...]
    heads: tuple[str, ...] = ()
    topic: bool = False
    reach: int = 60
    units: tuple[str, ...] = ()
    head_words: tuple[str, ...] = ()
    lifespan: bool = False
    inverse: bool = False
    confidence: float = 0.9
    reads: tuple[Example, ...] = ()
    ignores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern with its regular expression over marks.

    Attributes:
        source: The row.
        regex: Over marked sentences.
        heads: Marks that a predicate's head may have.
    """

    source: RelationPattern
    regex: re.Pattern[str]
    heads: str


@dataclass(frozen=True, slots=True)
class PatternTable:
    """Compiled patterns, found by their triggers.

    Attributes:
        symbols: Mark of each entity type.
        by_trigger: Patterns by trigger syllable; those without triggers under the empty string.
    """

    symbols: Mapping[str, str]
    by_trigger: Mapping[str, tuple[CompiledPattern, ...]]
    _order: Mapping[str, int] = field(default_factory=dict)

    @staticmethod
    def compile(patterns: Sequence[RelationPattern], types: Iterable[str] = ()) -> PatternTable:
        """Compiles patterns; those of the user's schema go before `shipped_patterns`.

        Args:
            patterns: Rows; an earlier one goes first.
            types: Entity types beside the built-in ones.

        Raises:
            ValueError: A pattern has no tail, an unknown type or part, or is no regular expression.
        """
        names = [*(type_.value for type_ in EntityType), *types]
        symbols = {name: chr(ord(FIRST_SYMBOL) + place) for place, name in enumerate(dict.fromkeys(names))}
        by_trigger: dict[str, list[CompiledPattern]] = {}
        for pattern in patterns:
            compiled = _compile(pattern, symbols)
            for trigger in pattern.triggers or ("",):
                by_trigger.setdefault(trigger, []).append(compiled)
        order = {pattern.name: place for place, pattern in enumerate(patterns)}
        return PatternTable(symbols, {trigger: tuple(rows) for trigger, rows in by_trigger.items()}, order)

    def candidates(self, lower: str) -> list[CompiledPattern]:
        """Patterns that can match a lower-case sentence, by the order of the table."""
        found = {row.source.name: row for row in self.by_trigger.get("", ())}
        for word in self.by_trigger.keys() & set(_WORD.findall(lower)):
            found.update((row.source.name, row) for row in self.by_trigger[word])
        return sorted(found.values(), key=lambda row: self._order[row.source.name])


def shipped_patterns() -> tuple[RelationPattern, ...]:
    """The patterns of ``data/relation_patterns.yaml``."""
    return _shipped().patterns


@cache
def shipped_table() -> PatternTable:
    """The compiled table of the shipped patterns alone."""
    return PatternTable.compile(shipped_patterns())


@dataclass(frozen=True, slots=True)
class _Shipped:
    nouns: Mapping[str, str]
    parts: Mapping[str, str]
    patterns: tuple[RelationPattern, ...]


@cache
def _shipped() -> _Shipped:
    text = resources.files("ingestion.extraction").joinpath("data/relation_patterns.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    return _Shipped(data["nouns"], data["parts"], tuple(map(_row, data["patterns"])))


@cache
def noun_endings(type_: str) -> frozenset[str]:
    """Last words of the nouns that go before names of that type."""
    return frozenset(noun.split()[-1] for noun in _shipped().nouns.get(type_, "").split("|") if noun)


def _row(row: Mapping[str, Any]) -> RelationPattern:
    return RelationPattern(
        name=row["name"],
        type=row["type"],
        regex=row["regex"],
        triggers=tuple(row.get("triggers", "").split()),
        heads=tuple(row.get("heads", "").split()),
        topic=row.get("topic", False),
        reach=row.get("reach", 60),
        units=tuple(row.get("units", "").split()),
        head_words=tuple(row.get("head_words", "").split()),
        lifespan=row.get("lifespan", False),
        inverse=row.get("inverse", False),
        confidence=row.get("confidence", 0.9),
        reads=tuple(Example(*map(str, example)) for example in row["reads"]),
        ignores=tuple(row.get("ignores", ())),
    )


def _compile(pattern: RelationPattern, symbols: Mapping[str, str]) -> CompiledPattern:
    """Raises ValueError with the pattern's name."""
    try:
        regex = re.compile(_SLOT.sub(lambda slot: _slot(slot, symbols), pattern.regex))
        heads = "".join(symbols[type_] for type_ in pattern.heads)
    except (re.error, KeyError) as error:
        raise ValueError(f"relation pattern {pattern.name!r}: {error} is not known or not well formed") from error
    if "tail" not in regex.groupindex:
        raise ValueError(f"relation pattern {pattern.name!r} has no {{tail:…}}")
    return CompiledPattern(pattern, regex, heads)


def _slot(slot: re.Match[str], symbols: Mapping[str, str]) -> str:
    part = _shipped().parts.get(slot["types"])
    if part is not None and not slot["role"]:
        return _SLOT.sub(lambda inner: _slot(inner, symbols), part)
    names = [name for name in symbols if name not in _VALUES] if slot["types"] == "*" else slot["types"].split("|")
    marks = "[" + "".join(symbols[name] for name in names) + "]"
    before = "|".join(_shipped().nouns[name] for name in names if name in _shipped().nouns)
    nouns = rf"(?:(?:{before})\s+){{0,2}}" if before else ""
    role = f"?P<{slot['role']}>" if slot["role"] else "?:"
    if slot["list"]:
        return f"{nouns}({role}{marks}(?:{_SEPARATOR}{nouns}{marks})*)"
    return f"{nouns}({role}{marks})" + (_BRACKETED if slot["role"] == "head" else "")
