"""Three documents about places, and how they are put into a store."""

from __future__ import annotations

from graph.model import DocumentRecord, Entity
from graph.ports import GraphStore
from tests.contract.drafts import draft

HANOI = draft(
    "ha-noi.md",
    "[Hà Nội] là thủ đô của [Việt Nam].",
    "[Hà Nội] nằm bên [sông Hồng].",
    about="Hà Nội",
    states=[("Hà Nội", "CAPITAL_OF", "Việt Nam", 0), ("Hà Nội", "LOCATED_IN", "Việt Nam", 1)],
    aliases={"Hà Nội": ("Thăng Long", "Đông Đô")},
)
VIETNAM = draft(
    "viet-nam.md",
    "[Việt Nam] ở Đông Nam Á.",
    "Thủ đô của [Việt Nam] là [Hà Nội].",
    about="Việt Nam",
    states=[("Hà Nội", "CAPITAL_OF", "Việt Nam", 1)],
    confidence=0.95,
)
HUE = draft("hue.md", "[Huế] bên [sông Hương].", "[Việt Nam] có [Huế] và [Hà Nội].", about="Huế", source="sach")


async def put(store: GraphStore, *records: DocumentRecord) -> None:
    """Stages and commits."""
    await store.commit(await store.stage(records))


def chunk_ids(record: DocumentRecord) -> list[str]:
    """Ids of a record's chunks."""
    return [chunk.id for chunk in record.chunks]


def names(entities: list[Entity]) -> list[str]:
    """Names of entities."""
    return [found.name for found in entities]
