"""A few linked documents for tests of the graph: names are found by being written in the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.model import (
    DEFAULT_TENANT,
    Chunk,
    Document,
    DocumentRecord,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Relation,
    content_hash,
)
from graph.text.normalise import name_key

FPT = "Tập đoàn FPT do Trương Gia Bình thành lập. FPT đặt trụ sở tại Hà Nội."
BINH = "Trương Gia Bình quê ở Nghệ An. Ông từng học ở Đại học Tổng hợp Moskva."
NGHE_AN = "Nghệ An là tỉnh ở Bắc Trung Bộ, giáp Thanh Hóa và Hà Tĩnh."
HA_TINH = "Hà Tĩnh là quê của Nguyễn Du."

TEXTS = {"Tập đoàn FPT": FPT, "Trương Gia Bình": BINH, "Nghệ An": NGHE_AN, "Hà Tĩnh": HA_TINH}
NAMES = {
    "Tập đoàn FPT": "Organisation",
    "Trương Gia Bình": "Person",
    "Nguyễn Du": "Person",
    "Hà Nội": "Place",
    "Nghệ An": "Place",
    "Hà Tĩnh": "Place",
}
STATED = (
    ("Tập đoàn FPT", "FOUNDED_BY", "Trương Gia Bình", "Tập đoàn FPT"),
    ("Trương Gia Bình", "HOMETOWN", "Nghệ An", "Trương Gia Bình"),
    ("Nguyễn Du", "HOMETOWN", "Hà Tĩnh", "Hà Tĩnh"),
)


def entity(name: str) -> Entity:
    """The entity of a name in `NAMES`."""
    type_, key = NAMES[name], name_key(name)
    return Entity(Entity.make_id(DEFAULT_TENANT, type_, key), DEFAULT_TENANT, type_, key, name)


def record(
    title: str,
    text: str,
    names: Mapping[str, str] = NAMES,
    stated: Sequence[tuple[str, str, str, str]] = STATED,
) -> DocumentRecord:
    """A document of one chunk, with the names that its text holds and the relations stated in it."""
    uri = f"{name_key(title).replace(' ', '-')}.md"
    identifier = Document.make_id(DEFAULT_TENANT, uri)
    document = Document(identifier, DEFAULT_TENANT, uri, title, text, "tests", uri, content_hash=content_hash(text))
    chunk = Chunk(Chunk.make_id(identifier, document.content_hash, 0), identifier, 0, 0, len(text))
    held = [name for name in names if name in text]
    facts = [item for item in stated if item[3] == title]
    relations = [
        Relation(Relation.make_id(entity(h).id, type_, entity(t).id), entity(h).id, type_, entity(t).id)
        for h, type_, t, _ in facts
    ]
    first_sentence = text.index(".") + 1
    extraction = Extraction(
        entities=tuple(entity(name) for name in held),
        mentions=tuple(Mention(chunk.id, entity(n).id, text.index(n), text.index(n) + len(n)) for n in held),
        relations=tuple(relations),
        evidence=tuple(Evidence(r.id, chunk.id, 0, first_sentence, "tests", 0.9) for r in relations),
    )
    subject = entity(title).id if title in held else None
    return DocumentRecord(replace(document, subject_id=subject), (chunk,), extraction)


def records() -> list[DocumentRecord]:
    """All documents of the small world."""
    return [record(title, text) for title, text in TEXTS.items()]
