"""The command line over real embedded stores."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from app.cli.console import Exit
from graph.errors import InputError, StoreBusy, VinaGraphError, WrongUsage
from graph.stores.lock import FolderLock
from tests.integration.conftest import SAMPLES, run_vinagraph


def events(data_dir: Path, question: str) -> tuple[int, list[dict[str, Any]]]:
    result = run_vinagraph(data_dir, "ask", question, "--json")
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def show(data_dir: Path, document: str) -> dict[str, Any]:
    result = run_vinagraph(data_dir, "documents", "show", document, "--json")
    shown: dict[str, Any] = json.loads(result.stdout)
    return shown


def test_an_unchanged_corpus_is_left_alone(own_store: Path) -> None:
    again = json.loads(run_vinagraph(own_store, "ingest", str(SAMPLES), "--json").stdout)
    assert (again["added"], again["changed"], again["chunks"]) == (0, 0, 0)
    assert again["unchanged"] >= 60


def test_an_answer_streams_as_events_and_cites_the_exact_words(sample_store: Path) -> None:
    code, seen = events(sample_store, "Nguyễn Du mất ở đâu?")
    kinds = [event["type"] for event in seen]
    assert (code, kinds[0], kinds[-1]) == (Exit.DONE, "run", "final")
    assert kinds.index("sources") < kinds.index("sentence")
    assert "Huế" in seen[-1]["short_answer"]
    sources = {source["number"]: source for event in seen if event["type"] == "sources" for source in event["sources"]}
    sentences = [event for event in seen if event["type"] == "sentence"]
    for citation in (citation for sentence in sentences for citation in sentence["citations"]):
        text = show(sample_store, citation["document"])["document"]["text"]
        source = sources[citation["number"]]
        assert source["chunk"] == citation["chunk"]
        assert text[citation["start"] : citation["end"]] in source["text"]


def test_sources_come_last_with_their_path(sample_store: Path) -> None:
    result = run_vinagraph(sample_store, "ask", "Nguyễn Du mất ở đâu?", "--quiet")
    answer, _, sources = result.stdout.partition("Nguồn:")
    assert "[1]" in answer
    assert "van-hoc/nguyen-du.md" in sources
    assert result.stderr == ""


def test_a_row_of_a_table_is_shown_with_the_names_of_its_columns(sample_store: Path) -> None:
    shown = run_vinagraph(sample_store, "ask", "Mức lương tối thiểu vùng II là bao nhiêu?", "--quiet").stdout
    assert " | " not in shown
    assert "Mức lương tối thiểu tháng (đồng/tháng): 4.410.000 · Mức lương tối thiểu giờ" in shown


def test_what_the_documents_do_not_answer_has_its_own_exit_status(sample_store: Path) -> None:
    code, seen = events(sample_store, "Giá vé máy bay từ Hà Nội đi Tokyo là bao nhiêu?")
    assert code == Exit.ABSTAINED
    assert seen[-1]["abstained"]
    assert not [event for event in seen if event["type"] == "sentence"]


def test_a_question_can_come_from_standard_input(sample_store: Path) -> None:
    result = run_vinagraph(sample_store, "ask", "-", "--quiet", stdin="Nguyễn Du mất ở đâu?\n")
    assert "Huế" in result.stdout


@pytest.mark.parametrize("question", ["", "   ", "a" * 100_000])
def test_an_empty_or_endless_question_is_refused_in_words(sample_store: Path, question: str) -> None:
    result = run_vinagraph(sample_store, "ask", question)
    assert result.exit_code == Exit.USAGE
    assert "câu hỏi" in result.stderr.lower()


def test_a_question_may_be_restricted(sample_store: Path) -> None:
    question = "Mức lương tối thiểu tháng vùng I là bao nhiêu?"
    for arguments, wage in (
        (("--instrument", "38/2022"), "4.680.000"),
        (("--on", "2023-05-01"), "4.680.000"),
        (("--instrument", "74/2024/NĐ-CP", "--kind", "Nghị định"), "4.960.000"),
    ):
        assert wage in run_vinagraph(sample_store, "ask", question, "--quiet", *arguments).stdout
    nothing = run_vinagraph(sample_store, "ask", question, "--quiet", "--source", "nowhere")
    assert nothing.exit_code == Exit.ABSTAINED
    assert "Chỉ tìm trong: nguồn nowhere" in nothing.stdout


def test_asking_before_ingesting_says_what_to_do(tmp_path: Path) -> None:
    error = run_vinagraph(tmp_path, "ask", "Ai?").exception
    assert isinstance(error, InputError)
    assert "vinagraph ingest" in str(error)


def test_two_programs_on_one_store_the_second_is_told_who_holds_it(sample_store: Path) -> None:
    with FolderLock.acquire(sample_store, "another program"):
        error = run_vinagraph(sample_store, "graph", "stats").exception
    assert isinstance(error, StoreBusy)


def test_documents_are_listed_shown_and_deleted(own_store: Path) -> None:
    listed = json.loads(run_vinagraph(own_store, "documents", "list", "Nguyễn Du", "--json").stdout)
    assert "van-hoc/nguyen-du.md" in [document["uri"] for document in listed]
    assert "Nguyễn Du" in run_vinagraph(own_store, "documents", "show", "van-hoc/nguyen-du.md").stdout
    assert "van-hoc/nguyen-du.md" in run_vinagraph(own_store, "documents", "list", "--limit", "1000").stdout

    before = json.loads(run_vinagraph(own_store, "graph", "stats", "--json").stdout)
    deleted = run_vinagraph(own_store, "documents", "delete", "van-hoc/nguyen-du.md", "--json")
    after = json.loads(run_vinagraph(own_store, "graph", "stats", "--json").stdout)
    assert json.loads(deleted.stdout) == {"deleted": 1}
    assert after["documents"] == before["documents"] - 1
    assert after["mentions"] < before["mentions"]
    assert isinstance(run_vinagraph(own_store, "documents", "show", "van-hoc/nguyen-du.md").exception, VinaGraphError)
    assert json.loads(run_vinagraph(own_store, "doctor", "--json").stdout)["problem"] == ""


def test_the_graph_shows_facts_with_their_sentences(sample_store: Path) -> None:
    shown = json.loads(run_vinagraph(sample_store, "graph", "show", "nguyen du", "--json").stdout)
    assert shown["entity"]["name"] == "Nguyễn Du"
    assert shown["facts"]
    for fact in shown["facts"]:
        text = show(sample_store, fact["document_id"])["document"]["text"]
        assert text[fact["start"] : fact["end"]] == fact["sentence"]
    table = run_vinagraph(sample_store, "graph", "show", "Nguyễn Du").stdout
    assert shown["facts"][0]["sentence"] in table
    assert "documents" in run_vinagraph(sample_store, "graph", "stats").stdout


def test_the_graph_names_namesakes_and_shows_them_by_id(sample_store: Path) -> None:
    shown = json.loads(run_vinagraph(sample_store, "graph", "show", "nguyen du", "--json").stdout)
    [street, *_] = [other for other in shown["others"] if other["name"] == "Phố Nguyễn Du"]
    table = run_vinagraph(sample_store, "graph", "show", "nguyen du").stdout
    assert f"Phố Nguyễn Du · Place · {street['id']}" in table
    by_id = json.loads(run_vinagraph(sample_store, "graph", "show", street["id"], "--json").stdout)
    assert (by_id["entity"]["name"], by_id["others"]) == ("Phố Nguyễn Du", [])


def test_the_whole_graph_is_exported(sample_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.jsonl"
    assert run_vinagraph(sample_store, "graph", "export", str(file)).exit_code == Exit.DONE
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    counted = json.loads(run_vinagraph(sample_store, "graph", "stats", "--json").stdout)
    assert len(rows) == counted["documents"]
    assert sum(len(row["mentions"]) for row in rows) == counted["mentions"]
    assert len({relation["id"] for row in rows for relation in row["relations"]}) == counted["relations"]


def test_an_export_replaces_a_file_only_when_asked_and_only_by_a_whole_one(sample_store: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.jsonl"
    file.write_text("mine", encoding="utf-8")
    refused = run_vinagraph(sample_store, "graph", "export", str(file))
    assert isinstance(refused.exception, WrongUsage)
    assert "--overwrite" in str(refused.exception)
    empty = run_vinagraph(tmp_path / "empty", "graph", "export", str(file), "--overwrite")
    assert isinstance(empty.exception, InputError)
    assert "vinagraph ingest" in str(empty.exception)
    assert file.read_text(encoding="utf-8") == "mine"
    assert run_vinagraph(sample_store, "graph", "export", str(file), "--overwrite").exit_code == Exit.DONE
    assert file.read_text(encoding="utf-8").startswith('{"document"')
    assert not list(tmp_path.glob(".*"))


def test_reindex_rebuilds_the_index_and_doctor_agrees(own_store: Path) -> None:
    assert run_vinagraph(own_store, "reindex").exit_code == Exit.DONE
    doctor = run_vinagraph(own_store, "doctor", "--verbose")
    assert "Everything answers" in doctor.stdout
    assert "VINAGRAPH_WORKERS" in doctor.stdout


def test_doctor_names_what_cannot_be_opened(sample_store: Path) -> None:
    result = run_vinagraph(sample_store, "doctor", graph_url="mongodb://x")
    assert result.exit_code == Exit.FAILED
    assert "VINAGRAPH_GRAPH_URL" in result.stdout
    result = run_vinagraph(sample_store, "doctor", schema_file="nowhere.yaml")
    assert result.exit_code == Exit.FAILED
    assert "nowhere.yaml" in result.stdout
    away = {"writer_url": "http://127.0.0.1:9/v1", "writer_model": "m"}
    result = run_vinagraph(sample_store, "doctor", schema_file="nowhere.yaml", **away)
    assert "nowhere.yaml" in result.stdout
    assert "http://127.0.0.1:9/v1/models cannot be reached" in result.stdout
    problem = json.loads(run_vinagraph(sample_store, "doctor", "--json", **away).stdout)["problem"]
    assert problem.startswith("VINAGRAPH_WRITER_URL")


def test_rejected_input_is_listed_and_changes_the_exit_status(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        '{"so": "1", "noi_dung": "Huế là một thành phố nằm ở miền Trung của Việt Nam, bên dòng sông Hương."}\nhỏng\n',
        encoding="utf-8",
    )
    fields = ("--field", "id=so", "--field", "text=noi_dung")
    result = run_vinagraph(tmp_path / "store", "ingest", str(rows), *fields, "--source", "thu")
    assert result.exit_code == Exit.REJECTS
    assert "rows.jsonl:2" in result.stderr
    listed = json.loads(run_vinagraph(tmp_path / "store", "documents", "list", "--json").stdout)
    assert [document["uri"] for document in listed] == ["thu:1"]


def test_sync_from_another_folder_of_the_same_name_deletes_nothing(tmp_path: Path) -> None:
    store, mine, other = tmp_path / "store", tmp_path / "a" / "tai-lieu", tmp_path / "b" / "tai-lieu"
    mine.mkdir(parents=True)
    other.mkdir(parents=True)
    for number in range(8):
        text = f"Phòng số {number} của công ty làm việc ở tầng {number} của tòa nhà, từ tám giờ sáng đến năm giờ chiều."
        (mine / f"phong-{number}.txt").write_text(text, encoding="utf-8")
    (other / "khac.txt").write_text("Nhà ăn mở cửa lúc mười một giờ trưa mỗi ngày làm việc.", encoding="utf-8")
    run_vinagraph(store, "ingest", str(mine))
    guarded = run_vinagraph(store, "ingest", str(other), "--sync")
    assert "--source tai-lieu" in guarded.stderr
    assert len(json.loads(run_vinagraph(store, "documents", "list", "--json").stdout)) == 9
    meant = run_vinagraph(store, "ingest", str(other), "--sync", "--source", "tai-lieu")
    assert "8 deleted" in meant.stdout
    assert [line for line in meant.stdout.splitlines() if line.startswith("deleted: ")] == [
        f"deleted: phong-{number}.txt" for number in range(8)
    ]


def test_sync_names_what_it_deletes_up_to_a_count(tmp_path: Path) -> None:
    store, rows = tmp_path / "store", tmp_path / "kho.jsonl"
    line = "Kho số {0} của công ty ở quận {0}, nhận hàng vào ngày {0} mỗi tháng."
    lines = [json.dumps({"id": n, "text": line.format(n)}) for n in range(60)]
    rows.write_text("\n".join(lines), encoding="utf-8")
    run_vinagraph(store, "ingest", str(rows))
    rows.write_text("\n".join(lines[:35]), encoding="utf-8")
    shown = run_vinagraph(store, "ingest", str(rows), "--sync").stdout
    assert shown.count("deleted: kho:") == 20
    assert "… and 5 more deleted; --json lists all" in shown
    rows.write_text("\n".join(lines[:10]), encoding="utf-8")
    summary = json.loads(run_vinagraph(store, "ingest", str(rows), "--sync", "--source", "kho", "--json").stdout)
    assert summary["deleted"] == 25
    assert sorted(summary["deleted_uris"]) == sorted(f"kho:{n}" for n in range(10, 35))


def test_a_greeting_is_answered(sample_store: Path) -> None:
    result = run_vinagraph(sample_store, "ask", "Xin chào", "--quiet")
    assert result.exit_code == Exit.DONE
    assert result.stdout.strip()


def test_the_list_of_documents_is_whole_or_tells_of_more(tmp_path: Path) -> None:
    store = tmp_path / "store"
    rows = tmp_path / "so.jsonl"
    line = "Kho số {0} của công ty ở quận {0}, nhận hàng vào ngày {0} mỗi tháng."
    rows.write_text("\n".join(json.dumps({"id": n, "text": line.format(n)}) for n in range(130)), encoding="utf-8")
    run_vinagraph(store, "ingest", str(rows))

    def listed(*options: str) -> tuple[int, str]:
        result = run_vinagraph(store, "documents", "list", *options)
        is_json = "--json" in options
        return len(json.loads(result.stdout)) if is_json else len(result.stdout.splitlines()) - 1, result.stderr

    assert listed("--json") == (130, "")
    count, told = listed()
    assert (count, "--offset 100 goes on" in told) == (100, True)
    assert listed("--offset", "100") == (30, "")
    count, told = listed("--json", "--limit", "7", "--offset", "3")
    assert (count, "--offset 10 goes on" in told) == (7, True)


def test_the_version_is_shown(tmp_path: Path) -> None:
    result = run_vinagraph(tmp_path, "--version")
    assert (result.exit_code, result.stdout) == (Exit.DONE, f"vinagraph {version('vinagraph')}\n")
