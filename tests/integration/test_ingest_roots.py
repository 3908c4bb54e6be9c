"""A part of a folder that was ingested, ingested by itself: its documents keep the names that they have."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from app.cli.console import Exit
from tests.integration.conftest import run_vinagraph

ALL = {"dau.txt", "phong/giua.txt", "phong/cuoi.txt", "muc:1", "muc:2"}


def write(path: Path, *words: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = " ".join(words or (path.stem,))
    path.write_text(f"Phòng {text} của công ty làm việc từ tám giờ sáng đến năm giờ chiều.", encoding="utf-8")
    return path


def write_rows(path: Path, *ids: int) -> Path:
    rows = [{"id": n, "text": f"Kho số {n} của công ty ở quận {n}, nhận hàng vào thứ {n + 1} mỗi tuần."} for n in ids]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three texts, one below the other, and two rows."""
    folder = tmp_path / "tai-lieu"
    for name in ("dau.txt", "phong/giua.txt", "phong/cuoi.txt"):
        write(folder / name)
    write_rows(folder / "muc.jsonl", 1, 2)
    return folder


def ingest(store: Path, *arguments: str | Path) -> dict[str, Any]:
    result = run_vinagraph(store, "ingest", *map(str, arguments), "--json")
    assert result.exit_code in {Exit.DONE, Exit.REJECTS}, result.output
    summary: dict[str, Any] = json.loads(result.stdout)
    return summary


def stored(store: Path) -> dict[str, str]:
    """Sources by URI."""
    listed = json.loads(run_vinagraph(store, "documents", "list", "--json").stdout)
    return {document["uri"]: document["source"] for document in listed}


def test_a_file_of_the_folder_is_the_same_document(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder)
    assert set(stored(store)) == ALL
    again = ingest(store, folder / "phong" / "giua.txt")
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 1)
    (warning,) = again["warnings"]
    assert str(folder) in warning
    assert "phong/giua.txt of the source tai-lieu" in warning

    changed = ingest(store, write(folder / "phong" / "giua.txt", "giữa", "mới"))
    assert (changed["added"], changed["changed"]) == (0, 1)
    assert ingest(store, write_rows(folder / "muc.jsonl", 1, 2))["unchanged"] == 2
    assert stored(store) == dict.fromkeys(ALL, "tai-lieu")


def test_a_new_file_and_a_folder_below_are_named_from_the_folder(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder)
    ingest(store, write(folder / "phong" / "moi.txt"))
    assert ingest(store, folder / "phong")["unchanged"] == 3
    everything = ingest(store, folder)
    assert (everything["unchanged"], everything["warnings"]) == (6, [])
    assert stored(store) == dict.fromkeys({*ALL, "phong/moi.txt"}, "tai-lieu")


def test_sync_of_a_part_deletes_in_that_part_alone(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder)
    for gone in ("dau.txt", "phong/cuoi.txt"):
        (folder / gone).unlink()
    assert ingest(store, folder / "phong", "--sync")["deleted"] == 1
    assert set(stored(store)) == ALL - {"phong/cuoi.txt"}
    assert ingest(store, write_rows(folder / "muc.jsonl", 1), "--sync")["deleted"] == 1
    assert set(stored(store)) == ALL - {"phong/cuoi.txt", "muc:2"}
    assert ingest(store, folder, "--sync")["deleted"] == 1
    assert set(stored(store)) == {"phong/giua.txt", "muc:1"}


def test_the_source_that_a_person_named_stays(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder, "--source", "kho")
    before = stored(store)
    assert before == dict.fromkeys((ALL - {"muc:1", "muc:2"}) | {"kho:1", "kho:2"}, "kho")
    for part in ("muc.jsonl", "phong", "."):
        assert ingest(store, folder / part)["added"] == 0
    assert stored(store) == before
    assert "under the source kho" in ingest(store, folder)["warnings"][0]


def test_what_lies_elsewhere_is_named_by_itself(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder)
    elsewhere = write(tmp_path / "tai-lieu-cu" / "phong" / "giua.txt", "khác hẳn")
    assert (ingest(store, elsewhere)["added"], stored(store)["giua.txt"]) == (1, "giua")


def test_a_folder_of_which_nothing_is_stored_is_forgotten(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder)
    run_vinagraph(store, "documents", "delete", *ALL)
    ingest(store, folder / "phong")
    assert stored(store) == {"giua.txt": "phong", "cuoi.txt": "phong"}


def test_a_wider_folder_leaves_the_narrower_ones_documents_where_they_are_and_says_so(
    tmp_path: Path, folder: Path
) -> None:
    store = tmp_path / "store"
    ingest(store, folder / "phong")
    (warning,) = ingest(store, folder)["warnings"]
    assert f"{folder / 'phong'} was ingested by itself before, under the source phong" in warning
    ingest(store, write(folder / "phong" / "moi.txt"))
    assert stored(store)["moi.txt"] == "phong"
    run_vinagraph(store, "documents", "delete", "giua.txt", "cuoi.txt", "moi.txt")
    assert ingest(store, folder)["warnings"] == []
    assert stored(store) == dict.fromkeys({*ALL, "phong/moi.txt"}, "tai-lieu")


def test_another_folder_of_the_same_name_is_told_and_sync_deletes_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first, second = (write(tmp_path / name / "docs" / "giua.txt", name).parent for name in ("cu", "moi"))
    write(first / "dau.txt")
    ingest(store, first)
    warnings = ingest(store, second)["warnings"]
    assert f"{first} was ingested before under the source docs too" in warnings[0]
    for folder in (second, first):
        refused = ingest(store, folder, "--sync")
        assert refused["deleted"] == 0
        assert "say so with --source docs" in refused["warnings"][-1]
    assert set(stored(store)) == {"giua.txt", "dau.txt"}
    assert ingest(store, second, "--sync", "--source", "docs")["deleted"] == 1


def test_both_folders_together_may_be_synced(tmp_path: Path) -> None:
    store = tmp_path / "store"
    first, second = (write(tmp_path / name / "docs" / f"{name}.txt").parent for name in ("cu", "moi"))
    write(first / "dau.txt")
    ingest(store, first, second)
    (first / "dau.txt").unlink()
    assert ingest(store, first, second, "--sync")["deleted"] == 1


def test_a_folder_that_was_moved_goes_on(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder)
    (folder / "dau.txt").unlink()
    (tmp_path / "nha").mkdir()
    moved = folder.rename(tmp_path / "nha" / folder.name)
    again = ingest(store, moved, "--sync")
    assert (again["deleted"], again["unchanged"], again["warnings"]) == (1, 4, [])


@pytest.mark.parametrize("first", [(), ("--source", "kho")])
def test_documents_and_rows_follow_a_source_named_anew(tmp_path: Path, folder: Path, first: tuple[str, ...]) -> None:
    store = tmp_path / "store"
    ingest(store, folder, *first)
    names = set(stored(store))
    warnings = ingest(store, folder, "--source", "moi")["warnings"]
    assert f"moves from {'kho' if first else 'tai-lieu'} to moi" in warnings[0]
    assert not any("keeps its name" in warning for warning in warnings)
    assert stored(store) == dict.fromkeys(names, "moi")

    again = ingest(store, folder)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 5)
    ingest(store, write(folder / "phong" / "sau.txt"))
    (folder / "dau.txt").unlink()
    assert ingest(store, folder, "--sync")["deleted_uris"] == ["dau.txt"]
    assert stored(store) == dict.fromkeys((names | {"phong/sau.txt"}) - {"dau.txt"}, "moi")


def test_a_part_under_another_source_moves_until_the_whole_is_ingested(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder)
    (warning,) = [w for w in ingest(store, folder / "phong", "--source", "moi")["warnings"] if "moves" in w]
    assert f"back when {folder} is ingested again" in warning
    assert (stored(store)["phong/giua.txt"], stored(store)["dau.txt"]) == ("moi", "tai-lieu")
    ingest(store, folder)
    assert stored(store) == dict.fromkeys(ALL, "tai-lieu")


def test_a_store_of_an_earlier_version_knows_its_folders(tmp_path: Path, folder: Path) -> None:
    store = tmp_path / "store"
    ingest(store, folder, "--source", "kho")
    with sqlite3.connect(store / "graph.sqlite") as connection:
        noted = json.dumps([{"folder": str(folder), "source": "kho", "named": True}])
        connection.execute("UPDATE meta SET value = ? WHERE key LIKE 'ingested_folders:%'", (noted,))
    connection.close()
    assert ingest(store, folder)["unchanged"] == 5


def test_sync_of_a_single_file_leaves_another_of_its_stem(tmp_path: Path) -> None:
    store = tmp_path / "store"
    text = write(tmp_path / "kho.md")
    rows = write_rows(tmp_path / "kho.jsonl", 1, 2)
    ingest(store, text)
    ingest(store, rows)
    assert stored(store) == dict.fromkeys({"kho.md", "kho:1", "kho:2"}, "kho")
    assert ingest(store, text, "--sync")["deleted"] == 0
    assert ingest(store, write_rows(rows, 1), "--sync")["deleted_uris"] == ["kho:2"]
    assert ingest(store, rows, "--sync", "--source", "kho")["deleted_uris"] == ["kho.md"], "named, all of it is meant"
