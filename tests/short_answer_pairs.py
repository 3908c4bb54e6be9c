"""Questions of the sample corpus with short answers: right ones, and other values out of the same passage.

A writer that picks the wrong year, amount or name out of the right passage writes words that stand there. The
rules here are those of the tests alone: no checker is trained or tuned on them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graph.text.sentences import iter_sentences
from ingestion.readers.html import read_html

SAMPLES = Path(__file__).resolve().parents[1] / "ingestion" / "samples"
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PASSAGE = 1_800
_WRONG = 2
"""Wrong answers a question and place, at most."""
_KINDS = ("fact", "legal")
_UNIT = r"%|km²|km|mét|m|ha|tấn|người|đồng|tuổi|năm|tháng|ngày|giờ|lần|câu|ga|tỉnh|xã|phường"
_PATTERNS = {
    "date": re.compile(r"(?:ngày )?\d{1,2}(?:/\d{1,2}/| tháng \d{1,2} năm )\d{4}"),
    "year": re.compile(r"(?<![\d./-])(?:1\d|20)\d\d(?![\d./]\d)"),
    "amount": re.compile(rf"(?<![\w./-])\d[\d.,–]*(?: (?:nghìn|triệu|tỷ))? ?(?:{_UNIT})(?!\w)"),
    "name": re.compile(r"(?<=[a-zà-ỹ] )[A-ZĐÀ-Ỹ]\w+(?: [A-ZĐÀ-Ỹ]\w+)+(?![ -]?[\wÀ-Ỹ-]*[A-ZĐÀ-Ỹ])"),
}
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a short answer.

    Attributes:
        question: As a person types it.
        answer: The short answer, as a model might write it.
        title: Title of the passage.
        passage: What it may rest on.
        place: ``right``, or where the wrong value stands: ``same`` sentence as the right one, ``beside``
            it, ``away`` from it.
    """

    question: str
    answer: str
    title: str
    passage: str
    place: str


@cache
def _rows() -> dict[str, tuple[str, str]]:
    """Title and text of rows of JSON lines by ``SOURCE:ID``."""
    found: dict[str, tuple[str, str]] = {}
    for path in (SAMPLES / "documents").rglob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[f"{path.stem}:{row['id']}"] = row["title"], row["text"]
    return found


@cache
def _document(uri: str) -> tuple[str, str]:
    """Title and text of a sample document."""
    path = SAMPLES / "documents" / uri
    if ":" in uri:
        return _rows()[uri]
    if path.suffix == ".html":
        content = read_html(path.read_bytes())
        return content.title, content.text
    text = _FRONT_MATTER.sub("", path.read_text(encoding="utf-8"))
    return text.strip().split("\n", 1)[0].lstrip("# "), text


def _passages(text: str) -> Iterator[str]:
    piece = ""
    for line in text.splitlines(keepends=True):
        if piece and len(piece) + len(line) > _PASSAGE:
            yield piece
            piece = ""
        piece += line
    yield piece


def _kind(answer: str) -> str | None:
    """The pattern that the answer fits; a word stands before it, as before a name within a sentence."""
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(f"a {answer}", 2)), None)


def _shares(one: str, other: str) -> bool:
    """Whether two values share a number, or for names a word."""
    pattern = _DIGITS if _DIGITS.search(one + other) else _WORDS
    return bool({word.lower() for word in pattern.findall(one)} & {word.lower() for word in pattern.findall(other)})


def _wrong(question: str, answers: Sequence[str], passage: str) -> Iterator[tuple[str, str]]:
    """Other values of the kind of the answer in the passage, each with where it stands."""
    kind = next((kind for answer in answers if (kind := _kind(answer))), None)
    if kind is None:
        return
    spans = list(iter_sentences(passage))
    holding = [at for at, (a, b) in enumerate(spans) if any(answer in passage[a:b] for answer in answers)]
    seen = set()
    for at, (start, end) in enumerate(spans):
        for match in _PATTERNS[kind].finditer(passage, start, end):
            value = match[0]
            if value in seen or any(_shares(value, known) for known in (*answers, question)):
                continue
            seen.add(value)
            distance = min(abs(at - place) for place in holding)
            yield value, ("same", "beside")[distance] if distance < 2 else "away"


def _written(value: str) -> str:
    """As a model writes it: a fragment with a capital and a full stop."""
    opened = f"Năm {value}" if _PATTERNS["year"].fullmatch(value) else value
    return f"{opened[0].upper()}{opened[1:]}."


def sample_rows() -> Iterator[dict[str, Any]]:
    """Questions that were read in development; those of the independent reader only measure."""
    for name in ("questions.jsonl", "questions-dev.jsonl"):
        rows = map(json.loads, (SAMPLES / name).read_text(encoding="utf-8").splitlines())
        yield from (row for row in rows if row["by"] != "reader")


def short_answer_pairs() -> list[Pair]:
    """All pairs: each right answer in each of its forms, and for each question a few wrong ones spread over places."""
    pairs: list[Pair] = []
    for row in sample_rows():
        if row["kind"] in _KINDS:
            pairs += _pairs_of(row["question"], row["answers"], row["documents"])
    return pairs


def _pairs_of(question: str, answers: Sequence[str], documents: Sequence[str]) -> Iterator[Pair]:
    for uri in documents:
        title, text = _document(uri)
        passage = next((item for item in _passages(text) if any(answer in item for answer in answers)), None)
        if passage is None:
            continue
        for answer in answers:
            if answer in passage:
                yield Pair(question, _written(answer), title, passage, "right")
        wrong: dict[str, list[str]] = {}
        for value, place in _wrong(question, answers, passage):
            wrong.setdefault(place, []).append(value)
        for place, values in wrong.items():
            yield from (Pair(question, _written(value), title, passage, place) for value in values[:_WRONG])
        return
