"""Head words: what the words before a name, or its own first words, say about its type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from types import MappingProxyType

from graph.model import EntityType
from graph.text.normalise import unify_tones
from ingestion.extraction.names.gazetteer import read_lines


class Head(Enum):
    """What a head word announces."""

    STATE_BODY = auto()
    """Ministries, departments, committees: the name goes on over common words (``Cục Quản lý thị trường``)."""
    FIRM = auto()
    """Companies and groups: the name is mostly proper."""
    INSTITUTION = auto()
    """Schools, hospitals, theatres: organisations whose name goes on over common words."""
    PARTY = auto()
    """Groups that may be written in lower case before their name (hãng, ban nhạc)."""
    UNIT = auto()
    """Administrative units; a number may be their name (quận 7)."""
    SITE = auto()
    """Natural and built places (sông, cầu, đường)."""
    PERSON = auto()
    """Titles, professions and pronouns before a person's name."""
    WORK = auto()
    EVENT = auto()
    PRODUCT = auto()
    AWARD = auto()
    LEGAL = auto()
    """Legal instruments and their parts: left to the grammar of legal references."""
    PEOPLE = auto()
    """Nations, languages, teams, dynasties: a country after it is one, anything else is no name."""
    OTHER = auto()
    """Heads of things that are no names (species, numbered parts, documents)."""
    BOARD = auto()
    """Boards of organisations: skipped; what follows is the organisation, or the person who holds the office."""
    PREPOSITION = auto()
    """Prepositions of place."""


TYPE_OF_HEAD: Mapping[Head, EntityType] = MappingProxyType(
    {
        Head.STATE_BODY: EntityType.ORGANISATION,
        Head.FIRM: EntityType.ORGANISATION,
        Head.INSTITUTION: EntityType.ORGANISATION,
        Head.PARTY: EntityType.ORGANISATION,
        Head.BOARD: EntityType.ORGANISATION,
        Head.UNIT: EntityType.PLACE,
        Head.SITE: EntityType.PLACE,
        Head.PERSON: EntityType.PERSON,
        Head.WORK: EntityType.WORK,
        Head.EVENT: EntityType.EVENT,
        Head.PRODUCT: EntityType.PRODUCT,
        Head.AWARD: EntityType.CONCEPT,
    }
)

_CUE_ORDER = (
    Head.PERSON,
    Head.PEOPLE,
    Head.UNIT,
    Head.SITE,
    Head.WORK,
    Head.AWARD,
    Head.EVENT,
    Head.PRODUCT,
    Head.OTHER,
    Head.LEGAL,
    Head.BOARD,
    Head.PARTY,
    Head.INSTITUTION,
    Head.FIRM,
    Head.STATE_BODY,
    Head.PREPOSITION,
)
"""Of the classes of one phrase the first counts before a name (``bộ phim`` is a work, ``bộ`` alone a ministry)."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """Head phrases by their lower-case words.

    Attributes:
        leading: Classes of phrases at the start of a name.
        cues: Classes of phrases before a name.
        longest: Most words of a phrase.
    """

    leading: Mapping[str, Head]
    cues: Mapping[str, Head]
    longest: int


@cache
def _tables() -> _Tables:
    """The phrases of ``data/heads.tsv``, which was written by hand."""
    classes: dict[str, list[Head]] = {}
    for line in read_lines("heads.tsv"):
        name, phrase = line.split("\t")
        classes.setdefault(unify_tones(phrase), []).append(Head[name])
    order = list(Head)
    leading = {phrase: min(heads, key=order.index) for phrase, heads in classes.items() if heads != [Head.PREPOSITION]}
    cues = {phrase: min(heads, key=_CUE_ORDER.index) for phrase, heads in classes.items()}
    return _Tables(leading, cues, max(phrase.count(" ") + 1 for phrase in classes))


def head_at(lows: Sequence[str], index: int) -> tuple[Head, int] | None:
    """The longest head phrase that begins at a token of a sentence; its class and length in tokens."""
    tables = _tables()
    for length in range(min(tables.longest, len(lows) - index), 0, -1):
        head = tables.leading.get(" ".join(lows[index : index + length]))
        if head is not None:
            return head, length
    return None


def cue_before(lows: Sequence[str], index: int) -> tuple[Head, int] | None:
    """The longest head phrase that ends right before a token; its class and length in tokens."""
    tables = _tables()
    for length in range(min(tables.longest, index), 0, -1):
        head = tables.cues.get(" ".join(lows[index - length : index]))
        if head is not None:
            return head, length
    return None
