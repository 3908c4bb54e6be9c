"""Where the files of jobs lie until they are read in."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from app.job_options import DEFAULT_SOURCE

_FOLDER = ".jobs"
_MARKER = "vinagraph-job"
"""File in each folder that is ours to delete."""
_ID = re.compile(r"[0-9a-f]{16}")


class JobFiles:
    """A folder for each job, named by its id, below the data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._folders = data_dir / _FOLDER

    def of(self, job_id: str) -> Path:
        """Where the files of a job lie; the folder has the name that their collection takes by default."""
        return self._folders / job_id / DEFAULT_SOURCE

    async def make(self, job_id: str) -> Path:
        """Makes the folder of a job.

        Raises:
            OSError: It cannot be made.
        """
        files = self.of(job_id)
        await asyncio.to_thread(_make, files)
        return files

    async def remove(self, job_id: str) -> None:
        """Removes the files of a job."""
        await asyncio.to_thread(shutil.rmtree, self.of(job_id).parent, ignore_errors=True)

    async def sweep(self, kept: Collection[str]) -> None:
        """Removes the files of all jobs but those of the ids."""
        await asyncio.to_thread(self._sweep, kept)

    def _sweep(self, kept: Collection[str]) -> None:
        for folder in self._folders.iterdir() if self._folders.is_dir() else ():
            is_ours = _ID.fullmatch(folder.name) and (folder / _MARKER).is_file()
            if is_ours and folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _make(files: Path) -> None:
    files.mkdir(parents=True)
    (files.parent / _MARKER).touch()
