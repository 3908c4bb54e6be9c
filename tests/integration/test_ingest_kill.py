"""Ingestion is killed at random moments; the next run opens the stores and finishes."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
from pathlib import Path

import pytest

from ingestion.options import IngestOptions
from tests.integration.ingest_stores import open_stores

_PROGRAM = """
import asyncio, sys
from pathlib import Path
from ingestion import work
from ingestion.options import IngestOptions
from ingestion.pool import WorkerPool
from tests.integration.ingest_stores import EMBEDDER, open_stores

async def main():
    async with open_stores(Path(sys.argv[1])) as stores, WorkerPool(IngestOptions(workers=1), EMBEDDER) as pool:
        await pool.call(work.fingerprint)  # the fork server is up: from here on ingestion does what it is for
        print("open", flush=True)
        await stores.ingest(sys.argv[2], options=IngestOptions(workers=2, sync=True))

if __name__ == "__main__":
    asyncio.run(main())
"""


def write_rows(path: Path, version: int, count: int) -> None:
    """Rows of which a third changes and one in ten goes from version to version."""
    rows = [
        {
            "id": number,
            "title": f"Tỉnh số {number}",
            "text": f"Tỉnh số {number} giáp tỉnh số {number + 1}. Ông Nguyễn Văn Nam sinh năm {1900 + number}. "
            f"Bản {version if number % 3 == 0 else 0}. " * (1 + number % 5),
        }
        for number in range(count)
        if (number + version) % 10
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


async def kill_and_finish(tmp_path: Path, kills: int, count: int, longest: float) -> None:
    program = tmp_path / "run.py"
    program.write_text(_PROGRAM, encoding="utf-8")
    rows, data = tmp_path / "tinh.jsonl", tmp_path / "data"
    draw = random.Random(7)
    for version in range(kills):
        write_rows(rows, version, count)
        process = await asyncio.create_subprocess_exec(
            sys.executable, program, data, rows, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"open\n"
        await asyncio.sleep(draw.uniform(0.05, longest))
        if process.returncode is None:
            process.kill()
        assert await process.wait() in {0, -signal.SIGKILL}  # a fast machine may be through before it is killed
    async with open_stores(data) as stores:
        await stores.ingest(rows, options=IngestOptions(workers=2, sync=True))
        await stores.assert_whole()
        contents = await stores.contents()
        expected = {f"tinh:{row['id']}": row["text"] for row in map(json.loads, rows.read_text("utf-8").splitlines())}
        assert {uri: record.document.text for uri, record in contents.items()} == expected
        again = await stores.ingest(rows, options=IngestOptions(workers=2, sync=True))
        assert (again.added, again.changed, again.unchanged) == (0, 0, len(expected))


async def test_killed_runs_are_finished_by_the_next(tmp_path: Path) -> None:
    await kill_and_finish(tmp_path, kills=3, count=800, longest=1.0)


@pytest.mark.long
@pytest.mark.timeout(1200)
async def test_many_kills(tmp_path: Path) -> None:
    await kill_and_finish(tmp_path, kills=60, count=4000, longest=6.0)
