"""Ingestion from files to both stores: what is new, changed, gone, rejected."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from graph.embedding.static import StaticEmbedder
from graph.errors import WrongUsage
from graph.ports import SearchFilter, VectorPoint
from graph.retrieval.sparse import SparseEncoder
from ingestion.pipeline import IngestOptions, ingest
from ingestion.roots import known_roots
from ingestion.writer import delete_documents, reindex
from tests.integration.ingest_stores import EMBEDDER, Stores, open_stores

HUE = "Huế là thành phố ở miền Trung Việt Nam. Sông Hương chảy qua thành phố Huế. Huế từng là kinh đô của nhà Nguyễn."
VINH = "Vinh là thành phố của tỉnh Nghệ An. Thành phố Vinh nằm bên bờ sông Lam, cách Hà Nội khoảng ba trăm cây số."


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with open_stores(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tai-lieu"
    made.mkdir()
    (made / "hue.md").write_text(f"# Huế\n\n{HUE}\n", encoding="utf-8")
    (made / "vinh.txt").write_text(f"Thành phố Vinh\n\n{VINH}\n", encoding="utf-8")
    return made


async def test_documents_are_stored_and_found(stores: Stores, folder: Path) -> None:
    summary = await stores.ingest(folder)
    assert (summary.added, summary.changed, summary.unchanged, summary.rejects) == (2, 0, 0, ())
    assert summary.entities > 0
    assert {"scan", "read", "chunk", "extract", "encode", "write"} <= set(summary.seconds)
    await stores.assert_whole()
    hits = await stores.vectors.search_sparse(
        SparseEncoder().encode_query("sông Hương chảy qua đâu"), SearchFilter("default"), 1
    )
    (passage,) = await stores.graph.passages([hits[0].chunk_id])
    assert (passage.title, passage.uri) == ("Huế", "hue.md")


async def test_an_unchanged_document_is_left_alone_and_a_changed_one_replaced(stores: Stores, folder: Path) -> None:
    await stores.ingest(folder)
    before = await stores.contents()
    (folder / "vinh.txt").write_text(f"Thành phố Vinh\n\n{VINH} Vinh là quê của nhiều danh nhân.\n", encoding="utf-8")
    summary = await stores.ingest(folder)
    assert (summary.added, summary.changed, summary.unchanged) == (0, 1, 1)
    after = await stores.contents()
    assert after["hue.md"] == before["hue.md"]
    assert after["vinh.txt"].document.revision == 2
    assert "danh nhân" in after["vinh.txt"].document.text
    await stores.assert_whole()


async def test_what_vanished_goes_only_when_asked(stores: Stores, folder: Path) -> None:
    await stores.ingest(folder)
    (folder / "vinh.txt").unlink()
    assert (await stores.ingest(folder)).deleted == 0
    assert len(await stores.contents()) == 2
    summary = await stores.ingest(folder, options=IngestOptions(workers=1, sync=True))
    assert summary.deleted == 1
    assert set(await stores.contents()) == {"hue.md"}
    await stores.assert_whole()


async def test_sync_keeps_what_could_not_be_read(stores: Stores, folder: Path) -> None:
    await stores.ingest(folder)
    (folder / "vinh.txt").write_bytes(b"\0\1\2binary" * 50)
    summary = await stores.ingest(folder, options=IngestOptions(workers=1, sync=True))
    assert summary.deleted == 0
    assert "binary" in summary.rejects[0].reason
    assert set(await stores.contents()) == {"hue.md", "vinh.txt"}


async def test_sync_deletes_nothing_when_a_row_cannot_be_told(stores: Stores, tmp_path: Path) -> None:
    rows = tmp_path / "tin.jsonl"
    rows.write_text("\n".join(json.dumps({"id": n, "title": f"Tin {n}", "text": f"{HUE} {n}"}) for n in (1, 2)))
    await stores.ingest(rows)
    rows.write_text(json.dumps({"id": 1, "title": "Tin 1", "text": f"{HUE} 1"}) + "\n{broken")
    summary = await stores.ingest(rows, options=IngestOptions(workers=1, sync=True))
    assert summary.deleted == 0
    assert any("1 documents of 'tin' were not deleted" in warning for warning in summary.warnings)
    rows.write_text(json.dumps({"id": 1, "title": "Tin 1", "text": f"{HUE} 1"}))
    assert (await stores.ingest(rows, options=IngestOptions(workers=1, sync=True))).deleted == 1
    assert set(await stores.contents()) == {"tin:1"}


async def test_sync_is_not_stopped_by_rows_of_another_file(stores: Stores, folder: Path) -> None:
    (folder / "hồ.json").write_text(json.dumps([{"id": 1, "title": "Hồ", "text": f"{HUE} Hồ."}]))
    await stores.ingest(folder)
    (folder / "manifest.json").write_text('{"name": "kho"}')
    (folder / "hồ.json").write_text('[{"id": 1')
    (folder / "vinh.txt").unlink()
    summary = await stores.ingest(folder, options=IngestOptions(workers=1, sync=True))
    assert (summary.deleted, len(summary.rejects)) == (1, 2)
    assert set(await stores.contents()) == {"hue.md", "hồ:1"}


async def test_bad_input_stops_nothing_else(stores: Stores, folder: Path) -> None:
    (folder / "anh.txt").write_bytes(b"\x89PNG\0\0\0" * 30)
    (folder / "ban-sao.md").write_text(f"# Huế\n\n{HUE}\n", encoding="utf-8")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "nen.zip").write_bytes(b"PK")
    (folder / "rong.md").write_text("")
    (folder / "xau.jsonl").write_text('{"text": "Một câu hoàn chỉnh về Hà Nội."}\n{')
    summary = await stores.ingest(folder)
    assert summary.added == 3
    reasons = {Path(reject.where).name: reject.reason for reject in summary.rejects}
    assert set(reasons) == {"anh.txt", "hue.md", "hong.pdf", "nen.zip", "rong.md", "xau.jsonl:2"}
    assert "ban-sao.md" in reasons["hue.md"]
    assert "Unpack it" in reasons["nen.zip"]
    await stores.assert_whole()


async def test_standard_input_and_progress(stores: Stores) -> None:
    told: list[tuple[int, int | None, str]] = []
    rows = "\n".join(json.dumps({"id": n, "title": f"Tin {n}", "text": f"{VINH} Số {n}."}) for n in range(450))
    summary = await ingest(
        ["-"],
        IngestOptions(workers=2, source="kho"),
        graph=stores.graph,
        vectors=stores.vectors,
        embedder_url=EMBEDDER,
        on_progress=lambda *step: told.append(step),
        stdin=io.BytesIO(rows.encode()),
    )
    assert summary.added == 450
    assert told[-1][0] == 450
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {"kho:0", "kho:449"} <= set(await stores.contents())


async def test_a_missing_path_is_an_error_before_anything_is_read(stores: Stores, folder: Path) -> None:
    with pytest.raises(WrongUsage, match="no file or folder"):
        await stores.ingest(folder, folder / "khong-co.md")
    assert await stores.contents() == {}


async def test_deleting_takes_documents_out_of_both_stores(stores: Stores, folder: Path) -> None:
    await stores.ingest(folder)
    document = await stores.graph.document("default", "hue.md")
    assert await delete_documents(stores.graph, stores.vectors, StaticEmbedder(), "default", [document.id]) == 1
    assert set(await stores.contents()) == {"vinh.txt"}
    await stores.assert_whole()


async def test_reindexing_mends_the_index(stores: Stores, folder: Path) -> None:
    await stores.ingest(folder)
    chunks = await stores.vectors.ids()
    await stores.vectors.delete(chunks[:1])
    assert await reindex(stores.graph, stores.vectors, StaticEmbedder()) == len(chunks)
    await stores.assert_whole()


async def test_a_document_that_cannot_be_read_any_more_is_told(stores: Stores, folder: Path) -> None:
    await stores.ingest(folder)
    (folder / "vinh.txt").write_text("")
    summary = await stores.ingest(folder)
    (warning,) = summary.warnings
    assert "revision 1 still answers" in warning
    assert "documents delete vinh.txt" in warning
    assert (await stores.ingest(folder, options=IngestOptions(workers=1, sync=True))).warnings == ()


async def test_a_file_given_twice_is_read_once(stores: Stores, folder: Path) -> None:
    summary = await stores.ingest(folder, folder / "vinh.txt")
    assert (summary.added, summary.rejects) == (2, ())


async def test_copies_of_what_another_collection_holds_are_told(stores: Stores, folder: Path, tmp_path: Path) -> None:
    long = " ".join(f"{HUE} {VINH} Năm {year} có lễ hội." for year in range(1990, 1999))
    (folder / "dai.txt").write_text(f"Lễ hội\n\n{long}", encoding="utf-8")
    await stores.ingest(folder)
    other = tmp_path / "khac"
    other.mkdir()
    (other / "ban-sao.txt").write_text(f"Lễ hội\n\n{long} Hết.", encoding="utf-8")
    summary = await stores.ingest(other)
    assert summary.added == 0
    (reject,) = summary.rejects
    assert (reject.step, reject.uri) == ("near-duplicate", "ban-sao.txt")
    assert "dai.txt of the source tai-lieu, which is stored" in reject.reason
    (other / "ban-sao.txt").write_text(f"Lễ hội\n\n{VINH} {VINH} {HUE} Hội khác hẳn.", encoding="utf-8")
    assert (await stores.ingest(other)).added == 1
    (other / "ban-sao.txt").write_text(f"Lễ hội\n\n{long} Hết.", encoding="utf-8")
    assert (await stores.ingest(other)).changed == 1  # what is stored may change to whatever it likes


async def test_a_renamed_file_is_no_copy_of_its_old_self(stores: Stores, folder: Path) -> None:
    await stores.ingest(folder)
    (folder / "vinh.txt").rename(folder / "a.txt")
    sync = IngestOptions(workers=1, sync=True)
    summary = await stores.ingest(folder, options=sync)
    assert (summary.added, summary.deleted, summary.rejects) == (1, 1, ())


async def test_replacing_a_document_of_another_source_is_told(stores: Stores, folder: Path, tmp_path: Path) -> None:
    await stores.ingest(folder)
    other = tmp_path / "khac"
    other.mkdir()
    (other / "vinh.txt").write_text(f"Thành phố Vinh\n\n{VINH}\n", encoding="utf-8")
    summary = await stores.ingest(other)
    assert summary.changed == 1
    (warning,) = summary.warnings
    assert "tai-lieu" in warning
    assert "khac" in warning
    assert (await stores.contents())["vinh.txt"].document.source == "khac"


async def test_a_document_over_which_a_reader_fails_costs_no_other(stores: Stores, folder: Path) -> None:
    (folder / "xau.md").write_text("---\ntags: " + "[" * 5000 + "\n---\nNội dung.", encoding="utf-8")
    summary = await stores.ingest(folder)
    assert summary.added == 2
    assert [Path(reject.where).name for reject in summary.rejects] == ["xau.md"]


async def test_runs_at_the_same_time_take_turns_and_lose_nothing(stores: Stores, tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("mot", "hai", "ba")]
    for folder in folders:
        folder.mkdir()
        for number in range(4):
            own = f"Kho {folder.name} {number} ở đường số {number} nhận hàng của bến {folder.name} vào ngày {number}. "
            (folder / f"{folder.name}-{number}.txt").write_text(f"{HUE} {own * 5}")
    summaries = await asyncio.gather(*(stores.ingest(folder) for folder in folders))
    assert [summary.added for summary in summaries] == [4, 4, 4]
    assert len(await stores.contents()) == 12
    assert {root.source for root in await known_roots(stores.graph, "default")} == {"mot", "hai", "ba"}
    await stores.assert_whole()


async def test_a_run_that_starts_leaves_alone_what_another_has_staged(
    stores: Stores, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged, go_on = asyncio.Event(), asyncio.Event()
    upsert = stores.vectors.upsert

    async def held_up_once(points: Sequence[VectorPoint]) -> None:
        if not staged.is_set():
            staged.set()
            await go_on.wait()
        await upsert(points)

    monkeypatch.setattr(stores.vectors, "upsert", held_up_once)
    other = tmp_path / "khac.txt"
    other.write_text(f"{VINH} {HUE} Bản khác hẳn.")
    first = asyncio.create_task(stores.ingest(folder))
    await staged.wait()
    second = asyncio.create_task(stores.ingest(other))
    await asyncio.sleep(0.5)
    go_on.set()
    assert [(await run).added for run in (first, second)] == [2, 1]
    await stores.assert_whole()
