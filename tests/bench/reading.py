"""Sentence accuracy, F1 and refusals of extractive reading on question sets with their context.

Usage: python -m tests.bench.reading PATH [--rows N]

Rows are JSON lines {question, context, answers[, impossible | supporting]}. A row with answers counts for
sentence accuracy (a proving sentence holds an answer), exact match and token F1 of the short answer; all
rows count for refusal: AUC needs both kinds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from pathlib import Path
from typing import Any

from agents.ports import Material
from agents.reading.answers import Answer
from agents.reading.context import context_passage
from agents.reading.gate import GIVEN
from agents.reading.reader import read
from agents.rules_analyst import RulesAnalyst
from eval.metrics import token_f1


def _best_f1(answer: Answer | None, wanted: list[str]) -> float:
    short = answer.short if answer else None
    return token_f1(short, wanted) if short else 0.0


def _holds(answer: Answer | None, wanted: list[str]) -> bool:
    if answer is None:
        return False
    return any(gold.strip(" ,.;)(") in sentence for gold in wanted for sentence in answer.sentences)


def _read(analyst: RulesAnalyst, row: dict[str, Any]) -> tuple[Answer | None, float]:
    started = time.perf_counter()
    question = asyncio.run(analyst.analyse(row["question"], ()))
    answer = read(question, Material((context_passage(row["context"]),)), GIVEN)
    return answer, time.perf_counter() - started


def main() -> None:
    """Reads all rows and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--rows", type=int, default=None)
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.path.read_text(encoding="utf-8").splitlines()][: arguments.rows]
    analyst = RulesAnalyst(None, None, "bench")
    read_rows = [(row, *_read(analyst, row)) for row in rows]
    answerable = [(row, answer) for row, answer, _ in read_rows if row.get("answers") and not row.get("impossible")]
    others = [answer for row, answer, _ in read_rows if not row.get("answers") or row.get("impossible")]
    figures: dict[str, float] = {"rows": len(rows)}
    if answerable:
        figures |= {
            "sentence": statistics.mean(_holds(answer, row["answers"]) for row, answer in answerable),
            "f1": statistics.mean(_best_f1(answer, row["answers"]) for row, answer in answerable),
            "answerable_refused": statistics.mean(answer is None for _, answer in answerable),
        }
    if others:
        figures["unanswerable_refused"] = statistics.mean(answer is None for answer in others)
    times = sorted(seconds for _, _, seconds in read_rows)
    figures["p95_ms"] = 1000 * times[int(0.95 * (len(times) - 1))]
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
