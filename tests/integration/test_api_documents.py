"""Documents over HTTP: sent in three ways, listed, read, replaced, deleted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.api import create_app
from app.keys import new_key
from app.ports import Role
from app.settings import load_settings
from app.stores.factory import open_app_store
from tests.integration.api_jobs import finished
from tests.integration.conftest import NO_LIMIT, run_vinagraph
from tests.live_server import serving

LEAVE = "Nội quy nghỉ phép\n\nMỗi người lao động của Công ty Cổ phần Sao Mai được nghỉ 12 ngày phép một năm."
SHIFT = "Ca làm việc\n\nCông ty Cổ phần Sao Mai có hai ca: ca sáng từ 6 giờ, ca chiều từ 14 giờ tại Hải Phòng."
OLD = "Nghỉ phép\n\nAi làm đủ một năm thì được nghỉ 12 ngày, ai làm chưa đủ thì tính theo số tháng đã làm."
NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over an empty store; each test uses collections of its own."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("empty"), workers=1, requests_a_minute=NO_LIMIT)
    with serving(create_app(settings)) as served:
        yield served


@pytest.fixture
def client(url: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=url, timeout=30) as opened:
        yield opened


def form(**files: str) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, text.encode())) for name, text in files.items()]


def counts(job: dict[str, object]) -> tuple[int, int, int, int]:
    result = job["result"]
    assert isinstance(result, dict)
    return result["added"], result["changed"], result["unchanged"], result["rejected"]


def test_files_are_read_in_and_the_same_again_changes_nothing(client: httpx2.Client) -> None:
    files = [
        ("files", ("nội-quy/nghỉ phép.txt", LEAVE.encode())),
        ("files", ("../../ca.md", SHIFT.encode())),
        ("files", ("bảng.xlsx", b"PK")),
        ("files", ("ca.md", b"twice")),
    ]
    job = finished(client, client.post("/documents", files=files, params={"source": "quy che"}))
    assert counts(job) == (2, 0, 0, 2)
    assert (job["files"], job["file_count"]) == (["nội-quy/nghỉ phép.txt", "ca.md", "bảng.xlsx"], 3)
    rejects = {reject["where"]: reject for reject in job["rejects"]}
    assert "Save each sheet as .csv" in rejects["bảng.xlsx"]["reason"]
    assert "another file of that name" in rejects["ca.md"]["reason"]
    assert [rejects[name]["code"] for name in ("bảng.xlsx", "ca.md")] == ["spreadsheet", "same_name"]
    listed = client.get("/documents", params={"source": "quy che"}).json()
    assert [item["uri"] for item in listed["items"]] == ["ca.md", "nội-quy/nghỉ phép.txt"]
    assert listed["more"] is False
    again = finished(client, client.post("/documents", files=files, params={"source": "quy che"}))
    assert counts(again) == (0, 0, 2, 2)
    assert client.get("/documents/ca.md").json()["revision"] == 1


def test_a_job_tells_what_became_of_each_file(client: httpx2.Client) -> None:
    query = {"source": "theo tệp"}
    first = form(**{"nghi.txt": LEAVE, "tin.json": json.dumps([{"id": 1, "text": SHIFT}, {"id": 2}])})
    finished(client, client.post("/documents", files=first, params=query))
    second = form(**{"nghi.txt": OLD, "tin.json": json.dumps([{"id": 1, "text": SHIFT}]), "rong.txt": ""})
    job = finished(client, client.post("/documents", files=second, params=query))
    told = {file.pop("file"): file for file in job["result"]["files"]}
    none = {"added": 0, "changed": 0, "unchanged": 0, "rejected": 0}
    assert told == {
        "nghi.txt": {**none, "changed": 1},
        "rong.txt": {**none, "rejected": 1},
        "tin.json": {**none, "unchanged": 1},
    }
    assert [(reject["where"], reject["code"]) for reject in job["rejects"]] == [("rong.txt", "empty")]


def test_json_documents_keep_their_uri_and_all_that_is_said_of_them(client: httpx2.Client) -> None:
    sent: dict[str, Any] = {
        "documents": [
            {
                "uri": "https://noi-bo.vn/luong?id=1",
                "title": "Quy chế lương",
                "text": "Lương được trả vào ngày 5 hằng tháng cho mọi người lao động.",
                "source": "luong",
                "published": "2024-02-01",
                "valid_from": "2024-03-01",
                "metadata": {"phòng": "Kế toán", "url": "https://noi-bo.vn"},
            },
            {"id": "7", "text": "Phụ cấp ăn trưa là 730.000 đồng một tháng.", "source": "luong"},
        ]
    }
    job = finished(client, client.post("/documents", json=sent))
    assert counts(job) == (2, 0, 0, 0)
    found = client.get("/documents/luong:7").json()
    assert (found["external_id"], found["source"]) == ("7", "luong")
    wage = client.get("/documents/https%3A%2F%2Fnoi-bo.vn%2Fluong%3Fid=1", params={"text": True}).json()
    assert wage["text"] == sent["documents"][0]["text"]
    assert wage["published"] == "2024-02-01"
    assert wage["validity"] == {"start": "2024-03-01", "end": None}
    assert wage["metadata"] == {"kind": "jsonl", "phòng": "Kế toán", "url": "https://noi-bo.vn"}
    assert client.get(f"/documents/{wage['id']}").json()["text"] is None
    assert counts(finished(client, client.post("/documents", json=sent))) == (0, 0, 2, 0)


def test_a_document_that_would_never_be_in_force_is_rejected_alone(client: httpx2.Client) -> None:
    never = {"text": "Quy định này có từ lâu rồi.", "valid_from": "2024-03-01", "valid_to": "2024-03-01"}
    sent = {"documents": [never, {"text": "hai chữ"}, {"id": "1", "text": "Thang máy chở tối đa mười người."}]}
    job = finished(client, client.post("/documents", json=sent, params={"source": "hiệu lực"}))
    assert counts(job) == (1, 0, 0, 2)
    assert [reject["where"] for reject in job["rejects"]] == ["documents.jsonl:1", "documents.jsonl:2"]
    refused = client.put("/documents/hiệu lực:1", json=never)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert client.get("/documents/hiệu lực:1").json()["revision"] == 1


def test_json_lines_tell_which_line_is_bad(client: httpx2.Client) -> None:
    rows = [
        {"ma": "a", "text": "Xe nâng phải được kiểm tra mỗi sáng trước khi chạy."},
        {"ma": "b"},
        {"ma": "c", "uri": "xe/c", "source": "xe-tải", "text": "Xe tải phải được rửa vào cuối mỗi tuần."},
    ]
    body = "\n".join([*(json.dumps(row, ensure_ascii=False) for row in rows), "{hỏng"]).encode()
    params = {"source": "xe", "field": "id=ma"}
    job = finished(client, client.post("/documents", content=body, headers=NDJSON, params=params))
    assert counts(job) == (2, 0, 0, 2)
    assert [reject["where"] for reject in job["rejects"]] == ["documents.jsonl:2", "documents.jsonl:4"]
    assert client.get("/documents/xe:a").json()["external_id"] == "a"
    assert client.get("/documents/xe/c").json()["source"] == "xe-tải"


def test_rows_of_a_file_are_named_as_the_command_line_names_them(client: httpx2.Client) -> None:
    row = json.dumps(
        {"id": "9", "text": "Kho lạnh giữ ở âm hai mươi độ suốt ngày đêm.", "uri": "x"}, ensure_ascii=False
    )
    finished(client, client.post("/documents", files=form(**{"kho.jsonl": row})))
    found = client.get("/documents/kho:9").json()
    assert found["source"] == "uploads"
    assert found["metadata"]["uri"] == "x"


def test_a_document_is_replaced_and_stays_where_the_new_text_is_refused(client: httpx2.Client) -> None:
    finished(client, client.post("/documents", files=form(**{"doi.txt": OLD}), params={"source": "doi"}))
    before = client.get("/documents/doi.txt").json()
    text = "Mỗi người lao động được nghỉ 14 ngày phép một năm, kể từ năm 2025."
    job = finished(client, client.put("/documents/doi.txt", json={"text": text}))
    assert counts(job) == (0, 1, 0, 0)
    after = client.get("/documents/doi.txt", params={"text": True}).json()
    assert after["text"] == text
    assert {key: after[key] for key in ("id", "uri", "source", "title")} == {
        key: before[key] for key in ("id", "uri", "source", "title")
    }
    refused = finished(client, client.put(f"/documents/{before['id']}", json={"text": "hai chữ"}))
    assert "nearly empty" in refused["rejects"][0]["reason"]
    assert client.get("/documents/doi.txt", params={"text": True}).json()["text"] == text
    assert client.put("/documents/khong-co.txt", json={"text": text}).json()["code"] == "not_found"


def test_chunks_and_entities_point_into_the_text(client: httpx2.Client) -> None:
    text = "Đường 𝄞 sắt\n\nTàu Thống Nhất chạy từ Hà Nội qua Huế và Đà Nẵng rồi vào Thành phố Hồ Chí Minh mỗi ngày."
    finished(client, client.post("/documents", files=form(**{"diem.txt": text}), params={"source": "diem"}))
    document = client.get("/documents/diem.txt", params={"text": True}).json()
    assert document["text"] == text
    page = client.get("/documents/diem.txt/chunks").json()
    assert len(page["items"]) == document["chunks"]
    for chunk in page["items"]:
        assert text[chunk["start"] : chunk["end"]] == chunk["text"]
        assert client.get(f"/chunks/{chunk['id']}").json() == chunk
    entities = client.get("/documents/diem.txt/entities").json()["items"]
    assert len(entities) == document["entities"]
    named = {text[span["start"] : span["end"]] for entity in entities for span in entity["mentions"]}
    assert "Đà Nẵng" in named
    first = client.get("/documents/diem.txt/entities", params={"limit": 1}).json()
    assert (len(first["items"]), first["more"]) == (1, True)
    assert client.get("/chunks/khong-co").json()["code"] == "not_found"


def test_deleting_leaves_the_entities_that_others_support(client: httpx2.Client) -> None:
    files = form(
        **{"xoa-1.txt": LEAVE.replace("Sao Mai", "Bạch Hạc"), "xoa-2.txt": SHIFT.replace("Sao Mai", "Bạch Hạc")}
    )
    finished(client, client.post("/documents", files=files, params={"source": "xoa"}))

    def names(uri: str) -> dict[str, str]:
        items = client.get(f"/documents/{uri}/entities").json()["items"]
        return {item["name"]: item["id"] for item in items}

    shared = {name: id_ for name, id_ in names("xoa-1.txt").items() if "Bạch Hạc" in name}
    assert shared
    assert shared.items() <= names("xoa-2.txt").items()
    gone = client.delete("/documents/xoa-1.txt")
    assert (gone.status_code, gone.content) == (204, b"")
    assert client.get("/documents/xoa-1.txt").status_code == 404
    assert client.delete("/documents/xoa-1.txt").status_code == 404
    assert shared.items() <= names("xoa-2.txt").items()


def test_the_list_is_paged_and_searched(client: httpx2.Client) -> None:
    texts = {f"trang-{n}.txt": f"Trang số {n}\n\nTrang này nói về mục {n} của sổ tay nhân viên." for n in range(5)}
    finished(client, client.post("/documents", files=form(**texts), params={"source": "trang"}))
    first = client.get("/documents", params={"source": "trang", "limit": 2}).json()
    rest = client.get("/documents", params={"source": "trang", "offset": 2, "limit": 50}).json()
    assert (first["more"], rest["more"]) == (True, False)
    assert [item["uri"] for item in (*first["items"], *rest["items"])] == list(texts)
    found = client.get("/documents", params={"query": "trang-3", "source": "trang"}).json()["items"]
    assert [item["uri"] for item in found] == ["trang-3.txt"]
    assert client.get("/documents", params={"limit": 0}).json()["code"] == "invalid_request"


def test_documents_are_their_tenants_own(own_store: Path) -> None:
    async def make() -> list[str]:
        store = await open_app_store("sqlite:", own_store)
        keys = [
            (await new_key(store, "a", Role.WRITE, "bên-a"))[1],
            (await new_key(store, "b", Role.WRITE, "bên-b"))[1],
            (await new_key(store, "c", Role.READ, "bên-a"))[1],
        ]
        await store.close()
        return keys

    ours, theirs, reading = ({"X-API-Key": key} for key in asyncio.run(make()))
    with serving(create_app(load_settings(data_dir=own_store))) as url, httpx2.Client(base_url=url) as client:
        client.headers.update(ours)
        job = finished(client, client.post("/documents", files=form(**{"rieng.txt": LEAVE})))
        document = client.get("/documents/rieng.txt", headers=reading).json()
        chunk = client.get("/documents/rieng.txt/chunks").json()["items"][0]
        paths = [
            f"/documents/{document['id']}",
            "/documents/rieng.txt",
            f"/documents/{document['id']}/chunks",
            f"/documents/{document['id']}/entities",
            f"/chunks/{chunk['id']}",
            f"/jobs/{job['id']}",
            f"/jobs/{job['id']}/events",
        ]
        for path in paths:
            assert client.get(path).status_code == 200, path
            assert client.get(path, headers=theirs).json()["code"] == "not_found", path
        assert client.delete(f"/documents/{document['id']}", headers=theirs).status_code == 404
        assert client.delete(f"/jobs/{job['id']}", headers=theirs).status_code == 404
        assert client.get("/documents", headers=theirs).json()["items"] == []
        assert client.get("/jobs", headers=theirs).json()["items"] == []
        refused = client.post("/documents", files=form(**{"a.txt": LEAVE}), headers=reading)
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert client.delete("/documents/rieng.txt", headers=reading).status_code == 403


def test_an_upload_is_named_by_itself_though_the_stores_lie_in_a_folder_that_was_ingested(tmp_path: Path) -> None:
    folder = tmp_path / "tai-lieu"
    store = folder / ".store"
    folder.mkdir()
    (folder / "cu.txt").write_text(OLD, encoding="utf-8")
    assert run_vinagraph(store, "ingest", str(folder)).exit_code == 0
    settings = load_settings(data_dir=store, workers=1)
    with serving(create_app(settings)) as url, httpx2.Client(base_url=url) as client:
        job = finished(client, client.post("/documents", files=form(**{"mới.txt": LEAVE})))
        assert (counts(job), job["result"]["warnings"]) == ((1, 0, 0, 0), [])
        listed = client.get("/documents").json()["items"]
    assert {item["uri"]: item["source"] for item in listed} == {"cu.txt": "tai-lieu", "mới.txt": "uploads"}
