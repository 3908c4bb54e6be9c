"""``vinagraph train``: makes the models that ship, each again from its sources by one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from training.entities import entities

if TYPE_CHECKING:
    from training.make import Sources

app = typer.Typer(help="Train the models that ship. Every command repeats: seeds are fixed.", no_args_is_help=True)
app.command()(entities)


def _file(help_text: str, name: str | None = None) -> typer.models.OptionInfo:
    names = [name] if name else []
    option: typer.models.OptionInfo = typer.Option(*names, help=help_text, exists=True, dir_okay=False)
    return option


Law = Annotated[Path, _file("Articles of the codification of law (mapc, title, demuc, chuong, source, text)")]
Wiki = Annotated[Path, _file("Encyclopaedia articles (title, text)")]
Zalo = Annotated[Path, _file("Questions about law with the articles that answer them (question, gold)")]
Contexts = Annotated[Path, _file("Questions with contexts (context, question, impossible)")]
TitledContexts = Annotated[
    Path, _file("The same with the title of the context's document (title)", "--titled-contexts")
]
Out = Annotated[Path, typer.Option(help="Folder that the models are written to", file_okay=False)]

_OUT = Path("graph/weights")


@app.command()
def statistics(
    law: Law, wiki: Wiki, zalo: Zalo, contexts: Contexts, titled_contexts: TitledContexts, out: Out = _OUT
) -> None:
    """Count how common terms are, and how reliable the terms of questions."""
    from training import make

    make.make_statistics(_sources(law, wiki, zalo, contexts, titled_contexts), out, make.TrainingConfig())


@app.command()
def embedding(
    law: Law, wiki: Wiki, zalo: Zalo, contexts: Contexts, titled_contexts: TitledContexts, out: Out = _OUT
) -> None:
    """Train the static embedding."""
    from training import make

    make.make_embedding(_sources(law, wiki, zalo, contexts, titled_contexts), out, make.TrainingConfig())


@app.command()
def restorer(
    law: Law, wiki: Wiki, zalo: Zalo, contexts: Contexts, titled_contexts: TitledContexts, out: Out = _OUT
) -> None:
    """Train the restorer of diacritics."""
    from training import make

    make.make_restorer(_sources(law, wiki, zalo, contexts, titled_contexts), out, make.TrainingConfig())


@app.command()
def reranker(
    law: Law, wiki: Wiki, zalo: Zalo, contexts: Contexts, titled_contexts: TitledContexts, out: Out = _OUT
) -> None:
    """Train the reranker; statistics and embedding must have been made before."""
    from training import make

    make.make_reranker(_sources(law, wiki, zalo, contexts, titled_contexts), out, make.TrainingConfig())


@app.command("all")
def all_(
    law: Law, wiki: Wiki, zalo: Zalo, contexts: Contexts, titled_contexts: TitledContexts, out: Out = _OUT
) -> None:
    """Make statistics, embedding, restorer and reranker, in that order."""
    from training import make

    make.make_all(_sources(law, wiki, zalo, contexts, titled_contexts), out, make.TrainingConfig())


def _sources(*paths: Path) -> Sources:
    from training.make import Sources

    return Sources(*paths)
