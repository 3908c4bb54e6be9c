"""The lock of a data folder."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph.errors import StoreBusy, StoreError
from graph.stores.lock import LOCK_NAME, FolderLock

_HOLD = """
import sys, time
from pathlib import Path
from graph.stores.lock import FolderLock
FolderLock.acquire(Path(sys.argv[1]), "vinagraph serve")
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def held_by_another(folder: Path) -> Iterator[int]:
    """Another process holds the folder; gives its id, and kills it at the end."""
    with subprocess.Popen([sys.executable, "-c", _HOLD, str(folder)], stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            yield holder.pid
        finally:
            holder.kill()


def test_another_program_is_named(tmp_path: Path) -> None:
    with (
        held_by_another(tmp_path) as pid,
        pytest.raises(StoreBusy, match=rf"`vinagraph serve` \(process {pid}\)"),
    ):
        FolderLock.acquire(tmp_path, "vinagraph ingest")
    with FolderLock.acquire(tmp_path, "vinagraph ingest"):  # a killed program leaves the folder free
        pass


def test_one_program_takes_a_folder_once(tmp_path: Path) -> None:
    with FolderLock.acquire(tmp_path / "new", "vinagraph ask"):
        with pytest.raises(StoreBusy, match="already"):
            FolderLock.acquire(tmp_path / "new", "vinagraph ask")
        FolderLock.acquire(tmp_path / "other", "vinagraph ask").release()
    lock = FolderLock.acquire(tmp_path / "new", "vinagraph ask")
    lock.release()
    lock.release()


def test_a_holder_without_a_name_is_another_program(tmp_path: Path) -> None:
    with held_by_another(tmp_path):
        (tmp_path / LOCK_NAME).write_text("")
        with pytest.raises(StoreBusy, match="another program"):
            FolderLock.acquire(tmp_path, "vinagraph ingest")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="VINAGRAPH_DATA_DIR"):
        FolderLock.acquire(tmp_path / "file", "vinagraph ask")


def test_a_disk_that_cannot_lock_is_no_other_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("graph.stores.lock.fcntl.lockf", refuse)
    with pytest.raises(StoreError, match="No locks available") as caught:
        FolderLock.acquire(tmp_path, "vinagraph ask")
    assert not isinstance(caught.value, StoreBusy)
