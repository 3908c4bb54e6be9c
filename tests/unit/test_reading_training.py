"""The small models of reading and grounding are fitted from examples made on the spot."""

from __future__ import annotations

import json
from pathlib import Path

from agents.grounding.features import FEATURES
from agents.reading.gate import SIGNALS
from training.asked import ask_all, rows_below
from training.checker import examples as checker_examples
from training.logistic import fit_logistic, write_model
from training.reader import found_examples, given_examples

ARTICLES = [
    (
        "Hoa Sơn",
        "Hoa Sơn là thành phố ven biển, nằm ở phía nam. Thành phố được thành lập vào năm 1955 bởi Lê Văn Minh.",
    ),
    (
        "Trần Thị Lan",
        "Trần Thị Lan là nhà văn Việt Nam, sinh tại Thanh Hóa. Bà mất tại Hải Phòng năm 1975 vì bệnh nặng.",
    ),
]


def test_logistic_regression_separates_and_is_written_by_name(tmp_path: Path) -> None:
    found = fit_logistic(
        [(0.0, 1.0), (0.2, 1.0), (1.0, 0.0), (0.9, 0.1)] * 5, [False, False, True, True] * 5, [1.0] * 20
    )
    write_model(tmp_path / "model.json", ("right", "wrong"), found)
    weights = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))["weights"]
    assert weights["right"] > 0 > weights["wrong"]


def test_checker_examples_hold_kept_and_altered_sentences() -> None:
    found = checker_examples(ARTICLES)
    assert {supported for _, supported, _ in found} == {True, False}
    assert all(len(values) == len(FEATURES) for values, _, _ in found)


def test_reader_examples_hold_answered_and_unanswered_questions() -> None:
    mlqa = [
        {"title": title, "question": question, "context": text}
        for question, (title, text) in zip(("Hoa Sơn nằm ở đâu?", "Trần Thị Lan mất ở đâu?"), ARTICLES, strict=True)
    ]
    squad = [{"question": "Ai thành lập Hoa Sơn?", "context": ARTICLES[1][1], "impossible": True}]
    found = given_examples(mlqa, squad)
    assert [answered for _, answered, _ in found].count(True) == len(mlqa)
    assert all(len(values) == len(SIGNALS) for values, _, _ in found)


def test_questions_over_documents_are_asked_again_without_what_answers_them(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for title, text in ARTICLES:
        (tmp_path / "documents" / f"{title}.md").write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
    rows = [
        {"question": "Hoa Sơn được thành lập năm nào?", "answers": ["1955", "năm 1955"]},
        {"question": "Trần Thị Lan sinh năm nào?", "answers": []},
        {"question": "Trần Thị Lan mất ở đâu?", "answers": ["Hải Phòng"], "by": "reader"},
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "questions.jsonl").write_text(lines, encoding="utf-8")
    assert [row.question for row in rows_below(tmp_path)] == [row["question"] for row in rows[:2]]

    asked = ask_all(tmp_path)
    assert [each.row.question for each in asked] == [row["question"] for row in rows[:2]]
    examples = [found_examples([each]) for each in asked]
    assert [[answered for _, answered, _ in found] for found in examples] == [[True, False], [False]]
