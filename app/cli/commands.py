"""Puts the command line together; what a command does stands in its own file, imported when it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points, version
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from app.cli.console import Exit, err, fail
from graph.errors import VinaGraphError, WrongUsage

if TYPE_CHECKING:  # typer carries its own copy of click and names its classes nowhere else
    from typer._click.core import Command, Context

_COMMANDS = {
    "ingest": "app.cli.ingest:ingest",
    "ask": "app.cli.ask:ask",
    "chat": "app.cli.chat:chat",
    "documents": "app.cli.documents:app",
    "graph": "app.cli.graph_commands:app",
    "serve": "app.cli.serve:serve",
    "mcp": "app.cli.mcp:mcp",
    "keys": "app.cli.keys:app",
    "reindex": "app.cli.maintenance:reindex",
    "doctor": "app.cli.maintenance:doctor",
}


class LazyGroup(TyperGroup):
    """A group that imports a command when it is called or described.

    Other packages bring commands through the entry-point group ``vinagraph.commands``, so that `app` need
    not import them.
    """

    def list_commands(self, ctx: Context) -> list[str]:
        """Names of all commands, our own first."""
        return [*_COMMANDS, *sorted(_extensions())]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of that name."""
        if cmd_name in _COMMANDS:
            module, _, attribute = _COMMANDS[cmd_name].partition(":")
            return _command(cmd_name, getattr(import_module(module), attribute))
        extension = _extensions().get(cmd_name)
        return _command(cmd_name, extension.load()) if extension is not None else None


def _extensions() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group="vinagraph.commands")}


def _command(name: str, target: typer.Typer | Callable[..., None]) -> Command:
    if isinstance(target, typer.Typer):
        group = typer.main.get_command(target)
        group.name = name
        return group
    single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    single.command(name)(target)
    return typer.main.get_command(single)


app = typer.Typer(
    name="vinagraph",
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"vinagraph {version('vinagraph')}\n")
        raise typer.Exit


@app.callback()
def vinagraph(
    _: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit")
    ] = False,
) -> None:
    """Answer questions in Vietnamese from your own documents, every sentence checked and cited.

    Start with: vinagraph ingest FOLDER, then: vinagraph ask 'câu hỏi của bạn'.

    Settings are environment variables (VINAGRAPH_…) or lines of .env; vinagraph doctor shows them.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the documents do not answer, 4 done, but some input
    was rejected.
    """
    from app.settings import unknown_names  # what only shows help does not wait for it

    for message in unknown_names():
        err.print(f"warning: {message}", style="yellow", markup=False)


def run_commands() -> None:
    """Runs the command line; errors made on purpose become one line on standard error and exit status 1 or 2.

    So does what the system refuses a command while it reads or prints (a terminal that is gone, a full disk).
    """
    for argument in sys.argv:
        if argument != (shown := argument.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")):
            fail(f"The argument {shown} holds bytes that are not UTF-8. Write it in UTF-8.", Exit.USAGE)
    try:
        app()
    except WrongUsage as error:
        fail(str(error), Exit.USAGE)
    except VinaGraphError as error:
        fail(str(error))
    except OSError as error:
        where = f"{error.filename}: " if error.filename is not None else ""
        fail(f"{where}{error.strerror or error}. Check that there is room and that you may read and write there.")
