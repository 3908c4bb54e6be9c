"""What is wrong around the program: settings, a full disk, closed folders, two programs, newer stores, Ctrl-C."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.console import Exit
from graph.errors import SettingsError, StoreError, StoreTooNew
from tests.integration.command import Ended, command, end, start, without_rights
from tests.integration.conftest import run_vinagraph

QUESTION = "Nguyễn Du mất ở đâu?"
ROWS = 2000
ROOM_KIB = 12 * 1024
INTERRUPTED = 130


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A few thousand documents that all differ."""
    file = tmp_path / "tinh.jsonl"
    with file.open("w", encoding="utf-8") as sink:
        for number in range(ROWS):
            text = f"Tỉnh số {number} giáp tỉnh số {number + 1}. Ông Nguyễn Văn Nam sinh tại xã số {number * 7}. "
            row = {"id": number, "title": f"Tỉnh số {number}", "text": text * (1 + number % 3)}
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")
    return file


def doctor(data_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_vinagraph(data_dir, "doctor", "--json").stdout)
    return found


def assert_the_next_run_finishes(data_dir: Path, rows: Path) -> None:
    """Nothing that was stored is read again, the rest is added, both stores agree."""
    stored = len(json.loads(run_vinagraph(data_dir, "documents", "list", "--limit", "9999", "--json").stdout))
    summary = json.loads(run_vinagraph(data_dir, "ingest", str(rows), "--json").stdout)
    assert (summary["added"], summary["changed"], summary["unchanged"]) == (ROWS - stored, 0, stored)
    found = doctor(data_dir)
    assert found["problem"] == ""
    assert found["counts"]["documents"] == ROWS


WRONG = {
    "graph_url": ["sqlite://host/x", "sqlite://[x", "sqlite:///proc/x/y.sqlite", "neo4j://x"],
    "vector_url": ["edge://host/x", "edge://[x", "edge:///proc/x/y", "http://x", "folder"],
    "embedder_url": ["st:", "static", "http://x"],
    "reranker_url": ["ltr", "st:x"],
    "writer_url": ["extractive", "ftp://x", "http://x/v1"],
    "checker_url": ["lexical", "http://x/v1"],
    "analyst_url": ["", "http://x/v1"],
    "checkpoint_url": ["sqlite:///proc/x/y.sqlite", "sqlite:///tmp", "postgresql://x"],
}


@pytest.mark.parametrize(("name", "url"), [(name, url) for name, urls in WRONG.items() for url in urls])
def test_a_wrong_url_is_an_error_that_names_setting_or_path(sample_store: Path, name: str, url: str) -> None:
    error = run_vinagraph(sample_store, "ask", QUESTION, **{name: url}).exception
    assert isinstance(error, SettingsError | StoreError), error
    part = name.removesuffix("_url").upper()
    assert f"VINAGRAPH_{part}_" in str(error) or url.partition("//")[2] in str(error)


@pytest.mark.parametrize("part", ["writer", "checker"])
def test_a_model_server_that_is_not_there_is_told_and_what_needs_it_left_out(sample_store: Path, part: str) -> None:
    settings = {f"{part}_url": "http://127.0.0.1:9/v1", f"{part}_model": "m"}
    result = run_vinagraph(sample_store, "ask", QUESTION, **settings)
    assert result.exit_code == (Exit.ABSTAINED if part == "checker" else Exit.DONE)
    assert "Connection error" in result.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"VINAGRAPH_PASSAGES=-3\n", "VINAGRAPH_PASSAGES"),
        (b"\xff\xfeVINAGRAPH_PASSAGES=1\n", ".env is not UTF-8"),
        (b"VINAGRAPH_GRAPH_URL=mongodb://x\n", "VINAGRAPH_GRAPH_URL"),
    ],
)
def test_a_bad_env_file_is_named(
    sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes(content)
    error = run_vinagraph(sample_store, "graph", "stats").exception
    assert isinstance(error, SettingsError)
    assert words in str(error)


def test_a_data_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "kin"
    closed.mkdir(mode=0o555)
    for data_dir in (closed, closed / "store", Path("/proc/vinagraph")):
        ended = command(data_dir, "graph", "stats", prepare=without_rights)
        assert ended.status == Exit.FAILED
        assert str(data_dir) in ended.err
        assert "VINAGRAPH_DATA_DIR" in ended.err


def test_of_two_commands_at_once_the_second_is_told_and_the_first_finishes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = start(store, "ingest", "-", "--json", stdin=subprocess.PIPE)  # waits for its input
    wait_for(lambda: lock_holder(store) == first.pid)
    second = command(store, "ask", QUESTION)
    assert second.status == Exit.FAILED
    assert f"`vinagraph ingest` (process {first.pid})" in second.err
    ended = end(first, "Huế là thành phố ở miền Trung Việt Nam. Sông Hương chảy qua thành phố Huế.".encode())
    assert ended.status == Exit.DONE
    assert json.loads(ended.out)["added"] == 1


def lock_holder(store: Path) -> int | None:
    try:
        return int(json.loads((store / "vinagraph.lock").read_text())["pid"])
    except (OSError, ValueError):
        return None


def wait_for(happens: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_graph_of_a_newer_version_is_left_alone(own_store: Path) -> None:
    with sqlite3.connect(own_store / "graph.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    error = run_vinagraph(own_store, "ask", QUESTION).exception
    assert isinstance(error, StoreTooNew)
    assert "graph.sqlite" in str(error)
    assert "Update VinaGraph" in str(error)


def test_an_index_of_a_newer_version_is_told_and_can_be_rebuilt(own_store: Path) -> None:
    for version in (own_store / "vectors").rglob("version.info"):
        version.write_text("99.0.0")
    error = run_vinagraph(own_store, "ask", QUESTION).exception
    assert isinstance(error, StoreTooNew)
    assert "vinagraph reindex" in str(error)
    shutil.rmtree(own_store / "vectors")
    assert run_vinagraph(own_store, "reindex").exit_code == Exit.DONE
    assert "Huế" in run_vinagraph(own_store, "ask", QUESTION, "--quiet").stdout


def test_an_interrupted_ingest_ends_at_once_and_the_next_finishes(rows: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    process = start(store, "ingest", rows)
    wait_for(lambda: documents(store) > 0)
    process.send_signal(signal.SIGINT)
    interrupted = time.monotonic()
    ended = end(process)
    assert ended.status == INTERRUPTED
    assert time.monotonic() - interrupted < 10
    assert "is kept; the same command again goes on" in ended.err
    assert_the_next_run_finishes(store, rows)


def test_packages_of_the_working_folder_are_not_taken_for_ours(tmp_path: Path) -> None:
    for name in ("app", "graph", "ingestion"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('another program')")
    text = "Huế là thành phố ở miền Trung Việt Nam. Sông Hương chảy qua thành phố Huế."
    (tmp_path / "hue.txt").write_text(text, encoding="utf-8")
    vinagraph = Path(sys.executable).with_name("vinagraph")
    ended = subprocess.run(
        [vinagraph, "ingest", "hue.txt"],
        cwd=tmp_path,
        env={**os.environ, "VINAGRAPH_DATA_DIR": str(tmp_path / "store")},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout[:7]) == (Exit.DONE, b"1 added"), ended.stderr.decode()


_INTERRUPTED_WHILE_IMPORTING = """
import builtins

genuine = builtins.__import__

def interrupted(name, *rest):
    if name == "app.cli.commands":
        raise KeyboardInterrupt
    return genuine(name, *rest)

builtins.__import__ = interrupted
from app.cli.main import main
main()
"""


def test_ctrl_c_in_the_first_moments_leaves_no_traceback() -> None:
    command = [sys.executable, "-c", _INTERRUPTED_WHILE_IMPORTING]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (INTERRUPTED, "")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("VINAGRAPH_WRITER_ULR", "Did you mean VINAGRAPH_WRITER_URL?"),
        ("VINAGRAHP_WORKERS", "Did you mean VINAGRAPH_WORKERS?"),
        ("VINAGRAP_WORKERS", "Did you mean VINAGRAPH_WORKERS?"),
        ("VINAGRAPH_QUITE_ANOTHER", "vinagraph doctor --verbose"),
    ],
)
def test_a_misspelt_setting_is_told(
    sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, "1")
    told = run_vinagraph(sample_store, "graph", "stats")
    assert told.exit_code == Exit.DONE
    assert f"{name} in the environment" in told.stderr
    assert words in told.stderr
    monkeypatch.delenv(name)
    (tmp_path / ".env").write_text(f"{name}=1\n")
    told = run_vinagraph(sample_store, "graph", "stats")
    assert f"{name} in .env" in told.stderr
    assert words in told.stderr


def test_names_of_others_are_not_warned_of(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VINAGRAPH_PORT", "VINAGRAPH_SERVICE_HOST", "VINAGRAPH_PORT_8000_TCP_ADDR", "VIRTUAL_ENV", "WORKERS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("vinagraph_passages", "5")
    assert run_vinagraph(sample_store, "graph", "stats").stderr == ""


def documents(store: Path) -> int:
    """Documents committed so far, read beside the program that writes."""
    if not (store / "graph.sqlite").exists():
        return 0
    try:
        connection = sqlite3.connect(f"file:{store / 'graph.sqlite'}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return 0  # its tables are not made yet


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, 3 << 20))


def test_a_quota_that_is_used_up_loses_nothing(rows: Path, tmp_path: Path) -> None:
    ended = command(tmp_path / "store", "ingest", rows, prepare=limit_file_size)
    assert_told_that_there_is_no_room(ended, tmp_path / "store")
    assert_the_next_run_finishes(tmp_path / "store", rows)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with little room; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM_KIB}k", "tmpfs", place], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a file system can be mounted by root only")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_loses_nothing(small_disk: Path, rows: Path) -> None:
    ended = command(small_disk / "store", "ingest", rows)
    assert_told_that_there_is_no_room(ended, small_disk)
    subprocess.run(["mount", "-o", "remount,size=500m", small_disk], check=True)
    assert_the_next_run_finishes(small_disk / "store", rows)


def test_no_room_at_all_is_told(small_disk: Path, rows: Path) -> None:
    (small_disk / "ballast").write_bytes(b"0" * (ROOM_KIB * 1024 - 8192))
    assert_told_that_there_is_no_room(command(small_disk / "store", "ingest", rows), small_disk)


def assert_told_that_there_is_no_room(ended: Ended, place: Path) -> None:
    assert ended.status == Exit.FAILED
    assert str(place) in ended.err
    assert "space" in ended.err
    assert len(ended.err.splitlines()) == 1
