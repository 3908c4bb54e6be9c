"""A check that never ends keeps neither the answer nor the end of the process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from app.cli.console import Exit

ROOT = Path(__file__).resolve().parents[2]
HANGING = """
import sys, time
import agents.lexical_checker, app.answering
from agents.context import Limits
from app.cli.main import main

agents.lexical_checker.judge = lambda *_: time.sleep(100)
app.answering._limits = lambda _: Limits(check_s=0.2, answer_s=1.0)
main()
"""


def test_a_command_whose_checks_hang_ends_soon_after_its_answer(sample_store: Path) -> None:
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", HANGING, "ask", "Nguyễn Du mất ở đâu?"],
        cwd=ROOT,
        env={**os.environ, "VINAGRAPH_DATA_DIR": str(sample_store)},
        capture_output=True,
        timeout=90,
        check=False,
    )
    assert time.monotonic() - started < 30
    assert ended.returncode in {Exit.FAILED, Exit.ABSTAINED}, ended.stderr.decode()
    assert "Traceback" not in ended.stderr.decode()
    assert "Không kiểm chứng được" in ended.stderr.decode()
