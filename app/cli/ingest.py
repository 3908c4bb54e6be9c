"""``vinagraph ingest``: reads files into the graph and the vector index."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from app.cli.console import Exit, err, no_blank, out, print_json, run
from app.cli.documents import JsonOption
from app.settings import load_settings
from app.wiring import open_ports
from ingestion.pipeline import IngestOptions, IngestSummary
from ingestion.pipeline import ingest as ingest_paths
from ingestion.readers.fields import FIELD_NAMES

_SHOWN = 20
"""Deleted documents, warnings and rejects that are named each; --json lists all."""


def ingest(
    paths: Annotated[list[str], typer.Argument(help="Files and folders; - reads standard input", callback=no_blank)],
    field: Annotated[
        list[str] | None, typer.Option(help="For JSON lines, NAME=KEY: the row's key that holds id, title, text …")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="Name of the collection (default: of the file or folder)", callback=no_blank)
    ] = None,
    sync: Annotated[bool, typer.Option("--sync", help="Delete what vanished from the source since last time")] = False,
    only_vietnamese: Annotated[
        bool, typer.Option("--only-vietnamese", help="Reject documents in other languages instead of warning")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Read documents into the graph and the vector index.

    Text, Markdown, HTML, PDF, Word, CSV, JSON and JSON lines (plain, .gz, .xz, .zst) are read. A document that has
    not changed is left alone, a changed one is replaced, nothing is deleted without --sync. Rejected input
    is listed with its reason.

    Examples:
      vinagraph ingest tai-lieu/

      vinagraph ingest luat.jsonl.xz --field id=mapc --field title=title --field text=text
    """
    summary = run(_ingest(paths, _fields(field or []), source, sync, only_vietnamese))
    if json:
        print_json(summary)
    else:
        _show(summary)
    if summary.rejects:
        raise typer.Exit(Exit.REJECTS)


def _fields(pairs: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for pair in pairs:
        name, separator, key = pair.partition("=")
        if not (name and separator and key):
            raise typer.BadParameter(f"--field {pair}: write NAME=KEY, for example --field title=tieu_de")
        if name not in FIELD_NAMES:
            raise typer.BadParameter(
                f"--field {pair}: there is no field {name}. NAME is one of {', '.join(FIELD_NAMES)}; "
                "the row's other keys are kept as they are."
            )
        if name in fields:
            raise typer.BadParameter(f"--field {name} is given twice: {fields[name]} and {key}. Leave one out.")
        fields[name] = key
    return fields


async def _ingest(
    paths: list[str], fields: dict[str, str], source: str | None, sync: bool, only_vietnamese: bool
) -> IngestSummary:
    settings = load_settings()
    options = IngestOptions(
        tenant=settings.tenant,
        source=source,
        fields=fields,
        sync=sync,
        vietnamese_only=only_vietnamese,
        workers=settings.workers,
        schema_file=settings.schema_file,
    )
    with _progress() as progress:
        bar = _Bar(progress)
        try:
            async with open_ports(settings, program="vinagraph ingest") as ports:
                return await ingest_paths(
                    paths,
                    options,
                    graph=ports.graph,
                    vectors=ports.vectors,
                    embedder_url=settings.embedder_url,
                    on_progress=bar,
                )
        except asyncio.CancelledError:  # Ctrl-C
            err.print(bar.interrupted(), style="yellow", markup=False)
            raise


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=err,
        disable=not err.is_terminal,
    )


class _Bar:
    """Draws progress: documents done, rate, time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID = progress.add_task("ingest", total=None, rate="")
        self._through = ""

    def __call__(self, done: int, total: int | None, step: str) -> None:
        if done:
            self._through = f" ({done:,}{f' of {total:,}' if total else ''} documents are done)"
        elapsed = self._progress.tasks[self._task].elapsed
        rate = f"{done / elapsed:,.0f}/s" if elapsed else ""
        self._progress.update(self._task, completed=done, total=total, description=step, rate=rate)

    def interrupted(self) -> str:
        """What to say when the run was stopped."""
        return f"Interrupted. What was written{self._through} is kept; the same command again goes on from there."


def _show(summary: IngestSummary) -> None:
    out.print(
        f"{summary.added} added, {summary.changed} changed, {summary.unchanged} unchanged, "
        f"{summary.deleted} deleted, {len(summary.rejects)} rejected; {summary.chunks} chunks, "
        f"{summary.entities} entities, {sum(summary.relations.values())} relations."
    )
    if summary.relations:
        table = Table("Relation", "Count", box=None)
        for type_, count in sorted(summary.relations.items(), key=lambda item: -item[1]):
            table.add_row(Text(type_), str(count))
        out.print(table)
    out.print("Seconds: " + ", ".join(f"{step} {seconds:.1f}" for step, seconds in summary.seconds.items()))
    _name("deleted", summary.deleted_uris, out)
    _name("warning", summary.warnings, err)
    _name("rejected", [f"{reject.where}: {reject.reason}" for reject in summary.rejects], err)


def _name(what: str, items: Sequence[str], console: Console) -> None:
    """Names the first items, and says how many there are beside."""
    style = "yellow" if console is err else None
    for item in items[:_SHOWN]:
        console.print(f"{what}: {item}", style=style, markup=False)
    if len(items) > _SHOWN:
        console.print(f"… and {len(items) - _SHOWN} more {what}; --json lists all", style=style, markup=False)
