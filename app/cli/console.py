"""Where the command line prints, and how it ends."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine
from dataclasses import asdict, is_dataclass
from enum import IntEnum
from typing import Any, NoReturn, TypeVar

import typer
from rich.console import Console

T = TypeVar("T")

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """Exit codes that scripts can rely on."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    ABSTAINED = 3
    REJECTS = 4


def fail(message: str, status: Exit = Exit.FAILED) -> NoReturn:
    """Prints an error and ends the program."""
    err.print(f"vinagraph: {message}", style="red", markup=False)
    sys.exit(status)


def no_blank(value: T) -> T:
    """Lets a parameter pass, or each of its values, unless it is given without a letter in it.

    Raises:
        BadParameter: It is.
    """
    for given in value if isinstance(value, list) else [value]:
        if isinstance(given, str) and not given.strip():
            raise typer.BadParameter("is empty. Give it a value, or leave it out.")
    return value


def asks_server(server: str, tenant: str) -> None:
    """Says that a running server is asked, since it holds the stores, and for whom."""
    told = f"The stores are held by vinagraph serve; asking it at {server} for the tenant {tenant}."
    err.print(told, style="dim", markup=False)


def print_json(value: object) -> None:
    """Prints a value as one line of JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs a command's coroutine to its end."""
    return asyncio.run(work)
