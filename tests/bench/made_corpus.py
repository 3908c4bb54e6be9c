"""Made-up documents for measuring stores: sizes and frequencies as in the law collection, no real text."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np

from graph.model import Chunk, Document, DocumentRecord, Entity, Evidence, Extraction, Mention, Relation, content_hash
from graph.ports import SparseVector, VectorPoint

TENANT = "bench"
CHUNKS = 2
MENTIONS = 24
RELATIONS = 4
CHUNK_CHARACTERS = 900
_TYPES = ("Person", "Place", "Organisation", "Concept")
_RELATION_TYPES = ("LOCATED_IN", "MEMBER_OF", "GUIDES", "AMENDS", "CITES", "DEFINES")
_FAMILY_NAMES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương".split()
_MIDDLE_NAMES = "Văn Thị Hữu Đức Minh Quang Thanh Ngọc Xuân Thu".split()
_GIVEN_NAMES = "An Bình Chi Dũng Giang Hà Hải Hương Khánh Lan Long Mai Nam Phúc Quân Sơn Thảo Trung Tuấn Yến".split()
_PLACES = "Hà Nội, Huế, Đà Nẵng, Nghệ An, Hà Tĩnh, Nam Định, Cần Thơ, Bến Tre, Lào Cai, Sơn La".split(", ")
_SYLLABLES = "của và các người được trong theo quy định nước cơ quan hà nội tỉnh thành phố đất đai sông núi".split()


class Corpus:
    """A repeatable stream of documents; entities follow Zipf's law, as names in text do.

    Args:
        documents: How many there will be; the number of entities grows with it.
        seed: Of the random numbers.
    """

    def __init__(self, documents: int, seed: int = 7) -> None:
        self._documents = documents
        self._seed = seed
        self._vocabulary = 3 * documents

    def entity(self, number: int) -> Entity:
        """The entity of that rank."""
        type_ = _TYPES[number % len(_TYPES)]
        key = f"{_SYLLABLES[number % len(_SYLLABLES)]} {number}"
        aliases = (f"bí danh {number}",) if number % 10 == 0 else ()
        return Entity(Entity.make_id(TENANT, type_, key), TENANT, type_, key, key.title(), aliases)

    def _rank(self, pick: random.Random) -> int:
        return int(self._vocabulary ** pick.random()) - 1

    def record(self, number: int, *, version: int = 0) -> DocumentRecord:
        """The document of that number; each is about the entity of the same rank."""
        uri = f"made:{number}"
        pick = random.Random(f"{self._seed}:{number}:{version}")
        words = pick.choices(_SYLLABLES, k=CHUNKS * CHUNK_CHARACTERS // 5)
        text = f"{version} " + " ".join(words)
        document_id = Document.make_id(TENANT, uri)
        entities = [self.entity(number), *(self.entity(self._rank(pick)) for _ in range(9))]
        document = Document(
            id=document_id,
            tenant=TENANT,
            uri=uri,
            title=f"Điều {number}. {entities[0].name}",
            text=text,
            source="made",
            external_id=str(number),
            content_hash=content_hash(text),
            fingerprint="bench",
            subject_id=entities[0].id,
        )
        size = len(text) // CHUNKS
        chunks = tuple(
            Chunk(Chunk.make_id(document_id, document.content_hash, n), document_id, n, n * size, (n + 1) * size)
            for n in range(CHUNKS)
        )
        return DocumentRecord(document, chunks, self._extraction(pick, chunks, entities))

    def _extraction(self, pick: random.Random, chunks: tuple[Chunk, ...], entities: list[Entity]) -> Extraction:
        mentions = []
        for place in range(MENTIONS):
            chunk = chunks[place % CHUNKS]
            start = chunk.start + 30 * (place // CHUNKS)
            mentions.append(Mention(chunk.id, entities[place % len(entities)].id, start, start + 10))
        relations, evidence = [], []
        for place in range(RELATIONS):
            head, tail = entities[place], entities[-1 - place]
            type_ = pick.choice(_RELATION_TYPES)
            relation = Relation(Relation.make_id(head.id, type_, tail.id), head.id, type_, tail.id)
            start = chunks[0].start + 100 * place
            relations.append(relation)
            evidence.append(Evidence(relation.id, chunks[0].id, start, start + 90, f"made:{place}", 0.9))
        unique = {entity.id: entity for entity in entities}
        by_id = {relation.id: relation for relation in relations}
        return Extraction(tuple(unique.values()), tuple(mentions), tuple(by_id.values()), tuple(evidence))

    def records(self, size: int) -> Iterator[list[DocumentRecord]]:
        """All documents, in batches."""
        for first in range(0, self._documents, size):
            yield [self.record(number) for number in range(first, min(first + size, self._documents))]


def made_rows(size: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Rows of JSON lines: short texts about people who do not exist, until they have so many bytes.

    A tenth of the sentences state something of a name; the others are words.
    """
    pick, written, number = random.Random(seed), 0, 0
    while written < size:
        name = " ".join(pick.choice(part) for part in (_FAMILY_NAMES, _MIDDLE_NAMES, _GIVEN_NAMES))
        text = " ".join(_made_sentence(pick, name) for _ in range(CHUNKS * CHUNK_CHARACTERS // 60))
        yield {"id": f"made-{seed}-{number}", "title": f"{name} ({number})", "text": text}
        written, number = written + len(text.encode()), number + 1


def _made_sentence(pick: random.Random, name: str) -> str:
    if pick.random() < 1 / 10:
        return f"{name} sinh năm {pick.randint(1700, 1999)} tại {pick.choice(_PLACES)}."
    words = " ".join(pick.choices(_SYLLABLES, k=pick.randint(10, 20)))
    return f"{words.capitalize()}."


def made_points(records: list[DocumentRecord], dimension: int, terms: int, seed: int) -> list[VectorPoint]:
    """Points for the chunks of documents: random unit vectors and Zipf-distributed terms."""
    generator = np.random.default_rng(seed)
    return [
        VectorPoint(
            chunk.id,
            chunk.document_id,
            record.document.tenant,
            unit_vector(generator, dimension),
            sparse_vector(generator, terms),
            source=record.document.source,
            kind="điều",
        )
        for record in records
        for chunk in record.chunks
    ]


def unit_vector(generator: np.random.Generator, dimension: int) -> np.ndarray:
    """A random direction."""
    vector = generator.standard_normal(dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


def sparse_vector(generator: np.random.Generator, terms: int) -> SparseVector:
    """Unique term ids, frequent ones first, with weights below one."""
    ids = np.unique(np.minimum(generator.zipf(1.2, size=2 * terms), 2**31).astype(np.uint32))[:terms]
    return SparseVector(ids, generator.random(len(ids)).astype(np.float32))
