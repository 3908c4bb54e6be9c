"""Question files in, result files out; a bad row comes out as ``{id, error}`` and stops nothing."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import InputError, VinaGraphError, WrongUsage

Row = dict[str, Any]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunCounts:
    """Rows that were answered and rows that came out as errors."""

    done: int
    failed: int


def read_rows(path: Path) -> Iterator[tuple[int, Row | None, str]]:
    """Line number, row and problem of each non-empty line; exactly one of row and problem is given.

    Raises:
        InputError: The file cannot be opened.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Give a JSON-lines file.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, None, f"line {number} is not JSON: {error}"
            continue
        if isinstance(row, dict):
            yield number, row, ""
        else:
            yield number, None, f"line {number} is not a JSON object"


def text_of(row: Row, field: str) -> str:
    """A field that must be non-empty text.

    Raises:
        InputError: It is missing or of another kind.
    """
    value = row.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"the field {field!r} must be non-empty text")
    return value


async def run_rows(
    questions: Path, out: Path, needs: Sequence[str], work: Callable[[Row], Awaitable[Row]]
) -> RunCounts:
    """Applies ``work`` to each row and writes its result, with the seconds that it took, to ``out``.

    Args:
        questions: JSON-lines file.
        out: Written line by line, so that what was done is kept when the run is stopped.
        needs: Fields that must be non-empty text.
        work: Gives the result without id and seconds.

    Raises:
        InputError: The questions cannot be read.
        WrongUsage: The results would overwrite them.
    """
    _keep_apart(questions, out)
    done = failed = 0
    # half surrogates, which JSON may hold, are written as the escapes that they came as
    with out.open("w", encoding="utf-8", errors="backslashreplace") as sink:
        for number, row, problem in read_rows(questions):
            result = await _result(number, row, problem, needs, work)
            failed += "error" in result
            done += "error" not in result
            sink.write(json.dumps(result, ensure_ascii=False) + "\n")
            sink.flush()
    return RunCounts(done, failed)


def _keep_apart(questions: Path, out: Path) -> None:
    if out.exists() and out.samefile(questions):
        raise WrongUsage(f"{out}: the results would overwrite the questions. Name another file.")


async def _result(
    number: int, row: Row | None, problem: str, needs: Sequence[str], work: Callable[[Row], Awaitable[Row]]
) -> Row:
    if row is None:
        return {"id": f"line {number}", "error": problem}
    identifier = row.get("id", f"line {number}")
    started = time.perf_counter()
    try:
        for field in needs:
            text_of(row, field)
        result = await work(row)
    except VinaGraphError as error:
        return {"id": identifier, "error": str(error)}
    except Exception as error:  # noqa: BLE001 - the contract: whatever a row sets off, the rows after it go on
        _LOG.exception("row %s", identifier)
        return {"id": identifier, "error": f"{type(error).__name__}: {error}"}
    return {"id": identifier, **result, "seconds": round(time.perf_counter() - started, 4)}
