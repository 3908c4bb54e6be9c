"""``vinagraph eval``: runs question files through the product and writes what came out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from agents.factory import open_checker
from app.answering import open_runner
from app.cli.console import Exit, out
from app.settings import load_settings
from app.wiring import Ports, open_ports
from eval.answers import answer_row
from eval.grounding import judge_row
from eval.retrieval import rank_documents
from eval.rows import Row, RunCounts, run_rows
from eval.samples import DEFAULT_QUESTIONS, Figures, Judged, by_kind, judge_all
from graph.retrieval.options import Stages

T = TypeVar("T")

app = typer.Typer(help="Run question files through retrieval, answers and grounding.", no_args_is_help=True)

Questions = Annotated[Path, typer.Option(help="JSON lines of questions", exists=True, dir_okay=False)]
STAGES = tuple(Stages.__dataclass_fields__)


@app.command()
def retrieval(
    questions: Questions,
    out_file: Annotated[Path, typer.Option("--out", help="Where the rankings go, JSON lines")],
    top_k: Annotated[int, typer.Option(min=1, help="Documents a question, each with its best chunk")] = 100,
    without: Annotated[
        list[str] | None, typer.Option(help=f"Switch off a stage: {', '.join(STAGES)} (may be repeated)")
    ] = None,
) -> None:
    """Rank documents: rows {id, question} become {id, ranked: [{document, chunk, score}], seconds}."""
    stages = _stages(without or [])

    async def work(ports: Ports) -> RunCounts:
        return await run_rows(questions, out_file, ["question"], lambda row: rank_documents(ports, row, top_k, stages))

    _finish(asyncio.run(_with_ports(work)))


@app.command()
def answers(questions: Questions, out_file: Annotated[Path, typer.Option("--out", help="Answers, JSON lines")]) -> None:
    """Answer questions: rows {id, question[, context][, history]} become answers with cited sentences.

    Where a row has a context, only that text is read.
    """

    async def work(ports: Ports) -> RunCounts:
        async with open_runner(ports.settings, may_be_empty=True) as runner:

            async def one(row: Row) -> Row:
                return await answer_row(ports, runner, row)

            return await run_rows(questions, out_file, ["question"], one)

    _finish(asyncio.run(_with_ports(work)))


@app.command()
def grounding(
    pairs: Annotated[Path, typer.Option(help="JSON lines of pairs", exists=True, dir_okay=False)],
    out_file: Annotated[Path, typer.Option("--out", help="Labels, JSON lines")],
) -> None:
    """Label answers: rows {id, context, question, answer} become {id, label, probability of supported}.

    The checker of the settings judges (VINAGRAPH_CHECKER_URL); no store is opened.
    """
    checker = open_checker(load_settings().checker)
    work = partial(judge_row, checker)
    _finish(asyncio.run(run_rows(pairs, out_file, ["context", "question", "answer"], work)))


@app.command()
def samples(
    questions: Annotated[
        Path, typer.Option(help="Questions with answers and documents", exists=True, dir_okay=False)
    ] = DEFAULT_QUESTIONS,
    failures: Annotated[bool, typer.Option("--failures", help="Show what went wrong, question by question")] = False,
) -> None:
    """Measure retrieval and answers on questions with expected answers and documents."""

    async def work(ports: Ports) -> list[Judged]:
        async with open_runner(ports.settings) as runner:
            return await judge_all(ports, runner, questions)

    judged = asyncio.run(_with_ports(work))
    table = Table("Kind", "Questions", "Documents in top 5", "Right", "Wrongly refused", "Rightly refused", box=None)
    for kind, group in by_kind(judged).items():
        table.add_row(Text(kind), str(group.questions), *_shares(group))
    out.print(table)
    if failures:
        _show_failures(judged, out)


def _shares(group: Figures) -> list[str]:
    values = (group.recall, group.right, group.wrongly_refused, group.rightly_refused)
    return ["–" if value is None else f"{100 * value:.1f} %" for value in values]


def _show_failures(judged: list[Judged], console: Console) -> None:
    for item in judged:
        refused_rightly = item.kind == "unanswerable" and item.abstained
        if not (item.right or refused_rightly) or (item.recall is not None and item.recall < 1):
            console.print(
                f"{item.id}: recall {item.recall}, right {item.right}, refused {item.abstained}\n"
                f"  said: {item.answer}\n  expected: {' | '.join(item.expected)}",
                markup=False,
            )


async def _with_ports(work: Callable[[Ports], Awaitable[T]]) -> T:
    async with open_ports(load_settings(), program="vinagraph eval") as ports:
        return await work(ports)


def _stages(without: list[str]) -> Stages:
    unknown = [name for name in without if name not in STAGES]
    if unknown:
        raise typer.BadParameter(f"--without {unknown[0]}: there is no such stage. Use {', '.join(STAGES)}.")
    return Stages(**dict.fromkeys(without, False))


def _finish(counts: RunCounts) -> None:
    """Tells how many rows there were; `Exit.REJECTS` where some came out as errors."""
    out.print(f"{counts.done} row(s) done, {counts.failed} with errors.")
    if counts.failed:
        raise typer.Exit(Exit.REJECTS)
