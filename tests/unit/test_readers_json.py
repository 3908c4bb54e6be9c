"""JSON files: cut into items, of whatever shape; what is not whole is told."""

import gzip
import io
import json
import lzma
from pathlib import Path

import pytest

from ingestion.model import RawDocument, Reject
from ingestion.options import IngestOptions, Limits
from ingestion.readers.jsonl import RowBatch
from ingestion.readers.sources import stdin_tasks
from ingestion.survey import survey
from tests.unit.test_readers_rows import ROW, only, read_all, rows_of


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([ROW, {"text": "Hồ Tây rộng 500 héc ta."}], ensure_ascii=False, indent=2),
        "\ufeff" + json.dumps([ROW, {"text": "Hồ Tây rộng 500 héc ta."}]),
        f"{json.dumps(ROW)}\n{json.dumps({'text': 'Hồ Tây rộng 500 héc ta.'})}\n",  # JSON lines under another name
    ],
)
def test_a_json_file_is_read_by_its_items(tmp_path: Path, content: str) -> None:
    path = tmp_path / "hồ.json"
    path.write_text(content, encoding="utf-8")
    first, second = rows_of(path)
    assert isinstance(first, RawDocument)
    assert isinstance(second, RawDocument)
    assert (first.uri, first.text, first.place) == ("hồ:7", ROW["content"], f"{path}:1")
    assert (second.text, second.place) == ("Hồ Tây rộng 500 héc ta.", f"{path}:2")
    assert survey([path], IngestOptions()).total == 2


def test_a_json_file_may_be_one_object_and_packed(tmp_path: Path) -> None:
    path = tmp_path / "hồ.json.gz"
    path.write_bytes(gzip.compress(json.dumps(ROW, indent=1).encode()))
    assert only(rows_of(path)).uri == "hồ:7"


@pytest.mark.parametrize(
    ("content", "why", "told"),
    [
        (b"[]", "empty", "an empty array"),
        (b'[\n{"text": "a"\n', "not_json", "line 2 never ends"),
        (b"7", "not_json", "no JSON object"),
        (b'["chu"]', "not_json", "no JSON object"),
        (b'{"a": 1}', "no_text_field", "its keys are a"),
        (b'[{"text": "\xff"}]', "encoding", "not UTF-8"),
        (b"[" * 100_000, "not_json", "line 1 never ends"),
        (b'[{"text": "a"}]\n[]', "not_json", "more follows its array at line 2"),
        (b" ", "empty", "is empty"),
        (b'{"text": ' + b"[" * 100_000, "not_json", "nested too deeply"),
    ],
)
def test_a_json_file_that_holds_no_documents_says_why(tmp_path: Path, content: bytes, why: str, told: str) -> None:
    path = tmp_path / "sai.json"
    path.write_bytes(content)
    (reject,) = rows_of(path)
    assert isinstance(reject, Reject)
    assert (reject.why, told in reject.reason) == (why, True), reject


def test_a_json_file_is_read_whole_and_so_may_not_be_of_any_size(tmp_path: Path) -> None:
    path = tmp_path / "to.json"
    path.write_text(json.dumps([ROW] * 10), encoding="utf-8")
    (reject,) = rows_of(path, limits=Limits(row_bytes=100))
    assert isinstance(reject, Reject)
    assert (reject.why, ".jsonl" in reject.reason) == ("too_large", True)
    damaged = tmp_path / "hong.json.gz"
    damaged.write_bytes(gzip.compress(path.read_bytes())[:-20])
    (reject,) = rows_of(damaged)
    assert isinstance(reject, Reject)
    assert reject.why == "not_opened"


def test_a_bad_item_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "tin.json"
    path.write_text(f'[{json.dumps(ROW)}, {{"text": chữ}}, {{"text": "[Hồ] \\"}}, {{"}}]', encoding="utf-8")
    good, bad, last = rows_of(path)
    assert isinstance(good, RawDocument)
    assert isinstance(bad, Reject)
    assert (bad.where, bad.below, "Expecting value at column" in bad.reason) == (f"{path}:2", "tin:", True)
    assert isinstance(last, RawDocument)
    assert last.text == '[Hồ] "}, {'


def test_json_lines_under_another_name_may_have_a_bad_first_row(tmp_path: Path) -> None:
    path = tmp_path / "tin.json"
    path.write_text(f'{{"text": "a\n{json.dumps(ROW)}\n', encoding="utf-8")
    bad, good = rows_of(path)
    assert isinstance(bad, Reject)
    assert isinstance(good, RawDocument)
    path.write_text('{"noi_dung": "Hồ Tây rộng.", "them": [\n{"a": 1},\n{"b": 2}\n]}', encoding="utf-8")
    assert only(rows_of(path)).text == "Hồ Tây rộng."


def test_only_the_last_ending_makes_a_json_file(tmp_path: Path) -> None:
    for name in ("tin.json.jsonl", "tin.json.ndjson"):
        (tmp_path / name).write_text(json.dumps([ROW]), encoding="utf-8")
        (reject,) = rows_of(tmp_path / name)
        assert isinstance(reject, Reject)
        assert "no JSON object" in reject.reason


def test_an_item_is_as_long_as_it_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "dài.json"
    path.write_text(json.dumps([{"text": "ồ" * 600}], ensure_ascii=False), encoding="utf-8")
    assert only(rows_of(path, limits=Limits(row_bytes=2500))).text == "ồ" * 600


def test_a_packed_json_file_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bom.json.xz"
    path.write_bytes(lzma.compress(b"[" + b" " * 4_000_000))
    (reject,) = rows_of(path, limits=Limits(unpacked_free=1_000_000))
    assert isinstance(reject, Reject)
    assert "bomb" in reject.reason


@pytest.mark.parametrize("text", [json.dumps([ROW, ROW]), json.dumps([ROW, ROW], indent=1), json.dumps(ROW, indent=1)])
def test_standard_input_may_be_a_json_file(text: str) -> None:
    (rows,) = stdin_tasks(io.BytesIO(text.encode()), IngestOptions(source="kho"))
    assert isinstance(rows, RowBatch)
    read = read_all([rows])
    assert [isinstance(row, RawDocument) and row.uri for row in read] == ["kho:7"] * len(read)


def test_standard_input_that_is_broken_json_says_so_and_text_in_brackets_is_text() -> None:
    (reject,) = stdin_tasks(io.BytesIO(b'[{"text": "a"'), IngestOptions())
    assert isinstance(reject, Reject)
    assert reject.reason.startswith("standard input is not JSON")
    (task,) = stdin_tasks(io.BytesIO("[Tin] Hồ Gươm ở giữa Hà Nội.".encode()), IngestOptions())
    assert only(read_all([task])).text == "[Tin] Hồ Gươm ở giữa Hà Nội."


def test_a_row_that_may_name_its_own_uri_does_not_tell_how_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "tin.json"
    path.write_text("[{}]", encoding="utf-8")
    for fields, below in (({}, "tin:"), ({"uri": "uri"}, ""), ({"source": "source"}, "")):
        (reject,) = rows_of(path, fields)
        assert isinstance(reject, Reject)
        assert reject.below == below
