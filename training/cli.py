"""``vinagraph train``: makes the models that ship, one or all, again from their sources by one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.errors import WrongUsage


def train(
    models: Annotated[list[str], typer.Argument(help="Models to make, or `all`", metavar="MODEL…")],
    data: Annotated[Path, typer.Option(help="Folder of the sources", file_okay=False, exists=True)],
    source: Annotated[
        list[str] | None, typer.Option(help="A source that lies elsewhere, or has another name: NAME=PATH")
    ] = None,
    out: Annotated[
        Path, typer.Option(help="Root of the checkout to write into; another folder for a trial", file_okay=False)
    ] = Path(),
) -> None:
    """Make the models that ship again from their sources; seeds are fixed.

    statistics: how common terms are, and how reliable the terms of questions.

    embedding: the static embedding.

    restorer: the restorer of diacritics.

    reranker: the reranker; needs statistics and embedding.

    names: word lists and tagger of the name rules.

    law-names: the table of names and numbers of laws.

    spans: the choice of the short answer among the spans of its sentence.

    gate: the gate of reading: whether a sentence answers a question.

    calibration: the probability of the grounding check.

    graph/weights/README.md tells the sources with their origins, and where each lies below the folder.
    """
    _make(models, data, dict(map(_source, source or ())), out)


def _make(models: list[str], data: Path, elsewhere: dict[str, Path], out: Path) -> None:
    from training.make import MAKERS, TrainingConfig
    from training.sources import Sources

    chosen = list(MAKERS) if "all" in models else models
    unknown = [name for name in chosen if name not in MAKERS]
    if unknown:
        raise WrongUsage(f"There is no model {unknown[0]!r}. Models are {', '.join(MAKERS)}, or all.")
    sources = Sources.under(data, elsewhere)
    sources.require()
    for name in MAKERS:
        if name in chosen:
            for line in MAKERS[name](sources, out, TrainingConfig()):
                typer.echo(f"{name}: {line}")


def _source(given: str) -> tuple[str, Path]:
    name, equals, path = given.partition("=")
    if not equals:
        raise WrongUsage(f"--source {given}: write NAME=PATH.")
    return name, Path(path)


app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command()(train)
