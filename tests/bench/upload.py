"""Answers at a steady pace while a large upload is read in, and without it.

    uv run --group bench python -m tests.bench.upload [--megabytes 50] [--rate 10] [--seconds 30]

A real server over the sample corpus is sent made text as one form, and reads it in by a job. Exit status 1 where an
answer or the job failed, the server's event loop came 100 ms late or more, or p95 of the answers more than doubled.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx2

from ingestion.options import MEBIBYTE
from tests.bench.driving import Answered, Load, at_rate, drive, p95_s, show_answers, show_machine
from tests.bench.made_corpus import made_rows
from tests.bench.served import sample_data, served, watched

_LAG_S = 0.1
_TIMES = 2.0
_WARM_USERS = 2
_WARM_S = 5.0
_LOOK_S = 0.5
_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Options:
    """What is measured.

    Attributes:
        megabytes: Size of the upload.
        rate: Questions a second.
        seconds: For so long without the upload, and at a time with it, until it is read in.
    """

    megabytes: float
    rate: float
    seconds: float


def main() -> None:
    """Measures as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=50.0)
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    sys.exit(measure(Options(**vars(parser.parse_args()))))


def measure(options: Options) -> int:
    """Prints what was seen; 1 where a mark is missed."""
    show_machine()
    with sample_data() as data_dir, served(data_dir) as server, ThreadPoolExecutor(1) as sender:
        drive(Load(server.url, _WARM_USERS, 0.0, _WARM_S))
        load = at_rate(server.url, options.rate, options.seconds)
        with watched(server) as before:
            without = drive(load)
        with watched(server) as meanwhile:
            job = sender.submit(_upload, server.url, options.megabytes)
            beside = _until(job, lambda: drive(load))
    show_answers("without an upload", without)
    before.show(len(without))
    show_answers("while it is read in", beside)
    meanwhile.show(len(beside))
    print(f"{'job':28} {job.result()['state']}: {job.result()['result']}")
    slower = p95_s(beside) / p95_s(without)
    print(f"{'p95':28} {slower:.2f} times that without")
    return int(job.result()["state"] != "done" or not slower <= _TIMES or meanwhile.lag_s > _LAG_S)


def _until(job: Future[dict[str, Any]], work: Callable[[], list[Answered]]) -> list[Answered]:
    """Does some work again and again until the job is over."""
    answers = work()
    while not job.done():
        answers += work()
    return answers


def _upload(url: str, megabytes: float) -> dict[str, Any]:
    """Sends the text, and waits until it is read in; the job as it ended."""
    with tempfile.TemporaryFile("w+b") as file, httpx2.Client(base_url=url, timeout=_PATIENCE_S) as client:
        for row in made_rows(round(megabytes * MEBIBYTE)):
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        file.seek(0)
        reply = client.post("/documents", files={"files": ("made.jsonl", file)})
        reply.raise_for_status()
        job: dict[str, Any] = reply.json()
        while job["finished"] is None:
            time.sleep(_LOOK_S)
            job = client.get(f"/jobs/{job['id']}").raise_for_status().json()
    return job


if __name__ == "__main__":
    main()
