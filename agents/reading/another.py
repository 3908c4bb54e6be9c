"""Whether a given text speaks of another name or another year than the one that is asked about."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache

from agents.ports import AnswerType
from agents.reading.asked import Asked
from agents.reading.lexicon import PRONOUNS, SURNAMES, TITLES
from agents.reading.named import whole_names
from agents.reading.passages import Sentence
from agents.reading.tokens import is_number, tokenise
from graph.text.normalise import strip_diacritics
from graph.text.restore import is_syllable

_ALIKE = 0.7
"""Least likeness of a foreign word to one of the text: ``Viktor`` and ``Victor`` are one."""

_SHORTEST = 3
_YEAR = re.compile(r"\bnăm (\d{4})\b", re.IGNORECASE)
_ANY_YEAR = re.compile(r"(?<![\d.,/])(?:1\d|20)\d\d(?![\d.,]\d)")

_POINTS_BACK = re.compile(r"\w+ [^\W\dA-ZĐ]")

_NAMES_ANSWER = frozenset({AnswerType.PERSON, AnswerType.PLACE, AnswerType.ORGANISATION, AnswerType.THING})

Name = tuple[str, ...]


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a text as written, and as terms without diacritics (equal lengths)."""
    tokens = tokenise(text)
    return tuple(text[slice(*span)] for span in tokens.spans), tuple(map(strip_diacritics, tokens.terms))


def _holds(text: str, name: Name) -> bool:
    """Whether a text holds a name: whole, its given name behind a title, or a foreign word much like one of its."""
    written, terms = _words(text)
    key = tuple(map(strip_diacritics, name))
    if f" {' '.join(key)} " in f" {' '.join(terms)} ":
        return True
    if all(map(is_syllable, name)):
        return len(name) > 1 and any(
            term == key[-1] and word[0].isupper() and (not before[0].isupper() or before.lower() in TITLES)
            for before, word, term in zip(("a", *written), written, terms, strict=False)
        )
    foreign = [part for part, term in zip(key, name, strict=True) if len(part) >= _SHORTEST and not is_syllable(term)]
    return any(get_close_matches(part, terms, 1, _ALIKE) for part in foreign)


def _is_person(name: Name) -> bool:
    return len(name) > 1 and name[0] in SURNAMES and all(map(is_syllable, name))


def _lone(asked: Asked, text: str) -> list[Name]:
    """Capitalised syllables of the question that the text has in no case, and that are no part of its names."""
    tokens = tokenise(asked.text)
    known = {term for name in asked.names for term in name} | set(_words(text)[1])
    inside = zip(tokens.terms[1:], tokens.spans[1:], strict=True)
    return [
        (term,)
        for term, (start, end) in inside
        if asked.text[start:end].istitle() and is_syllable(term) and not {term, strip_diacritics(term)} & known
    ]


@lru_cache(maxsize=256)
def _missing(asked: Asked, text: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """The names of the question that a text does not hold, and those that it does; asked for each of its sentences."""
    names = [name for name in (*asked.names, *_lone(asked, text)) if name and not all(map(is_number, name))]
    missing = tuple(name for name in names if not _holds(text, name))
    return missing, tuple(name for name in names if name not in missing)


def _names_another(sentence: Sentence, asked: Asked) -> bool:
    """Whether a sentence names what the question does not, beside the one name that may be the answer."""
    if _POINTS_BACK.match(sentence.text) and sentence.terms[0] in PRONOUNS:
        return False
    known = {term for name in asked.names for term in name}
    spans = whole_names(sentence.text)
    rivals = sum(not known.issuperset(tokenise(sentence.text[a:b]).terms) for a, b in spans)
    return rivals > (asked.type in _NAMES_ANSWER)


def speaks_of_another(sentence: Sentence, asked: Asked, text: str) -> bool:
    """Whether a sentence of a text that came with the question is about another name or year than asked.

    A person's full name that the text does not hold, or none of the names where the sentence has one of its
    own; a year that stands nowhere in the text where the sentence has another. A sentence that opens with a
    pronoun and names without a rival are left alone: texts speak of their subject by another word.

    Args:
        sentence: The sentence.
        asked: The question.
        text: All of the given text.
    """
    missing, others = _missing(asked, text)
    if any(map(_is_person, missing)):
        return True
    if missing and not others and _names_another(sentence, asked):
        return True
    years = _YEAR.findall(asked.text)
    return any(year not in text for year in years) and bool(_ANY_YEAR.search(sentence.text))
