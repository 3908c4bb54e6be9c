"""A kill at any moment leaves stores that open and hold all that was acknowledged."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from graph.stores.edge import EdgeVectorStore
from graph.stores.edge.engine import Engine
from graph.stores.sqlite import SqliteGraphStore
from tests.bench.made_corpus import TENANT, Corpus, made_points

BATCH = 20
DOCUMENTS = 4000
DIMENSION = 16
FINGERPRINT = "kill:1"

_WRITE_GRAPH = f"""
import asyncio, sys
from pathlib import Path
from graph.stores.sqlite import SqliteGraphStore
from tests.bench.made_corpus import Corpus

async def main():
    store = await SqliteGraphStore.open(Path(sys.argv[1]))
    await store.recover()
    done = (await store.stats()).documents // {BATCH} * {BATCH}
    corpus = Corpus({DOCUMENTS})
    for first in range(done, {DOCUMENTS}, {BATCH}):
        await store.commit(await store.stage([corpus.record(n) for n in range(first, first + {BATCH})]))
        print(first + {BATCH}, flush=True)

asyncio.run(main())
"""
_WRITE_VECTORS = f"""
import asyncio, sys
from pathlib import Path
from graph.stores.edge import EdgeVectorStore
from graph.stores.edge.engine import Engine
from tests.bench.made_corpus import Corpus, made_points

async def main():
    store = await EdgeVectorStore.open(Path(sys.argv[1]), {DIMENSION}, fingerprint={FINGERPRINT!r})
    corpus = Corpus({DOCUMENTS})
    for first in range(0, {DOCUMENTS}, {BATCH}):
        records = [corpus.record(n) for n in range(first, first + {BATCH})]
        await store.upsert(made_points(records, {DIMENSION}, 20, first))
        print(first + {BATCH}, flush=True)

asyncio.run(main())
"""


_WRITE_AND_LET_GO = f"""
import sys
from pathlib import Path
from graph.stores.edge.engine import Engine
from graph.stores.edge.wire import batch_of
from tests.bench.made_corpus import Corpus, made_points

engine = Engine(Path(sys.argv[1]), {DIMENSION})
corpus = Corpus(300)
for first in range(0, 300, {BATCH}):
    records = [corpus.record(n) for n in range(first, first + {BATCH})]
    engine.upsert(batch_of(made_points(records, {DIMENSION}, 20, first)))
print("full", flush=True)
sys.stdin.readline()
engine.close()
"""


def write_and_kill(program: str, path: Path, seconds: float) -> int:
    """Runs a writer, kills it some seconds after its first line, and returns the last number that it printed."""
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            lines = [writer.stdout.readline()]
            time.sleep(seconds)
        finally:
            writer.send_signal(signal.SIGKILL)
        lines += writer.stdout.readlines()
    return int([line for line in lines if line.endswith("\n")][-1])


@pytest.mark.parametrize("seed", range(3))
async def test_the_graph_store_survives_kills(tmp_path: Path, seed: int) -> None:
    pick = random.Random(seed)
    path = tmp_path / "graph.sqlite"
    corpus = Corpus(DOCUMENTS)
    for _ in range(2):
        acknowledged = write_and_kill(_WRITE_GRAPH, path, pick.uniform(0.0, 0.4))
        store = await SqliteGraphStore.open(path)
        await store.recover()
        stats = await store.stats()
        assert stats.documents in {acknowledged, acknowledged + BATCH}  # the last commit may not have been told
        records = await store.records(limit=DOCUMENTS)
        assert {r.document.uri for r in records} == {f"made:{n}" for n in range(stats.documents)}
        for record in records:
            given = corpus.record(int(record.document.external_id))
            assert len(record.chunks) == len(given.chunks)
            assert len(record.extraction.mentions) == 24
        assert await store.delete_documents(TENANT, [r.document.id for r in records[:BATCH]]) == BATCH
        await store.commit(await store.stage([corpus.record(int(r.document.external_id)) for r in records[:BATCH]]))
        await store.close()


async def test_the_vector_store_survives_the_kill_of_its_program(tmp_path: Path) -> None:
    acknowledged = write_and_kill(_WRITE_VECTORS, tmp_path, 0.5)
    store = await EdgeVectorStore.open(tmp_path, DIMENSION, fingerprint=FINGERPRINT)
    corpus = Corpus(DOCUMENTS)
    ids = set(await store.ids())
    await store.close()
    expected = made_points([corpus.record(n) for n in range(acknowledged)], DIMENSION, 1, 0)
    assert {point.chunk_id for point in expected} <= ids
    left = [p for p in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(p.info["cmdline"] or ())]
    assert left == []  # the index process ended with its program


@pytest.mark.parametrize("attempt", range(4))
def test_an_index_that_is_opened_while_its_holder_lets_go_misses_nothing(tmp_path: Path, attempt: int) -> None:
    folder = tmp_path / f"shard-{attempt}"  # without a lock of our own, every other opening lost points
    command = [sys.executable, "-c", _WRITE_AND_LET_GO, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline() == "full\n"
        holder.stdin.write("\n")
        holder.stdin.flush()
        engine = Engine(folder, DIMENSION)
    assert engine.count(None) == 600
    engine.close()
