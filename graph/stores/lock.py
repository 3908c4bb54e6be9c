"""One program at a time in a folder of embedded stores, by a lock file that names who holds it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TextIO

from graph.errors import StoreBusy, StoreError, StoreFull

LOCK_NAME = "vinagraph.lock"

# A POSIX lock belongs to the process: forked workers do not inherit it, so that none of them keeps it
# after a kill. For the same reason it does not stop its own process, and is lost when the process closes
# any file object of the lock file; hence this table of what this process holds.
_held: dict[Path, TextIO] = {}
_HELD_ELSEWHERE = frozenset({errno.EACCES, errno.EAGAIN})  # POSIX allows either


class FolderLock:
    """A held folder; `release` it, or use it in a ``with`` statement. A killed process leaves it free."""

    def __init__(self, folder: Path, file: TextIO) -> None:
        self._folder = folder
        self._file = file

    @classmethod
    def acquire(cls, folder: Path, program: str, server: str | None = None) -> FolderLock:
        """Takes the folder, and makes it if need be.

        Args:
            folder: Where the embedded stores are.
            program: What takes it, as a person would know it (``vinagraph serve``).
            server: URL at which that program does for others what they cannot meanwhile.

        Raises:
            StoreBusy: Another program holds it; the message names that program and its process.
            StoreError: The folder cannot be used.
        """
        folder = folder.absolute()
        if folder in _held:
            raise StoreBusy(f"This program holds {folder} already. Open its stores once, and share them.")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = (folder / LOCK_NAME).open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(
                f"The folder {folder} cannot be used: {error}. Name another in VINAGRAPH_DATA_DIR."
            ) from error
        try:
            _lock(folder, file)
        except StoreError:
            file.close()
            raise
        try:
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "program": program, "server": server}))
            file.flush()
        except OSError as error:
            with suppress(OSError):  # closing writes once more what did not fit
                file.close()
            raise StoreFull(f"The folder {folder} cannot be written: {error}. Free some space there.") from error
        _held[folder] = file
        return cls(folder, file)

    def release(self) -> None:
        """Gives the folder back."""
        if _held.get(self._folder) is self._file:
            del _held[self._folder]
            self._file.truncate(0)
            self._file.close()  # closing gives a POSIX lock back

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _lock(folder: Path, file: TextIO) -> None:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _HELD_ELSEWHERE:
            raise StoreError(
                f"The folder {folder} cannot be locked: {error}. Name one on a local disk in VINAGRAPH_DATA_DIR."
            ) from error
        holder, server = _holder(file)
        ask = f"Add, read and delete documents at {server}" if server else "Ask that program"
        raise StoreBusy(
            f"{folder} is held by {holder}. {ask}, or stop it and run this again; "
            "VINAGRAPH_DATA_DIR names another folder.",
            server,
        ) from error


def _holder(file: TextIO) -> tuple[str, str | None]:
    """Who holds the folder, and where it may be asked."""
    file.seek(0)
    try:
        holder = json.loads(file.read())
        return f"`{holder['program']}` (process {holder['pid']})", holder.get("server")
    except (ValueError, KeyError, TypeError):
        return "another program", None  # it has not written its name yet
