"""``vinagraph graph``: what the graph holds, an entity with its evidence, the whole as JSON lines."""

from __future__ import annotations

import json as jsonlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from rich.table import Table
from rich.text import Text

from app.cli.console import asks_server, no_blank, out, print_json, run
from app.cli.documents import JsonOption
from app.library import open_library
from app.settings import load_settings
from app.wiring import nothing_stored, open_ports
from graph.errors import InputError, NotFound, WrongUsage
from graph.model import DocumentRecord, Entity
from graph.ports import GraphStore
from graph.results import Fact, GraphStats

app = typer.Typer(help="Look at entities and relations.", no_args_is_help=True)

_FACTS_SHOWN = 50
_OTHERS_SHOWN = 5
_PAGE = 200


@app.command()
def stats(json: JsonOption = False) -> None:
    """Count documents, chunks, entities and relations, by type."""
    counts = run(_stats())
    if json:
        print_json(counts)
        return
    table = Table("What", "Count", box=None)
    for name in ("documents", "chunks", "entities", "mentions", "relations", "evidence"):
        table.add_row(name, str(getattr(counts, name)))
    for title, by_type in (("entities", counts.entities_by_type), ("relations", counts.relations_by_type)):
        for type_, count in sorted(by_type.items(), key=lambda item: -item[1]):
            table.add_row(Text(f"  {title}: {type_}"), str(count))
    out.print(table)


async def _stats() -> GraphStats:
    async with open_library(load_settings(), program="vinagraph graph stats", on_server=asks_server) as library:
        return await library.stats()


@app.command()
def show(
    entity: Annotated[
        str, typer.Argument(help="Name of an entity, with or without diacritics, or its id", callback=no_blank)
    ],
    json: JsonOption = False,
) -> None:
    """Show what is known of an entity, each fact with the sentence that states it."""
    found, others, facts = run(_show(entity))
    if json:
        print_json({"entity": found, "others": others, "facts": facts})
        return
    aliases = f" ({', '.join(found.aliases)})" if found.aliases else ""
    out.print(f"{found.name}{aliases} · {found.type}", markup=False)
    for fact in facts:
        out.print(f"\n{fact.head.name} → {fact.relation.type} → {fact.tail.name}  ×{fact.supports}", markup=False)
        out.print(f"  “{fact.sentence}”", style="dim", markup=False)
    if others:
        out.print("\nAlso of that name, or with it in theirs (ask by id):", markup=False)
    for other in others:
        out.print(f"  {other.name} · {other.type} · {other.id}", markup=False)


async def _show(name: str) -> tuple[Entity, list[Entity], list[Fact]]:
    """The entity of that name or id, the next ones that a search finds, and what is known of the first."""
    settings = load_settings()
    async with open_ports(settings, program="vinagraph graph show") as ports:
        found = [entity for entity in await ports.graph.entities([name]) if entity.tenant == settings.tenant]
        found = found or await ports.graph.search_entities(settings.tenant, name, limit=1 + _OTHERS_SHOWN)
        if not found:
            raise NotFound(f"No entity is named {name!r}. Try fewer words, or vinagraph graph stats.")
        return found[0], found[1:], await ports.graph.facts([found[0].id], limit=_FACTS_SHOWN)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="File to write, JSON lines", dir_okay=False)],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file if there is one")] = False,
) -> None:
    """Write every document's entities, mentions, relations and evidence as JSON lines.

    A file of that name is left alone, unless --overwrite is given; it is replaced only once all is written.
    """
    if file.is_file() and not overwrite:
        raise WrongUsage(f"{file} exists already. Name another file, or replace it with --overwrite.")
    count = run(_export(file))
    out.print(f"{count} document(s) written to {file}.", markup=False)


async def _export(file: Path) -> int:
    settings = load_settings()
    async with open_ports(settings, program="vinagraph graph export") as ports:
        first = await ports.graph.records(settings.tenant, limit=_PAGE)
        if not first:
            raise nothing_stored(settings)
        try:
            with _written_whole(file) as sink:
                return await _write_records(sink, ports.graph, settings.tenant, first)
        except OSError as error:
            raise InputError(f"{file} cannot be written: {error.strerror}. Name another file.") from error


async def _write_records(sink: TextIO, graph: GraphStore, tenant: str, records: Sequence[DocumentRecord]) -> int:
    count = 0
    while records:
        sink.writelines(jsonlib.dumps(_record_row(record), ensure_ascii=False) + "\n" for record in records)
        count += len(records)
        records = await graph.records(tenant, after=records[-1].document.id, limit=_PAGE)
    return count


@contextmanager
def _written_whole(file: Path) -> Iterator[TextIO]:
    """A file that takes its name once all is written; what is no regular file (a pipe) is written as it stands."""
    if file.exists() and not file.is_file():
        with file.open("w", encoding="utf-8") as sink:
            yield sink
        return
    target = file.resolve()  # what a link names is replaced, not the link
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("x", encoding="utf-8") as sink:
            yield sink
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _record_row(record: DocumentRecord) -> dict[str, Any]:
    extraction = record.extraction
    return {
        "document": {"id": record.document.id, "uri": record.document.uri, "title": record.document.title},
        "entities": [{"id": e.id, "type": e.type, "name": e.name, "aliases": e.aliases} for e in extraction.entities],
        "mentions": [
            {"entity": m.entity_id, "chunk": m.chunk_id, "start": m.start, "end": m.end} for m in extraction.mentions
        ],
        "relations": [{"id": r.id, "head": r.head_id, "type": r.type, "tail": r.tail_id} for r in extraction.relations],
        "evidence": [
            {
                "relation": e.relation_id,
                "chunk": e.chunk_id,
                "start": e.start,
                "end": e.end,
                "extractor": e.extractor,
                "confidence": e.confidence,
            }
            for e in extraction.evidence
        ],
    }
