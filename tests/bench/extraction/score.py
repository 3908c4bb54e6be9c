"""Scores extraction on sentences marked by hand (``sentences.jsonl``, ``sentences_2.jsonl``), before output was seen.

``python -m tests.bench.extraction.score [--marks sentences_2] [--split dev|held_out|all] [--errors]`` prints precision,
recall and F1 of entities and relations by genre. See README.md of this folder for how the marks are to be read.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.model import Chunk, Document, Extraction
from ingestion.extraction.extractor import DocumentExtractor

_HERE = Path(__file__).parent
_HEADS = tuple(
    "ngày|tháng|năm|tỉnh|thành phố|tp.|tp|huyện|quận|xã|phường|thị xã|đường|phố|sông|cầu|hồ|núi|đảo|công ty|tập đoàn"
    "|phá|làng|nước|số|thủ đô".split("|")
)
_SYMMETRIC = frozenset({"SAME_AS", "BORDERS", "SPOUSE_OF", "SIBLING_OF"})
_LEGAL = frozenset({"LegalArticle", "LegalDocument"})
_MEASURED = ("entities", "relations")

Span = tuple[int, int]


@dataclass(slots=True)
class Tally:
    """Counts of right, spurious and missing items, and what was wrong."""

    right: int = 0
    spurious: int = 0
    missing: int = 0
    errors: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Precision, recall and F1."""
        precision = self.right / max(1, self.right + self.spurious)
        recall = self.right / max(1, self.right + self.missing)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        counts = f"{self.right:4} right {self.spurious:3} spurious {self.missing:3} missing"
        return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   {counts}"


def main() -> None:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--marks", choices=("sentences", "sentences_2"), default="sentences", help="which file of marks"
    )
    parser.add_argument("--split", choices=("dev", "held_out", "all"), default="all")
    parser.add_argument("--errors", action="store_true", help="print each difference (not for the held-out part)")
    options = parser.parse_args()
    tallies = score(options.split, options.marks)
    for measured in _MEASURED:
        print(measured)
        for genre in [*sorted({genre for genre, _ in tallies} - {"all"}), "all"]:
            print(f"  {genre:10} {tallies[genre, measured].line()}")
    if options.errors:
        print("\n".join(error for measured in _MEASURED for error in tallies["all", measured].errors))


def score(split: str, marks: str = "sentences") -> dict[tuple[str, str], Tally]:
    """Tallies of a file of marks by genre (``all`` over all of them) and by what was measured."""
    extractor = DocumentExtractor()
    tallies: dict[tuple[str, str], Tally] = {}
    for line in (_HERE / f"{marks}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if split not in ("all", row["split"]):
            continue
        document, extraction = _extract(extractor, row)
        for measured, differences in (
            ("entities", _compare_entities(row, extraction)),
            ("relations", _compare_relations(row, document, extraction)),
        ):
            for genre in (row["genre"], "all"):
                _count(tallies.setdefault((genre, measured), Tally()), differences, row)
    return tallies


def _extract(extractor: DocumentExtractor, row: dict[str, Any]) -> tuple[Document, Extraction]:
    document_id = Document.make_id("bench", row["id"])
    document = Document(
        document_id, "bench", row["id"], row["title"], row["text"], "bench", row["id"], instrument=row.get("instrument")
    )
    chunk = Chunk(Chunk.make_id(document_id, "", 0), document_id, 0, 0, len(row["text"]))
    return extractor.extract(document, [chunk])


def _count(tally: Tally, differences: dict[str, list[str]], row: dict[str, Any]) -> None:
    tally.right += len(differences["right"])
    tally.spurious += len(differences["spurious"])
    tally.missing += len(differences["missing"])
    for kind in ("spurious", "missing"):
        tally.errors.extend(f"{row['id']} {kind}: {item}\n    {row['text']}" for item in differences[kind])


def _bare(text: str, start: int, end: int) -> Span:
    """Span without the words for its kind at its left edge: whether they belong to a name is a matter of taste."""
    for head in _HEADS:
        rest = text[start:end].lower().removeprefix(f"{head} ")
        if rest != text[start:end].lower() and not (rest[:1].isdigit() and head in ("quận", "phường")):
            return _bare(text, end - len(rest), end)
    return start, end


def _compare_entities(row: dict[str, Any], extraction: Extraction) -> dict[str, list[str]]:
    """Names with exact extent (but for `_bare`) and type; dates, amounts and legal references by overlap and type."""
    text = row["text"]
    types = {entity.id: entity.type for entity in extraction.entities}
    found = {(*_bare(text, m.start, m.end), types[m.entity_id]) for m in extraction.mentions if m.end > m.start}
    marked = [(*_bare(text, e["start"], e["end"]), e["type"]) for e in row["entities"] if "kind" not in e]
    free = [(e["start"], e["end"]) for e in row["entities"] if "kind" in e]
    right = [item for item in marked if any(_same(item, other) for other in found)]
    spurious = [
        item
        for item in sorted(found)
        if not any(_same(mark, item) for mark in marked)
        and not any(item[0] < end and start < item[1] for start, end in free)
        and not _is_free(row, item, marked)
    ]
    missing = [item for item in marked if item not in right]
    return {
        kind: [f"{text[start:end]} ({type_})" for start, end, type_ in items]
        for kind, items in (("right", right), ("spurious", spurious), ("missing", missing))
    }


def _same(mark: tuple[int, int, str], found: tuple[int, int, str]) -> bool:
    if mark[2] != found[2]:
        return False
    if mark[2] in {"Date", "Quantity"} | _LEGAL:
        return mark[0] < found[1] and found[0] < mark[1]
    return mark[:2] == found[:2]


def _is_free(row: dict[str, Any], item: tuple[int, int, str], marked: list[tuple[int, int, str]]) -> bool:
    """What is counted neither way: pronouns, the title as a concept, an instrument inside a marked reference."""
    start, end, type_ = item
    written = row["text"][start:end].lower()
    inside = type_ in _LEGAL and any(type_m in _LEGAL and start < e and s < end for s, e, type_m in marked)
    title = type_ == "Concept" and written == row["title"].lower()
    return written.endswith(" này") or written in ("ông", "bà", "công ty") or title or inside


def _compare_relations(row: dict[str, Any], document: Document, extraction: Extraction) -> dict[str, list[str]]:
    """Relations by type and by the entities that stand at the marked ends; unmarked ends mean the document."""
    found = {(r.head_id, r.type, r.tail_id) for r in extraction.relations}
    names = {entity.id: entity.name for entity in extraction.entities}
    explained: set[tuple[str, str, str]] = set()
    right, missing = [], []
    for mark in row["relations"]:
        heads, tails = (_entities_at(row, document, extraction, mark[end]) for end in ("head", "tail"))
        matches = {
            relation
            for relation in found
            if relation[1] == mark["type"]
            and (
                (relation[0] in heads and relation[2] in tails)
                or (mark["type"] in _SYMMETRIC and relation[2] in heads and relation[0] in tails)
            )
        }
        explained |= matches
        if matches:
            right.append(mark["type"])
        elif not mark.get("optional"):
            missing.append(f"{_written(row, mark['head'])} {mark['type']} {_written(row, mark['tail'])}")
    spurious = [f"{names[h]} {type_} {names[t]}" for h, type_, t in sorted(found - explained)]
    return {"right": right, "spurious": spurious, "missing": missing}


def _written(row: dict[str, Any], index: int | None) -> str:
    return "(document)" if index is None else str(row["entities"][index]["text"])


def _entities_at(row: dict[str, Any], document: Document, extraction: Extraction, index: int | None) -> set[str]:
    """Entities mentioned at a mark; the document's subject where there is no mark or the mark is a pronoun."""
    subject = {document.subject_id} if document.subject_id else set()
    if index is None:
        return subject
    mark = row["entities"][index]
    here = {m.entity_id for m in extraction.mentions if m.start < mark["end"] and mark["start"] < m.end}
    return here | (subject if mark.get("kind") == "anaphor" else set())


if __name__ == "__main__":
    main()
