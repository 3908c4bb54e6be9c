"""The benches that locust drives, with tiny numbers: they run, and count what they say they count."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.bench.driving import QUESTIONS, Load, drive

ROOT = Path(__file__).resolve().parents[2]
_LATE_S = 1.0

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(find_spec("locust") is None, reason="locust is missing; uv sync --group bench installs it"),
]


class _SlowOnce(BaseHTTPRequestHandler):
    """The first answer takes a second, the others no time."""

    protocol_version = "HTTP/1.1"
    delays = iter(())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        time.sleep(next(self.delays, 0.0))
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def slow_once() -> Iterator[str]:
    handler = type("SlowOnce", (_SlowOnce,), {"delays": iter([_LATE_S])})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_time_counts_from_when_a_question_was_due_not_from_when_it_could_be_sent(slow_once: str) -> None:
    answers = drive(Load(slow_once, users=1, every_s=0.2, seconds=0.7))
    assert len(answers) == 4, "a late answer costs no arrival"
    assert [answer.error for answer in answers] == [""] * 4
    for answer, waits in zip(answers, (1.0, 0.8, 0.6, 0.4), strict=True):
        assert waits <= answer.seconds < waits + 0.5


@pytest.mark.parametrize(
    ("bench", "told"),
    [
        (
            ("load", "--rate", "2", "--seconds", "2", "--warm-seconds", "1", "--step-seconds", "0"),
            "4 answers, 0 errors",
        ),
        (("streams", "--streams", "3", "--seconds", "2", "--tokens-a-second", "50"), "first sentence"),
        (("upload", "--megabytes", "0.05", "--rate", "1", "--seconds", "2"), "done: "),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_bench_runs(bench: tuple[str, ...], told: str) -> None:
    printed = _run(*bench)
    assert told in printed
    assert " 0 errors" in printed
    assert "ms of processor time an answer" in printed


def test_the_bench_of_first_sentences_runs(sample_store: Path) -> None:
    printed = _run("first_sentence", str(QUESTIONS), "--seconds", "2", data_dir=sample_store)
    assert " 0 errors" in printed
    assert "first sentence" in printed


def _run(name: str, *arguments: str, data_dir: Path = Path("nowhere")) -> str:
    """What a bench printed; whether its marks are met is the machine's affair."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{name}", *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "VINAGRAPH_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout
