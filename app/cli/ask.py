"""``vinagraph ask``: one question, one cited answer."""

from __future__ import annotations

import codecs
import sys
from dataclasses import replace
from typing import Annotated

import typer

from agents.context import AgentOptions
from app.answering import agent_options, open_answers
from app.cli.console import Exit, asks_server, err, fail, no_blank, out, run
from app.cli.render import AnswerPrinter
from app.settings import Settings, load_settings
from graph.errors import InputError, WrongUsage

_MOST_BYTES = 1_000_000


def _day(given: str | None) -> str | None:
    """Lets a day pass.

    Raises:
        BadParameter: It is none.
    """
    try:
        AgentOptions(in_force_on=given).filters  # noqa: B018 - the one who reads it knows what a day is
    except InputError as error:
        raise typer.BadParameter(f"“{given}” is not a day. Write it as 2024-07-01.") from error
    return no_blank(given)


def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input")],
    json: Annotated[bool, typer.Option("--json", help="Print each event as one line of JSON")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Leave out the steps")] = False,
    source: Annotated[
        list[str] | None, typer.Option(help="Only this collection (may be repeated)", callback=no_blank)
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only this kind, such as Luật (may be repeated)", callback=no_blank)
    ] = None,
    instrument: Annotated[
        str | None, typer.Option(help="Only this legal instrument, such as 45/2019/QH14", callback=no_blank)
    ] = None,
    on: Annotated[str | None, typer.Option(help="Law in force on this day, such as 2024-07-01", callback=_day)] = None,
) -> None:
    """Ask one question; sentences appear once they are verified, sources last.

    The exit status is 3 when the documents do not answer, and 2 when the question is empty or too long.

    Examples:
      vinagraph ask "Nguyễn Du sinh năm nào?"

      vinagraph ask "Điều 5 Luật Thanh niên quy định gì?" --json

      vinagraph ask "Lương tối thiểu vùng I là bao nhiêu?" --on 2023-05-01
    """
    text = _from_stdin() if question == "-" else question
    settings = load_settings()
    options = replace(
        agent_options(settings), sources=source or (), kinds=kind or (), instrument=instrument, in_force_on=on
    )
    raise typer.Exit(run(_ask(text, settings, options, json=json, quiet=quiet)))


def _from_stdin() -> str:
    """The question on standard input, no more of it than shows that it is too long.

    Raises:
        WrongUsage: It is no text.
    """
    data = sys.stdin.buffer.read(_MOST_BYTES)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as error:
        raise WrongUsage(
            f"Standard input holds no question: byte {error.start} is not UTF-8. Give the question as UTF-8 text."
        ) from error


async def _ask(question: str, settings: Settings, options: AgentOptions, *, json: bool, quiet: bool) -> Exit:
    async with open_answers(settings, program="vinagraph ask", on_server=asks_server) as runner:
        events = runner.answer(question, options=options)
        printer = AnswerPrinter(out, None if quiet else err)
        await (printer.dump(events) if json else printer.show(events))
    if printer.error is not None:
        fail(printer.error.message, Exit.USAGE if printer.error.code == "input" else Exit.FAILED)
    return Exit.ABSTAINED if printer.final is not None and printer.final.abstained else Exit.DONE
