"""How people say things and documents write them: ``tăng ca`` is ``làm thêm giờ`` where no passage says the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from agents.reading.tokens import tokenise
from graph.results import Passage

_FILE = "colloquial.txt"


@lru_cache(maxsize=1)
def _wordings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each colloquial phrase with what documents write instead, long phrases first."""
    text = files("agents.reading").joinpath(_FILE).read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(sorted(((row[0], tuple(row[1:])) for row in rows), key=lambda row: -len(row[0])))


@lru_cache(maxsize=1024)
def _terms_of(title: str, path: tuple[str, ...], text: str) -> str:
    return f" {' '.join(tokenise(' . '.join((title, *path, text))).terms)} "


def as_written(question: str, passages: Sequence[Passage]) -> str:
    """The question with its colloquial phrases in the words of the passages.

    A phrase that a passage holds stays, and so does one of which the passages hold no other wording.
    """
    texts: str | None = None
    for phrase, wordings in _wordings():
        match = re.search(rf"(?<!\w){phrase}(?!\w)", question, re.IGNORECASE)
        if match is None:
            continue
        texts = texts or " ".join(_terms_of(p.title, p.path, p.text) for p in passages)
        if _held(phrase, texts):
            continue
        instead = next((wording for wording in wordings if _held(wording, texts)), None)
        if instead is not None:
            question = question[: match.start()] + instead + question[match.end() :]
    return question


def _held(phrase: str, texts: str) -> bool:
    return f" {' '.join(tokenise(phrase).terms)} " in texts
