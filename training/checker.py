"""Fits the probability of the grounding check on sentences that are changed on purpose.

Articles are rows {title, text} (Vietnamese Wikipedia, CC BY-SA). A sentence stays supported when its
clauses change places, its passage drops out around it or two neighbours are joined; it stops being
supported when a clause of another article is added, words are exchanged for words of another sentence, or
its passage does not hold it. Only changes that no hard rule objects to count: those are what the
probability must tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from agents.grounding.features import FEATURES, features
from agents.grounding.objections import objections
from agents.grounding.source import Source
from agents.grounding.support import claim_of, find_support
from graph.results import Passage
from graph.text.sentences import sentences
from training.logistic import fit_logistic, write_model

Example = tuple[tuple[float, ...], bool, float]

_SEED = 11
_PASSAGE = 1_800
_SHORTEST, _LONGEST = 8, 45
_EXCHANGED = 3
_YEAR = re.compile(r" (?:vào |từ )?năm (?P<year>\d{4})(?=[ ,.])")
_REWORDED = (
    ("mất", "qua đời"), ("sinh", "chào đời"), ("thành lập", "sáng lập"), ("khoảng", "xấp xỉ"), ("diễn ra", "xảy ra"),
    ("ông", "nhân vật này"), ("bao gồm", "gồm"), ("hiện nay", "ngày nay"), ("nằm ở", "tọa lạc tại"), ("lớn", "to"),
)  # fmt: skip


def _passage(title: str, text: str) -> Passage:
    return Passage(title, title, title, title, title, text, 0, len(text))


def _plain(text: str) -> list[str]:
    """Sentences of a usable length."""
    return [item for item in sentences(text) if _SHORTEST <= len(item.split()) <= _LONGEST and item.endswith(".")]


def _moved(sentence: str) -> Iterator[str]:
    """The sentence with its year in front, short and with another word for a frequent one."""
    match = _YEAR.search(sentence)
    if match is None:
        return
    rest = f"{sentence[: match.start()]}{sentence[match.end() :]}".strip()
    moved = f"Năm {match['year']}, {rest[0].lower()}{rest[1:]}"
    yield moved
    short = f"{', '.join(moved.split(', ', maxsplit=2)[:2]).rstrip('.')}."
    for word, other in _REWORDED:
        short = short.replace(f" {word} ", f" {other} ", 1)
    yield short


def _kept(sentence: str, following: str) -> Iterator[str]:
    """Rewordings that say no more than the source."""
    head, comma, tail = sentence.rstrip(".").partition(", ")
    if comma and len(tail.split()) > 2:
        yield f"{tail[0].upper()}{tail[1:]}, {head[0].lower()}{head[1:]}."
        yield f"{head}."
    yield from _moved(sentence)
    yield f"Theo tài liệu, {sentence[0].lower()}{sentence[1:]}"
    if following:
        yield f"{sentence.rstrip('.')}, và {following[0].lower()}{following[1:]}"


def _altered(sentence: str, other: str, chance: np.random.Generator) -> Iterator[str]:
    """Changes that say more or other than the source."""
    clause = other.rstrip(".").split(", ")[-1]
    yield f"{sentence.rstrip('.')}, {clause[0].lower()}{clause[1:]}."
    words, foreign = sentence.split(), other.split()
    for at in chance.integers(1, len(words) - 1, size=_EXCHANGED):
        words[at] = foreign[int(chance.integers(1, len(foreign) - 1))].lower().strip(".,")
    yield " ".join(words)
    yield other


def _example(claim: str, passage: Passage, supported: bool) -> Example | None:
    made = claim_of(claim)
    supports = find_support(made, (passage,)) if made.content else []
    if not supports:
        return None
    source = Source(made, supports)
    return None if objections(source) else (features(source, frozenset()), supported, 1.0)


def examples(articles: list[tuple[str, str]]) -> list[Example]:
    """Features with labels of kept and altered sentences of (title, text)."""
    chance = np.random.default_rng(_SEED)
    found: list[Example] = []
    texts = [(title, _plain(text[:_PASSAGE])) for title, text in articles]
    texts = [(title, items) for title, items in texts if len(items) > 1]
    for index, (title, items) in enumerate(texts):
        passage = _passage(title, " ".join(items))
        other = texts[(index + 1) % len(texts)][1]
        at = int(chance.integers(len(items) - 1))
        kept = ((text, True) for text in _kept(items[at], items[at + 1]))
        altered = ((text, False) for text in _altered(items[at], other[int(chance.integers(len(other)))], chance))
        made = (_example(text, passage, supported) for text, supported in (*kept, *altered))
        found.extend(example for example in made if example is not None)
    return found


def make_calibration(articles: Iterable[dict[str, Any]], out: Path, limit: int = 3_000) -> str:
    """Fits the probability on the first articles and writes it; returns a line that tells what was done."""
    chosen = [(str(row["title"]), str(row["text"])) for row in islice(articles, limit)]
    rows, labels, weights = zip(*examples(chosen), strict=True)
    write_model(out, FEATURES, fit_logistic(rows, labels, weights))
    return f"{len(rows)} examples of {len(chosen)} articles"
