"""The commands that run files of questions and pairs."""

from __future__ import annotations

import json
from pathlib import Path

from app.cli.console import Exit
from tests.integration.conftest import run_vinagraph


def test_question_files_run_through_retrieval_and_answers(sample_store: Path, tmp_path: Path) -> None:
    questions, ranked, answered = (tmp_path / name for name in ("q.jsonl", "r.jsonl", "a.jsonl"))
    questions.write_text('{"id": 1, "question": "Nguyễn Du mất ở đâu?"}\n{"id": 2}\n', encoding="utf-8")

    retrieval = run_vinagraph(
        sample_store, "eval", "retrieval", "--questions", str(questions), "--out", str(ranked), "--top-k", "3"
    )
    answers = run_vinagraph(sample_store, "eval", "answers", "--questions", str(questions), "--out", str(answered))
    assert (retrieval.exit_code, answers.exit_code) == (Exit.REJECTS, Exit.REJECTS)

    good, bad = (json.loads(line) for line in ranked.read_text(encoding="utf-8").splitlines())
    assert good["ranked"][0]["document"] == "van-hoc/nguyen-du.md"
    assert len(good["ranked"]) == 3
    assert [hit["score"] for hit in good["ranked"]] == sorted((h["score"] for h in good["ranked"]), reverse=True)
    assert set(bad) == {"id", "error"}

    good, bad = (json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines())
    assert "Huế" in good["short_answer"]
    assert good["sentences"][0]["citations"][0]["document"] == "van-hoc/nguyen-du.md"
    assert set(bad) == {"id", "error"}


def test_a_row_with_a_context_is_answered_from_that_text_alone(tmp_path: Path) -> None:
    context = "Sông Hương chảy qua thành phố Huế. Cầu Trường Tiền được xây dựng năm 1899."
    questions, answered = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    row = {"id": 1, "question": "Cầu Trường Tiền được xây dựng năm nào?", "context": context}
    questions.write_text(json.dumps(row), encoding="utf-8")
    run = run_vinagraph(tmp_path / "none", "eval", "answers", "--questions", str(questions), "--out", str(answered))
    assert run.exit_code == Exit.DONE
    answer = json.loads(answered.read_text(encoding="utf-8"))
    assert "1899" in answer["short_answer"]
    cited = [context[c["start"] : c["end"]] for s in answer["sentences"] for c in s["citations"]]
    assert cited
    assert all("1899" in words for words in cited)


def test_pairs_are_labelled_with_a_probability(tmp_path: Path) -> None:
    context = "Cầu Trường Tiền ở Huế được xây dựng năm 1899 và dài 402 mét."
    answers = ["Cầu Trường Tiền được xây dựng năm 1899.", "Cầu Trường Tiền được xây dựng năm 1925."]
    pairs, labelled = tmp_path / "p.jsonl", tmp_path / "g.jsonl"
    rows = [{"id": i, "context": context, "question": "Cầu xây năm nào?", "answer": a} for i, a in enumerate(answers)]
    pairs.write_text("\n".join(json.dumps(row) for row in [*rows, {"id": 9}]), encoding="utf-8")
    run = run_vinagraph(tmp_path / "none", "eval", "grounding", "--pairs", str(pairs), "--out", str(labelled))
    assert run.exit_code == Exit.REJECTS
    right, wrong, bad = (json.loads(line) for line in labelled.read_text(encoding="utf-8").splitlines())
    assert right["label"] == "supported"
    assert wrong["label"] in {"contradicted", "unsupported"}
    assert right["probability"] > wrong["probability"]
    assert "error" in bad


def test_an_unknown_stage_is_wrong_usage(sample_store: Path, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text("{}", encoding="utf-8")
    result = run_vinagraph(
        sample_store,
        *("eval", "retrieval", "--questions", str(questions), "--out", str(tmp_path / "r"), "--without", "luck"),
    )
    assert result.exit_code == Exit.USAGE
