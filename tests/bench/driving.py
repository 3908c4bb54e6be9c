"""Load on a server, made by locust in another process (`tests.bench.locust_users`), and what came of it."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from tests.bench.latency import show
from tests.bench.served import ROOT, SAMPLES

QUESTIONS = SAMPLES / "questions.jsonl"
_EVERY_S = 2.0
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Load:
    """Questions to a server.

    Attributes:
        url: The server.
        users: Who ask at once.
        every_s: A question of a user is due so many seconds after the one before, whenever that is answered; 0: as
            soon as it is.
        seconds: Until the last question is due.
        questions: Rows with ``question``, asked in their order, again and again.
        streamed: Whether the answer is read as it comes.
    """

    url: str
    users: int
    every_s: float
    seconds: float
    questions: Path = QUESTIONS
    streamed: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a question.

    Attributes:
        seconds: From when it was due, whether or not it could be sent then, to the end of its answer.
        sentence_s: To the first sentence; None where none came, or the answer was not read as it came.
        error: What went wrong; empty where nothing did.
    """

    seconds: float
    sentence_s: float | None
    error: str


def at_rate(url: str, rate: float, seconds: float, questions: Path = QUESTIONS) -> Load:
    """An open loop: so many questions a second, evenly, however long the answers take.

    Each user asks every two seconds, so an answer holds up the next question of its user only where it takes longer
    than that; what that question waits counts as time of its answer.
    """
    users = max(1, round(rate * _EVERY_S))
    return Load(url, users, users / rate, seconds, questions)


def drive(load: Load) -> list[Answered]:
    """Puts the load on, and waits until all is answered."""
    written = json.dumps({**asdict(load), "questions": str(load.questions)})
    command = [sys.executable, "-m", "tests.bench.locust_users", written]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, start_new_session=True)
    return [Answered(**json.loads(line)) for line in done.stdout.splitlines()]


def p95_s(answers: Sequence[Answered]) -> float:
    """How long all but the slowest twentieth took at most; without an end where one failed, or there is none."""
    if not answers or any(answer.error for answer in answers):
        return math.inf
    return float(np.percentile([answer.seconds for answer in answers], 95))


def show_answers(name: str, answers: Sequence[Answered]) -> None:
    """Prints how long the answers took, and what went wrong."""
    errors = [answer.error for answer in answers if answer.error]
    well = [answer.seconds for answer in answers if not answer.error]
    if well:
        show(name, well)
    print(f"{len(answers)} answers, {len(errors)} errors")
    for error in sorted(set(errors))[:_SHOWN]:
        print(f"  {errors.count(error)} times: {error}")


def show_sentences(answers: Sequence[Answered]) -> list[float]:
    """Prints how long the first sentences took; returns it."""
    seconds = [answer.sentence_s for answer in answers if answer.sentence_s is not None]
    if seconds:
        show("first sentence", seconds)
    return seconds


def show_machine() -> None:
    """Prints what else the machine does."""
    print(f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.2f} before")
