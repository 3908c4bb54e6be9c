"""How people say things and documents write them: ``tăng ca`` is ``làm thêm giờ``, ``nhắm mắt`` is ``qua đời``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from agents.grounding.paraphrase import excused, spaced
from agents.reading.lexicon import QUESTION_WORDS
from agents.reading.tokens import tokenise
from graph.results import Passage
from graph.text.sentences import Span

_FILE = "colloquial.txt"

Phrase = tuple[str, ...]


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each colloquial phrase with what documents write instead, long phrases first."""
    text = files("agents.reading").joinpath(_FILE).read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(sorted(((row[0], tuple(row[1:])) for row in rows), key=lambda row: -len(row[0])))


@lru_cache(maxsize=1)
def _replaceable() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Those of them that may give way to another wording: a question keeps the words that ask."""
    return tuple(row for row in _rows() if all(_asks(wording) == _asks(row[0]) for wording in row[1]))


def _asks(phrase: str) -> frozenset[str]:
    return QUESTION_WORDS.intersection(phrase.split())


@lru_cache(maxsize=1)
def _alike() -> dict[str, list[tuple[Phrase, tuple[str, ...]]]]:
    """By first syllable: each phrase, said or written, with its other wordings, spaced for substring search."""
    others: dict[Phrase, list[str]] = defaultdict(list)
    for phrase, wordings in _rows():
        said = tokenise(phrase).terms
        for wording in wordings:
            written = tokenise(wording).terms
            others[said].append(spaced(written))
            others[written].append(spaced(said))
    table: dict[str, list[tuple[Phrase, tuple[str, ...]]]] = defaultdict(list)
    for terms, instead in others.items():
        table[terms[0]].append((terms, tuple(instead)))
    return dict(table)


def reworded(terms: tuple[str, ...], source: str) -> frozenset[int]:
    """Indices of terms that say in other words what the source says, or that add nothing.

    Args:
        terms: Of a question or a sentence.
        source: The other one, as `spaced` gives it.
    """
    said = (range(*span) for span, others in _phrases_of(terms) if any(other in source for other in others))
    return excused(terms, source).union(*said)


@lru_cache(maxsize=4096)
def _phrases_of(terms: tuple[str, ...]) -> tuple[tuple[Span, tuple[str, ...]], ...]:
    """Spans of the phrases that have other wordings, with these."""
    table = _alike()
    found = ((index, entry) for index, term in enumerate(terms) for entry in table.get(term, ()))
    spans = (((index, index + len(phrase)), phrase, others) for index, (phrase, others) in found)
    return tuple((span, others) for span, phrase, others in spans if terms[slice(*span)] == phrase)


@lru_cache(maxsize=1024)
def _terms_of(title: str, path: tuple[str, ...], text: str) -> str:
    return spaced(tokenise(" . ".join((title, *path, text))).terms)


def as_written(question: str, passages: Sequence[Passage]) -> str:
    """The question with its colloquial phrases in the words of the passages.

    A phrase that a passage holds stays, and so does one of which the passages hold no other wording.
    """
    texts: str | None = None
    for phrase, wordings in _replaceable():
        match = re.search(rf"(?<!\w){phrase}(?!\w)", question, re.IGNORECASE) if phrase in question.lower() else None
        if match is None:
            continue
        texts = texts or " ".join(_terms_of(p.title, p.path, p.text) for p in passages)
        if _held(phrase, texts):
            continue
        instead = next((wording for wording in wordings if _held(_without_question(wording), texts)), None)
        if instead is not None:
            question = question[: match.start()] + instead + question[match.end() :]
    return question


def _without_question(phrase: str) -> str:
    return " ".join(word for word in phrase.split() if word not in QUESTION_WORDS)


def _held(phrase: str, texts: str) -> bool:
    return spaced(tokenise(phrase).terms) in texts
