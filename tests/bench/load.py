"""Questions that arrive at their own pace, at a real server over the sample corpus, without a language model.

    uv run --group bench python -m tests.bench.load [--rate 60] [--seconds 60] [--step-seconds 15]

An open loop: a late answer does not slow down what arrives after it, and time counts from when a question was due. Then
looks for the highest rate that holds, in steps of a quarter. Exit status 1 where an answer failed, or p95 at the rate
that is asked for is above 500 ms.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

from tests.bench.driving import Load, at_rate, drive, p95_s, show_answers, show_machine
from tests.bench.served import Served, sample_data, served, watched

_P95_S = 0.5
_STEP = 1.25
_LOWEST = 1.0
_WARM_USERS = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What is measured.

    Attributes:
        rate: Questions a second.
        seconds: For so long.
        step_seconds: For so long at each of the rates among which the highest that holds is looked for; 0: it is not.
        warm_seconds: For so long questions are asked before, which are not counted.
    """

    rate: float
    seconds: float
    step_seconds: float
    warm_seconds: float


def main() -> None:
    """Measures as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=60.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--step-seconds", type=float, default=15.0)
    parser.add_argument("--warm-seconds", type=float, default=10.0)
    sys.exit(measure(Options(**vars(parser.parse_args()))))


def measure(options: Options) -> int:
    """Prints what was seen; 1 where the mark is missed."""
    show_machine()
    with sample_data() as data_dir, served(data_dir) as server:
        drive(Load(server.url, _WARM_USERS, 0.0, options.warm_seconds))
        with watched(server) as taken:
            answers = drive(at_rate(server.url, options.rate, options.seconds))
        show_answers(f"{options.rate:g} a second", answers)
        taken.show(len(answers))
        if options.step_seconds:
            best = _highest(server, options.rate, options.step_seconds)
            print(f"{'highest rate that holds':28} {best:.1f} a second ({options.step_seconds:g} s each)")
    return int(p95_s(answers) > _P95_S)


def _highest(server: Served, rate: float, seconds: float) -> float:
    """The highest rate that holds, going up from the given one while it does, or down until it does; 0: none."""

    def held(tried: float) -> bool:
        return p95_s(drive(at_rate(server.url, tried, seconds))) <= _P95_S

    if held(rate):
        while held(rate * _STEP):
            rate *= _STEP
        return rate
    while rate > _LOWEST:
        rate /= _STEP
        if held(rate):
            return rate
    return 0.0


if __name__ == "__main__":
    main()
