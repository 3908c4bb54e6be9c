"""Milliseconds from a request to the first checked sentence, over a collection that is already ingested.

    VINAGRAPH_DATA_DIR=DIR uv run --group bench python -m tests.bench.first_sentence QUESTIONS.jsonl [--seconds 60]

A real server over that data, nobody else asks, one question after the other, read as a stream. Exit status 1 where an
answer failed, or half of the first sentences came later than 150 ms.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.settings import load_settings
from tests.bench.driving import Load, drive, show_answers, show_machine, show_sentences
from tests.bench.served import served, watched

_P50_S = 0.15


@dataclass(frozen=True, slots=True)
class Options:
    """What is measured.

    Attributes:
        questions: Rows with ``question``.
        seconds: For so long they are asked.
        warm_seconds: For so long questions are asked before, which are not counted.
    """

    questions: Path
    seconds: float
    warm_seconds: float


def main() -> None:
    """Measures as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--warm-seconds", type=float, default=5.0)
    sys.exit(measure(load_settings().data_dir, Options(**vars(parser.parse_args()))))


def measure(data_dir: Path, options: Options) -> int:
    """Prints what was seen; 1 where the mark is missed."""
    show_machine()
    with served(data_dir) as server:
        drive(_load(server.url, options.questions, options.warm_seconds))
        with watched(server) as taken:
            answers = drive(_load(server.url, options.questions, options.seconds))
    show_answers("whole answer", answers)
    sentences = show_sentences(answers)
    taken.show(len(answers))
    is_met = sentences and float(np.percentile(sentences, 50)) <= _P50_S
    return int(not is_met or any(answer.error for answer in answers))


def _load(url: str, questions: Path, seconds: float) -> Load:
    return Load(url, 1, 0.0, seconds, questions, streamed=True)


if __name__ == "__main__":
    main()
