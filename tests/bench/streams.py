"""Answers that many read at once as a model of fixed pace writes them: errors, memory, first sentences.

    uv run --group bench python -m tests.bench.streams [--streams 200] [--seconds 120] [--tokens-a-second 5]

A real server over the sample corpus; its writer is a model server in another process, which quotes the passages. Each
reader asks on as soon as an answer is over. Exit status 1 where an answer failed or none showed a sentence, or memory
in the second half of the run rose more than 5 % above that of the first.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from tests.bench.driving import Load, drive, show_answers, show_machine, show_sentences
from tests.bench.model_server import model_server
from tests.bench.served import sample_data, served, watched
from tests.bench.soak import grew


@dataclass(frozen=True, slots=True)
class Options:
    """What is measured.

    Attributes:
        streams: Answers at once.
        seconds: For so long questions are asked.
        tokens_a_second: Pace of the model, each answer.
    """

    streams: int
    seconds: float
    tokens_a_second: float


def main() -> None:
    """Measures as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--tokens-a-second", type=float, default=5.0)
    sys.exit(measure(Options(**vars(parser.parse_args()))))


def measure(options: Options) -> int:
    """Prints what was seen; 1 where a mark is missed."""
    show_machine()
    with sample_data() as data_dir, model_server(options.tokens_a_second) as model:
        at_once = str(2 * options.streams)  # a reader asks on before the server has put away the answer before
        settings = {"writer_url": model, "writer_model": "bench", "questions_at_once": at_once}
        with served(data_dir, **settings) as server, watched(server) as taken:
            answers = drive(Load(server.url, options.streams, 0.0, options.seconds, streamed=True))
    show_answers("whole answer", answers)
    sentences = show_sentences(answers)
    taken.show(len(answers))
    return int(not sentences or any(answer.error for answer in answers) or grew(taken.memory))


if __name__ == "__main__":
    main()
