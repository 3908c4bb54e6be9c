"""Names of laws: where one stands in a text, and which numbered instrument it means in which year."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from graph.text.normalise import name_key, unify_tones

_WORD = re.compile(r"\w+")
_BETWEEN_WORDS = re.compile(r"[ \u00a0\n]|, ?| [-–] ")
_LONGEST_NAME = 160
_YEAR = re.compile(r"[/-](\d{4})[/-]")
_YEARS_OF_OLD_FORMS = {"23-L/CTN": 1993, "32-L/CTN": 1994, "43-L/CTN": 1994}
"""Years of laws numbered in the form used before 1996, which does not tell it."""
_ABBREVIATED_CODES = {
    "BLDS": "bộ luật dân sự",
    "BLHS": "bộ luật hình sự",
    "BLLĐ": "bộ luật lao động",
    "BLTTDS": "bộ luật tố tụng dân sự",
    "BLTTHS": "bộ luật tố tụng hình sự",
}
_YEAR_AHEAD = 1
"""A text may cite a law passed in the year after its own number was given."""


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """One version of a law.

    Attributes:
        number: Instrument number in its normal form.
        name: As it is most often written (``Luật Đất đai``).
        year: Year of adoption.
    """

    number: str
    name: str
    year: int


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    laws: tuple[NamedLaw, ...] = ()


class LawNames:
    """A trie over the words of law names; each name leads to its versions by year."""

    def __init__(self, laws: tuple[NamedLaw, ...]) -> None:
        self._root = _Node()
        for law in sorted(laws, key=lambda law: law.year):
            for spelling in _spellings(law.name):
                self._add(spelling, law)

    def _add(self, name: str, law: NamedLaw) -> None:
        node = self._root
        for word in _WORD.findall(name_key(name)):
            node = node.following.setdefault(word, _Node())
        if law not in node.laws:
            node.laws = (*node.laws, law)

    def match(self, text: str, start: int, end: int) -> tuple[int, tuple[NamedLaw, ...]] | None:
        """The longest law name that begins at ``start``: its end and its versions, oldest first."""
        node, best, previous = self._root, None, start
        for word in _WORD.finditer(text, start, min(end, start + _LONGEST_NAME)):
            if previous != start and not _BETWEEN_WORDS.fullmatch(text, previous, word.start()):
                break
            following = node.following.get(_index_form(word[0]))
            if following is None:
                break
            node, previous = following, word.end()
            if node.laws:
                best = (previous, node.laws)
        return best


def version_of(laws: tuple[NamedLaw, ...], said_year: int | None, own_year: int | None) -> NamedLaw | None:
    """Which version a text means.

    Args:
        laws: Versions of one name, oldest first.
        said_year: The year that the text gives with the name.
        own_year: The year of the text itself.

    Returns:
        The version of the said year, or None where the table lacks it; without a said year the newest that the text
        could know; without either the newest.
    """
    if said_year is not None:
        return next((law for law in laws if law.year == said_year), None)
    known = [law for law in laws if own_year is None or law.year <= own_year + _YEAR_AHEAD]
    return known[-1] if known else None


@cache
def shipped_names() -> LawNames:
    """The table that ships (``data/law_names.tsv``, made by ``training.law_names``)."""
    return LawNames(_shipped_laws())


@cache
def shipped_by_number() -> dict[str, NamedLaw]:
    """The same table by number."""
    return {law.number: law for law in _shipped_laws()}


@cache
def _shipped_laws() -> tuple[NamedLaw, ...]:
    table = resources.files("ingestion.extraction").joinpath("data/law_names.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines())
    return tuple(NamedLaw(number, name, year_of(number) or 0) for number, name in rows)


def year_of(number: str) -> int | None:
    """Year of an instrument from its number."""
    match = _YEAR.search(number)
    return int(match[1]) if match else _YEARS_OF_OLD_FORMS.get(number)


def _spellings(name: str) -> list[str]:
    """The name, codes also as ``Luật …``, names in ``về …`` also without it."""
    spellings = [name]
    if name.startswith("Bộ luật "):
        spellings.append("Luật " + name.removeprefix("Bộ luật "))
    if name.startswith("Pháp lệnh về "):
        spellings.append(name.replace(" về ", " ", 1))
    if name.endswith(" Việt Nam") and name != "Luật Biển Việt Nam":  # "Luật Biển" is the convention of 1982
        spellings.append(name.removesuffix(" Việt Nam"))
    spellings.extend(short for short, whole in _ABBREVIATED_CODES.items() if name.lower() == whole)
    return spellings


@lru_cache(maxsize=4096)
def _index_form(word: str) -> str:
    return unify_tones(word.lower())
