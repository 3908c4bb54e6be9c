"""A real ``vinagraph serve`` in a process of its own, and what it takes meanwhile: processor time and memory."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psutil
from prometheus_client.parser import text_string_to_metric_families

from tests.servers.process import free_port, running

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "ingestion" / "samples"
MEMORY_EVERY_S = 5.0
_VINAGRAPH = str(Path(sys.executable).with_name("vinagraph"))
_START_S = 120.0
_ANSWER_S = 30.0
_FREE = {"VINAGRAPH_CACHE_URL": "none:", "VINAGRAPH_REQUESTS_A_MINUTE": "1000000"}
"""No answer is taken from the cache, and no request is refused because one address asks for all."""
_LAG = "rag_event_loop_lag_seconds"


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers.

    Attributes:
        url: Where.
        process: It, without the processes that it starts.
    """

    url: str
    process: psutil.Process

    def cpu_s(self) -> float:
        """Processor seconds that it took since it started."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def loop_lag(self) -> dict[float, float]:
        """How often its event loop came late by at most so many seconds, since it started."""
        text = httpx2.get(f"{self.url}/metrics", timeout=_ANSWER_S).text
        return {
            float(sample.labels["le"]): sample.value
            for family in text_string_to_metric_families(text)
            if family.name == _LAG
            for sample in family.samples
            if sample.name == f"{_LAG}_bucket"
        }


@dataclass(slots=True)
class Taken:
    """What a server took while it was watched.

    Attributes:
        cpu_s: Processor seconds.
        lag_s: What its event loop came late by was at most this, the bound of a bucket of the metric.
        memory: Bytes every few seconds.
    """

    cpu_s: float = 0.0
    lag_s: float = 0.0
    memory: list[int] = field(default_factory=list)

    def show(self, answers: int) -> None:
        """Prints it."""
        print(f"{'server':28} {1000 * self.cpu_s / max(1, answers):.1f} ms of processor time an answer")
        print(f"{'its event loop':28} at most {1000 * self.lag_s:.0f} ms late")
        sizes = " ".join(f"{size / 2**20:.0f}" for size in self.memory)
        print(f"{'its memory':28} MiB every {MEMORY_EVERY_S:.0f} s: {sizes}")


@contextmanager
def sample_data() -> Iterator[Path]:
    """A data folder with the sample corpus; it goes again."""
    with tempfile.TemporaryDirectory(prefix="vinagraph-bench-") as folder:
        command = [_VINAGRAPH, "ingest", str(SAMPLES / "documents")]
        subprocess.run(command, env=_environment(Path(folder), {}), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield Path(folder)


def _environment(data_dir: Path, settings: Mapping[str, str]) -> dict[str, str]:
    ours = {f"VINAGRAPH_{name.upper()}": value for name, value in settings.items()}
    return {**os.environ, "VINAGRAPH_DATA_DIR": str(data_dir.resolve()), **_FREE, **ours}


@contextmanager
def served(data_dir: Path, **settings: str) -> Iterator[Served]:
    """Serves that data until left, on a free port of this machine.

    Args:
        data_dir: ``VINAGRAPH_DATA_DIR``.
        settings: Further settings by name (``writer_url="…"``).
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with (
        tempfile.TemporaryDirectory(prefix="vinagraph-bench-") as folder,
        running(
            [_VINAGRAPH, "serve", "--port", str(port)],
            Path(folder),
            _environment(data_dir, settings),
            ready=f"{url}/readyz",
            patience_s=_START_S,
        ) as process,
    ):
        yield Served(url, psutil.Process(process.pid))


@contextmanager
def watched(server: Served) -> Iterator[Taken]:
    """Watches a server; what it took is whole at the end."""
    taken, over = Taken(), threading.Event()

    def watch() -> None:
        while True:
            taken.memory.append(server.process.memory_info().rss)
            if over.wait(MEMORY_EVERY_S):
                return

    watching = threading.Thread(target=watch)
    cpu_s, lag = server.cpu_s(), server.loop_lag()
    watching.start()
    try:
        yield taken
    finally:
        over.set()
        watching.join()
        taken.cpu_s, taken.lag_s = server.cpu_s() - cpu_s, _longest(lag, server.loop_lag())


def _longest(before: Mapping[float, float], after: Mapping[float, float]) -> float:
    """The lowest bound above all that came between two looks at a histogram, whose buckets hold those below them."""
    since = {bound: after[bound] - before[bound] for bound in after}
    return min(bound for bound, count in since.items() if count == since[math.inf])
