"""Legal references against the official cross references of the codification.

``python -m tests.bench.law_references --articles phapdien_articles.jsonl.xz --related phapdien_related.jsonl.xz
[--sample N] [--read N]`` prints speed, how many references resolve, and how many of the official pairs that the text
names are found. ``--read N`` prints N random resolved references to be read by a person.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.model import Chunk, Document
from graph.text.normalise import nfc
from ingestion.extraction.law import find_references, subject_of
from ingestion.extraction.law.names import shipped_by_number
from ingestion.extraction.spans import Statement

_NUMBERED = re.compile(r"(\d+[a-zđ]?)(?![\w/])")
_NO_CITATION = frozenset({"DEFINES", "ISSUED_BY", "EFFECTIVE_FROM"})


@dataclass(slots=True)
class Found:
    """What extraction gave.

    Attributes:
        subjects: Article key of each row.
        targets: Keys that a row refers to.
        types: Statements by type.
        readable: Statements about an article, with their sentence.
    """

    subjects: dict[str, str] = field(default_factory=dict)
    targets: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    types: Counter[str] = field(default_factory=Counter)
    readable: list[tuple[str, Statement, str]] = field(default_factory=list)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--related", type=Path, required=True)
    parser.add_argument("--sample", type=int, help="rows to extract from, drawn at random; all by default")
    parser.add_argument("--read", type=int, default=0, help="resolved references to print")
    options = parser.parse_args()
    rows = [_document(row) for row in _rows(options.articles)]
    random.seed(0)
    chosen = random.sample(rows, options.sample) if options.sample else rows
    found = Found(subjects={row.id: subject.key for row in rows if (subject := subject_of(row)) is not None})
    began = time.perf_counter()
    for row in chosen:
        _extract(row, found)
    print(f"{len(chosen) / (time.perf_counter() - began):,.0f} articles a second")
    print(dict(found.types.most_common()))
    _compare({row.id: row for row in chosen}, _rows(options.related), found)
    for title, statement, sentence in random.sample(found.readable, min(options.read, len(found.readable))):
        print(f"\n{title}: {statement.type} → {statement.tail.name} ({statement.confidence})\n    {sentence}")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _document(row: dict[str, str]) -> Document:
    text, title = nfc(row["text"]), nfc(row["title"])
    return Document(
        row["mapc"], "bench", row["mapc"], title, text, "law", row["mapc"], metadata={"source": nfc(row["source"])}
    )


def _extract(row: Document, found: Found) -> None:
    _, statements = find_references(row, [Chunk(row.id, row.id, 0, 0, len(row.text))])
    for statement in statements:
        found.types[statement.type] += 1
        if statement.type not in _NO_CITATION:
            found.targets[row.id].add(statement.tail.key)
            found.readable.append((row.title[:60], statement, row.text[statement.start : statement.end]))


def _compare(chosen: dict[str, Document], related: Iterable[dict[str, str]], found: Found) -> None:
    """Counts the official pairs whose target the text names by article number and by instrument."""
    named = right = pairs = 0
    for pair in related:
        source, target = chosen.get(pair["from"]), found.subjects.get(pair["to"])
        if source is None or target is None:
            continue
        pairs += 1
        if _names(source, target, found.subjects.get(source.id, "")):
            named += 1
            right += target in found.targets[source.id]
    print(f"{pairs:,} official pairs, {named:,} named by the text, {right / max(1, named):.1%} of these found")


def _names(source: Document, target: str, own: str) -> bool:
    """Whether a text holds the number of the article, after ``Điều``, and names its instrument or is of it."""
    instrument, _, number = target.rpartition("|điều ")
    if number not in _article_numbers(source.text):
        return False
    if own.rpartition("|")[0] == instrument:
        return True
    law = shipped_by_number().get(instrument.upper())
    name = law.name.lower() if law else ""
    text = source.text.lower()
    return instrument in text or bool(name and name in text)


def _article_numbers(text: str) -> set[str]:
    lists = re.findall(r"[Đđ]iều\s+((?:\d+[a-zđ]?(?:\s*,\s*|\s+và\s+)?(?:Điều\s+)?)+)", text)
    return {number for written in lists for number in _NUMBERED.findall(written)}


if __name__ == "__main__":
    main()
