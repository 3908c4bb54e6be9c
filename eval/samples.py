"""Measures retrieval and answers on questions with expected answers and documents (``vinagraph eval samples``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from agents.run import AgentRunner
from app.wiring import Ports
from eval.answers import ask_collection
from eval.metrics import answer_holds, recall_at
from eval.retrieval import rank_documents
from eval.rows import Row, read_rows, text_of
from graph.retrieval.options import Stages

DEFAULT_QUESTIONS = Path(__file__).resolve().parents[1] / "ingestion" / "samples" / "questions.jsonl"
UNANSWERABLE = "unanswerable"
_FIRST = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """One question's result.

    Attributes:
        id: Of the question.
        kind: Of the question.
        recall: Share of the expected documents in the first five; None where none is expected.
        right: Whether the short answer holds an expected one; for lists and comparisons the answer counts, and
            every one of the row's ``items`` must be in it.
        abstained: Whether the answer was refused.
        answer: What was said.
        expected: Accepted answers.
        seconds: Of the answer.
    """

    id: str
    kind: str
    recall: float | None
    right: bool
    abstained: bool
    answer: str
    expected: tuple[str, ...]
    seconds: float


async def judge(ports: Ports, runner: AgentRunner, row: Row) -> Judged:
    """Asks one question and compares with what is expected.

    Raises:
        InputError: The row has no question or no kind.
    """
    kind = text_of(row, "kind")
    expected = tuple(row.get("answers", ()))
    documents = [_external_id(uri) for uri in row.get("documents", ())]
    recall = None
    if documents and not row.get("history"):
        ranked = (await rank_documents(ports, row, _FIRST, Stages()))["ranked"]
        recall = recall_at([item["document"] for item in ranked], documents, _FIRST)
    result = await ask_collection(runner, ports.graph, row)
    items = tuple(row.get("items", ()))
    whole = items or kind in {"list", "comparison"}
    said = result["answer"] if whole else (result["short_answer"] or result["answer"])
    right = all(answer_holds(said, [item]) for item in items) if items else answer_holds(said, expected)
    return Judged(
        id=str(row.get("id", row["question"])),
        kind=kind,
        recall=recall,
        right=right and not result["abstained"],
        abstained=result["abstained"],
        answer=said,
        expected=expected,
        seconds=result.get("seconds", 0.0),
    )


def _external_id(uri: str) -> str:
    """The id that the source gave a row (``SOURCE:ID``); files have none but their URI."""
    return uri.partition(":")[2] or uri


async def judge_all(ports: Ports, runner: AgentRunner, questions: Path) -> list[Judged]:
    """Asks all questions of a file, in order."""
    return [await judge(ports, runner, row) for _, row, _ in read_rows(questions) if row is not None]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares over a group of questions; None where the group has none of the sort."""

    questions: int
    recall: float | None
    right: float | None
    wrongly_refused: float | None
    rightly_refused: float | None


def figures(judged: Sequence[Judged]) -> Figures:
    """The shares over those questions."""
    answerable = [item for item in judged if item.kind != UNANSWERABLE]
    unanswerable = [item for item in judged if item.kind == UNANSWERABLE]
    return Figures(
        questions=len(judged),
        recall=_mean(item.recall for item in judged if item.recall is not None),
        right=_mean(float(item.right) for item in answerable),
        wrongly_refused=_mean(float(item.abstained) for item in answerable),
        rightly_refused=_mean(float(item.abstained) for item in unanswerable),
    )


def by_kind(judged: Sequence[Judged]) -> dict[str, Figures]:
    """Figures of each kind and of all."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        groups[item.kind].append(item)
    return {kind: figures(items) for kind, items in sorted(groups.items())} | {"all": figures(judged)}


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
