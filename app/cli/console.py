"""Where the command line prints, and how it ends."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Coroutine
from dataclasses import asdict, is_dataclass
from enum import IntEnum
from typing import Any, NoReturn, TypeVar

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


def fail(message: str) -> NoReturn:
    """Prints an error and ends the program with `Exit.FAILED`."""
    err.print(f"vinagraph: {message}", style="red", markup=False)
    sys.exit(Exit.FAILED)


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
