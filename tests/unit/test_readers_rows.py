"""JSON lines: mapping of keys, bad rows, compressed and damaged files; folders and standard input."""

import gzip
import io
import json
import lzma
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import zstandard

from graph.errors import WrongUsage
from ingestion.model import RawDocument, Reject
from ingestion.options import IngestOptions, Limits
from ingestion.readers.fields import FieldMap
from ingestion.readers.files import BytesTask, FileTask, read_file
from ingestion.readers.jsonl import RowBatch, read_rows
from ingestion.readers.roots import Scope
from ingestion.readers.sources import Task, file_tasks, find_files, scopes_of, stdin_tasks

ROW = {"id": 7, "title": "Hồ Gươm", "content": "Hồ Gươm ở giữa Hà Nội.", "date": "02/09/2024", "tags": ["hồ", "thủ đô"]}


def read_all(tasks: list[Task | Reject], fields: Mapping[str, str] | None = None) -> list[RawDocument | Reject]:
    read: list[RawDocument | Reject] = []
    for task in tasks:
        if isinstance(task, RowBatch):
            read += read_rows(task, FieldMap(fields or {}), 10_000)
        elif isinstance(task, Reject):
            read.append(task)
        else:
            read.append(read_file(task, Limits()))
    return read


def rows_of(
    path: Path, fields: Mapping[str, str] | None = None, limits: Limits | None = None
) -> list[RawDocument | Reject]:
    options = IngestOptions(fields=dict(fields or {}), limits=limits or Limits())
    (found,) = find_files([path], None)
    return read_all(list(file_tasks(found, options)), fields)


def only(read: list[RawDocument | Reject]) -> RawDocument:
    (document,) = read
    assert isinstance(document, RawDocument)
    return document


@pytest.mark.parametrize(
    ("ending", "pack"),
    [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress), (".zst", zstandard.ZstdCompressor().compress)],
)
def test_rows_are_read_packed_or_not(tmp_path: Path, ending: str, pack: object) -> None:
    path = tmp_path / f"tin.jsonl{ending}"
    assert callable(pack)
    path.write_bytes(pack((json.dumps(ROW) + "\n\n").encode()))
    document = only(rows_of(path))
    assert (document.uri, document.external_id, document.source) == ("tin:7", "7", "tin")
    assert document.text == "Hồ Gươm ở giữa Hà Nội."
    assert document.published == date(2024, 9, 2)
    assert document.metadata == {"kind": "jsonl", "tags": "hồ\nthủ đô"}


def test_fields_that_the_user_names_come_first(tmp_path: Path) -> None:
    path = tmp_path / "luat.jsonl"
    path.write_text(
        json.dumps({"mapc": "x1", "title": "Bỏ", "ten": "Điều 1", "text": "cũ", "noidung": "Mới.", "so": 3})
    )
    document = only(rows_of(path, {"id": "mapc", "title": "ten", "text": "noidung", "order": "so"}))
    assert (document.uri, document.title, document.text) == ("luat:x1", "Điều 1", "Mới.")
    assert document.metadata["order"] == "3"


def test_subject_and_chapter_make_the_path(tmp_path: Path) -> None:
    path = tmp_path / "luat.jsonl"
    path.write_text(json.dumps({"id": 1, "text": "Nội dung", "demuc": "Thanh niên", "chuong": "Chương I"}))
    assert only(rows_of(path)).path == ("Thanh niên", "Chương I")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{broken", "not JSON"),
        (b"[1, 2]", "no JSON object"),
        (b'{"title": "x"}', "no text"),
        (b'{"text": "\xff\xfe"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_row_rejects_that_row_only(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "tin.jsonl"
    good = json.dumps(ROW).encode()
    path.write_bytes(good + b"\n" + line + b"\n" + good.replace(b": 7", b": 8"))
    first, bad, last = rows_of(path)
    assert isinstance(first, RawDocument)
    assert isinstance(last, RawDocument)
    assert isinstance(bad, Reject)
    assert reason in bad.reason
    assert bad.where == f"{path}:2"


def test_a_field_that_is_missing_is_named_with_the_keys_there(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl"
    path.write_text(json.dumps(ROW))
    (bad,) = rows_of(path, {"text": "noi_dung"})
    assert isinstance(bad, Reject)
    assert "noi_dung" in bad.reason
    assert "content" in bad.reason


def test_a_row_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl"
    path.write_bytes(b'{"text": "' + b"a" * 5000 + b'"}\n' + json.dumps(ROW).encode())
    long, good = rows_of(path, limits=Limits(row_bytes=1000))
    assert isinstance(long, Reject)
    assert "longer than" in long.reason
    assert isinstance(good, RawDocument)


def test_rows_before_the_damage_of_a_file_are_read(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl.gz"
    rows = "\n".join(
        json.dumps({**ROW, "id": number, "content": f"Nội dung số {number * 7919}"}) for number in range(5000)
    )
    path.write_bytes(gzip.compress(rows.encode())[:-5000])
    *good, damaged = rows_of(path)
    assert len([row for row in good if isinstance(row, RawDocument)]) > 100
    assert any(isinstance(row, Reject) and "damaged" in row.reason for row in [*good, damaged])


def test_a_decompression_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "bom.jsonl.xz"
    path.write_bytes(lzma.compress(b"a" * 20_000_000))
    read = rows_of(path, limits=Limits(row_bytes=100_000, unpacked_free=1_000_000))
    assert any(isinstance(item, Reject) and "bomb" in item.reason for item in read)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "to.txt"
    path.write_bytes(b"a" * 2000)
    (found,) = find_files([path], None)
    (task,) = file_tasks(found, IngestOptions())
    assert isinstance(task, FileTask)
    reject = read_file(task, Limits(file_bytes=1000))
    assert isinstance(reject, Reject)
    assert "larger than" in reject.reason


def test_folders_are_walked_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.md", "a/x.txt", "a/.an.txt", ".git/y.md", "anh.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Nội dung")
    found = find_files([tmp_path], None)
    assert [file.origin.uri for file in found] == ["anh.png", "b.md", "a/x.txt"]
    assert {file.origin.source for file in found} == {tmp_path.name}
    picture, *_ = read_all(list(file_tasks(found[0], IngestOptions())))
    assert isinstance(picture, Reject)
    assert ".png" in picture.reason


def test_collections_are_named_alike_before_and_after(tmp_path: Path) -> None:
    (tmp_path / "tin.jsonl.gz").write_bytes(b"")
    scopes = scopes_of([tmp_path, tmp_path / "tin.jsonl.gz", "-"], None)
    assert scopes == {Scope(tmp_path.name), Scope("tin", "tin:"), Scope("stdin")}
    assert scopes_of([tmp_path / "tin.md"], None) == {Scope("tin", "tin.md")}
    assert scopes_of([tmp_path, tmp_path / "tin.md"], "kho") == {Scope("kho")}


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="no file or folder"):
        find_files([tmp_path / "khong-co"], None)


def test_standard_input_is_rows_or_one_document() -> None:
    (rows,) = stdin_tasks(io.BytesIO(json.dumps(ROW).encode() + b"\n"), IngestOptions(source="kho"))
    assert only(read_all([rows])).uri == "kho:7"
    (text,) = stdin_tasks(io.BytesIO("Hồ Gươm ở Hà Nội.".encode() * 1000), IngestOptions())
    assert isinstance(text, BytesTask)
    document = only(read_all([text]))
    assert document.uri.startswith("stdin:")
    assert len(document.text) == 17_000


def test_a_row_names_its_uri_and_collection_only_where_a_program_told_the_keys(tmp_path: Path) -> None:
    path = tmp_path / "tin.jsonl"
    path.write_text(json.dumps({**ROW, "uri": "https://a.vn/7", "source": "báo"}), encoding="utf-8")
    told = only(rows_of(path, {"uri": "uri", "source": "source"}))
    assert (told.uri, told.source, told.external_id) == ("https://a.vn/7", "báo", "7")
    assert not {"uri", "source"} & told.metadata.keys()
    own = only(rows_of(path))
    assert (own.uri, own.source) == ("tin:7", "tin")
    assert (own.metadata["uri"], own.metadata["source"]) == ("https://a.vn/7", "báo")
    path.write_text(json.dumps({**ROW, "source": "báo"}), encoding="utf-8")
    assert only(rows_of(path, {"uri": "uri", "source": "source"})).uri == "báo:7"
