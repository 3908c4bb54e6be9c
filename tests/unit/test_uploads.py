"""Bodies as they come in: names made safe, forms cut anywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.problem import Problem
from app.uploads import FormSink, UploadBroken, receive, safe_name
from graph.errors import StoreError


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("quy-chế 2024.txt", "quy-chế 2024.txt"),
        ("phòng/nhân sự/a.md", "phòng/nhân sự/a.md"),
        ("../../etc/passwd", "etc/passwd"),
        ("/tmp/a.txt", "tmp/a.txt"),
        (r"C:\Users\lan\a.txt", "Users/lan/a.txt"),
        ("a//./b.txt", "a/b.txt"),
        (".hidden.txt", "hidden.txt"),
        ("a\x00\r\nb.txt", "ab.txt"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("e\u0302.txt", "ê.txt"),
        ("a/" * 15 + "b.txt", "a/" * 15 + "b.txt"),
        ("a/" * 18 + "b.txt", "a/" * 15 + "a-a-a-b.txt"),
    ],
)
def test_a_name_stays_below_its_folder_and_shows(given_name: str, safe: str) -> None:
    assert safe_name(given_name) == safe


@given(st.text(max_size=2000) | st.lists(st.text(max_size=20), max_size=100).map("/".join))
def test_no_name_leads_out_of_its_folder(name: str) -> None:
    safe = safe_name(name.encode("utf-8", "replace").decode())
    parts = safe.split("/")
    assert all(part and not part.startswith(".") and len(part.encode()) <= 200 for part in parts)
    assert len(safe.encode()) <= 1000
    assert len(parts) <= 16
    assert safe_name(safe) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("ế" * 300 + ".docx").endswith("ế.docx")


def form(*files: tuple[str, bytes]) -> bytes:
    parts = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n' % (name.encode(), data)
        for name, data in files
    )
    return b"".join(parts) + b"--b--\r\n"


async def pieces(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


@pytest.mark.parametrize("size", [1, 7, 100_000])
async def test_a_form_may_be_cut_anywhere(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.uploads._PIECE", size)
    data = b"\r\n--c\r\n--\r\n-b --b\r\r\n\x00\xff" * 20
    sink = FormSink(tmp_path, b"b")
    await receive(pieces(form(("một.txt", data), ("hai/ba.md", b"x"), ("", b"")), size), sink)
    assert (tmp_path / "một.txt").read_bytes() == data
    assert (tmp_path / "hai" / "ba.md").read_bytes() == b"x"
    assert sink.rejects == []


async def test_names_that_clash_are_rejected_and_the_first_stays(tmp_path: Path) -> None:
    sink = FormSink(tmp_path, b"b")
    files = (("a", b"1"), ("a", b"2"), ("a/b", b"3"), ("c/d", b"4"), ("c", b"5"))
    await receive(pieces(form(*files), 1000), sink)
    assert [reject.where for reject in sink.rejects] == ["a", "a/b", "c"]
    written = {path.relative_to(tmp_path).as_posix(): path for path in sorted(tmp_path.rglob("*"))}  # noqa: ASYNC240
    assert list(written) == ["a", "c", "c/d"]
    assert written["a"].read_bytes() == b"1"


async def test_too_many_files_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.uploads.MOST_FILES", 2)
    files = [(f"{n}.txt", b"x") for n in range(3)]
    with pytest.raises(Problem, match="more than 2 files"):
        await receive(pieces(form(*files), 1000), FormSink(tmp_path, b"b"))


async def test_too_many_folders_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.uploads.MOST_FOLDERS", 4)
    files = [("a/b/1.txt", b"x"), ("a/b/2.txt", b"x"), ("a/c/d/3.txt", b"x")]
    await receive(pieces(form(*files), 1000), FormSink(tmp_path / "few", b"b"))
    with pytest.raises(Problem, match="more than 4 folders"):
        await receive(pieces(form(*files, ("e/4.txt", b"x")), 1000), FormSink(tmp_path / "many", b"b"))
    assert not (tmp_path / "many" / "e").exists()


async def test_a_form_of_deep_names_makes_few_folders(tmp_path: Path) -> None:
    files = [("/".join(f"{n}-{part}" for part in range(200)) + ".txt", b"x") for n in range(3)]
    await receive(pieces(form(*files), 1000), FormSink(tmp_path, b"b"))
    assert sum(path.is_dir() for path in tmp_path.rglob("*")) == 3 * 15  # noqa: ASYNC240


async def test_a_boundary_that_is_too_long_is_a_broken_form(tmp_path: Path) -> None:
    with pytest.raises(UploadBroken, match="boundary"):
        FormSink(tmp_path, b"b" * 5000)


async def test_a_disk_that_refuses_is_told_so(tmp_path: Path) -> None:
    sink = FormSink(tmp_path / "is a file", b"b")
    (tmp_path / "is a file").write_text("x")
    with pytest.raises(StoreError, match="could not be written"):
        await receive(pieces(form(("a/b.txt", b"x")), 1000), sink)
