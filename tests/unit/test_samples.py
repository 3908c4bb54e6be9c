"""The sample corpus and its questions: well-formed, and every expected answer stated where it is said to be."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import ingestion

SAMPLES = Path(ingestion.__file__).parent / "samples"
DOCUMENTS = SAMPLES / "documents"
FILES = sorted(path for path in DOCUMENTS.rglob("*") if path.is_file())

LEAST_BY_KIND = {
    "fact": 10,
    "multi_hop": 10,
    "comparison": 4,
    "list": 4,
    "legal": 6,
    "follow_up": 4,
    "no_diacritics": 4,
    "unanswerable": 6,
}
LEAST_BY_SUFFIX = {".md": 28, ".html": 12, ".txt": 10, ".jsonl": 2}
KEYS = {"id", "question", "kind", "answers", "documents", "history", "items", "in_force_on", "by"}

_TAG = re.compile(r"<[^>]+>")
_MARK = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:md|html|txt|jsonl)")


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def _texts() -> dict[str, str]:
    """The text of every document by its URI: a file's path, or SOURCE:ID of a row."""
    texts: dict[str, str] = {}
    for path in FILES:
        if path.suffix == ".jsonl":
            texts |= {f"{path.stem}:{row['id']}": f"{row['title']}\n{row['text']}" for row in _rows(path)}
        else:
            raw = path.read_text(encoding="utf-8")
            text = html.unescape(_TAG.sub("", raw)) if path.suffix == ".html" else raw
            texts[path.relative_to(DOCUMENTS).as_posix()] = text
    return texts


QUESTION_FILES = [SAMPLES / f"questions{name}.jsonl" for name in ("", "-more", "-dev")]
QUESTIONS = [row for path in QUESTION_FILES for row in _rows(path)]
ANSWERABLE = [row for row in QUESTIONS if row["kind"] != "unanswerable"]


def _id(value: Path | dict[str, Any]) -> str:
    return value.name if isinstance(value, Path) else str(value["id"])


@pytest.mark.parametrize("path", [*FILES, *QUESTION_FILES], ids=_id)
def test_file_is_nfc_with_diacritics_and_ends_in_a_newline(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")

    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert "\r" not in text
    letters = sum(character.isalpha() for character in text)
    assert len(_MARK.findall(text)) > 0.05 * letters


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_file_name_is_ascii_kebab_case(path: Path) -> None:
    assert _KEBAB.fullmatch(path.name)


def test_corpus_has_enough_documents_of_each_format() -> None:
    suffixes = Counter(path.suffix for path in FILES)

    assert len(_texts()) >= 64
    assert {suffix: suffixes[suffix] for suffix, least in LEAST_BY_SUFFIX.items() if suffixes[suffix] < least} == {}


def test_row_ids_and_titles_of_the_corpus_are_unique() -> None:
    rows = [row for path in FILES if path.suffix == ".jsonl" for row in _rows(path)]

    assert len({row["id"] for row in rows}) == len(rows)
    assert all(row["title"].strip() and len(row["text"].split()) > 40 for row in rows)


def test_both_versions_of_the_minimum_wage_say_when_they_hold() -> None:
    older = _texts()["phap-luat/nghi-dinh-38-2022-nd-cp.txt"]
    newer = _texts()["phap-luat/nghi-dinh-74-2024-nd-cp.md"]

    assert "có hiệu lực thi hành kể từ ngày 01 tháng 7 năm 2022" in older
    assert "Ngày hết hiệu lực: 01/7/2024" in older
    assert "có hiệu lực thi hành từ ngày 01 tháng 7 năm 2024" in newer
    assert "thay thế Nghị định số 38/2022/NĐ-CP" in newer


def test_question_ids_and_questions_are_unique() -> None:
    ids = Counter(row["id"] for row in QUESTIONS)
    asked = Counter((row["question"], json.dumps(row.get("history"))) for row in QUESTIONS)

    assert ids.most_common(1)[0][1] == 1
    assert asked.most_common(1)[0][1] == 1


def test_there_are_enough_questions_of_each_kind() -> None:
    kinds = Counter(row["kind"] for row in QUESTIONS)

    assert set(kinds) == set(LEAST_BY_KIND)
    assert {kind: kinds[kind] for kind, least in LEAST_BY_KIND.items() if kinds[kind] < least} == {}


@pytest.mark.parametrize("row", QUESTIONS, ids=_id)
def test_question_has_the_documented_keys(row: dict[str, Any]) -> None:
    assert set(row) <= KEYS
    assert row["question"].strip()
    assert row["by"]
    assert ("history" in row) == (row["kind"] == "follow_up")
    if "in_force_on" in row:
        date.fromisoformat(row["in_force_on"])


@pytest.mark.parametrize("row", [row for row in QUESTIONS if row["kind"] == "follow_up"], ids=_id)
def test_history_alternates_and_ends_with_the_assistant(row: dict[str, Any]) -> None:
    roles = [turn["role"] for turn in row["history"]]

    assert roles[0] == "user"
    assert roles[-1] == "assistant"
    assert all(one != other for one, other in pairwise(roles))


@pytest.mark.parametrize("row", [row for row in QUESTIONS if row["kind"] == "no_diacritics"], ids=_id)
def test_bare_question_has_no_diacritics(row: dict[str, Any]) -> None:
    assert row["question"].isascii()


@pytest.mark.parametrize("row", ANSWERABLE, ids=_id)
def test_answer_is_stated_in_the_expected_documents(row: dict[str, Any]) -> None:
    assert row["documents"]
    text = "\n".join(_texts()[uri] for uri in row["documents"])

    if "items" in row:
        assert [item for item in row["items"] if item not in text] == []
    else:
        assert any(answer in text for answer in row["answers"])


@pytest.mark.parametrize("row", [row for row in QUESTIONS if row["kind"] == "unanswerable"], ids=_id)
def test_unanswerable_question_expects_nothing(row: dict[str, Any]) -> None:
    assert row["answers"] == []
    assert row["documents"] == []
