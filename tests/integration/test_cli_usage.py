"""What a command cannot be asked, said in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.console import Exit
from graph.errors import SettingsError
from tests.integration.command import command
from tests.integration.conftest import SAMPLES, run_vinagraph


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"writer_url": "ftp://x"}, "VINAGRAPH_WRITER_URL"),
        ({"reranker_url": "magic:"}, "VINAGRAPH_RERANKER_URL"),
        ({"embedder_url": "magic:"}, "VINAGRAPH_EMBEDDER_URL"),
        ({"graph_url": "mongodb://x"}, "VINAGRAPH_GRAPH_URL"),
        ({"checkpoint_url": "magic:"}, "VINAGRAPH_CHECKPOINT_URL"),
        ({"max_rounds": "many"}, "VINAGRAPH_MAX_ROUNDS"),
    ],
)
def test_a_wrong_setting_is_named(sample_store: Path, settings: dict[str, str], named: str) -> None:
    error = run_vinagraph(sample_store, "ask", "Ai?", **settings).exception
    assert isinstance(error, SettingsError)
    assert named in str(error)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (["title"], ["NAME=KEY"]),
        (["foo=bar"], ["no field foo", "id", "title", "text", "valid_from"]),
        (["title=a", "title=b"], ["title is given twice"]),
    ],
)
def test_a_field_that_cannot_be_meant_is_wrong_usage(tmp_path: Path, fields: list[str], words: list[str]) -> None:
    options = [argument for field in fields for argument in ("--field", field)]
    result = run_vinagraph(tmp_path, "ingest", str(SAMPLES), *options)
    assert result.exit_code == Exit.USAGE
    shown = " ".join(result.stderr.replace("│", " ").split())
    assert all(word in shown for word in words), shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "Ai?", "--on", "2024-13-45"], "is not a day. Write it as 2024-07-01"),
        (["ask", "Ai?", "--on", ""], "is empty"),
        (["ask", "Ai?", "--source", ""], "is empty"),
        (["ask", "Ai?", "--kind", "Luật", "--kind", " "], "is empty"),
        (["ingest", ""], "is empty"),
        (["ingest", str(SAMPLES), "--source", ""], "is empty"),
        (["documents", "list", "--limit", "0"], "--limit"),
        (["documents", "list", "--limit", "9" * 30], "--limit"),
        (["graph", "show", ""], "is empty"),
        (["eval", "samples", "--questions", "nowhere.jsonl"], "nowhere.jsonl"),
        (["nosuch"], "nosuch"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(tmp_path: Path, arguments: list[str], words: str) -> None:
    result = run_vinagraph(tmp_path / "store", *arguments)
    assert result.exit_code == Exit.USAGE, result.output
    assert words in " ".join(result.stderr.replace("│", " ").split())
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["eval", "retrieval", "--questions", "{file}", "--out", "{file}"], "overwrite"),
        (["ingest", "{file}", "nowhere"], "no file or folder nowhere"),
        (["train", "nosuch", "--data", "."], "no model 'nosuch'"),
        (["train", "all", "--data", ".", "--source", "x"], "NAME=PATH"),
        (["train", "all", "--data", ".", "--source", "x=y"], "no source 'x'"),
    ],
)
def test_what_a_command_finds_out_to_be_wrong_usage_ends_so_too(
    tmp_path: Path, arguments: list[str], words: str
) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"id": 1, "question": "Ai?"}\n', encoding="utf-8")
    ended = command(tmp_path / "store", *(argument.format(file=file) for argument in arguments))
    assert ended.status == Exit.USAGE, ended.err
    assert words in ended.err
