"""``vinagraph ask``: one question, one cited answer."""

from __future__ import annotations

import codecs
import sys
from typing import Annotated

import typer

from app.answering import open_runner
from app.cli.console import Exit, err, fail, out, run
from app.cli.render import AnswerPrinter
from app.settings import load_settings
from graph.errors import InputError

_MOST_BYTES = 1_000_000


def ask(
    question: Annotated[str, typer.Argument(help="The question; - reads it from standard input")],
    json: Annotated[bool, typer.Option("--json", help="Print each event as one line of JSON")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Leave out the steps")] = False,
) -> None:
    """Ask one question; sentences appear once they are verified, sources last.

    The exit status is 3 when the documents do not answer.

    Examples:
      vinagraph ask "Nguyễn Du sinh năm nào?"

      vinagraph ask "Điều 5 Luật Thanh niên quy định gì?" --json
    """
    text = _from_stdin() if question == "-" else question
    raise typer.Exit(run(_ask(text, json=json, quiet=quiet)))


def _from_stdin() -> str:
    """The question on standard input, no more of it than shows that it is too long.

    Raises:
        InputError: It is no text.
    """
    data = sys.stdin.buffer.read(_MOST_BYTES)
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as error:
        raise InputError(
            f"Standard input holds no question: byte {error.start} is not UTF-8. Give the question as UTF-8 text."
        ) from error


async def _ask(question: str, *, json: bool, quiet: bool) -> Exit:
    async with open_runner(load_settings()) as runner:
        events = runner.answer(question)
        printer = AnswerPrinter(out, None if quiet else err)
        await (printer.dump(events) if json else printer.show(events))
    if printer.error is not None:
        fail(printer.error.message)
    return Exit.ABSTAINED if printer.final is not None and printer.final.abstained else Exit.DONE
