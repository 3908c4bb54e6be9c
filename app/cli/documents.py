"""``vinagraph documents``: list, show and delete what was ingested."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from app.cli.console import asks_server, err, no_blank, out, print_json, run
from app.library import open_library
from app.settings import load_settings
from graph.model import Chunk, Document
from graph.results import DocumentSummary

app = typer.Typer(help="List, show and delete documents.", no_args_is_help=True)

_SHOWN = 100
_ALL = 1_000_000_000

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table")]


@app.command("list")
def list_documents(
    query: Annotated[str | None, typer.Argument(help="Words of the title or the URI")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source", callback=no_blank)] = None,
    offset: Annotated[int, typer.Option(min=0, max=_ALL, help="Skip so many")] = 0,
    limit: Annotated[
        int | None, typer.Option(min=1, max=_ALL, help=f"Show at most so many (default: {_SHOWN}, with --json all)")
    ] = None,
    json: JsonOption = False,
) -> None:
    """List the documents, by title."""
    most = limit if limit is not None or json else _SHOWN
    found, are_more = run(_list(query, source, offset, most))
    if json:
        print_json(found)
    else:
        _show_table(found)
    if are_more:
        err.print(f"There are more: --offset {offset + len(found)} goes on, --limit shows more at once.", style="dim")


def _show_table(found: list[DocumentSummary]) -> None:
    table = Table("URI", "Title", "Source", "Chunks", "Revision", box=None)
    for document in found:
        cells = (document.uri, document.title, document.source, str(document.chunks), str(document.revision))
        table.add_row(*map(Text, cells))
    out.print(table)


async def _list(
    query: str | None, source: str | None, offset: int, most: int | None
) -> tuple[list[DocumentSummary], bool]:
    """Documents, at most so many (None: all), and whether there are more."""
    async with open_library(load_settings(), program="vinagraph documents list", on_server=asks_server) as library:
        return await library.documents(query=query, source=source, offset=offset, limit=_ALL if most is None else most)


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="URI, id or the id that the source gave")],
    json: JsonOption = False,
) -> None:
    """Show a document's text, chunk by chunk, with the path of each."""
    found, chunks = run(_show(document))
    if json:
        print_json({"document": _fields(found), "chunks": chunks})
        return
    out.print(f"{found.title}\n{found.uri} (revision {found.revision})\n", markup=False)
    for chunk in chunks:
        out.print(" › ".join(chunk.path) or f"[{chunk.ordinal}]", style="dim", markup=False)
        out.print(found.text[chunk.start : chunk.end] + "\n", markup=False)


def _fields(document: Document) -> dict[str, object]:
    return {name: getattr(document, name) for name in Document.__slots__ if name != "metadata"} | {
        "metadata": dict(document.metadata)
    }


async def _show(reference: str) -> tuple[Document, list[Chunk]]:
    async with open_library(load_settings(), program="vinagraph documents show", on_server=asks_server) as library:
        return await library.document(reference)


@app.command()
def delete(
    documents: Annotated[list[str], typer.Argument(help="URIs, ids or ids that the source gave")],
    json: JsonOption = False,
) -> None:
    """Delete documents and exactly what nothing else supports."""
    count = run(_delete(documents))
    if json:
        print_json({"deleted": count})
    else:
        out.print(f"{count} document(s) deleted.")


async def _delete(references: list[str]) -> int:
    async with open_library(load_settings(), program="vinagraph documents delete", on_server=asks_server) as library:
        return await library.delete(references)
