"""What the shipped word lists know: names with their types, ordinary syllables, two-syllable words.

The lists lie in ``data/``; its README says where each comes from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

from graph.model import EntityType
from ingestion.extraction.names.tokens import Tokens, tokenise

_PROVINCE = "Province"
_DATA = files("ingestion.extraction").joinpath("data")


def read_lines(name: str) -> list[str]:
    """Lines of a shipped list."""
    return _DATA.joinpath(name).read_text(encoding="utf-8").splitlines()


def shipped_hash() -> str:
    """Hash of all shipped lists and patterns; changes when one of them is edited."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(_DATA.iterdir(), key=lambda file: file.name):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def phrase_key(phrase: str) -> str:
    """Lower-case tokens of a phrase with unified tone marks, joined by spaces."""
    return " ".join(tokenise(phrase, 0, len(phrase)).lows)


Value = TypeVar("Value")


class PhraseTable(Generic[Value]):
    """Phrases with a value each, found at a token of a sentence, longest first."""

    def __init__(self, entries: Iterable[tuple[str, Value]] = ()) -> None:
        self._values: dict[str, Value] = {}
        self._longest: dict[str, int] = {}
        for phrase, value in entries:
            self.add(phrase, value)

    def add(self, phrase: str, value: Value) -> None:
        """Adds a phrase; one that is there keeps its value."""
        key = phrase_key(phrase)
        if not key:
            return
        self._values.setdefault(key, value)
        first, length = key.split(" ", 1)[0], key.count(" ") + 1
        self._longest[first] = max(length, self._longest.get(first, 0))

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: str) -> Value | None:
        """Value of a phrase by its key (`phrase_key`)."""
        return self._values.get(key)

    def longest_at(self, lows: Sequence[str], index: int, end: int | None = None) -> tuple[Value, int] | None:
        """Value and length in tokens of the longest phrase that begins at a token and ends before ``end``."""
        longest = self._longest.get(lows[index])
        if longest is None:
            return None
        available = (len(lows) if end is None else end) - index
        for length in range(min(longest, available), 0, -1):
            value = self._values.get(" ".join(lows[index : index + length]))
            if value is not None:
                return value, length
        return None


class NameTable:
    """Names with their types; a name all in capitals is not found where the text has lower case (``Địa lý``)."""

    def __init__(self, entries: Iterable[tuple[str, str]] = ()) -> None:
        self._names: PhraseTable[tuple[str, bool]] = PhraseTable(
            (name, (type_, all(tokenise(name, 0, len(name)).capital))) for name, type_ in entries
        )

    def longest_at(self, tokens: Tokens, index: int, end: int | None = None) -> tuple[str, int] | None:
        """Type and length in tokens of the longest name that begins at a token and ends before ``end``."""
        match = self._names.longest_at(tokens.lows, index, end)
        if match is None:
            return None
        (type_, in_capitals), length = match
        if in_capitals and not all(tokens.capital[index : index + length]):
            return self.longest_at(tokens, index, index + length - 1) if length > 1 else None
        return type_, length


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists.

    Attributes:
        names: Names with their entity types.
        ordinary: Syllables that are usually written in lower case.
        compounds: Two-syllable words.
        given: Syllables of Vietnamese given names.
        communes: Communes of Vietnam by `phrase_key`.
    """

    names: NameTable
    ordinary: frozenset[str]
    compounds: frozenset[str]
    given: frozenset[str]
    communes: frozenset[str]


def curated() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Type, name and aliases of the entries of the list that was written by hand."""
    for line in read_lines("curated.tsv"):
        kind, name, aliases = line.split("\t")
        type_ = EntityType.PLACE.value if kind == _PROVINCE else kind
        yield type_, name, tuple(filter(None, aliases.split("|")))


def provinces() -> list[str]:
    """Provinces of Vietnam, former ones included, that hold a city or commune of the same name."""
    rows = (line.split("\t") for line in read_lines("curated.tsv"))
    return [name for kind, name, _ in rows if kind == _PROVINCE]


def curated_forms() -> Iterator[tuple[str, str]]:
    """Every name and alias that was written by hand, with its type."""
    for type_, name, aliases in curated():
        for form in (name, *aliases):
            yield form, type_


def office_words() -> frozenset[str]:
    """Two-syllable words of company documents, written by hand: the collections that were counted have few of them."""
    return frozenset(read_lines("office_words.txt"))


def _typed_names() -> Iterator[tuple[str, str]]:
    yield from curated_forms()
    for line in read_lines("names.tsv"):
        name, type_ = line.split("\t")
        yield name, type_


@cache
def lexicon() -> Lexicon:
    """The shipped lists, read once a process."""
    return Lexicon(
        names=NameTable(_typed_names()),
        ordinary=frozenset(read_lines("syllables.txt")),
        compounds=frozenset(read_lines("compounds.txt")) | office_words(),
        given=frozenset(read_lines("given.txt")),
        communes=frozenset(phrase_key(name) for name in read_lines("communes.txt")),
    )
