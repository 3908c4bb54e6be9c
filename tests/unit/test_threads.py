"""Threads that end with what they work for."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from pathlib import Path

import pytest

from graph.threads import DaemonThreads

ROOT = Path(__file__).resolve().parents[2]


def test_calls_run_side_by_side_in_no_more_threads_than_were_asked_for() -> None:
    threads, both = DaemonThreads(2, "test"), threading.Barrier(2)
    assert [future.result(5) >= 0 for future in [threads.submit(both.wait, 5) for _ in range(2)]] == [True, True]
    names = {threads.submit(lambda: threading.current_thread().name).result(5) for _ in range(20)}
    assert names <= {"test_0", "test_1"}


def test_an_error_reaches_who_waits_and_the_thread_goes_on() -> None:
    threads = DaemonThreads(1, "test")
    with pytest.raises(ZeroDivisionError):
        threads.submit(lambda: 1 // 0).result(5)
    assert threads.submit(lambda: "on").result(5) == "on"


def test_shut_down_they_finish_what_waits_or_cancel_it_and_take_no_more() -> None:
    for cancel in (False, True):
        threads, go = DaemonThreads(1, "test"), threading.Event()
        first, second = threads.submit(go.wait, 5), threads.submit(lambda: "second")
        while not first.running():
            time.sleep(0.001)
        threads.shutdown(wait=False, cancel_futures=cancel)
        go.set()
        threads.shutdown()
        assert first.result(5)
        assert second.cancelled() == cancel
        with pytest.raises(RuntimeError, match="shut down"):
            threads.submit(print)


def test_who_cancels_a_call_that_waits_is_obeyed() -> None:
    threads, go = DaemonThreads(1, "test"), threading.Event()
    first, second = threads.submit(go.wait, 5), threads.submit(pytest.fail)
    assert second.cancel()
    go.set()
    assert not wait([first], 5).not_done
    assert threads.submit(lambda: "on").result(5) == "on"


@pytest.mark.parametrize(
    ("seconds", "at_least", "at_most"),
    [("0.5", 0.5, 3.0), ("60", 1.9, 10.0)],
    ids=["a call that ends soon is waited for", "one that hangs is left"],
)
def test_the_process_ends_soon(seconds: str, at_least: float, at_most: float) -> None:
    script = (
        "import sys, time; from graph.threads import DaemonThreads\n"
        "threads = DaemonThreads(2, 'test'); threads.submit(time.sleep, float(sys.argv[1])); time.sleep(0.05)"
    )
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", script, seconds], cwd=ROOT, capture_output=True, timeout=50, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert at_least <= time.monotonic() - started <= at_most
