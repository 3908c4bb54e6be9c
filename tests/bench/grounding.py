"""Label accuracy of the grounding check on pairs of context and answer.

Usage: python -m tests.bench.grounding PATH

Rows are JSON lines {context, question, answer, label} with label ``no`` (faithful), ``intrinsic``
(contradicts) or ``extrinsic`` (adds). Prints macro-F1 of the three labels, binary macro-F1 (faithful or
not), the AUC of P(supported) and milliseconds a pair.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

from scipy.stats import mannwhitneyu

from agents.grounding.pairs import judge_pair

LABELS = {"no": "supported", "intrinsic": "contradicted", "extrinsic": "unsupported"}


def f1(wanted: Sequence[bool], given: Sequence[bool]) -> float:
    """F1 of one label."""
    both = sum(a and b for a, b in zip(wanted, given, strict=True))
    return 2 * both / (sum(wanted) + sum(given)) if both else 0.0


def main() -> None:
    """Judges all pairs and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().path.read_text(encoding="utf-8").splitlines()]
    started = time.perf_counter()
    judged = [judge_pair(row["context"], row["question"], row["answer"]) for row in rows]
    seconds = time.perf_counter() - started
    gold = [LABELS[row["label"]] for row in rows]
    given = [str(grounding.verdict) for grounding in judged]
    three = [f1([g == label for g in gold], [x == label for x in given]) for label in LABELS.values()]
    faithful, accepted = [g == "supported" for g in gold], [x == "supported" for x in given]
    two = [f1(faithful, accepted), f1([not g for g in faithful], [not x for x in accepted])]
    right = [grounding.probability for grounding, is_right in zip(judged, faithful, strict=True) if is_right]
    wrong = [grounding.probability for grounding, is_right in zip(judged, faithful, strict=True) if not is_right]
    auc = mannwhitneyu(right, wrong).statistic / (len(right) * len(wrong))
    figures = {
        "rows": len(rows),
        "macro_f1": sum(three) / 3,
        "binary_macro_f1": sum(two) / 2,
        "auc": float(auc),
        "ms_a_pair": 1000 * seconds / len(rows),
    }
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
