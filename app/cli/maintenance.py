"""``vinagraph reindex`` and ``vinagraph doctor``."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.table import Table
from rich.text import Text

from app.cli.console import Exit, err, out, print_json, run
from app.cli.documents import JsonOption
from app.index_state import drop_old_collections, note_index
from app.model_check import model_problems
from app.settings import Settings, load_settings
from app.wiring import open_ports
from graph.errors import VinaGraphError
from ingestion.extraction.schema import load_schema
from ingestion.writer import reindex as reindex_vectors

_NOTHING_STORED = "Everything answers; no document is stored yet. Start with: vinagraph ingest FOLDER"


def reindex() -> None:
    """Rebuild the vector index from the stored documents (after a change of the embedding model, or damage)."""
    count = run(_reindex())
    out.print(f"{count} chunk(s) indexed.")


async def _reindex() -> int:
    settings = load_settings()
    async with open_ports(settings, program="vinagraph reindex", stale_index=True) as ports:
        with err.status("reindex …"):
            count = await reindex_vectors(ports.graph, ports.vectors, ports.embedder)
        await note_index(ports.graph, ports.embedder)
        await drop_old_collections(ports.graph, ports.vectors, ports.embedder)
        return count


def doctor(
    json: JsonOption = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show every setting")] = False,
) -> None:
    """Say what is configured, whether it can be reached, and how to mend it."""
    settings = load_settings()
    found = run(_look(settings))
    if json:
        print_json(
            {
                "settings": _shown(settings),
                "problem": "\n".join(found.problems),
                "counts": found.counts,
                "other_collections": found.strays,
                "versions": _versions(),
            }
        )
    else:
        _print(settings, found, verbose=verbose)
    if found.problems:
        raise typer.Exit(Exit.FAILED)


@dataclass(slots=True)
class _Found:
    """All problems; what is stored, where that can be told; vector collections that this store did not make."""

    problems: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)


async def _look(settings: Settings) -> _Found:
    found = _Found()
    try:
        if settings.schema_file is not None:
            load_schema(settings.schema_file)
        async with open_ports(settings, program="vinagraph doctor") as ports:
            stats = await ports.graph.stats(settings.tenant)
            vectors = await ports.vectors.count(settings.tenant)
            found.strays = await ports.vectors.other_collections()
    except VinaGraphError as error:
        found.problems.append(str(error))
    else:
        named = {"documents": stats.documents, "chunks": stats.chunks, "entities": stats.entities}
        found.counts = {**named, "vectors": vectors}
        if vectors != stats.chunks:
            found.problems.append(
                f"The index holds {vectors} vectors for {stats.chunks} chunks. Run: vinagraph reindex"
            )
    found.problems += await model_problems(settings)
    return found


def _shown(settings: Settings) -> dict[str, str]:
    values = {name: getattr(settings, name) for name in type(settings).model_fields}
    return {
        f"VINAGRAPH_{name.upper()}": ("set" if value.get_secret_value() else "")
        if isinstance(value, SecretStr)
        else str(value)
        for name, value in values.items()
    }


def _versions() -> dict[str, str]:
    return {"python": platform.python_version()} | {
        name: version(name) for name in ("vinagraph", "langgraph", "langchain-core", "qdrant-edge-py")
    }


def _print(settings: Settings, found: _Found, *, verbose: bool) -> None:
    table = Table("Setting", "Value", box=None)
    always = {"DATA_DIR", *(name.upper() for name in settings.model_fields_set)}
    for name, value in _shown(settings).items():
        if verbose or name.endswith("_URL") or name.removeprefix("VINAGRAPH_") in always:
            table.add_row(name, Text(value))
    out.print(table)
    out.print(" · ".join(f"{name} {number}" for name, number in (found.counts | _versions()).items()), markup=False)
    for stray in found.strays:
        out.print(f"Not used by this store: the vector collection {stray}. Delete it if it is yours.", markup=False)
    for problem in found.problems:
        out.print(f"Problem: {problem}", style="red", markup=False)
    if not found.problems:
        out.print("Everything answers." if found.counts["documents"] else _NOTHING_STORED, markup=False)
