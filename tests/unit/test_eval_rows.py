"""A bad row stops nothing and comes out as an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.rows import Row, RunCounts, run_rows
from graph.errors import InputError, ModelTimeout


async def shout(row: Row) -> Row:
    if row["question"] == "chậm":
        raise ModelTimeout("the model did not answer in 5 s")
    return {"answer": row["question"].upper()}


async def test_each_row_gets_a_result_in_order(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    lines = [
        '{"id": "1", "question": "ai"}',
        "không phải JSON",
        "[]",
        '{"id": "4"}',
        "",
        '{"id": 5, "question": "chậm"}',
    ]
    questions.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out.jsonl"

    assert await run_rows(questions, out, ["question"], shout) == RunCounts(done=1, failed=4)

    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["1", "line 2", "line 3", "4", 5]
    assert rows[0]["answer"] == "AI"
    assert rows[0]["seconds"] >= 0
    assert "not JSON" in rows[1]["error"]
    assert "'question'" in rows[3]["error"]
    assert "did not answer" in rows[4]["error"]


async def test_a_row_that_breaks_the_program_stops_no_other(tmp_path: Path) -> None:
    async def stumble(row: Row) -> Row:
        return {"half": row["question"][:3], "year": 1 // int(row["question"][3:])}

    questions, out = tmp_path / "q.jsonl", tmp_path / "out.jsonl"
    deep = '{"id": 3, "question": ' + "[" * 100_000
    lines = [
        '{"id": 1, "question": "abc0"}',
        '{"id": 2, "question": "a\\ud800b4"}',
        deep,
        '{"id": 4, "question": "abc1"}',
    ]
    questions.write_text("\n".join(lines), encoding="utf-8")
    assert await run_rows(questions, out, ["question"], stumble) == RunCounts(done=2, failed=2)
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert "ZeroDivisionError" in rows[0]["error"]
    assert rows[1]["half"] == "a\ud800b"
    assert rows[3]["year"] == 1


async def test_results_never_overwrite_the_questions(tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": 1, "question": "ai"}', encoding="utf-8")
    with pytest.raises(InputError, match="overwrite"):
        await run_rows(questions, tmp_path / "." / "q.jsonl", ["question"], shout)
    assert "ai" in questions.read_text(encoding="utf-8")


async def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent\.jsonl"):
        await run_rows(tmp_path / "absent.jsonl", tmp_path / "out.jsonl", ["question"], shout)
